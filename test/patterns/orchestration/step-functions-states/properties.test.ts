import * as fc from 'fast-check';
import {
  NamedError,
  parseMove,
  priceOf,
} from '../../../../lambda/orchestration/step-functions-states/order';
import { anyValue } from '../../../support/arbitraries';
import { holds } from '../../../support/properties';

const line = fc.record({
  sku: fc.stringMatching(/^[a-z0-9-]{1,64}$/),
  quantity: fc.integer({ min: 1, max: 1000 }),
  cents: fc.integer({ min: 0, max: 10_000_000 }),
});

test('a good order costs the sum of its lines, in whole cents that a number can hold', async () => {
  await holds(
    300,
    fc.property(fc.array(line, { minLength: 1, maxLength: 100 }), (lines) => {
      const cents = priceOf({ lines, card: 'good' });
      expect(Number.isSafeInteger(cents)).toBe(true);
      expect(cents).toBe(lines.reduce((sum, { quantity, cents: one }) => sum + quantity * one, 0));
    }),
  );
});

test('any event is an order or a move, or refused with a name and with what was expected', async () => {
  const event = fc.oneof(
    anyValue,
    fc.record({ lines: fc.oneof(anyValue, fc.array(anyValue)), card: anyValue }),
    fc.record({ action: anyValue, line: fc.oneof(anyValue, line), token: anyValue }),
    fc.record({
      lines: fc.array(fc.record({ sku: anyValue, quantity: anyValue, cents: anyValue })),
    }),
  );
  await holds(
    400,
    fc.property(event, fc.constantFrom(priceOf, parseMove), (value, read) => {
      try {
        read(value);
      } catch (error) {
        expect(error).toBeInstanceOf(NamedError);
        expect((error as Error).message).toMatch(/^(expected .*, got |the bank declines )/s);
      }
    }),
  );
});
