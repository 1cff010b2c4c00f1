import * as fc from 'fast-check';
import {
  diagnose,
  type Flow,
  readFlow,
} from '../../../../lambda/network/nacl-and-security-group/flows';
import { holds } from '../../../support/properties';

const end = fc.record({
  address: fc.constantFrom('10.0.0.4', '10.0.0.5', '203.0.113.9', '2001:db8::1'),
  port: fc.constantFrom(0, 22, 443, 40_000, 65_535),
});
const flow: fc.Arbitrary<Flow> = fc.record({
  interface: fc.constantFrom('eni-1', 'eni-2'),
  source: end,
  destination: end,
  protocol: fc.constantFrom(1, 6, 17),
  start: fc.nat({ max: 100 }),
  accepted: fc.boolean(),
});
const written = ({ source, destination, ...one }: Flow) =>
  `2 111111111111 ${one.interface} ${source.address} ${destination.address} ${source.port} ${destination.port} ${one.protocol} 20 4249 ${one.start} 200 ${one.accepted ? 'ACCEPT' : 'REJECT'} OK`;

test('a record is read as it was written', async () => {
  await holds(
    1000,
    fc.property(flow, (one) => {
      expect(readFlow(written(one))).toEqual(one);
    }),
  );
});

test('any other line is refused in one sentence', async () => {
  await holds(
    1000,
    fc.property(fc.string(), (line) => {
      expect(() => readFlow(line)).toThrow(/^expected a flow log record/);
    }),
  );
});

test('every record belongs to one connection, in whatever order they come', async () => {
  await holds(
    1000,
    fc.property(fc.array(flow, { maxLength: 8 }), (flows) => {
      const found = diagnose(flows);
      expect(found.length).toBeLessThanOrEqual(flows.length);
      const verdicts = (all: readonly Flow[]) =>
        diagnose(all)
          .map((one) => JSON.stringify(one))
          .sort();
      expect(verdicts([...flows].reverse())).toEqual(verdicts(flows));
    }),
  );
});

test('nothing that was rejected counts as answered, and nothing accepted as rejected', async () => {
  await holds(
    1000,
    fc.property(fc.array(flow, { maxLength: 8 }), fc.boolean(), (flows, accepted) => {
      const verdicts = diagnose(flows.map((one) => ({ ...one, accepted }))).map(
        ({ verdict }) => verdict,
      );
      const possible = accepted ? ['answered', 'no answer seen'] : ['request rejected'];
      expect(verdicts.filter((one) => !possible.includes(one))).toEqual([]);
    }),
  );
});
