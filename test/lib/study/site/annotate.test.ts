import { lineOfSetting } from '../../../../lib/study/site/annotate';

const queue = `
const workQueue = new sqs.Queue(this, 'WorkQueue', {
  // maxReceiveCount: 5 would be too few
  deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: 5 },
  visibilityTimeout: Duration.minutes(3),
  retentionPeriod: Duration.days(4),
  deliveryDelay: Duration.seconds(0),
  maxMessageSizeBytes: 1_048_576,
  dataKeyReuse: Duration.minutes(5),
  deduplicationScope: sqs.DeduplicationScope.MESSAGE_GROUP,
  removalPolicy: RemovalPolicy.DESTROY,
});`.split('\n');

test.each([
  ['RedrivePolicy.maxReceiveCount', 5, 'maxReceiveCount: 5'],
  ['VisibilityTimeout', 180, 'visibilityTimeout'],
  ['MessageRetentionPeriod', 345_600, 'retentionPeriod'],
  ['DelaySeconds', 0, 'deliveryDelay'],
  ['MaximumMessageSize', 1_048_576, 'maxMessageSizeBytes'],
  ['DeduplicationScope', 'messageGroup', 'MESSAGE_GROUP'],
])('the line of %s %j is found', (property, value, text) => {
  const index = lineOfSetting({ property, value }, queue);
  expect(queue[index ?? -1]).toContain(text);
  expect(queue[index ?? -1]).not.toContain('//');
});

test.each([
  ['a property that the stack leaves out', 'FifoQueue', undefined],
  ['a property that is set by something of another name', 'SqsManagedSseEnabled', true],
  ['another value', 'VisibilityTimeout', 30],
  ['a value without the property', 'ReceiveMessageWaitTimeSeconds', 5],
])('%s has no line', (_, property, value) => {
  expect(lineOfSetting({ property, value: value as never }, queue)).toBeUndefined();
});

test('of two lines that fit equally well, neither is marked', () => {
  const lines = ['maxWriteRequestUnits: 100,', '}, {', 'maxWriteRequestUnits: 100,'];
  const setting = { property: 'OnDemandThroughput.MaxWriteRequestUnits', value: 100 };
  expect(lineOfSetting(setting, lines)).toBeUndefined();
  expect(lineOfSetting(setting, lines.slice(1))).toBe(1);
});

test('of a list or an object, every part must be there', () => {
  const lines = ["ErrorEquals: ['Rejected'],", 'ErrorEquals: [', "  'States.Timeout',", '],'];
  const property = 'Catch.0.ErrorEquals';
  expect(lineOfSetting({ property, value: ['States.Timeout'] }, lines)).toBe(1);
  expect(lineOfSetting({ property, value: ['Rejected'] }, lines)).toBe(0);
  expect(lineOfSetting({ property, value: ['States.ALL'] }, lines)).toBeUndefined();
});
