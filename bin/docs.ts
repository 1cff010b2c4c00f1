import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { runMain } from '../lib/run/main';
import { documents } from '../lib/study/docs/documents';

/** Writes what is generated from the stacks and the exam lists: docs/ and the table in the README. */
async function main(): Promise<void> {
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
  }
}

runMain(main);
