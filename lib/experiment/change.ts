import { CfnResource, type Stack } from 'aws-cdk-lib';
import { pathBelow, resource } from '../cloudformation/resources';
import { at, isIntrinsic, type Template } from '../cloudformation/template';
import type { Change, Json } from '../model/exam';
import type { Wish } from './wish';

/**
 * Finds the resource that a wish means, and checks the wish against its schema.
 * @throws if there is no such construct (the message lists the ids there are), if none or several of
 *   its resources have the property, or if the value has another type
 */
export async function toChange(
  stack: Stack,
  { construct, property, value, text }: Wish,
): Promise<Change> {
  // It loads CloudFormation's schemas, which no other synth needs.
  const { checkChange, hasProperty } = await import('../cloudformation/schema');
  const all = stack.node.findAll().filter(CfnResource.isCfnResource);
  const below = all.filter((candidate) =>
    `${pathBelow(stack, candidate)}/`.startsWith(`${construct}/`),
  );
  if (below.length === 0) {
    throw new Error(
      `expected a construct id of ${stack.stackName} in ${text}, got ${construct}; there are ${constructIds(stack).join(', ')}`,
    );
  }
  const [top = ''] = property.split('.');
  const having = below.filter(({ cfnResourceType }) => hasProperty(cfnResourceType, top));
  const own = having.filter((candidate) => pathBelow(stack, candidate) === construct);
  const [target, ...others] = own.length > 0 ? own : having;
  if (target === undefined) {
    // No resource has it: checking the construct's own resource names the nearest properties.
    const [likely] = below as [CfnResource];
    checkChange(likely.cfnResourceType, property, value);
    throw new Error(`expected a property of ${construct}, got ${top}`);
  }
  if (others.length > 0) {
    const paths = [target, ...others].map((one) => pathBelow(stack, one)).join(', ');
    throw new Error(
      `expected one resource with ${top} below ${construct}, found several: ${paths}`,
    );
  }
  checkChange(target.cfnResourceType, property, value);
  return { type: target.cfnResourceType, id: pathBelow(stack, target), property, value };
}

/** The ids of the constructs of a stack that have resources. */
export function constructIds(stack: Stack): string[] {
  return stack.node.children
    .filter(({ node }) => node.findAll().some(CfnResource.isCfnResource))
    .map(({ node }) => node.id);
}

/**
 * Makes one change to a stack that is not synthesized yet.
 * @throws if the construct has no resource of that type, or more than one, or if the property lies
 *   inside a reference or a function
 */
export function change(stack: Stack, { type, id, property, value }: Change): void {
  const target = resource(stack, type, id);
  const { Resources } = stack.resolve(target._toCloudFormation()) as Template;
  const [made] = Object.values(Resources);
  const keys = property.split('.');
  for (const index of keys.keys()) {
    const above = at(made?.Properties, keys.slice(0, index));
    if (!isIntrinsic(above)) continue;
    throw new Error(
      `expected a value for the whole of ${keys.slice(0, index).join('.')}, because it is ${JSON.stringify(above)}, got ${keys[index]} inside it`,
    );
  }
  if (value === null) target.addPropertyDeletionOverride(property);
  else target.addPropertyOverride(property, replacing(at(made?.Properties, keys), value));
}

/** The value as an override: it merges objects, so the keys of the old object are removed by name. */
function replacing(old: unknown, value: Json): unknown {
  if (!isObject(old) || !isObject(value) || isIntrinsic(old) || isIntrinsic(value)) return value;
  const gone = Object.keys(old).map((key) => [key, undefined]);
  const kept = Object.entries(value).map(([key, part]) => [key, replacing(old[key], part)]);
  return Object.fromEntries([...gone, ...kept]);
}

function isObject<T>(value: T): value is T & Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
