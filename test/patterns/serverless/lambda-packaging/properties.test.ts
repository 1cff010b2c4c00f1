import * as fc from 'fast-check';
import { BadList, totals } from '../../../../lambda/serverless/lambda-packaging/prices';
import { anyText, anyValue } from '../../../support/arbitraries';
import { holds } from '../../../support/properties';

const item = fc.record({
  name: fc.oneof(
    fc.constantFrom('tea', 'tea, green', '"dark"', 'a\nb', 'чай 🍵', ' '),
    fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }),
  ),
  cents: fc.integer({ min: 0, max: 999_999_999 }),
});
const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;

test('every list that quotes its names adds up, whatever is in the names', async () => {
  await holds(
    300,
    fc.property(fc.array(item, { maxLength: 50 }), fc.constantFrom('\n', '\r\n'), (items, end) => {
      const rows = items.map(({ name, cents }) => `${quote(name)},${cents}`);
      expect(totals(['name,cents', ...rows, ''].join(end))).toEqual({
        items: items.length,
        cents: items.reduce((sum, { cents }) => sum + cents, 0),
      });
    }),
  );
});

test('anything else is refused with what was expected', async () => {
  await holds(
    300,
    fc.property(
      fc.oneof(
        anyValue,
        anyText,
        anyText.map((text) => `name,cents\n${text}`),
      ),
      (list) => {
        try {
          const { items, cents } = totals(list);
          expect(items).toBeGreaterThanOrEqual(0);
          expect(Number.isSafeInteger(cents)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(BadList);
          expect((error as Error).message).toMatch(/^expected .*, got /s);
        }
      },
    ),
  );
});
