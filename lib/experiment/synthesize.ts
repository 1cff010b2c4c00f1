import { App, CfnResource, Validations } from 'aws-cdk-lib';
import { ExamLimits } from '../cloudformation/limits';
import type { Template } from '../cloudformation/template';
import type { Pattern } from '../model/pattern';
import { change, toChange } from './change';
import { rules } from './synth-rules';
import type { Wish } from './wish';

/** What synth made of a stack: its template, or the report of the rules that refuse it. */
export type Synthesized =
  | { readonly template: Template; readonly paths: Record<string, string> }
  | { readonly refused: string };

/**
 * Synthesizes one pattern with changes, in an App of its own.
 * @param context of cdk.json
 * @param validate whether to ask the rules, which take three seconds to start once per process
 * @throws if a change fits no resource, or if anything but a rule stops the synth
 */
export async function synthesize(
  { id, Stack: PatternStack, exam }: Pattern,
  wishes: readonly Wish[],
  context: Record<string, unknown>,
  validate: boolean,
): Promise<Synthesized> {
  const app = new App({
    context: {
      ...context,
      // In memory, a refusal is thrown with its report instead of being printed.
      '@aws-cdk/core:appMode': 'inmemory',
      // Nothing is deployed from here, so the template needs no copies of its assets.
      'aws:cdk:disable-asset-staging': true,
    },
    treeMetadata: false,
    // The library would start rules of its own beside those below.
    builtinCloudFormationValidation: false,
  });
  if (validate) Validations.of(app).addPlugins(rules, new ExamLimits());
  const stack = new PatternStack(app, id, { description: exam.question });
  for (const wish of wishes) change(stack, await toChange(stack, wish));
  const printed = console.error;
  try {
    // The library prints its warnings there.
    console.error = () => undefined;
    const template: Template = app.synth().getStackByName(stack.stackName).template;
    const resources = stack.node.findAll().filter(CfnResource.isCfnResource);
    const paths = resources.map((one) => [stack.resolve(one.logicalId), one.node.path] as const);
    return { template, paths: Object.fromEntries(paths) };
  } catch (error) {
    const { message } = error as Error;
    if (!message.includes('Acknowledge with')) throw error;
    return { refused: message.replace(/\n*A copy of this report.*$/s, '') };
  } finally {
    console.error = printed;
  }
}
