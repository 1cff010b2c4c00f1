import { spell } from '../../experiment/listed';
import { type Json, settingsOf } from '../../model/exam';
import { folderOf, type Pattern } from '../../model/pattern';
import { examFile, type Places } from '../source-line';
import { cell } from './exam-map';
import { type Drawable, mermaid } from './flow';

/** Where the page of a pattern lies, below the project. */
export function pageFile(pattern: Pattern): string {
  return `docs/${folderOf(pattern)}.md`;
}

/** What one deployed copy costs, as lib/cost.ts tells it. */
export interface Cost {
  readonly sentence: string;
  /** What use adds, one sentence per service. */
  readonly grows: readonly string[];
}

/** The page of one pattern. */
export function page(pattern: Pattern, drawable: Drawable, places: Places, cost: Cost): string {
  const { id, exam } = pattern;
  const folder = folderOf(pattern);
  // Pages lie two folders below the project.
  const line = (key: Parameters<Places['get']>[0], text: string) => {
    const place = places.get(key);
    return `[${text}](../../${place ? `${place.file}#L${place.line}` : examFile(pattern)})`;
  };
  const experiments = settingsOf(exam).flatMap((setting) =>
    (setting.experiments ?? []).map((experiment) => ({ setting, experiment })),
  );
  const corrected = settingsOf(exam).filter(({ today }) => today);
  return `${[
    `# ${id}`,
    '',
    exam.question,
    '',
    '```mermaid',
    mermaid(exam.flow, drawable),
    '```',
    '',
    `[stack](../../lib/patterns/${folder}/stack.ts) · [exam list](../../lib/patterns/${folder}/exam.ts) · ` +
      `[exercise](../../lib/patterns/${folder}/exercise.ts) · ` +
      // A pattern of queues and topics alone has no handlers to link to.
      `${hasHandlers(drawable) ? `[handlers](../../lambda/${folder}) · ` : ''}` +
      `[test](../../test/patterns/${folder}/story.test.ts)`,
    '',
    '## The other answers, and why they are wrong',
    '',
    ...exam.wrong.map((wrong) => `- ${line(wrong, wrong.answer)}: ${wrong.because}`),
    '',
    '## What it costs, and what stays',
    '',
    `In us-east-1, one copy costs ${cost.sentence}.`,
    '',
    ...cost.grows.map((sentence) => `- ${sentence}`),
    '',
    ...(exam.remains.length === 0
      ? ['`cdk destroy` leaves nothing behind.']
      : ['After `cdk destroy` there is still:', '', ...exam.remains.map((thing) => `- ${thing}`)]),
    '',
    '## Try it',
    '',
    '```sh',
    `npm start -- ${id}                 # deploy onto the emulator, prove, destroy`,
    `npm start -- ${id} --set naive     # the same without what makes it right, side by side`,
    `npm run experiment -- ${id}        # change one setting, predict, look`,
    `npx cdk deploy ${id} && npm run exercise -- ${id} && npx cdk destroy ${id}   # in an account`,
    '```',
    '',
    `Without what makes it right (\`naive\`): ${exam.naive.lesson}`,
    '',
    '## Settings',
    '',
    '| PlacedSetting | Value | Fact |',
    '| --- | --- | --- |',
    ...settingsOf(exam).map((setting) => {
      const notes = setting.seeds.length > 0 ? `, notes ${setting.seeds.join(', ')}` : '';
      const path = `\`${setting.id}.${setting.property}\``;
      return `| ${line(setting, path)} | ${value(setting.value)} | ${cell(setting.fact)} ([source](${setting.source})${notes}) |`;
    }),
    '',
    `Checked against their sources on ${exam.checked}.`,
    '',
    '## Experiments',
    '',
    `\`npm run experiment -- ${id} '<change>'\` performs one of these, or any other.`,
    '',
    '| Change | Outcome | Because |',
    '| --- | --- | --- |',
    ...experiments.map(
      ({ setting, experiment }) =>
        `| ${code(spell(setting, experiment))} | ${experiment.outcome} | ${cell(experiment.because)} |`,
    ),
    '',
    ...(corrected.length === 0
      ? []
      : [
          '## Corrections',
          '',
          '| The notes say | True now | Since |',
          '| --- | --- | --- |',
          ...corrected.map(
            ({ today, seeds }) =>
              `| ${cell(today?.notes ?? '')} (${seeds.join(', ')}) | ${cell(today?.now ?? '')} ([source](${today?.source})) | ${today?.since ?? ''} |`,
          ),
          '',
        ]),
  ]
    .join('\n')
    .trimEnd()}\n`;
}

function value(json: Json | undefined): string {
  if (json === undefined) return '(absent)';
  const text = JSON.stringify(json);
  return code(text.length > 80 ? `${text.slice(0, 79)}…` : text);
}

/** Text as code in a cell of a table, where only the bar has a meaning. */
const code = (text: string) => `\`${text.replaceAll('|', '\\|')}\``;

/**
 * The table of all patterns, for the README.
 * @param perDay the idle cost of each in USD
 */
export function index(perDay: ReadonlyMap<Pattern, number>): string {
  return [
    '| Family | Pattern | Question | USD a day, idle |',
    '| --- | --- | --- | --- |',
    ...[...perDay].map(
      ([pattern, usd]) =>
        `| ${pattern.family} | [${pattern.id}](${pageFile(pattern)}) | ${cell(pattern.exam.question)} | ${usd === 0 ? 'nothing' : usd.toFixed(2)} |`,
    ),
  ].join('\n');
}

const begin = '<!-- index: written by npm run docs -->';
const end = '<!-- /index -->';

/**
 * Puts the table into the README, between its two marks.
 * @throws if the marks are not there
 */
export function withIndex(readme: string, perDay: ReadonlyMap<Pattern, number>): string {
  const [before, rest] = readme.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`expected ${begin} and ${end} in the README`);
  return `${before}${begin}\n\n${index(perDay)}\n\n${end}${after}`;
}

function hasHandlers({ resources }: Drawable): boolean {
  return Object.values(resources).some(({ Type }) => Type === 'AWS::Lambda::Function');
}
