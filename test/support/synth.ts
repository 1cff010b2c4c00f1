import { App, CfnResource, type Stack } from 'aws-cdk-lib';
import { Template as SynthesizedTemplate } from 'aws-cdk-lib/assertions';
import { context as flags } from '../../cdk.json';
import type { Mutant } from '../../lib/check/mutation';
import { resource } from '../../lib/cloudformation/resources';
import type { Template } from '../../lib/cloudformation/template';
import type { Pattern } from '../../lib/model/pattern';

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
  const stack = new PatternStack(app, id);
  // Set by `npm run mutate`, which asks whether the tests of a pattern notice what is broken.
  if (process.env.MUTANT) breakOne(stack, JSON.parse(process.env.MUTANT));
  return stack;
}

/** Makes a wrong turn in a stack; one that has not got the resource stays as it is. */
function breakOne(stack: Stack, { path: [, id, ...keys], value }: Mutant): void {
  for (const one of stack.node.findAll().filter(CfnResource.isCfnResource)) {
    if (stack.resolve(one.logicalId) === id)
      one.addOverride(keys.map((key) => key.replaceAll('.', '\\.')).join('.'), value);
  }
}

/** The template of a stack, as the tools of this project read it. */
export function templateOf(stack: Stack): Template {
  return SynthesizedTemplate.fromStack(stack).toJSON() as Template;
}

/** The logical id of the one resource of a type in a construct, as `Ref` and `Fn::GetAtt` spell it. */
export function logicalId(stack: Stack, type: string, id: string): string {
  return stack.resolve((resource(stack, type, id) as CfnResource).logicalId);
}

/** Asset hashes change with every edit of a handler, and say nothing about the architecture. */
export function withoutAssetHashes(template: object): object {
  return JSON.parse(JSON.stringify(template).replace(/[0-9a-f]{64}/g, 'ASSET-HASH'));
}
