import { readFileSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { patterns } from '../lib/patterns';
import { newPattern, openSteps, readStart, withEntry, writeNew } from '../lib/scaffold/new-pattern';

const program = new Command('npm run new --')
  .description(
    'Writes the folders of a new pattern. It compiles, synthesizes and deploys, and its tests fail until every numbered step is done.',
  )
  .argument('<family/slug>', 'such as messaging/sqs-dead-letter-queue')
  .argument('<question>', 'the exam question that the stack answers, in one sentence');

function main(): void {
  program.parse();
  const [path = '', question = ''] = program.args;
  const start = readStart(path, question);
  const files = newPattern(start);
  writeNew(files);
  const table = 'lib/patterns/index.ts';
  const variable = ({ id }: (typeof patterns)[number]) => id.charAt(0).toLowerCase() + id.slice(1);
  const others = new Map(patterns.map((pattern) => [variable(pattern), pattern.family]));
  writeFileSync(table, withEntry(readFileSync(table, 'utf8'), start, others));
  console.log([...files.keys(), `${table} (one import and one name)`].join('\n'));
  const folders = [...files.keys()].map((file) => file.slice(0, file.lastIndexOf('/')));
  console.log(`\nTo do, in this order:\n${openSteps([...new Set(folders)]).join('\n')}`);
  console.log(
    `\nTo see what is left to do: npm test -- ${start.slug} every-pattern/${start.family} security. When it passes: npm run docs, npm run check.`,
  );
}

try {
  main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
