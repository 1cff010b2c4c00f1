import { createInterface } from 'node:readline/promises';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { Command } from 'commander';
import { findCaller } from '../lib/account/caller';
import { runExercise } from '../lib/exercise/lab';
import { inOneLine } from '../lib/model/in-one-line';
import { findPatterns } from '../lib/run/find-patterns';
import { runMain } from '../lib/run/main';

const program = new Command('npm run exercise --')
  .description(
    'Proves what a deployed stack does, in the account and Region of your AWS CLI or environment.',
  )
  .argument('<pattern>', 'id of the pattern, such as SqsDeadLetterQueue')
  .option('--stack-name <name>', 'name of the deployed stack, if it is not the id of the pattern')
  .option('--yes', 'do not ask before the first call');

async function main(): Promise<void> {
  program.parse();
  const [name = ''] = program.args;
  const [pattern] = findPatterns([name]);
  if (pattern?.id !== name)
    throw new Error(`expected the id of one pattern, got the family ${name}`);
  const { stackName = pattern.id, yes = false } = program.opts<{
    stackName?: string;
    yes?: boolean;
  }>();

  const { account, region, arn } = await findCaller();
  console.log(`${pattern.id}: stack ${stackName}, account ${account}, Region ${region}, as ${arn}`);
  if (process.env.AWS_ENDPOINT_URL) console.log(`endpoint ${process.env.AWS_ENDPOINT_URL}`);
  if (!yes && !(await confirmed())) {
    console.log('The exercise was not started.');
    return;
  }

  const { Stacks = [] } = await new CloudFormationClient({}).send(
    new DescribeStacksCommand({ StackName: stackName }),
  );
  const outputs = Object.fromEntries(
    (Stacks[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [
      OutputKey ?? '',
      OutputValue ?? '',
    ]),
  );
  const { exercise } = await pattern.exercise();
  const findings = await runExercise(exercise, stackName, outputs, console.log);
  if (findings.some(({ verdict }) => verdict === 'failed')) process.exitCode = 1;
}

async function confirmed(): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new Error('expected a terminal to ask in, or --yes');
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(
    'The exercise sends requests to this account. Continue? [y/N] ',
  );
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

runMain(main, inOneLine);
