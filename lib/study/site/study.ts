import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { Writable } from 'node:stream';
import { diffTemplate, formatDifferences } from '@aws-cdk/cloudformation-diff';
import { App, CfnElement } from 'aws-cdk-lib';
import { context } from '../../../cdk.json';
import { type Template, withoutResource, withValue } from '../../cloudformation/template';
import { costSentence, type IdleCost, idleCost } from '../../cost/idle-cost';
import { changesOf, spell } from '../../experiment/listed';
import { askRules, type Verdict } from '../../experiment/verdicts';
import { type Experiment, type PlacedSetting, settingsOf } from '../../model/exam';
import { folderOf, type Pattern } from '../../model/pattern';

/** Everything about one pattern that its page is made from. */
export interface Study {
  readonly pattern: Pattern;
  readonly template: Template;
  /** The construct path of each resource below the stack, by logical id. */
  readonly paths: Readonly<Record<string, string>>;
  /** The stack as it is written. */
  readonly source: string;
  /** The line of the stack that makes each resource and each output, by logical id; from 1. */
  readonly lines: Readonly<Record<string, number>>;
  readonly trials: readonly Trial[];
  readonly cost: IdleCost;
  readonly costInWords: string;
}

/** An experiment of an exam list, performed. */
export interface Trial {
  readonly setting: PlacedSetting;
  readonly experiment: Experiment;
  /** The changes as `npm run experiment` takes them. */
  readonly change: string;
  /** What `cdk diff` prints; without one, synth refuses the change. */
  readonly diff?: string;
  /** What the rules of synth object to. */
  readonly objections: readonly string[];
}

/**
 * Synthesizes the patterns, performs their experiments, and asks the rules about all of them at once.
 * @param name of the file that keeps the verdicts of the rules
 */
export function studyAll(patterns: readonly Pattern[], name: string): Study[] {
  const made = patterns.map((pattern) => ({ pattern, ...synthesizeWithPlaces(pattern) }));
  const trials = made.map(({ pattern, template, paths }) =>
    settingsOf(pattern.exam).flatMap((setting) =>
      (setting.experiments ?? []).map((experiment) => ({
        setting,
        experiment,
        after: changesOf(setting, experiment).reduce((changed, { type, id, property, value }) => {
          const path = ['Resources', logicalIdOf(template, paths, { type, id }), 'Properties'];
          return withValue(changed, [...path, ...property.split('.')], value ?? undefined);
        }, template),
      })),
    ),
  );
  // The tests ask about all of them; here it is only to be told why some are refused.
  const asked = trials
    .flat()
    .filter(({ experiment }) => experiment.outcome === 'refused')
    .map(({ after }) => after);
  const verdicts = new Map<object, Verdict>();
  const answers = askRules(
    // It takes seconds to start, and mostly every verdict is known.
    () => require('../../experiment/synth-rules').rules,
    asked,
    name,
  );
  for (const [index, verdict] of answers.entries()) verdicts.set(asked[index] as object, verdict);
  return made.map(({ pattern, template, paths, lines }, index) => ({
    pattern,
    template,
    paths,
    lines,
    source: readFileSync(stackFile(pattern), 'utf8'),
    trials: (trials[index] ?? []).map(({ setting, experiment, after }): Trial => {
      const change = spell(setting, experiment);
      const verdict = verdicts.get(after);
      if (!verdict) {
        const diff = difference(template, after, pattern, paths);
        return { setting, experiment, change, objections: [], diff };
      }
      const { refused, objections } = verdict;
      if (!refused) throw new Error(`expected synth to refuse ${pattern.id}: ${change}`);
      return { setting, experiment, change, objections };
    }),
    cost: idleCost(template),
    costInWords: costSentence(template),
  }));
}

/** The file of a pattern's stack, below the project. */
export const stackFile = (pattern: Pattern) => `lib/patterns/${folderOf(pattern)}/stack.ts`;

/** The template of a pattern, and the line of its stack that each resource and output comes from. */
function synthesizeWithPlaces(pattern: Pattern): Pick<Study, 'template' | 'paths' | 'lines'> {
  const app = new App({
    context: { ...context, 'aws:cdk:disable-asset-staging': true },
    treeMetadata: false,
    builtinCloudFormationValidation: false,
  });
  // The frames of the library come first.
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 100;
  const stack = new pattern.Stack(app, pattern.id);
  Error.stackTraceLimit = limit;
  const printed = console.error;
  try {
    // The library prints its warnings there.
    console.error = () => undefined;
    const elements = stack.node.findAll().filter(CfnElement.isCfnElement);
    const template: Template = app.synth().getStackByName(stack.stackName).template;
    const paths: Record<string, string> = {};
    const lines: Record<string, number> = {};
    for (const element of elements) {
      const id: string = stack.resolve(element.logicalId);
      if (template.Resources[id]) {
        paths[id] = withoutResource(element.node.path.slice(stack.node.path.length + 1));
      }
      const line = lineIn(stackFile(pattern), element.creationStack);
      if (line !== undefined) lines[id] = line;
    }
    return { template, paths, lines };
  } finally {
    console.error = printed;
  }
}

/**
 * The line of a file that a stack trace of the built command goes through first.
 * @param frames such as `new QueueStack (/home/me/dist/bin/site.js:15233:23)`
 */
function lineIn(file: string, frames: readonly string[]): number | undefined {
  for (const frame of frames) {
    const [, built, line, column] = /\(?([^()\s]+):(\d+):(\d+)\)?$/.exec(frame) ?? [];
    if (built !== __filename) continue;
    map ??= new SourceMap(JSON.parse(readFileSync(`${__filename}.map`, 'utf8')));
    const entry = map.findEntry(Number(line) - 1, Number(column) - 1);
    if (!('originalSource' in entry)) continue;
    const source = relative('.', resolve(dirname(__filename), entry.originalSource));
    if (source.replaceAll('\\', '/') === file) return entry.originalLine + 1;
  }
  return undefined;
}

/** From the built command to the sources, read when the first trace is. */
let map: SourceMap | undefined;

/**
 * The logical id of the one resource of a type that belongs to a construct.
 * @throws if there is none, or more than one
 */
export function logicalIdOf(
  template: Template,
  paths: Study['paths'],
  { type, id }: { readonly type: string; readonly id: string },
): string {
  const found = Object.keys(template.Resources).filter(
    (one) => template.Resources[one]?.Type === type && `${paths[one]}/`.startsWith(`${id}/`),
  );
  const [first] = found;
  if (first === undefined || found.length > 1)
    throw new Error(`expected one ${type} below ${id}, found ${found.length}`);
  return first;
}

/** What `cdk diff` prints for a change. */
function difference(
  before: Template,
  after: Template,
  pattern: Pattern,
  paths: Study['paths'],
): string {
  const chunks: string[] = [];
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      chunks.push(String(chunk));
      done();
    },
  });
  const full = Object.fromEntries(
    Object.entries(paths).map(([id, path]) => [id, `${pattern.id}/${path}`]),
  );
  formatDifferences(stream, diffTemplate(before, after), full);
  return chunks.join('').trimEnd();
}
