import { Command } from 'commander';
import { context } from '../cdk.json';
import { synthesize } from '../lib/experiment/synthesize';
import { attachedPolicies } from '../lib/permissions/attached';
import { decide, type Question } from '../lib/permissions/decide';
import { answeredInWords, askedInWords, policiesInWords } from '../lib/permissions/words';
import { findPatterns } from '../lib/run/find-patterns';
import { runMain } from '../lib/run/main';

const program = new Command('npm run decide --')
  .description(
    'Decides, offline, what AWS would answer to a request, by the policies of a stack, and prints the statement that decides. With the pattern alone it lists the statements.',
  )
  .argument('<pattern>', 'id of the pattern, such as SqsDeadLetterQueue')
  .argument(
    '[principal]',
    'a role or what has one, such as a function; a group; anonymous; a service principal; an account id; an ARN',
  )
  .argument('[action]', 'such as sqs:SendMessage')
  .argument('[resource]', 'such as WorkQueue or Site/index.html; an ARN; or *')
  .option(
    '--context <key=value...>',
    'condition keys; several values have commas between them, and an ARN may be the name of a resource',
  )
  .addHelpText(
    'after',
    `
Examples:
  npm run decide -- SqsDeadLetterQueue
  npm run decide -- SqsDeadLetterQueue Consumer sqs:ReceiveMessage WorkQueue
  npm run decide -- SqsDeadLetterQueue Consumer sqs:ReceiveMessage WorkQueue --context aws:SecureTransport=false
  npm run decide -- SqsDeadLetterQueue 222222222222 sqs:SendMessage WorkQueue
  npm run decide -- EventbridgeRules events.amazonaws.com sqs:SendMessage UnhandledEvents --context aws:SourceArn=OrderStates

The stack is imagined in account 111111111111 and Region xx-here-1; its resources are called by their logical ids.`,
  );

async function main(): Promise<void> {
  program.parse();
  const [name = '', ...words] = program.args;
  const [pattern] = findPatterns([name]);
  if (pattern?.id !== name)
    throw new Error(`expected the id of one pattern, got the family ${name}`);
  const made = await synthesize(pattern, [], context, false);
  if ('refused' in made) throw new Error(made.refused);
  if (words.length === 0) {
    console.log(policiesInWords(attachedPolicies(made.template)).join('\n'));
    return;
  }
  const question = read(words, program.opts<{ context?: string[] }>().context ?? []);
  // Decided first, so that a mistake in the question is not read as its answer.
  const answer = decide(made.template, question);
  console.log(`${pattern.id}: ${askedInWords(question)}\n`);
  console.log(answeredInWords(answer).join('\n'));
}

function read(words: readonly string[], conditions: readonly string[]): Question {
  const [principal, action, resource] = words;
  if (principal === undefined || action === undefined || resource === undefined) {
    throw new Error(`expected a principal, an action and a resource, got ${words.join(' ')}`);
  }
  const pairs = conditions.map((condition) => {
    const [, key, value] = /^([^=]+)=(.*)$/.exec(condition) ?? [];
    if (key === undefined || value === undefined)
      throw new Error(`expected a condition such as aws:SecureTransport=false, got ${condition}`);
    const values = value.split(',');
    return [key, values.length > 1 ? values : value] as const;
  });
  return { principal, action, resource, context: Object.fromEntries(pairs) };
}

runMain(main);
