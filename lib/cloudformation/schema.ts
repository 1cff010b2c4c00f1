import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Property, PropertyType, SpecDatabase } from '@aws-cdk/service-spec-types';
import type { Json } from '../model/exam';
import { nearest, nearestInWords } from './nearest';
import { isIntrinsic } from './template';

/** CloudFormation's own description of the resource types. Loading it takes half a second, so it is loaded once, when first asked. */
let loaded: SpecDatabase | undefined;
const database = () => {
  loaded ??= loadAwsServiceSpecSync();
  return loaded;
};

/** The properties of a resource type, or undefined if CloudFormation has no such type. */
function propertiesOf(type: string): Record<string, Property> | undefined {
  const [resource] = database().lookup('resource', 'cloudFormationType', 'equals', type);
  return resource?.properties;
}

/** Whether a resource type has a property of that name at its top. */
export function hasProperty(type: string, name: string): boolean {
  // A custom resource takes what its provider takes, so no property of it is unknown.
  return propertiesOf(type)?.[name] !== undefined || !type.startsWith('AWS::');
}

/** Whether `Fn::GetAtt` knows an attribute of that name. */
export function hasAttribute(type: string, name: string): boolean {
  const [resource] = database().lookup('resource', 'cloudFormationType', 'equals', type);
  return resource?.attributes[name] !== undefined || !type.startsWith('AWS::');
}

/** The ARN of a resource type with its variables, such as `arn:${Partition}:s3:::${BucketName}`; undefined where AWS lists none. */
export function arnTemplateOf(type: string): string | undefined {
  const [resource] = database().lookup('resource', 'cloudFormationType', 'equals', type);
  return resource?.arnTemplate;
}

/** The property or attribute that `Ref` gives of a resource type, such as `QueueUrl` or `TopicArn`. */
export function referenceOf(type: string): string | undefined {
  const [resource] = database().lookup('resource', 'cloudFormationType', 'equals', type);
  return (resource?.cfnRefIdentifier ?? resource?.primaryIdentifier)?.at(-1);
}

/**
 * Checks a change against the schema of the resource type.
 * @param path of the property, with dots
 * @param value `null` removes the property, which every type allows
 * @throws if there is no such property (the message names the nearest ones), or if the value has another type
 */
export function checkChange(type: string, path: string, value: Json): void {
  const [name = '', ...rest] = path.split('.');
  const properties = propertiesOf(type);
  if (properties === undefined) return;
  check(type, properties, name, rest, value);
}

function check(
  owner: string,
  properties: Record<string, Property>,
  name: string,
  rest: readonly string[],
  value: Json,
): void {
  const property = properties[name];
  if (property === undefined) {
    const near = nearest(name, Object.keys(properties));
    const names =
      near.length > 0 ? nearestInWords(near) : `there are ${Object.keys(properties).join(', ')}`;
    throw new Error(`expected a property of ${owner}, got ${name}; ${names}`);
  }
  descend(`${owner}.${name}`, property.type, rest, value);
}

function descend(owner: string, type: PropertyType, rest: readonly string[], value: Json): void {
  const [head, ...tail] = rest;
  if (head === undefined) {
    if (value !== null && !fits(type, value)) {
      throw new Error(`expected ${owner} as ${describe(type)}, got ${JSON.stringify(value)}`);
    }
    return;
  }
  switch (type.type) {
    case 'ref':
      check(
        owner,
        database().get('typeDefinition', type.reference.$ref).properties,
        head,
        tail,
        value,
      );
      return;
    case 'array':
      if (!/^\d+$/.test(head))
        throw new Error(`expected an index in the list ${owner}, got ${head}`);
      descend(`${owner}.${head}`, type.element, tail, value);
      return;
    case 'map':
      descend(`${owner}.${head}`, type.element, tail, value);
      return;
    case 'json':
    case 'tag':
      return;
    case 'union': {
      const failures: Error[] = [];
      for (const one of type.types) {
        try {
          descend(owner, one, rest, value);
          return;
        } catch (error) {
          failures.push(error as Error);
        }
      }
      throw failures[0] ?? new Error(`expected ${owner} as ${describe(type)}`);
    }
    default:
      throw new Error(
        `expected ${owner} as a whole, because it is ${describe(type)}, got ${head} inside it`,
      );
  }
}

/** Whether a value has the type. The validation rules check what is inside an object. */
function fits(type: PropertyType, value: Json): boolean {
  switch (type.type) {
    case 'string':
    case 'date-time':
      return typeof value === 'string' || isIntrinsic(value);
    case 'integer':
      return Number.isInteger(value) || isIntrinsic(value);
    case 'number':
      return typeof value === 'number' || isIntrinsic(value);
    case 'boolean':
      return typeof value === 'boolean' || isIntrinsic(value);
    case 'array':
      return (
        (Array.isArray(value) && value.every((item) => fits(type.element, item))) ||
        isIntrinsic(value)
      );
    case 'union':
      return type.types.some((one) => fits(one, value));
    case 'json':
      return typeof value === 'object';
    default:
      return typeof value === 'object' && !Array.isArray(value);
  }
}

function describe(type: PropertyType): string {
  switch (type.type) {
    case 'array':
      return `a list, each item ${describe(type.element)}`;
    case 'union':
      return type.types.map(describe).join(' or ');
    case 'ref':
      return `an object with ${Object.keys(database().get('typeDefinition', type.reference.$ref).properties).join(', ')}`;
    case 'integer':
      return 'a whole number';
    case 'boolean':
      return 'true or false';
    case 'json':
    case 'map':
      return 'an object';
    default:
      return `a ${type.type}`;
  }
}
