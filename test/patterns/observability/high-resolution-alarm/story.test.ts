import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { Template } from 'aws-cdk-lib/assertions';
import {
  embeddedMetric,
  parseReport,
  toMetricData,
} from '../../../../lambda/observability/high-resolution-alarm/report';
import { resolve } from '../../../../lib/cloudformation/resolve';
import { HighResolutionAlarmStack } from '../../../../lib/patterns/observability/high-resolution-alarm/stack';
import { decisions } from '../../../support/decisions';
import { build, logicalId, templateOf, withoutAssetHashes } from '../../../support/synth';

const now = Date.UTC(2026, 10, 28, 8);
const iso = (secondsAgo: number) => new Date(now - secondsAgo * 1000).toISOString();
const sample = (secondsAgo: number, processor: number) => ({ at: iso(secondsAgo), processor });

describe('the stack', () => {
  const stack = build(HighResolutionAlarmStack);
  const template = Template.fromStack(stack);
  const properties = (type: string, id: string) =>
    template.toJSON().Resources[logicalId(stack, type, id)].Properties;
  const alarm = (id: string) => properties('AWS::CloudWatch::Alarm', id);
  const topic = { Ref: logicalId(stack, 'AWS::SNS::Topic', 'AlertTopic') };

  test.each(['ProcessorAlarm', 'MemoryAlarm', 'ErrorAlarm'])('sends %s to the topic', (id) => {
    expect(alarm(id).AlarmActions).toEqual([topic]);
  });

  /** Whether an alarm goes into ALARM after these periods, each with the values that arrived in it. */
  const goesOff = (id: string, periods: readonly (readonly number[])[]) => {
    const { Statistic, ComparisonOperator, Threshold, EvaluationPeriods: last } = alarm(id);
    const { DatapointsToAlarm = last } = alarm(id);
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    const breaching = periods.slice(-last).filter((values) => {
      const value = {
        Average: sum(values) / values.length,
        Maximum: Math.max(...values),
        Sum: sum(values),
      }[Statistic as 'Average'];
      return ComparisonOperator === 'GreaterThanThreshold' ? value > Threshold : value >= Threshold;
    });
    return breaching.length >= DatapointsToAlarm;
  };
  const minutes = (count: number, values: readonly number[]) => Array(count).fill(values);

  test.each([
    ['ProcessorAlarm', true, 'twenty seconds of load', [[20], [97], [97]]],
    ['ProcessorAlarm', true, 'twenty seconds of load with a pause', [[97], [20], [97]]],
    ['ProcessorAlarm', false, 'ten seconds of load', [[20], [97], [20]]],
    ['ProcessorAlarm', false, 'a peak in each period', Array(3).fill([97, 20, 20])],
    ['ProcessorAlarm', false, 'exactly 80 percent', [[80], [80], [80]]],
    ['MemoryAlarm', true, 'one full server for five minutes', minutes(5, [20, 95])],
    ['MemoryAlarm', false, 'one full server for four minutes', [[20], ...minutes(4, [20, 95])]],
    ['MemoryAlarm', false, 'exactly 90 percent', minutes(5, [90])],
    ['ErrorAlarm', true, 'the first error', [[0, 0, 1]]],
    ['ErrorAlarm', false, 'a minute without an error', [[0, 0]]],
  ])('%s goes off (%s) after %s', (id, expected, _, periods) => {
    expect(goesOff(id, periods)).toBe(expected);
  });

  test('sends each notification to the queue as the alarm published it', () => {
    expect(properties('AWS::SNS::Subscription', 'PagerSubscription')).toEqual({
      Protocol: 'sqs',
      TopicArn: topic,
      Endpoint: { 'Fn::GetAtt': [logicalId(stack, 'AWS::SQS::Queue', 'PagerQueue'), 'Arn'] },
      RawMessageDelivery: true,
    });
  });

  test('says when the processor is calm again', () => {
    expect(alarm('ProcessorAlarm').OKActions).toEqual([topic]);
  });

  test('watches what the sampler puts, in the namespace that its role allows', () => {
    const { Namespace, MetricName } = alarm('ProcessorAlarm');
    const [datum] = toMetricData(parseReport({ server: 'a', samples: [sample(0, 1)] }, now));
    expect(MetricName).toBe(datum?.MetricName);
    const { Environment } = properties('AWS::Lambda::Function', 'Sampler');
    expect(Namespace).toEqual(Environment.Variables.NAMESPACE);
  });

  test('looks at seconds only where the metric has them', () => {
    const [datum] = toMetricData(parseReport({ server: 'a', samples: [sample(0, 1)] }, now));
    expect(datum?.StorageResolution).toBe(1);
    expect(alarm('ProcessorAlarm').Period).toBeLessThan(60);
    // What a metric filter or the agent's interval of a minute makes is of standard resolution.
    expect([alarm('ErrorAlarm').Period, alarm('MemoryAlarm').Period]).toEqual([60, 60]);
  });

  test('counts the word in the log of the sampler, and watches the count', () => {
    const filter = properties('AWS::Logs::MetricFilter', 'ErrorFilter');
    const [transformation] = filter.MetricTransformations;
    expect(filter.LogGroupName).toEqual({
      Ref: logicalId(stack, 'AWS::Logs::LogGroup', 'SamplerLogs'),
    });
    expect(alarm('ErrorAlarm')).toMatchObject({
      Namespace: transformation.MetricNamespace,
      MetricName: transformation.MetricName,
    });
  });

  test('lets the agent send exactly the memory that the alarm watches', () => {
    const { Namespace, MetricName, Dimensions, Period } = alarm('MemoryAlarm');
    const { agent, metrics } = JSON.parse(
      String(resolve(templateOf(stack), properties('AWS::SSM::Parameter', 'AgentConfig').Value)),
    );
    const { mem } = metrics.metrics_collected;
    expect(agent.metrics_collection_interval).toBe(Period);
    expect(metrics.namespace).toBe(Namespace);
    expect(mem.measurement).toContain(MetricName);
    // The agent adds the host to the dimensions; the rollup leaves Fleet alone.
    expect(metrics.aggregation_dimensions).toContainEqual(['Fleet']);
    expect(resolve(templateOf(stack), Dimensions)).toEqual([
      { Name: 'Fleet', Value: mem.append_dimensions.Fleet },
    ]);
  });

  test('encrypts the log and the notifications with the key', () => {
    const key = { 'Fn::GetAtt': [logicalId(stack, 'AWS::KMS::Key', 'DataKey'), 'Arn'] };
    expect(properties('AWS::Logs::LogGroup', 'SamplerLogs').KmsKeyId).toEqual(key);
    expect(properties('AWS::SNS::Topic', 'AlertTopic').KmsMasterKeyId).toEqual(key);
  });

  test('shows all three alarms on the dashboard', () => {
    const body = JSON.stringify(properties('AWS::CloudWatch::Dashboard', 'Overview').DashboardBody);
    for (const name of ['ProcessorAlarm', 'MemoryAlarm', 'ErrorAlarm']) {
      expect(body).toContain(`"${logicalId(stack, 'AWS::CloudWatch::Alarm', name)}"`);
    }
  });

  const ours = 'arn:aws:logs:xx-here-1:111111111111:log-group';
  decisions(
    stack,
    `
      lambda.amazonaws.com may sts:AssumeRole on SamplerRole
      ec2.amazonaws.com, 222222222222 may not sts:AssumeRole on SamplerRole
      Sampler may cloudwatch:PutMetricData on * when cloudwatch:namespace is HighResolutionAlarm/1
      Sampler may not cloudwatch:PutMetricData on * when cloudwatch:namespace is CWAgent or AWS/EC2
      Sampler may not cloudwatch:SetAlarmState, cloudwatch:DisableAlarmActions on ProcessorAlarm
      Sampler may logs:CreateLogStream, logs:PutLogEvents on SamplerLogs
      Sampler may not logs:CreateLogGroup, logs:DeleteLogGroup on SamplerLogs
      Sampler may not kms:Decrypt, kms:GenerateDataKey on DataKey
      logs.xx-here-1.amazonaws.com may kms:Encrypt, kms:Decrypt, kms:ReEncryptFrom, kms:ReEncryptTo on DataKey when kms:EncryptionContext:aws:logs:arn is ${ours}:HighResolutionAlarm-SamplerLogsA1-x
      logs.xx-here-1.amazonaws.com may kms:GenerateDataKey, kms:GenerateDataKeyWithoutPlaintext, kms:DescribeKey on DataKey when kms:EncryptionContext:aws:logs:arn is ${ours}:HighResolutionAlarm-SamplerLogsA1-x
      logs.xx-here-1.amazonaws.com may not kms:Encrypt, kms:Decrypt on DataKey when kms:EncryptionContext:aws:logs:arn is ${ours}:other
      logs.yy-there-1.amazonaws.com may not kms:Decrypt on DataKey when kms:EncryptionContext:aws:logs:arn is ${ours}:HighResolutionAlarm-SamplerLogsA1-x
      cloudwatch.amazonaws.com may kms:Decrypt, kms:GenerateDataKey on DataKey when aws:SourceArn is arn:aws:cloudwatch:xx-here-1:111111111111:alarm:HighResolutionAlarm-ErrorAlarm-x
      cloudwatch.amazonaws.com may not kms:Decrypt, kms:GenerateDataKey on DataKey when aws:SourceArn is arn:aws:cloudwatch:xx-here-1:222222222222:alarm:HighResolutionAlarm-ErrorAlarm-x or arn:aws:cloudwatch:xx-here-1:111111111111:alarm:Other-x
      111111111111 may kms:PutKeyPolicy on DataKey
      anonymous, 222222222222 may not kms:Decrypt, kms:GenerateDataKey on DataKey
      cloudwatch.amazonaws.com may sns:Publish on AlertTopic when aws:SourceArn is ProcessorAlarm or MemoryAlarm or ErrorAlarm
      cloudwatch.amazonaws.com may not sns:Publish on AlertTopic when aws:SourceArn is arn:aws:cloudwatch:xx-here-1:222222222222:alarm:other
      anonymous, 222222222222, events.amazonaws.com may not sns:Publish, sns:Subscribe on AlertTopic
      cloudwatch.amazonaws.com must not sns:Publish on AlertTopic when aws:SecureTransport is false
      sns.amazonaws.com may sqs:SendMessage on PagerQueue when aws:SourceArn is AlertTopic
      sns.amazonaws.com may not sqs:SendMessage on PagerQueue when aws:SourceArn is arn:aws:sns:xx-here-1:222222222222:AlertTopic
      anonymous, 222222222222 may not sqs:SendMessage, sqs:ReceiveMessage on PagerQueue
      sns.amazonaws.com must not sqs:SendMessage on PagerQueue when aws:SecureTransport is false
      anonymous, 222222222222 may not lambda:InvokeFunction on Sampler
    `,
  );

  test('matches its snapshot', () => {
    expect(withoutAssetHashes(template.toJSON())).toMatchSnapshot();
  });
});

