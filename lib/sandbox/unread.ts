import type { GapId } from '../model/gap-ids';

/**
 * Properties that the CloudFormation of MiniStack does not read, and for which no gap is needed, each with the
 * reason. A claim about any other unread property would be true by chance, so `npm start` fails for it.
 */
export const unreadOnPurpose: Readonly<Record<string, string>> = {};

/**
 * The properties that the emulator has not read while it deployed some stacks, as its log says
 * (lib/sandbox/unread.py), and that neither a gap nor the list above explains.
 * @returns such as `AWS::SQS::Queue.Name`, each once
 */
export function unexplained(
  log: string,
  stacks: readonly string[],
  gaps: readonly { readonly id: GapId }[],
): string[] {
  const known = new Set<string>([...gaps.map(({ id }) => id), ...Object.keys(unreadOnPurpose)]);
  const unread = [...log.matchAll(/^UNREAD (\S+) (AWS::\w+::\w+\.\w+)$/gm)]
    .filter(([, stack = '']) => stacks.includes(stack))
    .map(([, , name = '']) => name);
  return [...new Set(unread)].filter((name) => !known.has(name)).sort();
}
