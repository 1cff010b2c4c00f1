import { byUse, prices } from '../../../../lib/cost/prices';
import { costChart, usePrices } from '../../../../lib/study/site/chart';

const sentences = [...Object.values(byUse), ...Object.values(prices)].flatMap((one) =>
  'grows' in one ? [one.grows] : [],
);

test.each([
  [
    'SQS: 0.40 USD per million requests beyond 1 million a month, 0.50 USD for FIFO',
    [['requests', 0.4e-6, 1e6]],
  ],
  ['API Gateway: 3.50 USD per million requests to a REST API', [['requests', 3.5e-6, 0]]],
  [
    'S3: 0.023 USD per GB-month, 0.005 USD per 1,000 writes, 0.0004 USD per 1,000 reads',
    [
      ['writes', 5e-6, 0],
      ['reads', 4e-7, 0],
    ],
  ],
  [
    'KMS: 0.03 USD per 10,000 requests beyond 20,000 a month; rotation is extra',
    [['requests', 3e-6, 20_000]],
  ],
  [
    'DynamoDB: 0.625 USD per million writes and 0.125 USD per million reads',
    [
      ['writes', 0.625e-6, 0],
      ['reads', 0.125e-6, 0],
    ],
  ],
  [
    'DynamoDB: 0.20 USD per million stream reads beyond 2.5 million, but nothing if Lambda reads',
    [],
  ],
  ['CloudWatch Logs: 0.50 USD per GB beyond 5 GB a month', []],
])('the prices by use of %j', (sentence, expected) => {
  const found = usePrices(sentence, false).map(({ unit, usdEach, free }) => [unit, usdEach, free]);
  expect(found).toEqual(
    expected.map(([unit, usd, free]) => [unit, expect.closeTo(usd as number, 12), free]),
  );
});

test('FIFO queues have a price of their own', () => {
  const sentence = 'SQS: 0.40 USD per million requests beyond 1 million a month, 0.50 USD for FIFO';
  expect(usePrices(sentence, true)[0]?.usdEach).toBeCloseTo(0.5e-6, 12);
});

test.each(sentences.filter((one) => / USD per (million|[\d,]+) (?!stream)/.test(one)))(
  '%s gives a line of the chart',
  (sentence) => {
    expect(usePrices(sentence, false).length).toBeGreaterThan(0);
  },
);

test('a chart says in words what it shows, and there is none without a price by use', () => {
  const [price] = usePrices('SQS: 0.40 USD per million requests beyond 1 million a month', false);
  expect(String(costChart(price ? [price] : [], 0))).toContain(
    '10 million requests of SQS cost 3.6 USD a month',
  );
  expect(costChart([], 0)).toBeUndefined();
});
