import { isDeepStrictEqual } from 'node:util';
import { diffTemplate, ResourceImpact, type TemplateDiff } from '@aws-cdk/cloudformation-diff';
import {
  App,
  CfnResource,
  CloudFormationValidatePlugin,
  type Stack,
  Validations,
} from 'aws-cdk-lib';
import { ExamLimits } from '../cloudformation/limits';
import { pathBelow, resource } from '../cloudformation/resources';
import { at, isIntrinsic, type Template } from '../cloudformation/template';
import {
  type Change,
  type Exam,
  type Experiment,
  type Json,
  type PlacedSetting,
  settingsOf,
} from '../model/exam';
import type { Pattern } from '../model/pattern';

/** A change as a person writes it: construct, property and value, such as `WorkQueue.DelaySeconds=5`. */
export interface Wish {
  /** The id of the stack, if it was given: `SqsDeadLetterQueue/WorkQueue.DelaySeconds=5`. */
  readonly stack?: string;
  readonly construct: string;
  readonly property: string;
  readonly value: Json;
  readonly text: string;
}

/**
 * Makes one change to a stack that is not synthesized yet, in the words of CloudFormation.
 * @throws if the construct has no resource of that type, or more than one, or if the property is
 *   inside of what is a reference or a function there
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
      `expected a value for the whole of ${keys.slice(0, index).join('.')}, for it is ${JSON.stringify(above)}, got ${keys[index]} inside of it`,
    );
  }
  if (value === null) target.addPropertyDeletionOverride(property);
  else target.addPropertyOverride(property, instead(at(made?.Properties, keys), value));
}

/** An override merges objects: what stands in place of another one says which of its keys go. */
function instead(old: unknown, value: Json): unknown {
  if (!isObject(old) || !isObject(value) || isIntrinsic(old) || isIntrinsic(value)) return value;
  const gone = Object.keys(old).map((key) => [key, undefined]);
  const kept = Object.entries(value).map(([key, part]) => [key, instead(old[key], part)]);
  return Object.fromEntries([...gone, ...kept]);
}

function isObject<T>(value: T): value is T & Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads changes, one or several with a semicolon between them. A value is JSON; a single word needs
 * no quotes, and `null` removes the property.
 * @param stacks the ids of the stacks there are
 * @throws if the text has another form; the message says what was expected
 */
export function parseWishes(text: string, stacks: readonly string[] = []): Wish[] {
  const wishes: Wish[] = [];
  let pending = '';
  let failure: unknown;
  for (const part of text.split(';')) {
    pending += pending === '' ? part : `;${part}`;
    if (pending.trim() === '') continue;
    try {
      wishes.push(parseWish(pending.trim(), stacks));
      pending = '';
    } catch (error) {
      // The semicolon may stand inside of a JSON text, which goes on in the next part.
      failure ??= error;
    }
  }
  if (pending.trim() !== '') throw failure;
  return wishes;
}

function parseWish(text: string, stacks: readonly string[]): Wish {
  // A property begins with a capital; a construct id may have a dot in it, such as `DeploymentStage.prod`.
  const parts = /^([A-Za-z][^=]*?)\.([A-Z][^=]*)=(.*)$/s.exec(text);
  if (parts === null) {
    throw new Error(`expected a change such as WorkQueue.VisibilityTimeout=10, got ${text}`);
  }
  const [, path = '', property = '', literal = ''] = parts;
  const [first = '', ...rest] = path.split('/');
  const named = stacks.includes(first) && rest.length > 0;
  return {
    ...(named && { stack: first }),
    construct: named ? rest.join('/') : path,
    property,
    value: parseValue(literal, text),
    text,
  };
}

function parseValue(literal: string, text: string): Json {
  try {
    return JSON.parse(literal);
  } catch {
    // A word such as KEYS_ONLY or nodejs24.x, which a shell would strip of its quotes anyway.
    if (/^[\w][\w.:/-]*$/.test(literal)) return literal;
    throw new Error(
      `expected a JSON value behind the equals sign of ${text}, got ${literal || 'nothing'}`,
    );
  }
}

