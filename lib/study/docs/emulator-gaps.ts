import type { Gap } from '../../sandbox/gaps';
import { cell } from './exam-map';

/** docs/emulator-gaps.md: where the emulator differs from AWS, and what the sandbox does about it. */
export function emulatorGaps(gaps: readonly Gap[], version: string): string {
  return `${[
    '# Gaps of the emulator',
    '',
    `Where MiniStack ${version} differs from AWS in something that a stack or an exercise needs. The stacks`,
    'never give way to it. A gap that is *bridged* is filled by other calls after the deploy, and a claim',
    'that rests on it is reported as bridged, not as proven. What is *left out* is not deployed, or not',
    'proven. Every run of `npm start` asks the emulator whether a gap is closed; then its entry in',
    '[lib/sandbox/gaps](../lib/sandbox/gaps) is stale, and the run fails until it is taken out. With',
    '`AWS_ENDPOINT_URL` set, another emulator is used and no gap is assumed.',
    '',
    '| Gap | What differs | What the sandbox does |',
    '| --- | --- | --- |',
    ...gaps.map(
      ({ id, what, handling, how }) => `| \`${id}\` | ${cell(what)} | ${handling}: ${cell(how)} |`,
    ),
    '',
    'Besides, the handlers run on the Node of this machine instead of the runtime of the function, memory',
    'and architecture have no effect, and permissions are not checked.',
  ].join('\n')}\n`;
}
