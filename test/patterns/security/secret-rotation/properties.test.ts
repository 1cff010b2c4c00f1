import fc from 'fast-check';
import { decide } from '../../../../lambda/security/secret-rotation/account';
import {
  keyIn,
  parseEvent,
  rotate,
  type Step,
  type Store,
  type Vendor,
} from '../../../../lambda/security/secret-rotation/rotation';
import { anyJson, anyValue } from '../../../support/arbitraries';
import { holds } from '../../../support/properties';

const steps: readonly Step[] = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'];

/**
 * Secrets Manager and the vendor, as their documentation has them: a version never changes its value, a
 * label is on one version at a time, and the vendor writes only what it has read. Each call takes its turn
 * when the scheduler says so, and may fail before or after its effect.
 */
function world(turn: () => Promise<unknown>, faults: () => 'before' | 'after' | 'no') {
  const values = new Map([['v0', JSON.stringify({ account: 'shop', key: 'k0' })]]);
  const labels = new Map([['v0', new Set(['AWSCURRENT'])]]);
  let keys: readonly string[] | undefined;
  const of = (label: string) => [...labels].find(([, has]) => has.has(label))?.[0];
  const move = (label: string, to: string) => {
    for (const has of labels.values()) has.delete(label);
    labels.set(to, (labels.get(to) ?? new Set()).add(label));
  };
  const call = async <T>(effect: () => T): Promise<T> => {
    const fault = faults();
    await turn();
    if (fault === 'before') throw new Error('failed before');
    const result = effect();
    check();
    await turn();
    if (fault === 'after') throw new Error('failed after');
    return result;
  };
  const accepts = (key: string) => {
    const outcome = decide(keys, { key }, 2);
    keys = outcome.keys ?? keys;
    return outcome.accepted;
  };
  /** What has to hold at every moment: the vendor accepts the current key. */
  const check = () => {
    const current = keyIn(values.get(of('AWSCURRENT') ?? ''));
    if (keys !== undefined && !decide(keys, { key: current }, 2).accepted) {
      throw new Error(`broken: the vendor refuses ${current}`);
    }
  };
  const store: Store = {
    labels: () => call(() => Object.fromEntries([...labels].map(([id, has]) => [id, [...has]]))),
    read: (version) => call(() => values.get(version)),
    create: (version, value) =>
      call(() => {
        if (values.has(version)) return;
        values.set(version, value);
        move('AWSPENDING', version);
      }),
    promote: (version, from) =>
      call(() => {
        if (of('AWSCURRENT') !== from) throw new Error('the label is elsewhere');
        move('AWSPREVIOUS', from);
        move('AWSCURRENT', version);
      }),
    unmark: (version) =>
      call(() => {
        if (!labels.get(version)?.delete('AWSPENDING')) throw new Error('the label is elsewhere');
      }),
  };
  const vendor: Vendor = {
    accepts: (key) => call(() => accepts(key)),
    register: async (key, newKey) => {
      // It reads and writes with a condition, so others can come in between.
      for (;;) {
        const before = await call(() => keys);
        const outcome = decide(before, { key, newKey }, 2);
        if (outcome.keys === undefined) return outcome.accepted;
        const written = await call(() => {
          if (keys !== before) return false;
          keys = outcome.keys;
          return true;
        });
        if (written) return outcome.accepted;
      }
    },
  };
  return {
    store,
    vendor,
    current: () => of('AWSCURRENT'),
    keyOf: (version: string) => keyIn(values.get(version)),
    accepts,
    pendingCount: () => [...labels.values()].filter((has) => has.has('AWSPENDING')).length,
  };
}

test('whatever is repeated, runs at once or breaks, the vendor accepts the current key at every moment, and the same steps end the rotation', async () => {
  const delivery = fc.record({
    step: fc.integer({ min: 0, max: 3 }),
    copies: fc.integer({ min: 1, max: 3 }),
  });
  const fault = fc.oneof(
    { arbitrary: fc.constant('no' as const), weight: 8 },
    { arbitrary: fc.constantFrom('before' as const, 'after' as const), weight: 1 },
  );
  await holds(
    200,
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.array(delivery, { maxLength: 8 }), { minLength: 1, maxLength: 3 }),
      fc.infiniteStream(fault),
      async (scheduler, rotations, faults) => {
        let calm = false;
        const broken: string[] = [];
        const one = world(
          () => scheduler.schedule(Promise.resolve()),
          () => (calm ? 'no' : (faults.next().value as 'no')),
        );
        let made = 0;
        const run = (step: Step, version: string) =>
          rotate(step, version, one.store, one.vendor, () => {
            made += 1;
            return `key-${version}-${made}`;
          }).catch(({ message }: Error) => {
            if (message.startsWith('broken')) broken.push(message);
          });
        for (const [index, deliveries] of rotations.entries()) {
          const version = `v${index + 1}`;
          calm = false;
          // Any step, in any order and number, all at once.
          const running = deliveries.flatMap(({ step, copies }) =>
            Array.from({ length: copies }, () => run(steps[step] as Step, version)),
          );
          await scheduler.waitFor(Promise.all(running));
          // Then Secrets Manager tries again, in order.
          calm = true;
          for (const step of steps) await scheduler.waitFor(run(step, version));
          expect(one.current()).toBe(version);
          expect(one.pendingCount()).toBe(0);
          expect(one.accepts(one.keyOf(version))).toBe(true);
        }
        expect(broken).toEqual([]);
        // A late copy of a step of the first rotation changes nothing.
        const before = one.current();
        for (const step of steps) await scheduler.waitFor(run(step, 'v1'));
        expect(one.current()).toBe(before);
        expect(broken).toEqual([]);
      },
    ),
  );
});

test('an event is one of a rotation or is refused', async () => {
  await holds(
    300,
    fc.property(anyValue, (event) => {
      expect(() => parseEvent(event)).toThrow(/^expected Step, SecretId and ClientRequestToken/);
    }),
  );
});

test('a value without a key is refused with a message that does not quote it', async () => {
  await holds(
    300,
    fc.property(anyJson, (value) => {
      expect(() => keyIn(value)).toThrow('expected a secret such as {"account":"shop","key":"…"}');
    }),
  );
});
