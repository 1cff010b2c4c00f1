import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { longestFirst, noteDurations, notedDurations } from '../../../lib/sandbox/order';
import { temporaryFolder } from '../../support/folder';

const file = () => join(temporaryFolder(), 'durations.json');
const patterns = ['Short', 'New', 'Long'].map((id) => ({ id }));

test('the longest exercise starts first, and before it one that has never run', () => {
  const ids = longestFirst(patterns, { Short: 2, Long: 40 }).map(({ id }) => id);
  expect(ids).toEqual(['New', 'Long', 'Short']);
});

test('without durations the order is that of the table of contents', () => {
  expect(longestFirst(patterns, notedDurations(file()))).toEqual(patterns);
});

test('a run of some patterns keeps the durations of the others', () => {
  const noted = file();
  noteDurations(noted, { Short: 2, Long: 40 });
  noteDurations(noted, { Long: 50 });
  expect(notedDurations(noted)).toEqual({ Short: 2, Long: 50 });
});

test('a file that was not written to its end counts as none', () => {
  const torn = file();
  writeFileSync(torn, '{ "Short":');
  expect(notedDurations(torn)).toEqual({});
});