describe('the sampler', () => {
  const good = () => ({
    server: 'web-1',
    samples: [{ at: new Date().toISOString(), processor: 5 }],
  });
  let cloudwatch: jest.SpyInstance;
  let stdout: jest.SpyInstance;
  let stderr: jest.SpyInstance;
  let handler: typeof import('../../../../lambda/observability/high-resolution-alarm/sampler').handler;

  beforeAll(async () => {
    process.env.NAMESPACE = 'Fleet';
    ({ handler } = await import('../../../../lambda/observability/high-resolution-alarm/sampler'));
  });

  beforeEach(() => {
    cloudwatch = jest.spyOn(CloudWatchClient.prototype, 'send').mockResolvedValue({} as never);
    stdout = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    stderr = jest.spyOn(console, 'error').mockImplementation();
  });
  afterEach(() => jest.restoreAllMocks());

  test('puts a good report into the metric, by the second', async () => {
    expect(await handler(good())).toEqual({ accepted: 1 });
    expect(cloudwatch.mock.calls[0][0].input).toMatchObject({
      Namespace: 'Fleet',
      MetricData: [{ MetricName: 'ProcessorUtilization', Values: [5], StorageResolution: 1 }],
    });
  });

  test('writes nothing but the embedded metric to its log, one line of JSON', async () => {
    await handler(good());
    const lines = stdout.mock.calls.map(([line]) => line);
    expect(lines).toEqual([expect.stringMatching(/^\{.*\}\n$/)]);
    expect(JSON.parse(lines[0])).toMatchObject({ Accepted: 1 });
    expect(stderr).not.toHaveBeenCalled();
  });

  test('fails for a bad report, after a line with the word ERROR', async () => {
    await expect(handler({ server: 'web-1' })).rejects.toThrow('expected 1 to 150 samples');
    expect(stderr.mock.calls[0].join(' ')).toMatch(/\bERROR\b.*expected 1 to 150 samples/);
    expect(cloudwatch).not.toHaveBeenCalled();
  });

  test('fails, and counts nothing as accepted, when CloudWatch throttles it', async () => {
    cloudwatch.mockRejectedValue(new Error('Throttling'));
    await expect(handler(good())).rejects.toThrow('Throttling');
    expect(stdout).not.toHaveBeenCalled();
  });
});

