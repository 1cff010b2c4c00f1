import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Command } from 'commander';
import { runMain } from '../lib/run/main';
import { documents } from '../lib/study/docs/documents';

const program = new Command('npm run docs --').description(
  'Writes what is generated from the stacks and the exam lists: the pages in docs/, the table of patterns in README.md, and the diagram of imports in CONTRIBUTING.md. It prints each file that it changes.',
);

async function main(): Promise<void> {
  program.parse();
  let changed = 0;
  for (const [file, text] of await documents()) {
    let before = '';
    try {
      before = readFileSync(file, 'utf8');
    } catch {
      mkdirSync(dirname(file), { recursive: true });
    }
    if (before === text) continue;
    writeFileSync(file, text);
    console.log(`wrote ${file}`);
    changed += 1;
  }
  if (changed === 0) console.log('All documents are current.');
}

runMain(main);
