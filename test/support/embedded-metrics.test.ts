import { embeddedMetrics } from './embedded-metrics';

// The example of the specification of the embedded metric format.
const example = {
  _aws: {
    Timestamp: 1574109732004,
    CloudWatchMetrics: [
      {
        Namespace: 'lambda-function-metrics',
        Dimensions: [['functionVersion']],
        Metrics: [{ Name: 'time', Unit: 'Milliseconds', StorageResolution: 60 }],
      },
    ],
  },
  functionVersion: '$LATEST',
  time: 100,
  requestId: '989ffbf8-9ace-4817-a57c-e4dd734019ee',
};

const lineOf = (change: object) => JSON.stringify({ ...example, ...change });

test('reads the example of the specification', () => {
  expect(embeddedMetrics(JSON.stringify(example))).toEqual([
    {
      Namespace: 'lambda-function-metrics',
      MetricData: [
        {
          MetricName: 'time',
          Dimensions: [{ Name: 'functionVersion', Value: '$LATEST' }],
          Timestamp: new Date(1574109732004),
          Values: [100],
          Unit: 'Milliseconds',
          StorageResolution: 60,
        },
      ],
    },
  ]);
});

test('takes all values of a list', () => {
  const [{ MetricData } = { MetricData: [] }] = embeddedMetrics(lineOf({ time: [1, 2, 2] }));
  expect(MetricData.map(({ Values }) => Values)).toEqual([[1, 2, 2]]);
});

test.each([
  ['text', 'ERROR of something'],
  ['a number', '5'],
  ['null', 'null'],
  ['a prefix before the JSON', `INFO ${JSON.stringify(example)}`],
  ['no metadata', '{"time":100}'],
  ['no timestamp', lineOf({ _aws: { CloudWatchMetrics: [] } })],
  ['a value as text', lineOf({ time: '100' })],
  ['no value', lineOf({ time: undefined })],
])('makes no metric of %s', (_, line) => {
  expect(embeddedMetrics(line)).toEqual([]);
});
