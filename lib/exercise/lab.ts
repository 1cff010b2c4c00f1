import { setTimeout as sleep } from 'node:timers/promises';
import type { Exercise, Lab } from '../model/exercise';
import type { GapId } from '../model/gap-ids';
import { inOneLine } from '../model/in-one-line';
import { NotBuilt, noticing } from './not-built';

/** What became of one claim of an exercise. */
export interface Finding {
  readonly claim: string;
  /**
   * `proven`: the proof ran and held. `corrected`: it held, and rests on a correction of the emulator by
   * this project.
   * `not proven`: the emulator has a gap that would make the proof worthless, so it did not run.
   * `failed`: it ran and did not hold.
   */
  readonly verdict: 'proven' | 'corrected' | 'not proven' | 'failed';
  /** What was seen, or which gap, or the error. */
  readonly detail: string;
  readonly milliseconds: number;
}

/** How the gaps that a claim needs closed are handled where the exercise runs; none on AWS. */
export type GapHandling = ReadonlyMap<GapId, 'corrected' | 'left out'>;

/** How each verdict is printed. */
export const marks = {
  proven: '✓',
  corrected: '≈',
  'not proven': '–',
  failed: '✗',
} as const;

/**
 * Runs one exercise and prints a line per claim.
 * @param print receives whole lines
 * @param patience the most seconds that a proof waits, whatever it asks for
 * @returns one finding per claim; an exercise that breaks off ends in a failed finding of its own
 */
export async function runExercise(
  exercise: Exercise,
  stackName: string,
  outputs: Readonly<Record<string, string>>,
  print: (text: string) => void,
  gaps: GapHandling = new Map(),
  patience = Number.POSITIVE_INFINITY,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const report = (finding: Finding) => {
    findings.push(finding);
    const seen = finding.detail && ` (${finding.detail})`;
    const time = `${(finding.milliseconds / 1000).toFixed(1)} s`.padStart(7);
    print(`  ${marks[finding.verdict]} ${time}  ${finding.claim}${seen}`);
  };

  const lab: Lab = {
    stackName,
    output(name) {
      const value = outputs[name];
      if (value === undefined) {
        const names = Object.keys(outputs).join(', ') || 'none';
        throw new Error(`expected an output ${name} of ${stackName}, found: ${names}`);
      }
      return value;
    },
    async prove(claim, proof, needs = []) {
      const handling = needs.map((id) => [id, gaps.get(id)] as const);
      const missing = handling.filter(([, how]) => how === 'left out').map(([id]) => id);
      if (missing.length > 0) {
        report({
          claim,
          verdict: 'not proven',
          detail: `gap: ${missing.join(', ')}`,
          milliseconds: 0,
        });
        return;
      }
      const started = performance.now();
      const corrections = handling.filter(([, how]) => how === 'corrected').map(([id]) => id);
      const absent = new Set<string>();
      try {
        const seen = await noticing(absent, proof);
        // A proof that expects an error may have taken this one for it.
        if (absent.size > 0) throw new NotBuilt([...absent].join(', '));
        const words = typeof seen === 'string' ? [seen] : [];
        if (corrections.length > 0) words.push(`corrected: ${corrections.join(', ')}`);
        report({
          claim,
          verdict: corrections.length > 0 ? 'corrected' : 'proven',
          detail: words.join('; '),
          milliseconds: performance.now() - started,
        });
      } catch (error) {
        report({
          claim,
          ...verdictOn(error, absent),
          milliseconds: performance.now() - started,
        });
      }
    },
    show(text) {
      for (const line of text.split('\n')) print(`             ${line}`);
    },
    async eventually(what, probe, wanted = 60) {
      const seconds = Math.min(wanted, patience);
      const end = performance.now() + seconds * 1000;
      for (let pause = 100; ; pause = Math.min(2000, pause * 1.5)) {
        const found = await probe();
        if (found !== undefined) return found;
        if (performance.now() + pause > end) throw new Error(`waited ${seconds} s for ${what}`);
        await sleep(pause);
      }
    },
  };

  const absent = new Set<string>();
  try {
    await noticing(absent, () => exercise(lab));
  } catch (error) {
    report({
      claim: 'the exercise runs to its end',
      ...verdictOn(error, absent),
      milliseconds: 0,
    });
  }
  return findings;
}

/** What an error means for a claim: it failed, unless an operation that it needs is not built in the emulator. */
function verdictOn(error: unknown, absent: ReadonlySet<string>) {
  return absent.size > 0
    ? ({ verdict: 'not proven', detail: new NotBuilt([...absent].join(', ')).message } as const)
    : ({ verdict: 'failed', detail: inOneLine(error, 400) } as const);
}
