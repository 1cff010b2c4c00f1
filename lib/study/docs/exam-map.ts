import { type PlacedSetting, settingsOf, type TaskId } from '../../model/exam';
import {
  allTaskStatements,
  examGuides,
  type TaskStatement,
  taskStatements,
} from '../../model/exam-guides';
import type { Pattern } from '../../model/pattern';
import { apportion, bankQuestions, byDomain } from '../bank';
import { pageTarget, resourceTarget, taskHeading } from './links';
import { code, file, table } from './markdown';

/** How many settings of a pattern the map names below one task statement. */
const MOST_NAMES = 5;

/** The task statements that no setting of these patterns serves, in the order of the guides. */
export function unservedTasks(patterns: readonly Pattern[]): TaskStatement[] {
  return allTaskStatements().filter(({ id }) =>
    patterns.every((pattern) => settingsFor(pattern, id).length === 0),
  );
}

/** docs/exam-map.md: from each task statement to its patterns, and the statements without one. */
export function examMap(patterns: readonly Pattern[]): string {
  const unserved = new Set(unservedTasks(patterns).map(({ id }) => id));
  const lines = [
    '# The exam map',
    '',
    'This map lists the patterns for each task statement of the exam guides. A setting is one property of a',
    'resource that an exam asks about. The map names the most important settings of a pattern; its page has',
    'all of them, with the task statements that each setting serves. Each setting also has a test of its own,',
    'which checks it against the synthesized stack and performs its experiments. The name of the test is pattern,',
    'construct id, and property (see [every-pattern](../test/support/every-pattern.ts)):',
    '',
    '```sh',
    `npx jest every-pattern -t '${exampleTest(patterns)}'`,
    '```',
    '',
    table(
      ['Exam', 'Guide, as of', 'Task statements', 'Served', 'Not served yet'],
      examGuides.map((guide) => {
        const tasks = guide.domains.flatMap((domain) => taskStatements(guide, domain));
        const missing = tasks.filter(({ id }) => unserved.has(id)).length;
        return [
          guide.exam,
          `[${guide.title}](${guide.source}), ${guide.checked}`,
          `${tasks.length}`,
          `${tasks.length - missing}`,
          `${missing}`,
        ];
      }),
      ['', '', 'r', 'r', 'r'],
    ),
    '',
  ];
  lines.push(...questionCounts(patterns));
  for (const guide of examGuides) {
    lines.push(`## ${guide.exam}`, '');
    for (const [index, domain] of guide.domains.entries()) {
      const served = taskStatements(guide, domain).filter(({ id }) => !unserved.has(id));
      if (served.length === 0) continue;
      lines.push(`### ${guide.exam} domain ${index + 1}: ${domain.title} (${domain.percent}%)`, '');
      for (const task of served) {
        lines.push(
          `#### ${taskHeading(task)}`,
          '',
          ...patterns
            .filter((pattern) => settingsFor(pattern, task.id).length > 0)
            .map((pattern) => item(pattern, task.id)),
          '',
        );
      }
    }
    const missing = guide.domains
      .flatMap((domain) => taskStatements(guide, domain))
      .filter(({ id }) => unserved.has(id));
    if (missing.length === 0) continue;
    lines.push(`### ${guide.exam}: not served yet`, '');
    lines.push(...missing.map((task) => `- ${taskHeading(task)}`), '');
  }
  return file(lines);
}

/** How many questions the bank has for each domain, beside those of a whole mock exam. */
function questionCounts(patterns: readonly Pattern[]): string[] {
  const bank = bankQuestions(patterns);
  const rows = examGuides.flatMap((guide) => {
    const all = guide.scored + guide.unscored;
    const weights = guide.domains.map(({ percent }) => percent);
    const wanted = apportion(all, weights);
    return byDomain(bank, guide).map(({ length }, index) => {
      const domain = guide.domains[index];
      return [
        index === 0 ? `${guide.exam}: ${all} questions, ${guide.minutes} minutes` : '',
        `${index + 1} ${domain?.title}`,
        `${domain?.percent}%`,
        `${wanted[index]}`,
        `${length}`,
      ];
    });
  });
  return [
    '## Questions',
    '',
    `The question bank has ${bank.length} questions. A mock exam draws them by the weights of the domains. A question that`,
    'belongs to several exams counts in each of them. A domain with fewer questions than a mock exam wants gets what',
    'there is, and the other domains give more.',
    '',
    '```sh',
    'npm run quiz -- --exam DVA-C02 --count 65 --minutes 130',
    '```',
    '',
    table(['Exam', 'Domain', 'Weight', 'In a mock exam', 'In the bank'], rows, [
      '',
      '',
      'r',
      'r',
      'r',
    ]),
    '',
  ];
}

/** A pattern below a task statement, with the settings that carry it. */
function item(pattern: Pattern, task: TaskId): string {
  const settings = settingsFor(pattern, task);
  const named = mostTelling(pattern, settings);
  const resources = [...new Set(named.map((setting) => resourceTarget(pattern, setting)))];
  const parts = resources.map((target) => {
    const own = named.filter((setting) => resourceTarget(pattern, setting) === target);
    const names = [...new Set(own.map(({ property }) => code(shortName(property))))];
    return `[${own[0]?.id}](${target}) ${names.join(', ')}`;
  });
  const more = settings.length - named.length;
  return `- [${pattern.id}](${pageTarget(pattern)}): ${parts.join('; ')}${more > 0 ? `, and ${more} more` : ''}`;
}

/**
 * The settings that say most about a pattern, in their own order: those that serve the fewest task
 * statements, then those that come first in the exam list, which begins with the lesson.
 */
function mostTelling(
  pattern: Pattern,
  settings: readonly PlacedSetting[],
): readonly PlacedSetting[] {
  const narrowest = settings.toSorted(
    (one, other) => tasksOf(pattern, one).length - tasksOf(pattern, other).length,
  );
  const chosen = new Set(narrowest.slice(0, MOST_NAMES));
  return settings.filter((setting) => chosen.has(setting));
}

/** The last two names of a property path; the indexes of lists are left out. */
export function shortName(property: string): string {
  return property
    .split('.')
    .filter((key) => !/^\d+$/.test(key))
    .slice(-2)
    .join('.');
}

/** The task statements that a setting serves: its own, or all of its pattern. */
function tasksOf({ exam }: Pattern, { tasks }: PlacedSetting): readonly TaskId[] {
  return tasks ?? exam.tasks;
}

/** The settings of a pattern that serve a task statement. */
export const settingsFor = (pattern: Pattern, task: TaskId) =>
  settingsOf(pattern.exam).filter((setting) => tasksOf(pattern, setting).includes(task));

function exampleTest([pattern]: readonly Pattern[]): string {
  const [setting] = pattern ? settingsOf(pattern.exam) : [];
  return pattern && setting
    ? `${pattern.id} ${setting.id}: ${setting.property}`
    : '<id>: <property>';
}
