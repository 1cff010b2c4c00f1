import * as fc from 'fast-check';

/**
 * Multiplies the cases of every property: `PROPERTY_RUNS=10 npx jest test/properties`. A quarter is
 * enough between two edits, because every run draws other cases; .ci/run takes all of them.
 */
const { PROPERTY_RUNS = '0.25' } = process.env;
const factor = Number(PROPERTY_RUNS);
if (!(factor > 0 && factor < Infinity)) {
  throw new Error(`expected PROPERTY_RUNS to be a number above 0, got ${PROPERTY_RUNS}`);
}

jest.setTimeout(Math.max(30_000, 30_000 * factor));

let cases = 0;

/**
 * Checks a property with fresh random cases; a failure prints the seed and the smallest case.
 * @param runs how many cases, before PROPERTY_RUNS multiplies them
 */
export async function holds<Values>(
  runs: number,
  property: fc.IRawProperty<Values>,
): Promise<void> {
  const numRuns = Math.ceil(runs * factor);
  await fc.assert(property, { numRuns });
  cases += numRuns;
}

afterAll(() => {
  const file = expect.getState().testPath?.replace(/^.*[\\/]/, '');
  process.stdout.write(`${cases} random cases in ${file}\n`);
});
