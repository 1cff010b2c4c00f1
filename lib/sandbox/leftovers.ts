import { CloudFormationClient, paginateListStacks } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { paginateDescribeDBSnapshots, RDSClient } from '@aws-sdk/client-rds';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { paginateListQueues, SQSClient } from '@aws-sdk/client-sqs';
import { NotBuilt } from '../exercise/not-built';

/**
 * What there is in the account of the kinds that a destroyed stack most often leaves behind: the
 * sandbox lists it before the deploy and after the destroy, and both lists must be the same.
 * @param unlisted receives the operations that would list more, but are not built in the emulator
 * @returns one string per thing, kind and name
 */
export async function inventory(unlisted = new Set<string>()): Promise<Set<string>> {
  const lists = [
    all(paginateListStacks({ client: new CloudFormationClient({}) }, {}), ({ StackSummaries }) =>
      StackSummaries?.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE').map(
        ({ StackName }) => `stack ${StackName}`,
      ),
    ),
    all(paginateDescribeLogGroups({ client: new CloudWatchLogsClient({}) }, {}), ({ logGroups }) =>
      logGroups?.map(({ logGroupName }) => `log group ${logGroupName}`),
    ),
    all(paginateListTables({ client: new DynamoDBClient({}) }, {}), ({ TableNames }) =>
      TableNames?.map((name) => `table ${name}`),
    ),
    all(paginateListFunctions({ client: new LambdaClient({}) }, {}), ({ Functions }) =>
      Functions?.map(({ FunctionName }) => `function ${FunctionName}`),
    ),
    all(paginateDescribeDBSnapshots({ client: new RDSClient({}) }, {}), ({ DBSnapshots }) =>
      DBSnapshots?.map(({ DBSnapshotIdentifier }) => `database snapshot ${DBSnapshotIdentifier}`),
    ),
    all(paginateListQueues({ client: new SQSClient({}) }, {}), ({ QueueUrls }) =>
      QueueUrls?.map((url) => `queue ${url}`),
    ),
    new S3Client({})
      .send(new ListBucketsCommand({}))
      .then(({ Buckets }) => Buckets?.map(({ Name }) => `bucket ${Name}`) ?? []),
  ];
  const noneIfNotBuilt = (error: unknown): string[] => {
    if (!(error instanceof NotBuilt)) throw error;
    unlisted.add(error.operation);
    return [];
  };
  const found = await Promise.all(lists.map((list) => list.catch(noneIfNotBuilt)));
  return new Set(found.flat());
}

async function all<Page>(
  pages: AsyncIterable<Page>,
  names: (page: Page) => string[] | undefined,
): Promise<string[]> {
  const found: string[] = [];
  for await (const page of pages) found.push(...(names(page) ?? []));
  return found;
}
