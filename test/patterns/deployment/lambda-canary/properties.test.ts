import * as fc from 'fast-check';
import {
  parseOrder,
  parseRates,
  receipt,
} from '../../../../lambda/deployment/lambda-canary/receipt';
import { holds } from '../../../support/properties';

const order = fc.record({
  country: fc.constant('DE'),
  items: fc.array(
    fc.record({
      cents: fc.integer({ min: 1, max: 10_000_000 }),
      quantity: fc.integer({ min: 1, max: 1000 }),
    }),
    { minLength: 1, maxLength: 100 },
  ),
});
const percent = fc.integer({ min: 0, max: 100 });
const ratesOf = (value: number) => parseRates(`DE=${value}`);

describe('a receipt', () => {
  test('adds up, to whole cents that a number holds exactly', async () => {
    await holds(
      500,
      fc.property(order, percent, (value, rate) => {
        const { netCents, vatCents, totalCents } = receipt(parseOrder(value), ratesOf(rate));
        expect(netCents + vatCents).toBe(totalCents);
        expect([netCents * 100, vatCents, totalCents].every(Number.isSafeInteger)).toBe(true);
      }),
    );
  });

  test('is never further than half a cent from the exact VAT', async () => {
    await holds(
      500,
      fc.property(order, percent, (value, rate) => {
        const { netCents, vatCents } = receipt(value, ratesOf(rate));
        const off = BigInt(vatCents) * 100n - BigInt(netCents) * BigInt(rate);
        expect(off > -50n && off <= 50n).toBe(true);
      }),
    );
  });

  test('does not depend on the order of the items', async () => {
    await holds(
      500,
      fc.property(order, percent, ({ country, items }, rate) => {
        expect(receipt({ country, items: items.toReversed() }, ratesOf(rate))).toEqual(
          receipt({ country, items }, ratesOf(rate)),
        );
      }),
    );
  });
});

describe('the readers', () => {
  test('throw one sentence at anything that they cannot read', async () => {
    await holds(
      500,
      fc.property(fc.anything(), fc.string(), (value, text) => {
        for (const read of [() => parseOrder(value), () => parseRates(text)]) {
          try {
            read();
          } catch (error) {
            expect((error as Error).message).toMatch(
              /^expected (an order|rates) such as .*, got "/s,
            );
          }
        }
      }),
    );
  });
});
