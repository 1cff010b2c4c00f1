import * as fc from 'fast-check';
import {
  BadTask,
  distance,
  parseTask,
  type Stop,
  shortestTour,
} from '../../../../lambda/api/api-sqs-integration/tour';
import { anyJson, anyText } from '../../../support/arbitraries';
import { holds } from '../../../support/properties';

/** Some far apart, some in the same place, some at the poles and the date line. */
const stop: fc.Arbitrary<Stop> = fc.oneof(
  fc.tuple(
    fc.double({ min: -90, max: 90, noNaN: true }),
    fc.double({ min: -180, max: 180, noNaN: true }),
  ),
  fc.tuple(fc.constantFrom(-90, 0, 90), fc.constantFrom(-180, 0, 180)),
);
const fewStops = fc.array(stop, { minLength: 2, maxLength: 7 });
const moreStops = fc.array(stop, { minLength: 2, maxLength: 11 });

function lengthOf(order: readonly number[], stops: readonly Stop[]): number {
  return order.reduce((sum, one, index) => {
    const next = order[(index + 1) % order.length] as number;
    return sum + distance(stops[one] as Stop, stops[next] as Stop);
  }, 0);
}

function permutations(of: readonly number[]): (readonly number[])[] {
  if (of.length === 0) return [[]];
  return of.flatMap((first) =>
    permutations(of.filter((one) => one !== first)).map((rest) => [first, ...rest]),
  );
}

test('a tour is as short as the shortest of all tours', () =>
  holds(
    150,
    fc.property(fewStops, (stops) => {
      const others = stops.map((_, index) => index).slice(1);
      const lengths = permutations(others).map((order) => lengthOf([0, ...order], stops));
      expect(shortestTour(stops).metres).toBe(Math.min(...lengths));
    }),
  ));

test('a tour visits every stop once from stop 0, and is as long as it says', () =>
  holds(
    200,
    fc.property(moreStops, (stops) => {
      const { order, metres } = shortestTour(stops);
      expect(order[0]).toBe(0);
      expect([...order].sort((a, b) => a - b)).toEqual(stops.map((_, index) => index));
      expect(lengthOf(order, stops)).toBe(metres);
    }),
  ));

test('the length of a tour does not depend on the order of its stops', () =>
  holds(
    100,
    fc.property(
      moreStops.chain((stops) =>
        fc.tuple(
          fc.constant(stops),
          fc.shuffledSubarray(stops, { minLength: stops.length, maxLength: stops.length }),
        ),
      ),
      ([stops, shuffled]) => {
        expect(shortestTour(shuffled).metres).toBe(shortestTour(stops).metres);
      },
    ),
  ));

test('a distance is the same in both directions, never negative and never above half the earth', () =>
  holds(
    500,
    fc.property(stop, stop, (one, other) => {
      const there = distance(one, other);
      expect(there).toBe(distance(other, one));
      expect(there).toBeGreaterThanOrEqual(0);
      expect(there).toBeLessThanOrEqual(20_015_115);
    }),
  ));

test('any message is a task or a refusal, and a task is read as it was written', () =>
  holds(
    500,
    fc.property(fc.oneof(anyJson, anyText), (text) => {
      const body = typeof text === 'string' ? text : JSON.stringify(text);
      try {
        expect(parseTask(body).stops.length).toBeGreaterThanOrEqual(2);
      } catch (error) {
        expect(error).toBeInstanceOf(BadTask);
      }
    }),
  ));

test('a valid task survives JSON', () =>
  holds(
    200,
    fc.property(
      fc.record({ name: fc.string({ maxLength: 50, unit: 'grapheme-ascii' }), stops: moreStops }),
      (made) => {
        // JSON has no minus zero.
        const written = JSON.stringify(made);
        expect(parseTask(written)).toEqual(JSON.parse(written));
      },
    ),
  ));
