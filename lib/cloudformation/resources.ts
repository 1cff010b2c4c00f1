import { CfnResource, type Stack } from 'aws-cdk-lib';
import { withoutResource } from './template';

/**
 * The one resource of a CloudFormation type that belongs to a construct of the stack.
 * @param id the construct's path below the stack, such as `WorkQueue`; an empty path is the stack itself
 * @throws if there is none of that type, or more than one; the message lists the paths there are
 */
export function resource(stack: Stack, type: string, id: string): CfnResource {
  const ofType = stack.node
    .findAll()
    .filter(CfnResource.isCfnResource)
    .filter(({ cfnResourceType }) => cfnResourceType === type)
    .map((candidate) => ({ candidate, path: pathBelow(stack, candidate) }));
  const [found, ...more] = ofType.filter(({ path }) => `${path}/`.startsWith(`${id}/`));
  if (!found || more.length > 0) {
    const paths = ofType.map(({ path }) => path).join(', ') || 'none';
    throw new Error(
      `expected one ${type} below '${id}' of ${stack.stackName}, found ${found ? 1 + more.length : 0}; of that type there are: ${paths}`,
    );
  }
  return found.candidate;
}

/** The path of a resource below its stack; the `Resource` that every L2 construct ends in is left out. */
export function pathBelow(stack: Stack, { node }: CfnResource): string {
  return withoutResource(node.path.slice(stack.node.path.length + 1));
}