/**
 * Finds the resource that a wish means, and holds the wish against its schema.
 * @throws if there is no such construct (the message lists the ids there are), none or several of its
 *   resources have the property, or the value is of another type
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
    // Nothing has it: the construct's own resource says which names are near.
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

/** The naive variant of a pattern, in the words of a person. */
export function naiveWishes({ naive }: Exam): Wish[] {
  return naive.changes.map(({ id, property, value }) => ({
    construct: id,
    property,
    value,
    text: `${id}.${property}=${JSON.stringify(value)}`,
  }));
}

/** The rules that an App asks anyway, as one that is started once a process, however many Apps there are. */
export const rules = new CloudFormationValidatePlugin();

/** What synth made of a stack: its template, or the report of the rules that refuse it. */
export type Synthesized =
  | { readonly template: Template; readonly paths: Record<string, string> }
  | { readonly refused: string };

/**
 * Synthesizes one pattern with changes, in an App of its own.
 * @param context of cdk.json
 * @param validate whether the rules are asked, which takes three seconds once a process
 * @throws if a change means no resource, or the stack cannot be made for another reason than a rule
 */
export async function synthesize(
  { id, Stack: PatternStack, exam }: Pattern,
  wishes: readonly Wish[],
  context: Record<string, unknown>,
  validate: boolean,
): Promise<Synthesized> {
  process.env.CDK_VALIDATION = `${validate}`;
  const app = new App({
    context: {
      ...context,
      // In memory, a refusal is thrown with its report instead of being printed.
      '@aws-cdk/core:appMode': 'inmemory',
      // Nothing is deployed from here: a template without copies of its assets will do.
      'aws:cdk:disable-asset-staging': true,
    },
    treeMetadata: false,
  });
  if (validate) Validations.of(app).addPlugins(rules, new ExamLimits());
  const stack = new PatternStack(app, id, { description: exam.question });
  for (const wish of wishes) change(stack, await toChange(stack, wish));
  const printed = console.error;
  try {
    // Findings that refuse nothing are printed there.
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

/** What became of a changed stack. */
export interface Trial {
  readonly diff?: TemplateDiff;
  readonly paths?: Record<string, string>;
  readonly refused?: string;
  /** The worst that happens to any resource; `none` if the template is the same. */
  readonly outcome: Experiment['outcome'] | 'none';
}

/** Synthesizes a pattern as it is and with changes, and compares. */
export async function perform(
  pattern: Pattern,
  wishes: readonly Wish[],
  context: Record<string, unknown>,
): Promise<Trial> {
  const before = await synthesize(pattern, [], context, false);
  const after = await synthesize(pattern, wishes, context, true);
  if ('refused' in after) return { refused: after.refused, outcome: 'refused' };
  if ('refused' in before)
    throw new Error(`expected ${pattern.id} to synthesize as it is: ${before.refused}`);
  const diff = diffTemplate(before.template, after.template);
  // What only AWS refuses cannot be seen here: the exam list knows it, with its source.
  const fails = listedExperiment(pattern.exam, wishes)?.outcome === 'fails';
  return { diff, paths: after.paths, outcome: fails ? 'fails' : outcomeOf(diff) };
}

function outcomeOf(diff: TemplateDiff): Trial['outcome'] {
  const impacts: ResourceImpact[] = [];
  diff.resources.forEachDifference((_, difference) => impacts.push(difference.changeImpact));
  if (impacts.includes(ResourceImpact.WILL_REPLACE)) return 'replace';
  return diff.isEmpty ? 'none' : 'update';
}

/** The setting of an exam list that a wish changes, if it is listed. */
export function listedSetting(
  exam: Exam,
  { construct, property }: Wish,
): PlacedSetting | undefined {
  return settingsOf(exam).find(
    (one) => one.property === property && `${one.id}/`.startsWith(`${construct}/`),
  );
}

/** The listed experiment that the wishes spell out together, if there is one. */
export function listedExperiment(exam: Exam, wishes: readonly Wish[]): Experiment | undefined {
  const wanted = wishes.map(({ construct, property, value }) => ({ construct, property, value }));
  const matches = (changes: readonly Change[]) =>
    changes.length === wanted.length &&
    changes.every((change) =>
      wanted.some(
        (wish) =>
          wish.property === change.property &&
          `${change.id}/`.startsWith(`${wish.construct}/`) &&
          isDeepStrictEqual(wish.value, change.value),
      ),
    );
  return settingsOf(exam)
    .flatMap((setting) =>
      (setting.experiments ?? []).map((experiment) => ({ setting, experiment })),
    )
    .find(({ setting, experiment }) => matches(changesOf(setting, experiment)))?.experiment;
}

/** Everything that an experiment changes: the setting itself first, then what has to change with it. */
export function changesOf(setting: PlacedSetting, { value, also = [] }: Experiment): Change[] {
  const { type, id, property } = setting;
  return [{ type, id, property, value }, ...also.map((one) => ({ type, id, ...one }))];
}

/** A listed experiment, as it is typed on the command line. */
export function spell(setting: PlacedSetting, experiment: Experiment): string {
  return changesOf(setting, experiment)
    .map(({ id, property, value }) => {
      const text = typeof value === 'string' && isWord(value) ? value : JSON.stringify(value);
      return `${id}.${property}=${text}`;
    })
    .join('; ');
}

/** Whether a text needs no quotes: it is one word and would not be read as a number, true or null. */
function isWord(text: string): boolean {
  return /^[\w][\w.:/-]*$/.test(text) && !/^(true|false|null|-?\d+(\.\d+)?)$/.test(text);
}

/**
 * Makes the changes of `-c set=…` to the stacks of an app, before synth, for `cdk diff` and `cdk deploy`.
 * A change without the name of a stack is made in every stack that has the construct and the
 * property; `naive` stands for the naive variants. A changed stack says so in its description.
 * @throws if a change fits no stack; the message is that of the stack it came nearest to
 */
export async function applySet(
  text: string,
  stacks: readonly { readonly stack: Stack; readonly pattern: Pattern }[],
): Promise<void> {
  const ids = stacks.map(({ pattern }) => pattern.id);
  const wishes = text.trim() === 'naive' ? undefined : parseWishes(text, ids);
  if (wishes?.length === 0)
    throw new Error(`expected -c set=WorkQueue.VisibilityTimeout=10 or the like, got '${text}'`);
  const made = new Map<Stack, string[]>();
  const make = async (stack: Stack, wish: Wish) => {
    change(stack, await toChange(stack, wish));
    made.set(stack, [...(made.get(stack) ?? []), wish.text]);
  };
  for (const wish of wishes ?? []) {
    const failures: Error[] = [];
    let fitted = false;
    for (const { stack } of stacks.filter(
      ({ pattern }) => (wish.stack ?? pattern.id) === pattern.id,
    )) {
      try {
        await make(stack, wish);
        fitted = true;
      } catch (error) {
        failures.push(error as Error);
      }
    }
    // A stack that has the construct says more than one that has not.
    if (!fitted)
      throw (
        failures.find(({ message }) => !message.includes('a construct id of')) ??
        (await noSuchConstruct(wish, stacks))
      );
  }
  if (wishes === undefined) {
    for (const { stack, pattern } of stacks) {
      for (const wish of naiveWishes(pattern.exam)) await make(stack, wish);
    }
  }
  for (const [stack, changes] of made) {
    const told = `changed by -c set: ${changes.join('; ')}`;
    // CloudFormation takes 1,024 bytes.
    stack.templateOptions.description =
      `${stack.templateOptions.description ?? ''} (${told})`.slice(0, 1000);
  }
}

async function noSuchConstruct(
  { construct, text }: Wish,
  stacks: readonly { readonly stack: Stack }[],
): Promise<Error> {
  const { nearest } = await import('../run/nearest');
  const ids = [...new Set(stacks.flatMap(({ stack }) => constructIds(stack)))];
  const near = nearest(construct, ids);
  const told =
    near.length > 0 ? `the nearest are ${near.join(', ')}` : `there are ${ids.join(', ')}`;
  return new Error(
    `expected a construct id of one of the stacks in ${text}, got ${construct}; ${told}`,
  );
}

/** The ids of the constructs of a stack that have resources. */
function constructIds(stack: Stack): string[] {
  return stack.node.children
    .filter(({ node }) => node.findAll().some(CfnResource.isCfnResource))
    .map(({ node }) => node.id);
}
