import { type PlacedSetting, settingsOf, type TaskId } from '../../model/exam';
import {
  allTaskStatements,
  examGuides,
  type TaskStatement,
  taskStatements,
} from '../../model/exam-guides';
import { folderOf, type Pattern } from '../../model/pattern';
import { examFile, type Places } from '../source-line';

/** The task statements that no setting of these patterns serves, in the order of the guides. */
export function gaps(patterns: readonly Pattern[]): TaskStatement[] {
  return allTaskStatements().filter(({ id }) =>
    patterns.every((pattern) => settingsFor(pattern, id).length === 0),
  );
}

/**
 * docs/exam-map.md: from task statement to settings and test, from setting to task statements, and
 * the statements that no pattern serves.
 * @param places for links to the line of a setting; without, links go to the top of the file
 */
export function examMap(patterns: readonly Pattern[], places: Places = new Map()): string {
  const open = gaps(patterns);
  // Settings and task statements are linked from many rows: each target is written once, at the end.
  const targets: string[] = [];
  const labels = new Map<PlacedSetting, number>();
  for (const pattern of patterns) {
    for (const setting of settingsOf(pattern.exam)) {
      labels.set(setting, targets.push(settingTarget(pattern, setting, places)));
    }
  }
  const link = (setting: PlacedSetting, text: string) => `[\`${text}\`][${labels.get(setting)}]`;
  const lines = [
    '# The exam map',
    '',
    'What each task statement of an exam guide asks, and where this project shows it. A setting is one',
    'property of one resource that an exam asks about; the test `<id>: <property>` of',
    '[every-pattern.test.ts](../test/every-pattern.test.ts) holds it against the synthesized stack and',
    'performs its experiments:',
    '',
    '```sh',
    `npx jest every-pattern -t '${exampleTest(patterns)}'`,
    '```',
    '',
    '| Exam | Guide, as of | Task statements | Served | Gaps |',
    '| --- | --- | ---: | ---: | ---: |',
    ...examGuides.map((guide) => {
      const tasks = guide.domains.flatMap((domain) => taskStatements(guide, domain));
      const missing = tasks.filter(({ id }) => open.some((gap) => gap.id === id)).length;
      return `| ${guide.exam} | [${guide.title}](${guide.source}), ${guide.checked} | ${tasks.length} | ${tasks.length - missing} | ${missing} |`;
    }),
    '',
    '## From task statement to setting',
    '',
  ];
  for (const guide of examGuides) {
    for (const [index, domain] of guide.domains.entries()) {
      const served = taskStatements(guide, domain).filter(
        ({ id }) => !open.some((gap) => gap.id === id),
      );
      if (served.length === 0) continue;
      lines.push(
        `### ${guide.exam} domain ${index + 1}: ${domain.title} (${domain.percent} %)`,
        '',
      );
      for (const task of served) {
        lines.push(
          `#### ${heading(task)}`,
          '',
          '| Pattern | Settings | Test |',
          '| --- | --- | --- |',
          ...patterns
            .map((pattern) => ({ pattern, settings: settingsFor(pattern, task.id) }))
            .filter(({ settings }) => settings.length > 0)
            .map(({ pattern, settings }) => {
              const ids = [...new Set(settings.map(({ id }) => id))];
              const links = ids.map((id) => {
                const ofId = settings.filter((setting) => setting.id === id);
                return `${id}: ${ofId.map((setting) => link(setting, setting.property)).join(', ')}`;
              });
              return `| [${pattern.id}](#${anchor(pattern.id)}) | ${links.join('<br>')} | [story](../test/patterns/${folderOf(pattern)}/story.test.ts) |`;
            }),
          '',
        );
      }
    }
  }
  lines.push('## From setting to task statement', '');
  for (const pattern of patterns) {
    lines.push(
      `### ${pattern.id}`,
      '',
      cell(pattern.exam.question),
      '',
      '| PlacedSetting | Task statements | Tests |',
      '| --- | --- | --- |',
      ...settingsOf(pattern.exam).map((setting) => {
        const tasks = tasksOf(pattern, setting).map((id) => `[${id}]`);
        const count = setting.experiments?.length ?? 0;
        const tests = `value${count === 0 ? '' : `, ${count} experiment${count === 1 ? '' : 's'}`}`;
        return `| ${link(setting, `${setting.id}.${setting.property}`)} | ${tasks.join(', ')} | ${tests} |`;
      }),
      '',
    );
  }
  lines.push('## Gaps', '', 'Task statements that no pattern serves yet.', '');
  for (const { exam } of examGuides) {
    const missing = open.filter(({ id }) => id.startsWith(`${exam} `));
    if (missing.length === 0) continue;
    lines.push(`### Gaps of ${exam}`, '', ...missing.map((task) => `- ${heading(task)}`), '');
  }
  const served = allTaskStatements().filter(({ id }) => !open.some((gap) => gap.id === id));
  lines.push(
    ...served.map((task) => `[${task.id}]: #${anchor(heading(task))}`),
    ...targets.map((target, index) => `[${index + 1}]: ${target}`),
  );
  return `${lines.join('\n').trimEnd()}\n`;
}

/** The task statements that a setting serves: its own, or else all of its pattern. */
export function tasksOf({ exam }: Pattern, { tasks }: PlacedSetting): readonly TaskId[] {
  return tasks ?? exam.tasks;
}

/** The target of a link from docs/ to a setting. */
export function settingTarget(pattern: Pattern, setting: PlacedSetting, places: Places): string {
  const place = places.get(setting);
  return `../${examFile(pattern)}${place ? `#L${place.line}` : ''}`;
}

/** Plain text as it can stand in a cell of a Markdown table. */
export function cell(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\|*]/g, '\\$&')
    .replaceAll('<', '&lt;');
}

/** The fragment by which GitHub reaches a heading. */
export function anchor(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-');
}

const heading = ({ id, title }: TaskStatement) => `${id} ${title}`;

const settingsFor = (pattern: Pattern, task: TaskId) =>
  settingsOf(pattern.exam).filter((setting) => tasksOf(pattern, setting).includes(task));

function exampleTest([pattern]: readonly Pattern[]): string {
  const [setting] = pattern ? settingsOf(pattern.exam) : [];
  return pattern && setting
    ? `${pattern.id} ${setting.id}: ${setting.property}`
    : '<id>: <property>';
}
