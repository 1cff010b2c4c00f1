import type { Stack } from 'aws-cdk-lib';
import type { Pattern } from '../model/pattern';
import { change, constructIds, toChange } from './change';
import { naiveWishes, parseWishes, type Wish } from './wish';

interface Placed {
  readonly stack: Stack;
  readonly pattern: Pattern;
}

/**
 * Makes the changes of `-c set=…` to the stacks of an app, before synth, for `cdk diff` and `cdk deploy`.
 * A change that names no stack is made in every stack that has the construct and the property;
 * `naive` stands for the naive variants. A changed stack says so in its description.
 * @throws if a change fits no stack; the message is that of the stack that came nearest
 */
export async function applySet(text: string, stacks: readonly Placed[]): Promise<void> {
  const made = new Map<Stack, string[]>();
  const make = async (stack: Stack, wish: Wish) => {
    change(stack, await toChange(stack, wish));
    made.set(stack, [...(made.get(stack) ?? []), wish.text]);
  };
  if (text.trim() === 'naive') {
    for (const { stack, pattern } of stacks) {
      for (const wish of naiveWishes(pattern.exam)) await make(stack, wish);
    }
  } else {
    const ids = stacks.map(({ pattern }) => pattern.id);
    const wishes = parseWishes(text, ids);
    if (wishes.length === 0)
      throw new Error(
        `expected a change such as -c set=WorkQueue.VisibilityTimeout=10, got '${text}'`,
      );
    for (const wish of wishes) await makeWhereItFits(wish, stacks, make);
  }
  for (const [stack, changes] of made) {
    const note = `changed by -c set: ${changes.join('; ')}`;
    const description = `${stack.templateOptions.description ?? ''} (${note})`;
    // CloudFormation takes 1,024 bytes. As part of a stream, a character that is cut off is left out.
    stack.templateOptions.description = new TextDecoder().decode(
      new TextEncoder().encode(description).subarray(0, 1024),
      { stream: true },
    );
  }
}

async function makeWhereItFits(
  wish: Wish,
  stacks: readonly Placed[],
  make: (stack: Stack, wish: Wish) => Promise<void>,
): Promise<void> {
  const failures: Error[] = [];
  let fitted = false;
  for (const { stack } of stacks.filter(
    ({ pattern }) => (wish.stack ?? pattern.id) === pattern.id,
  )) {
    try {
      await make(stack, wish);
      fitted = true;
    } catch (error) {
      failures.push(error as Error);
    }
  }
  if (fitted) return;
  // A stack that has the construct explains more than one that has not.
  throw (
    failures.find(({ message }) => !message.includes('a construct id of')) ??
    (await noSuchConstruct(wish, stacks))
  );
}

async function noSuchConstruct(
  { construct, text }: Wish,
  stacks: readonly Placed[],
): Promise<Error> {
  const { nearest, nearestInWords } = await import('../cloudformation/nearest');
  const ids = [...new Set(stacks.flatMap(({ stack }) => constructIds(stack)))];
  const near = nearest(construct, ids);
  const hint = near.length > 0 ? nearestInWords(near) : `there are ${ids.join(', ')}`;
  return new Error(
    `expected a construct id of one of the stacks in ${text}, got ${construct}; ${hint}`,
  );
}
