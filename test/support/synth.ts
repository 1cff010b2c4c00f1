import { App, type CfnResource, type Stack } from 'aws-cdk-lib';
import { context as flags } from '../../cdk.json';
import type { Pattern } from '../../lib/patterns';
import { resource } from '../../lib/resources';

/** The flags of cdk.json; copies of assets and the origin of every construct cost half of a synth. */
export const context = {
  ...flags,
  'aws:cdk:disable-asset-staging': true,
  'aws:cdk:disable-creation-stack-traces': true,
};

/**
 * Builds one pattern under the flags of cdk.json, in an App of its own.
 */
export function build(
  PatternStack: Pattern['Stack'],
  { id = PatternStack.name.replace(/Stack$/, ''), context: more = {} } = {},
): Stack {
  const app = new App({ context: { ...context, ...more } });
  return new PatternStack(app, id);
}

/** The logical id of the one resource of a type in a construct, as `Ref` and `Fn::GetAtt` spell it. */
export function logicalId(stack: Stack, type: string, id: string): string {
  return stack.resolve((resource(stack, type, id) as CfnResource).logicalId);
}

/** Asset hashes change with every edit of a handler, and say nothing about the architecture. */
export function withoutAssetHashes(template: object): object {
  return JSON.parse(JSON.stringify(template).replace(/[0-9a-f]{64}/g, 'ASSET-HASH'));
}
