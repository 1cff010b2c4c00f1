import { spell } from '../../experiment/listed';
import {
  type Correction,
  type Experiment,
  type Json,
  type PlacedSetting,
  settingsOf,
} from '../../model/exam';
import { allTaskStatements, examGuides } from '../../model/exam-guides';
import { folderOf, type Pattern } from '../../model/pattern';
import { bankQuestions, domainOf } from '../bank';
import { type Drawable, mermaid } from './flow';
import { pageFile, resourceHeading, taskTarget } from './links';
import { cell, code, file, table } from './markdown';

/** What one deployed copy costs, as lib/cost says it. */
export interface Cost {
  readonly sentence: string;
  /** What use adds, one sentence for each service. */
  readonly grows: readonly string[];
}

/** The page of one pattern. */
export function page(pattern: Pattern, drawable: Drawable, cost: Cost): string {
  const { id, exam } = pattern;
  // Pages are two folders below the project.
  const root = '../..';
  const folder = folderOf(pattern);
  const parts = [
    `[stack](${root}/lib/patterns/${folder}/stack.ts)`,
    `[exam list](${root}/lib/patterns/${folder}/exam.ts)`,
    `[exercise](${root}/lib/patterns/${folder}/exercise.ts)`,
    // A pattern of queues and topics alone has no handlers to link to.
    ...(hasHandlers(drawable) ? [`[handlers](${root}/lambda/${folder})`] : []),
    `[test](${root}/test/patterns/${folder}/story.test.ts)`,
  ];
  const tasks = allTaskStatements().filter((task) => exam.tasks.includes(task.id));
  return file([
    `# ${id}`,
    '',
    exam.question,
    '',
    '```mermaid',
    mermaid(exam.flow, drawable),
    '```',
    '',
    parts.join(' · '),
    '',
    `Task statements on the [exam map](../exam-map.md): ${tasks.map((task) => `[${task.id}]`).join(', ')}.`,
    '',
    '## The answer',
    '',
    exam.answer,
    '',
    '## Other answers, and why they are wrong',
    '',
    ...exam.wrong.map(({ answer, because }) => `- **${answer}**: ${because}`),
    '',
    ...practice(pattern),
    '## What it costs, and what stays',
    '',
    `In us-east-1, one copy costs ${cost.sentence}.`,
    '',
    ...cost.grows.map((sentence) => `- ${sentence}`),
    '',
    ...(exam.remains.length === 0
      ? ['`cdk destroy` leaves nothing behind.']
      : ['`cdk destroy` leaves behind:', '', ...exam.remains.map((thing) => `- ${thing}`)]),
    '',
    '## Try it',
    '',
    '```sh',
    `npm start -- ${id}                 # deploy to the emulator, exercise, destroy`,
    `npm start -- ${id} --set naive     # the same, side by side with the naive variant`,
    `npm run experiment -- ${id}        # list what you can change, with the outcome`,
    '',
    '# in your own account',
    `npx cdk deploy ${id}`,
    `npm run exercise -- ${id}`,
    `npx cdk destroy ${id}`,
    '```',
    '',
    `The naive variant is the typical first attempt. ${exam.naive.lesson}`,
    '',
    '## Settings',
    '',
    `Each fact was checked against its source on ${exam.checked}. The value *absent* means that the stack leaves the`,
    'property out, because its default is the lesson.',
    '',
    ...settings(pattern),
    ...experiments(pattern),
    ...corrections(pattern),
    ...tasks.map((task) => `[${task.id}]: ${taskTarget(task)}`),
  ]);
}

/** How many questions the bank has for the pattern, and how to be asked. */
function practice(pattern: Pattern): string[] {
  const { length } = bankQuestions([pattern]);
  const exams = examGuides
    .map(({ exam }) => exam)
    .filter((exam) => pattern.exam.questions.some((one) => domainOf(one, exam) !== undefined));
  return [
    '## Practice',
    '',
    `The question bank asks ${length} questions about this pattern, as ${listed(exams)} would ask them:`,
    '',
    '```sh',
    `npm run quiz -- --pattern ${pattern.id} --count ${length}`,
    '```',
    '',
  ];
}

