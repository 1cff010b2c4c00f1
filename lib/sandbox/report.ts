import type { Finding } from '../exercise/lab';
import type { GapId } from '../model/gap-ids';
import type { Pattern } from '../model/pattern';
import type { Gap } from './gaps';
import type { Round } from './round';

/** What a run has shown, in lines for a person, and whether it succeeded. */
export interface Report {
  readonly lines: readonly string[];
  readonly succeeded: boolean;
}

/**
 * @param gaps of the emulator
 * @param answers those of them that were probed, and whether each is closed in the running emulator
 */
export function report(
  { findings, leftOut, leftOver, refused = [], notBuilt = [], unlisted = [], unread = [] }: Round,
  patterns: readonly Pattern[],
  gaps: readonly Gap[],
  answers: ReadonlyMap<GapId, boolean>,
): Report {
  const closed = gaps.filter(({ id, handling }) => handling !== 'corrected' && answers.get(id));
  const broken = gaps.filter(
    ({ id, handling }) => handling === 'corrected' && answers.get(id) === false,
  );
  const count = (verdict: Finding['verdict']) =>
    findings.filter((one) => one.verdict === verdict).length;
  const keeps = patterns.some(({ exam }) => exam.remains.length > 0);
  const kept = leftOver.filter((thing) => keeps && thing.startsWith('database snapshot'));
  const forgotten = leftOver.filter((thing) => !kept.includes(thing));
  const relevant = gaps.filter(
    ({ id }) =>
      leftOut.some(({ type }) => type === id) || findings.some(({ detail }) => detail.includes(id)),
  );

  const lines: string[] = [];
  if (gaps.length > 0) {
    lines.push('Where this emulator differs from AWS (docs/emulator-gaps.md):');
    const corrected = relevant.filter(({ handling }) => handling === 'corrected');
    const open = relevant.filter(
      ({ id, handling }) => handling === 'left out' && !leftOut.some(({ type }) => type === id),
    );
    lines.push(...corrected.map(({ id, how }) => `  corrected: ${id}: ${how}`));
    lines.push(
      ...leftOut.map(
        ({ stack, logicalId, type }) => `  not deployed here: ${stack} ${logicalId} (${type})`,
      ),
    );
    if (open.length > 0) {
      lines.push(
        `  ${open.length} more ${open.length === 1 ? 'stands' : 'stand'} above, beside the claims that cannot be proven for ${open.length === 1 ? 'it' : 'them'}.`,
      );
    }
    lines.push(
      `  The handlers ran on your Node ${process.version}, and the emulator checked the permissions of every request.`,
      '',
    );
  }
  lines.push(
    ...refused.map(({ stack, reason }) => `left out, with all its claims: ${stack}: ${reason}`),
    ...notBuilt.map((operation) => `not built in this emulator: ${operation}`),
    ...closed.map(
      ({ id }) =>
        `STALE  the emulator has closed the gap ${id}: take its entry out of lib/sandbox/gaps`,
    ),
    ...broken.map(
      ({ id, correction }) =>
        `BROKEN  the correction of ${id} has no effect: see lib/sandbox/corrections/${correction}.py`,
    ),
    ...unread.map(
      (name) =>
        `UNREAD  the emulator ignores ${name}: correct it, or explain it in lib/sandbox/gaps or unread.ts`,
    ),
    ...kept.map((thing) => `kept on purpose: ${thing}`),
    ...forgotten.map((thing) => `LEFT BEHIND  ${thing}`),
    ...(leftOver.length === 0 ? [nothingLeft(unlisted)] : []),
    ...findings
      .filter(({ verdict }) => verdict === 'failed')
      .map(({ claim, detail }) => `FAILED  ${claim}: ${detail}`),
    `${count('proven')} claims proven, ${count('corrected')} with a correction, ${count('not proven')} not proven here, ${count('failed')} failed`,
  );
  if (findings.length === 0) lines.push('No stack could be deployed, so nothing is proven.');
  const succeeded =
    findings.length > 0 &&
    count('failed') + closed.length + broken.length + unread.length + forgotten.length === 0;
  return { lines, succeeded };
}

const nothingLeft = (unlisted: readonly string[]) =>
  unlisted.length === 0
    ? 'Nothing is left behind.'
    : `Nothing is left behind, as far as it can be listed without ${unlisted.join(', ')}.`;

/** The same claims of the stacks as they are and with changes, side by side. */
export function sideBySide(good: readonly Finding[], changed: readonly Finding[]): string[] {
  const marks = {
    proven: 'holds',
    corrected: 'holds',
    'not proven': '-',
    failed: 'fails',
  } as const;
  const rows = good.map(({ claim, verdict }) => {
    const other = changed.find((one) => one.claim === claim);
    return `  ${marks[verdict].padEnd(5)}  ${(other ? marks[other.verdict] : 'fails').padEnd(7)}  ${claim}`;
  });
  return ['  as is  changed  claim', ...rows];
}