describe('a report', () => {
  const parse = (event: unknown) => parseReport(event, now);

  test('has a server and its samples', () => {
    expect(parse({ server: 'web-1', samples: [sample(0, 93.5)], note: 'ignored' })).toEqual({
      server: 'web-1',
      samples: [{ at: new Date(now), processor: 93.5 }],
    });
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['text', 'web-1'],
    ['a list', []],
    ['no server', { samples: [sample(0, 1)] }],
    ['an empty server', { server: '', samples: [sample(0, 1)] }],
    ['a server whose name the metric filter counts', { server: 'ERROR', samples: [sample(0, 1)] }],
    ['a server of 65 characters', { server: 'x'.repeat(65), samples: [sample(0, 1)] }],
    ['a line break in the server', { server: 'a\nb', samples: [sample(0, 1)] }],
    ['no samples', { server: 'a', samples: [] }],
    ['samples that are no list', { server: 'a', samples: { length: 1 } }],
    ['151 samples', { server: 'a', samples: Array(151).fill(sample(0, 1)) }],
    ['a sample that is null', { server: 'a', samples: [null] }],
    ['no time', { server: 'a', samples: [{ processor: 1 }] }],
    ['a time as a number', { server: 'a', samples: [{ at: now, processor: 1 }] }],
    ['a local time', { server: 'a', samples: [{ at: '2026-11-28T08:00:00', processor: 1 }] }],
    [
      'a day that does not exist',
      { server: 'a', samples: [{ at: '2026-13-41T08:00:00Z', processor: 1 }] },
    ],
    ['a time over two weeks ago', { server: 'a', samples: [sample(14 * 86_400 + 1, 1)] }],
    ['a time over two hours ahead', { server: 'a', samples: [sample(-7201, 1)] }],
    ['no processor', { server: 'a', samples: [{ at: iso(0) }] }],
    ['a processor as text', { server: 'a', samples: [{ at: iso(0), processor: '5' }] }],
    ['more than 100 percent', { server: 'a', samples: [sample(0, 100.1)] }],
    ['less than 0 percent', { server: 'a', samples: [sample(0, -0.1)] }],
    ['NaN', { server: 'a', samples: [sample(0, Number.NaN)] }],
  ])('is not %s', (_, event) => {
    expect(() => parse(event)).toThrow(/^expected .*, got /);
  });

  test('is not of the 30th of February, which JavaScript takes for the 2nd of March', () => {
    const samples = [{ at: '2026-02-30T08:00:00Z', processor: 1 }];
    expect(() => parseReport({ server: 'a', samples }, Date.UTC(2026, 2, 3))).toThrow(
      'expected a time that exists, got "2026-02-30T08:00:00Z"',
    );
  });

  test('may be two weeks old or two hours ahead, as CloudWatch allows', () => {
    const samples = [sample(14 * 86_400, 0), sample(-7200, 100)];
    expect(parse({ server: 'a', samples }).samples).toHaveLength(2);
  });

  test('is quoted in an error up to 100 characters', () => {
    expect(() => parse({ server: 'x'.repeat(1_000_000) })).toThrow(/^.{1,160}$/);
  });
});

describe('the metric data', () => {
  test('have one datum for each second, with equal values counted', () => {
    const samples = [sample(1, 20), sample(0, 97), sample(0.5, 20), sample(0.9, 20), sample(1, 30)];
    const data = toMetricData(parseReport({ server: 'a', samples }, now));
    expect(data.map(({ Timestamp, Values, Counts }) => [Timestamp, Values, Counts])).toEqual([
      [new Date(now - 1000), [20, 30], [3, 1]],
      [new Date(now), [97], [1]],
    ]);
  });
});

describe('the embedded metric', () => {
  test('follows the specification of the format', () => {
    const report = parseReport({ server: 'web-1', samples: [sample(0, 1), sample(1, 1)] }, now);
    expect(JSON.parse(embeddedMetric('Fleet', report, now))).toEqual({
      _aws: {
        Timestamp: now,
        CloudWatchMetrics: [
          {
            Namespace: 'Fleet',
            Dimensions: [[]],
            Metrics: [{ Name: 'Accepted', Unit: 'Count', StorageResolution: 1 }],
          },
        ],
      },
      server: 'web-1',
      Accepted: 2,
    });
  });
});