/** `a`, `a or b`, `a, b, or c`. */
function listed(names: readonly string[]): string {
  const [last = 'an exam', ...others] = names.toReversed();
  if (others.length === 0) return last;
  return `${others.toReversed().join(', ')}${others.length > 1 ? ',' : ''} or ${last}`;
}

/** The settings of each resource below a heading that other documents link to. */
function settings({ exam }: Pattern): string[] {
  const byHeading = new Map<string, PlacedSetting[]>();
  for (const setting of settingsOf(exam)) {
    const heading = resourceHeading(setting);
    byHeading.set(heading, [...(byHeading.get(heading) ?? []), setting]);
  }
  return [...byHeading].flatMap(([heading, own]) => [
    `### ${heading}`,
    '',
    table(
      ['Property', 'Value', 'Fact'],
      own.map(({ property, value, fact, source }) => [
        code(property),
        shortValue(value),
        `${cell(fact)} ([source](${source}))`,
      ]),
    ),
    '',
  ]);
}

function shortValue(json: Json | undefined): string {
  if (json === undefined) return '*absent*';
  const text = JSON.stringify(json);
  return code(text.length > 80 ? `${text.slice(0, 79)}…` : text);
}

function experiments({ id, exam }: Pattern): string[] {
  const rows = settingsOf(exam).flatMap((setting) =>
    (setting.experiments ?? []).map((experiment) => [
      code(spell(setting, experiment)),
      outcome(experiment),
      cell(experiment.because),
    ]),
  );
  if (rows.length === 0) return [];
  const fails = rows.some(([, said]) => said?.startsWith('fails'));
  return [
    '## Experiments',
    '',
    `\`npm run experiment -- ${id} '<change>'\` performs one of these changes, or any other. *update* changes the`,
    'resource in place, *replace* creates a new one and deletes the old one, and *refused* means that synth',
    `refuses the change.${fails ? ' *fails* means that synth accepts the change and AWS refuses it at deployment.' : ''}`,
    '',
    table(['Change', 'Outcome', 'Because'], rows),
    '',
  ];
}

const outcome = (experiment: Experiment) =>
  experiment.outcome === 'fails' ? `fails ([source](${experiment.source}))` : experiment.outcome;

function corrections({ exam }: Pattern): string[] {
  const rows = settingsOf(exam).flatMap(({ today, seeds }) =>
    today
      ? [
          [
            `${cell(today.notes)} (${seeds.join(', ')})`,
            `${cell(today.now)} ([source](${today.source}))`,
            sinceInWords(today),
          ],
        ]
      : [],
  );
  if (rows.length === 0) return [];
  return ['## Corrections', '', table(['The notes say', 'True now', 'Since'], rows), ''];
}

function sinceInWords({ since }: Correction): string {
  if (since === undefined) return 'always: the notes were never right';
  return since === 'unknown' ? 'date unknown' : since;
}

/**
 * The table of all patterns in the README.
 * @param perDay the idle cost of each in USD
 */
export function index(perDay: ReadonlyMap<Pattern, number>): string {
  return table(
    ['Family', 'Pattern', 'Question', 'USD a day, idle'],
    [...perDay].map(([pattern, usd]) => [
      pattern.family,
      `[${pattern.id}](${pageFile(pattern)})`,
      cell(pattern.exam.question),
      usd === 0 ? 'nothing' : usd.toFixed(2),
    ]),
  );
}

/**
 * Puts a generated part into a document that is otherwise written by hand, between its two marks.
 * @param name of the part, which both marks carry
 * @throws if the marks are not there
 */
export function withPart(document: string, name: string, part: string): string {
  const [begin, end] = [`<!-- ${name}: written by npm run docs -->`, `<!-- /${name} -->`];
  const [before, rest] = document.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`expected ${begin} and ${end} in the document`);
  return `${before}${begin}\n\n${part}\n\n${end}${after}`;
}

function hasHandlers({ resources }: Drawable): boolean {
  return Object.values(resources).some(({ Type }) => Type === 'AWS::Lambda::Function');
}
