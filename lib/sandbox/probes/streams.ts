import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { bodiesOf, lambdaOf, role, withStack } from './deployed';

/** Whether a mapping reports a record that the function names as failed to its on-failure queue. */
export async function honoursPartialFailures(): Promise<boolean> {
  return withStack('HonoursPartialFailures', failingStream, async ({ Table, Queue }) => {
    await new DynamoDBClient({}).send(
      new PutItemCommand({ TableName: Table, Item: { id: { S: 'probe' } } }),
    );
    return (await bodiesOf(Queue, 4)).length > 0;
  });
}

const failingStream = {
  Resources: {
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
      },
    },
    Queue: { Type: 'AWS::SQS::Queue' },
    Role: role,
    Function: lambdaOf(
      'exports.handler = async ({ Records }) => ({ batchItemFailures: Records.map(({ dynamodb }) => ({ itemIdentifier: dynamodb.SequenceNumber })) })',
    ),
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        FunctionName: { Ref: 'Function' },
        EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
        StartingPosition: 'TRIM_HORIZON',
        MaximumRetryAttempts: 0,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Queue', 'Arn'] } } },
      },
    },
  },
  Outputs: { Table: { Value: { Ref: 'Table' } }, Queue: { Value: { Ref: 'Queue' } } },
};
