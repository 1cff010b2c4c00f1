import * as fc from 'fast-check';
import {
  embeddedMetric,
  parseReport,
  toMetricData,
} from '../../../../lambda/observability/high-resolution-alarm/report';
import { anyText, anyValue } from '../../../support/arbitraries';
import { embeddedMetrics } from '../../../support/embedded-metrics';
import { holds } from '../../../support/properties';

const now = Date.UTC(2026, 10, 28, 8);
const report = fc.record({
  server: fc.constantFrom('web-1', 'a.b', 'x'),
  samples: fc.array(
    fc.record({
      // Few milliseconds and few values, so that samples share a second and a value.
      at: fc.integer({ min: -3000, max: 3000 }).map((ms) => new Date(now + ms).toISOString()),
      processor: fc.oneof(
        fc.constantFrom(0, 50, 100),
        fc.double({ min: 0, max: 100, noNaN: true }),
      ),
    }),
    { minLength: 1, maxLength: 150 },
  ),
});

test('no sample of a good report is lost, moved to another second, or counted twice', async () => {
  await holds(
    300,
    fc.property(report, (event) => {
      const data = toMetricData(parseReport(event, now));
      const put = data.flatMap(({ Timestamp, Values, Counts }) =>
        Values.flatMap((value, index) =>
          Array(Counts[index]).fill(`${Timestamp.getTime()} ${value + 0}`),
        ),
      );
      const sent = event.samples.map(({ at, processor }) => {
        const second = Math.floor(new Date(at).getTime() / 1000) * 1000;
        return `${second} ${processor + 0}`;
      });
      expect(put.sort()).toEqual(sent.sort());
      // PutMetricData takes up to 150 values in a datum and 1,000 data in a request.
      expect(data.every(({ Values }) => Values.length <= 150)).toBe(true);
      expect(new Set(data.map(({ Timestamp }) => Timestamp.getTime())).size).toBe(data.length);
    }),
  );
});

test('any event is either a report or refused with what was expected', async () => {
  const event = fc.oneof(
    anyValue,
    anyText,
    fc.record({ server: anyText, samples: fc.array(anyValue) }),
    fc.record({
      server: fc.constant('a'),
      samples: fc.array(fc.record({ at: anyText, processor: anyValue })),
    }),
  );
  await holds(
    300,
    fc.property(event, (value) => {
      try {
        const { samples } = parseReport(value, now);
        expect(samples.length).toBeGreaterThan(0);
      } catch (error) {
        expect((error as Error).message).toMatch(/^expected .*, got /s);
      }
    }),
  );
});

test('every line of the log is one embedded metric, of as many samples as were sent', async () => {
  await holds(
    100,
    fc.property(report, (event) => {
      const line = embeddedMetric('Fleet', parseReport(event, now), now);
      expect(line).not.toContain('\n');
      expect(embeddedMetrics(line)).toEqual([
        {
          Namespace: 'Fleet',
          MetricData: [
            {
              MetricName: 'Accepted',
              Dimensions: [],
              Timestamp: new Date(now),
              Values: [event.samples.length],
              Unit: 'Count',
              StorageResolution: 1,
            },
          ],
        },
      ]);
    }),
  );
});
