import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { DescribeDBSnapshotsCommand, RDSClient } from '@aws-sdk/client-rds';
import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { ListMessageMoveTasksCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { notBuilt } from '../../../lib/exercise/not-built';
import { adaptClients } from '../../../lib/sandbox/clients';
import { dependencies, devDependencies } from '../../../package.json';
import { type StandIn, startStandIn } from '../../support/aws-emulator';
import { temporaryFolder } from '../../support/folder';

// On a busy machine, to load twenty clients takes a while.
jest.setTimeout(60_000);

const base = Object.getPrototypeOf(SQSClient.prototype);
const { send } = base;
afterAll(() => {
  base.send = send;
});

describe('SDK clients with an emulator that the person has named', () => {
  let standIn: StandIn;
  const config = () => ({
    endpoint: undefined,
    region: 'us-east-1',
    credentials: standIn.keys,
    maxAttempts: 1,
    requestHandler: { httpsAgent: { ca: readFileSync(join(standIn.folder, 'ca.pem')) } },
  });
  beforeAll(async () => {
    standIn = await startStandIn({ home: temporaryFolder() });
    process.env.AWS_ENDPOINT_URL = standIn.endpoint;
    adaptClients();
  });
  afterAll(() => standIn.stop());

  test('tell which operation is not built, whatever the protocol of the service', async () => {
    const calls = [
      new SQSClient(config()).send(new ListMessageMoveTasksCommand({ SourceArn: 'arn' })),
      new RDSClient(config()).send(new DescribeDBSnapshotsCommand({})),
      new LambdaClient(config()).send(new ListFunctionsCommand({})),
      new CloudWatchClient(config()).send(new ListMetricsCommand({})),
      new S3Client(config()).send(new HeadBucketCommand({ Bucket: 'some-bucket' })),
    ];
    const answers = await Promise.allSettled(calls);
    const operations = [
      'SQS ListMessageMoveTasks',
      'RDS DescribeDBSnapshots',
      'Lambda ListFunctions',
      'CloudWatch ListMetrics',
      'S3 HeadBucket',
    ];
    expect(answers.map((one) => one.status === 'rejected' && one.reason.message)).toEqual(
      operations.map((operation) => `not built in this emulator: ${operation}`),
    );
    expect([...notBuilt()].sort()).toEqual([...operations].sort());
  });

  test('call the emulator, not the host of AWS that its queue URLs name', async () => {
    const early = new SQSClient(config());
    const QueueUrl = 'https://sqs.us-east-1.amazonaws.com/000000000000/Orders';
    await expect(
      early.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' })),
    ).rejects.toThrow('not built in this emulator: SQS SendMessage');
    expect([...standIn.called]).toContain('sqs SendMessage');
  });

  test('leave other errors as they are', async () => {
    const sqs = new SQSClient({
      ...config(),
      credentials: { ...standIn.keys, secretAccessKey: 'x' },
    });
    await expect(
      sqs.send(new ListMessageMoveTasksCommand({ SourceArn: 'arn' })),
    ).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
  });

  test('inherit from one class, which is what is adapted', async () => {
    const names = Object.keys({ ...dependencies, ...devDependencies });
    for (const name of names.filter((one) => one.startsWith('@aws-sdk/client-'))) {
      const loaded = await import(name);
      const [client = ''] = Object.keys(loaded).filter((one) => /^[A-Z]\w+Client$/.test(one));
      expect([name, Object.getPrototypeOf(loaded[client].prototype) === base]).toEqual([
        name,
        true,
      ]);
    }
  });
});
