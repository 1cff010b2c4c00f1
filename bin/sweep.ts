import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { Command } from 'commander';
import { findCaller } from '../lib/account/caller';
import { utcDay } from '../lib/account/context';
import { describeThings, findThings, isPastExpiry, remove, sweepable } from '../lib/account/sweep';
import { inOneLine } from '../lib/model/in-one-line';
import { patterns } from '../lib/patterns';
import { runMain } from '../lib/run/main';

const program = new Command('npm run sweep --')
  .description(
    'Lists what this project still has in the account and Region of your AWS CLI or environment: ' +
      'stacks, the database snapshots that outlive them, and log groups without a stack. It deletes what ' +
      'is past its expiry date after you type the account id; without a terminal, it only lists.\n\n' +
      'The exit code is 0 if nothing is past its expiry date, 2 if something is, and 1 if something ' +
      'could not be listed or deleted.',
  )
  .option(
    '--all',
    'also offer to delete what has not expired yet; what has no expiry date is always kept',
  );

async function main(): Promise<void> {
  program.parse();
  const { all = false } = program.opts<{ all?: boolean }>();
  const { account, region, arn } = await findCaller();
  console.log(`account ${account}, Region ${region}, as ${arn}`);
  if (process.env.AWS_ENDPOINT_URL) console.log(`endpoint ${process.env.AWS_ENDPOINT_URL}`);

  const chosen = await list(all);
  if (chosen.length === 0) return;
  if (!process.stdin.isTTY) {
    console.log('Nothing is deleted, because there is no terminal in which you could confirm it.');
    return;
  }
  const what =
    chosen.length === 1
      ? `this: ${chosen[0]?.name}`
      : `these ${chosen.length}: ${chosen.map(({ name }) => name).join(', ')}`;
  const answer = await ask(`\nTo delete ${what}\nwith all data in it, type the account id: `);
  if (answer !== account) {
    console.log('Nothing is deleted.');
    return;
  }

  const failed = await Promise.all(
    chosen.map(async (thing) => {
      try {
        await remove(thing);
        console.log(`deleted      ${thing.kind} ${thing.name}`);
        return false;
      } catch (error) {
        console.log(`NOT DELETED  ${thing.kind} ${thing.name}: ${inOneLine(error)}`);
        return true;
      }
    }),
  );
  // Lists again, because a deleted stack may have left something, such as a last snapshot of its database.
  await list(all);
  if (failed.includes(true)) process.exitCode = 1;
}

/** Prints what it finds and sets the exit code accordingly; returns what may be deleted. */
async function list(all: boolean) {
  const today = utcDay(new Date());
  const { things, failures } = await findThings(patterns.map(({ id }) => id));
  const overdue = things.filter((thing) => isPastExpiry(thing, today));
  console.log(
    things.length === 0
      ? '\nNothing of this project was found here.'
      : `\nFound ${things.length} of this project, ${overdue.length} past the expiry date (today is ${today}, UTC):`,
  );
  for (const line of describeThings(things, today)) console.log(line);
  for (const { kind, name, expires } of things) {
    if (kind === 'database snapshot' && !expires)
      console.log(
        `  to delete it by hand: aws rds delete-db-snapshot --db-snapshot-identifier ${name}`,
      );
  }
  for (const failure of failures) console.error(failure);
  process.exitCode = failures.length > 0 ? 1 : overdue.length > 0 ? 2 : 0;
  return sweepable(things, today, all);
}

/** What the person types; empty if they end the input instead. */
async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const ended = once(terminal, 'close').then(() => '');
  // Ctrl-C and Ctrl-D make some versions of Node end the question with an error, and others only close.
  const answer = await Promise.race([terminal.question(question).catch(() => ''), ended]);
  terminal.close();
  return answer.trim();
}

runMain(main, inOneLine);
