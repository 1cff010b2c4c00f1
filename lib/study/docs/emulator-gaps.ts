import type { Gap } from '../../sandbox/gaps';
import { cell, code, file, table } from './markdown';

/** docs/emulator-gaps.md: where the emulator differs from AWS, and what the sandbox does about it. */
export function emulatorGaps(gaps: readonly Gap[], version: string): string {
  return file([
    '# Gaps of the emulator',
    '',
    `Where MiniStack ${version} differs from AWS in something that a stack or an exercise needs. The stacks`,
    'are written for AWS and are not changed because of it. The verdict of a claim says what it rests on:',
    '',
    '- *proven*: on MiniStack as it is.',
    '- *corrected*: on a correction of this project, which changes MiniStack itself. Each one is a file in',
    '  [lib/sandbox/corrections](../lib/sandbox/corrections), which says what AWS does, and where that is written.',
    '- *not proven here*: what the emulator lacks is *left out*, so the claim waits for an AWS account.',
    '',
    'Each gap has a probe. `npm run probe` asks all of them, with and without the corrections, and `npm start` asks',
    'those that its patterns need: a correction without an effect and a gap that MiniStack has closed are failures.',
    'With `AWS_ENDPOINT_URL`, you use another emulator, and no gap is assumed.',
    '',
    table(
      ['Gap', 'What differs', 'What the sandbox does'],
      gaps.map(({ id, what, handling, correction, how }) => [
        code(id),
        cell(what),
        `${handling === 'corrected' ? `[corrected](../lib/sandbox/corrections/${correction}.py)` : handling}: ${cell(how)}`,
      ]),
    ),
    '',
    'In addition, the handlers run on the Node.js of your machine instead of the runtime of the function.',
    'Memory and architecture have no effect. Permissions are checked: the sandbox deploys and calls as an',
    'administrator and not as the root user, each function has the credentials of its role, and what a service does',
    'for a role or by the policy of a resource is decided by these policies too, as far as a correction says so.',
  ]);
}
