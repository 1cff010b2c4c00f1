import type { Gap } from '../../sandbox/gaps';
import { cell, code, file, table } from './markdown';

/** docs/emulator-gaps.md: where the emulator differs from AWS, and what the sandbox does about it. */
export function emulatorGaps(gaps: readonly Gap[], version: string): string {
  return file([
    '# Gaps of the emulator',
    '',
    `Where MiniStack ${version} differs from AWS in something that a stack or an exercise needs. The stacks`,
    'are written for AWS and are not changed because of it. The sandbox fills a *bridged* gap by other calls',
    'after the deployment, and reports a claim that depends on it as bridged, not as proven. What is',
    '*left out* is not deployed, or not proven. Every run of `npm start` checks whether the emulator has closed',
    'a gap that its patterns need. If so, the run fails until you remove the entry of the gap from',
    '[lib/sandbox/gaps](../lib/sandbox/gaps). With `AWS_ENDPOINT_URL`, you use another emulator, and no gap is assumed.',
    '',
    table(
      ['Gap', 'What differs', 'What the sandbox does'],
      gaps.map(({ id, what, handling, how }) => [
        code(id),
        cell(what),
        `${handling}: ${cell(how)}`,
      ]),
    ),
    '',
    'In addition, the handlers run on the Node.js of your machine instead of the runtime of the function.',
    'Memory and architecture have no effect, and permissions are not checked.',
  ]);
}
