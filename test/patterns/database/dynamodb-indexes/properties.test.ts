import * as fc from 'fast-check';
import { parseTask, toItem } from '../../../../lambda/database/dynamodb-indexes/order';
import {
  cursorAt,
  isKey,
  keyCondition,
  parseQuestion,
  startKey,
} from '../../../../lambda/database/dynamodb-indexes/question';
import { anyText, anyValue } from '../../../support/arbitraries';
import { holds } from '../../../support/properties';

const aKey = anyText.filter(isKey);
const aWay = fc.constantFrom('customer', 'time', 'warehouse', 'order');
const partitions: Readonly<Record<string, string>> = {
  customer: 'customer',
  time: 'customer',
  warehouse: 'openAt',
  order: 'order',
};
const text = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([name, S]) => [name, { S }]));
const aPlace = fc.record({ customer: aKey, order: aKey, placedAt: aKey, openAt: aKey }).map(text);

test('a cursor leads exactly to the end of its page, whatever the keys', async () => {
  await holds(
    500,
    fc.property(aWay, aKey, aPlace, (by, of, last) => {
      const question = parseQuestion({ by, of });
      const { partition, place } = question.way;
      const cursor = cursorAt(question, last);
      const start = startKey(parseQuestion({ by, of, cursor }));
      const wanted = Object.fromEntries(place.map((name) => [name, last[name]]));
      expect(start).toEqual({ ...wanted, [partition]: { S: of } });
    }),
  );
});

test('a forged cursor is refused or leads to a place in the partition of the question', async () => {
  const forged = fc.oneof(
    anyText,
    anyValue,
    fc
      .tuple(aWay, fc.array(fc.oneof(aKey, anyValue), { maxLength: 5 }))
      .map(([by, place]) => Buffer.from(JSON.stringify([by, ...place])).toString('base64url')),
  );
  await holds(
    1_000,
    fc.property(aWay, aKey, forged, (by, of, cursor) => {
      if (cursor === undefined) return;
      let start: ReturnType<typeof startKey>;
      try {
        start = startKey(parseQuestion({ by, of, cursor }));
      } catch (error) {
        expect((error as Error).message).toMatch(/^expected a cursor of this question, got /);
        return;
      }
      expect(start?.[partitions[by] as string]).toEqual({ S: of });
      for (const { S } of Object.values(start ?? {})) expect(isKey(S)).toBe(true);
    }),
  );
});

test('a question is refused with a reason or becomes a condition that uses each name and value', async () => {
  const anyQuestion = fc.record(
    {
      by: fc.oneof(aWay, anyValue),
      of: fc.oneof(aKey, anyValue),
      from: fc.oneof(aKey, anyValue),
      to: fc.oneof(aKey, anyValue),
      limit: anyValue,
      consistent: fc.oneof(fc.boolean(), anyValue),
    },
    { requiredKeys: [] },
  );
  await holds(
    1_000,
    fc.property(fc.oneof(anyQuestion, anyValue), (event) => {
      let question: ReturnType<typeof parseQuestion>;
      try {
        question = parseQuestion(event);
      } catch (error) {
        expect((error as Error).message).toMatch(/^expected .{1,400}$/su);
        return;
      }
      const { expression, names, values } = keyCondition(question);
      const used = expression.match(/[#:]\w+/g);
      expect(new Set(used)).toEqual(new Set([...Object.keys(names), ...Object.keys(values)]));
      expect(question.consistent && question.by !== 'customer' && question.by !== 'time').toBe(
        false,
      );
    }),
  );
});

test('an order is refused with a reason or has every key of the table and its indexes', async () => {
  const anyOrder = fc.record(
    {
      customer: fc.oneof(aKey, anyValue),
      order: fc.oneof(aKey, anyValue),
      warehouse: fc.oneof(aKey, anyValue),
      totalCents: fc.oneof(fc.integer(), anyValue),
    },
    { requiredKeys: [] },
  );
  await holds(
    500,
    fc.property(fc.oneof(anyOrder, anyValue), (place) => {
      let task: ReturnType<typeof parseTask>;
      try {
        task = parseTask({ place });
      } catch (error) {
        expect((error as Error).message).toMatch(/^expected .{1,400}$/su);
        return;
      }
      const item = 'place' in task ? toItem(task.place, '2026-11-21T08:00:00.000Z') : {};
      for (const name of ['customer', 'order', 'placedAt', 'openAt'])
        expect(isKey((item[name] as { S: string }).S)).toBe(true);
    }),
  );
});
