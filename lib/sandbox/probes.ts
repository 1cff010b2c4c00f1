import { setTimeout as sleep } from 'node:timers/promises';
import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanCommand,
  DeleteApiKeyCommand,
  DeleteUsagePlanCommand,
  GetApiKeyCommand,
  GetUsageCommand,
} from '@aws-sdk/client-api-gateway';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DeleteObjectCommand,
  GetBucketEncryptionCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyStatusCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { GetTopicAttributesCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { call, callableUrl, visit } from '../exercise-http';

/** Whether the emulator's CloudFormation knows a resource type: a stack of an unknown one fails at once. */
export async function recognizes(type: string): Promise<boolean> {
  const cloudformation = new CloudFormationClient({});
  const StackName = `Recognizes-${type.replaceAll('::', '-')}`;
  try {
    await cloudformation.send(
      new CreateStackCommand({
        StackName,
        TemplateBody: JSON.stringify({ Resources: { Probe: { Type: type, Properties: {} } } }),
      }),
    );
  } catch (error) {
    if (/Unrecognized resource types/.test((error as Error).message)) return false;
    throw error;
  }
  await cloudformation.send(new DeleteStackCommand({ StackName }));
  return true;
}

/** Whether a mapping reports a record that the function names as failed to its on-failure queue. */
export async function honoursPartialFailures(): Promise<boolean> {
  return withStack('HonoursPartialFailures', failingStream, async ({ Table, Queue }) => {
    await new DynamoDBClient({}).send(
      new PutItemCommand({ TableName: Table, Item: { id: { S: 'probe' } } }),
    );
    const { Messages = [] } = await new SQSClient({}).send(
      new ReceiveMessageCommand({ QueueUrl: Queue, WaitTimeSeconds: 4 }),
    );
    return Messages.length > 0;
  });
}

/** What the emulator's API Gateway does of what a template asks of it. */
export interface ApiAnswers {
  readonly validatesRequests: boolean;
  readonly passesTraceHeader: boolean;
  readonly writesAccessLog: boolean;
}

let answers: Promise<ApiAnswers> | undefined;

/** Deploys one small API and calls it; asked for several gaps, it is deployed once. */
export function apiAnswers(): Promise<ApiAnswers> {
  answers ??= withStack('AnswersOfAnApi', tracedApi, async ({ Url = '', Logs }) => {
    const url = callableUrl(Url);
    const root = '1-5759e988-bd862e3fe1be46a994272793';
    const trace = { 'X-Amzn-Trace-Id': `Root=${root};Parent=53995c3f42cd8ad8;Sampled=1` };
    const invalid = await call(url, { headers: trace });
    const valid = await call(url, { headers: { ...trace, Wanted: 'yes' } });
    await sleep(1000);
    const { events = [] } = await new CloudWatchLogsClient({}).send(
      new FilterLogEventsCommand({ logGroupName: Logs }),
    );
    return {
      validatesRequests: invalid.status === 400,
      passesTraceHeader: valid.text.includes(root),
      writesAccessLog: events.length > 0,
    };
  });
  return answers;
}

/** Whether a usage plan tells of its days, also where nobody has used it. */
export async function tellsUsage(): Promise<boolean> {
  const apigateway = new APIGatewayClient({});
  const { id: usagePlanId } = await apigateway.send(new CreateUsagePlanCommand({ name: 'probe' }));
  try {
    const today = new Date().toISOString().slice(0, 10);
    const usage = await apigateway.send(
      new GetUsageCommand({ usagePlanId, startDate: today, endDate: today }),
    );
    return usage.startDate === today;
  } finally {
    await apigateway.send(new DeleteUsagePlanCommand({ usagePlanId }));
  }
}

/** Whether the value of a key is told only where it is asked for. */
export async function hidesKeys(): Promise<boolean> {
  const apigateway = new APIGatewayClient({});
  const { id: apiKey } = await apigateway.send(new CreateApiKeyCommand({ name: 'probe' }));
  try {
    const { value } = await apigateway.send(new GetApiKeyCommand({ apiKey }));
    return value === undefined;
  } finally {
    await apigateway.send(new DeleteApiKeyCommand({ apiKey }));
  }
}

/** What the emulator's S3 and CloudFront do of what a template asks of them. */
export interface EdgeAnswers {
  readonly seesTls: boolean;
  readonly knowsCanonicalUsers: boolean;
  readonly enforcesPolicies: boolean;
  readonly tellsPolicyStatus: boolean;
  readonly caches: boolean;
  readonly setsOwnership: boolean;
  readonly setsEncryption: boolean;
}

let ofTheEdge: Promise<EdgeAnswers> | undefined;

/** Deploys two distributions of two buckets and visits them; asked for several gaps, they are deployed once. */
export function edgeAnswers(): Promise<EdgeAnswers> {
  ofTheEdge ??= withStack('AnswersOfTheEdge', twoDistributions, async (outputs) => {
    const { ByIdentity = '', ByControl = '', IdentityBucket, ControlBucket } = outputs;
    const s3 = new S3Client({});
    const page = { Key: 'page', Body: 'page' };
    const buckets = [IdentityBucket, ControlBucket];
    for (const Bucket of buckets) await s3.send(new PutObjectCommand({ Bucket, ...page }));
    const identity = await visit(ByIdentity, '/page');
    const control = await visit(ByControl, '/page');
    const again = await visit(ByControl, '/page');
    const anonymous = await fetch(`${process.env.AWS_ENDPOINT_URL}/${ControlBucket}/page`);
    const status = await s3.send(new GetBucketPolicyStatusCommand({ Bucket: ControlBucket }));
    const ownership = await s3.send(
      new GetBucketOwnershipControlsCommand({ Bucket: ControlBucket }),
    );
    const encryption = await s3.send(new GetBucketEncryptionCommand({ Bucket: ControlBucket }));
    for (const Bucket of buckets) await s3.send(new DeleteObjectCommand({ Bucket, Key: page.Key }));
    const [rule] = encryption.ServerSideEncryptionConfiguration?.Rules ?? [];
    return {
      seesTls: control.status === 200,
      knowsCanonicalUsers: identity.status === 200,
      enforcesPolicies: anonymous.status === 403,
      tellsPolicyStatus: status.PolicyStatus?.IsPublic !== undefined,
      caches: /hit/i.test(again.cache),
      setsOwnership: ownership.OwnershipControls?.Rules?.[0]?.ObjectOwnership === 'ObjectWriter',
      setsEncryption: rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm === 'aws:kms',
    };
  });
  return ofTheEdge;
}

/** What the emulator's SNS does of what a template asks of it. */
export interface TopicAnswers {
  readonly keepsKey: boolean;
  readonly keepsUndelivered: boolean;
  readonly asksQueuePolicy: boolean;
}

let ofTheTopic: Promise<TopicAnswers> | undefined;

/** Publishes to a queue that does not let SNS in and to one that is not there; asked for several gaps, once. */
export function topicAnswers(): Promise<TopicAnswers> {
  ofTheTopic ??= withStack('AnswersOfATopic', closedQueues, async (outputs) => {
    const sns = new SNSClient({});
    const sqs = new SQSClient({});
    const TopicArn = outputs.Topic;
    const has = async (QueueUrl: string | undefined) => {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }),
      );
      return Messages.length > 0;
    };
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    await sns.send(new PublishCommand({ TopicArn, Message: 'probe' }));
    return {
      keepsKey: Attributes?.KmsMasterKeyId === 'alias/aws/sns',
      keepsUndelivered: await has(outputs.Undelivered),
      asksQueuePolicy: !(await has(outputs.Closed)),
    };
  });
  return ofTheTopic;
}

/** What the emulator's EventBridge does of what a rule asks of it. */
export interface RuleAnswers {
  readonly keepsTime: boolean;
  readonly keepsUndelivered: boolean;
}

let ofTheRule: Promise<RuleAnswers> | undefined;

/** Puts an event of long ago for a queue and for a function that is not there; asked for several gaps, once. */
export function ruleAnswers(): Promise<RuleAnswers> {
  ofTheRule ??= withStack('AnswersOfARule', ruleForNobody, async ({ Delivered, Undelivered }) => {
    await new EventBridgeClient({}).send(
      new PutEventsCommand({
        Entries: [
          {
            Source: 'probe',
            DetailType: 'Probe',
            Detail: '{}',
            Time: new Date('2020-01-01T00:00:00Z'),
          },
        ],
      }),
    );
    const [delivered = '{}'] = await bodiesOf(Delivered, 2);
    return {
      keepsTime: JSON.parse(delivered).time === '2020-01-01T00:00:00Z',
      keepsUndelivered: (await bodiesOf(Undelivered, 1)).length > 0,
    };
  });
  return ofTheRule;
}

/** What the emulator's EventBridge Scheduler does of what a schedule asks of it. */
export interface ClockAnswers {
  readonly keepsTimeZone: boolean;
  readonly fillsIn: boolean;
}

let ofTheClock: Promise<ClockAnswers> | undefined;

/** Waits for a schedule whose time has passed; asked for several gaps, once. */
export function clockAnswers(): Promise<ClockAnswers> {
  ofTheClock ??= withStack('AnswersOfAClock', oneTimeSchedule, async ({ Schedule, Queue }) => {
    const { ScheduleExpressionTimezone } = await new SchedulerClient({}).send(
      new GetScheduleCommand({ Name: Schedule }),
    );
    const [input = ''] = await bodiesOf(Queue, 20);
    return {
      keepsTimeZone: ScheduleExpressionTimezone === 'Europe/Berlin',
      fillsIn: /"\d{4}-\d\d-\d\dT/.test(input),
    };
  });
  return ofTheClock;
}

async function bodiesOf(QueueUrl: string | undefined, WaitTimeSeconds: number): Promise<string[]> {
  const { Messages = [] } = await new SQSClient({}).send(
    new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds }),
  );
  return Messages.map(({ Body = '' }) => Body);
}

/** Whether an alarm on the invocations of a function rings once it is invoked. */
export async function evaluatesServiceMetrics(): Promise<boolean> {
  return withStack(
    'EvaluatesServiceMetrics',
    watchedFunction,
    async ({ Function: FunctionName, Alarm = '' }) => {
      await new LambdaClient({}).send(new InvokeCommand({ FunctionName }));
      await sleep(3000);
      const { MetricAlarms = [] } = await new CloudWatchClient({}).send(
        new DescribeAlarmsCommand({ AlarmNames: [Alarm] }),
      );
      return MetricAlarms[0]?.StateValue === 'ALARM';
    },
  );
}

/** Creates a stack, uses its outputs, and deletes it, whatever happens. */
async function withStack<T>(
  StackName: string,
  template: object,
  use: (outputs: Record<string, string>) => Promise<T>,
): Promise<T> {
  const cloudformation = new CloudFormationClient({});
  await cloudformation.send(
    new CreateStackCommand({
      StackName,
      TemplateBody: JSON.stringify(template),
      Capabilities: ['CAPABILITY_IAM'],
    }),
  );
  try {
    return await use(await outputsOf(cloudformation, StackName));
  } finally {
    await cloudformation.send(new DeleteStackCommand({ StackName }));
  }
}

async function outputsOf(
  cloudformation: CloudFormationClient,
  StackName: string,
): Promise<Record<string, string>> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const { Stacks: [stack] = [] } = await cloudformation.send(
      new DescribeStacksCommand({ StackName }),
    );
    if (stack?.StackStatus === 'CREATE_COMPLETE') {
      return Object.fromEntries(
        (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [
          OutputKey,
          OutputValue,
        ]),
      );
    }
    if (stack?.StackStatus !== 'CREATE_IN_PROGRESS') {
      throw new Error(`expected the probe ${StackName} to be created, got ${stack?.StackStatus}`);
    }
    await sleep(100);
  }
  throw new Error(`expected the probe ${StackName} to be created within ten seconds`);
}

const role = {
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'lambda.amazonaws.com' },
        },
      ],
    },
  },
};

const lambdaOf = (ZipFile: string) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    Code: { ZipFile },
    TracingConfig: { Mode: 'Active' },
  },
});

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

const RestApiId = { Ref: 'Api' };
const tracedApi = {
  Resources: {
    Role: role,
    Function: lambdaOf(
      'exports.handler = async () => ({ statusCode: 200, body: process.env._X_AMZN_TRACE_ID ?? "" })',
    ),
    Logs: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 1 } },
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'AnswersOfAnApi' } },
    Validator: {
      Type: 'AWS::ApiGateway::RequestValidator',
      Properties: { RestApiId, ValidateRequestParameters: true },
    },
    Method: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        RestApiId,
        ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
        HttpMethod: 'GET',
        AuthorizationType: 'NONE',
        RequestValidatorId: { Ref: 'Validator' },
        RequestParameters: { 'method.request.header.Wanted': true },
        Integration: {
          Type: 'AWS_PROXY',
          IntegrationHttpMethod: 'POST',
          Uri: {
            'Fn::Sub':
              // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a Fn::Sub.
              'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations',
          },
        },
      },
    },
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { Ref: 'Function' },
        Principal: 'apigateway.amazonaws.com',
      },
    },
    Deployment: {
      Type: 'AWS::ApiGateway::Deployment',
      DependsOn: 'Method',
      Properties: { RestApiId },
    },
    Stage: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: {
        RestApiId,
        DeploymentId: { Ref: 'Deployment' },
        StageName: 'probe',
        TracingEnabled: true,
        AccessLogSetting: {
          DestinationArn: { 'Fn::GetAtt': ['Logs', 'Arn'] },
          Format: '$context.requestId',
        },
      },
    },
  },
  Outputs: {
    Logs: { Value: { Ref: 'Logs' } },
    Url: {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a Fn::Sub.
      Value: { 'Fn::Sub': 'https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}/probe/' },
    },
  },
};

const origin = (bucket: string, access: object) => ({
  Enabled: true,
  Origins: [
    {
      Id: 'bucket',
      DomainName: { 'Fn::GetAtt': [bucket, 'RegionalDomainName'] },
      ...access,
    },
  ],
  DefaultCacheBehavior: {
    TargetOriginId: 'bucket',
    ViewerProtocolPolicy: 'redirect-to-https',
    // The managed policy CachingOptimized: its id is the same everywhere.
    CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
  },
});
const read = (bucket: string, allowed: object, ...more: object[]) => ({
  Type: 'AWS::S3::BucketPolicy',
  Properties: {
    Bucket: { Ref: bucket },
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 's3:GetObject', Resource: everything(bucket), ...allowed },
        ...more,
      ],
    },
  },
});
const everything = (bucket: string) => ({
  'Fn::Join': ['', [{ 'Fn::GetAtt': [bucket, 'Arn'] }, '/*']],
});
const Domain = (distribution: string) => ({
  Value: { 'Fn::GetAtt': [distribution, 'DomainName'] },
});

const twoDistributions = {
  Resources: {
    IdentityBucket: { Type: 'AWS::S3::Bucket' },
    Identity: {
      Type: 'AWS::CloudFront::CloudFrontOriginAccessIdentity',
      Properties: { CloudFrontOriginAccessIdentityConfig: { Comment: 'probe' } },
    },
    IdentityPolicy: read('IdentityBucket', {
      Principal: { CanonicalUser: { 'Fn::GetAtt': ['Identity', 'S3CanonicalUserId'] } },
    }),
    ByIdentity: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: {
        DistributionConfig: origin('IdentityBucket', {
          S3OriginConfig: {
            OriginAccessIdentity: {
              'Fn::Join': ['', ['origin-access-identity/cloudfront/', { Ref: 'Identity' }]],
            },
          },
        }),
      },
    },
    ControlBucket: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } },
          ],
        },
      },
    },
    Control: {
      Type: 'AWS::CloudFront::OriginAccessControl',
      Properties: {
        OriginAccessControlConfig: {
          Name: 'probe',
          OriginAccessControlOriginType: 's3',
          SigningBehavior: 'always',
          SigningProtocol: 'sigv4',
        },
      },
    },
    ControlPolicy: read(
      'ControlBucket',
      { Principal: { Service: 'cloudfront.amazonaws.com' } },
      {
        Effect: 'Deny',
        Action: 's3:*',
        Principal: '*',
        Resource: everything('ControlBucket'),
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ),
    ByControl: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: {
        DistributionConfig: origin('ControlBucket', {
          OriginAccessControlId: { 'Fn::GetAtt': ['Control', 'Id'] },
          S3OriginConfig: { OriginAccessIdentity: '' },
        }),
      },
    },
  },
  Outputs: {
    ByIdentity: Domain('ByIdentity'),
    ByControl: Domain('ByControl'),
    IdentityBucket: { Value: { Ref: 'IdentityBucket' } },
    ControlBucket: { Value: { Ref: 'ControlBucket' } },
  },
};

const watchedFunction = {
  Resources: {
    Role: role,
    Function: lambdaOf('exports.handler = async () => undefined'),
    Alarm: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        Namespace: 'AWS/Lambda',
        MetricName: 'Invocations',
        Dimensions: [{ Name: 'FunctionName', Value: { Ref: 'Function' } }],
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      },
    },
  },
  Outputs: { Function: { Value: { Ref: 'Function' } }, Alarm: { Value: { Ref: 'Alarm' } } },
};

const closedQueues = {
  Resources: {
    Topic: { Type: 'AWS::SNS::Topic', Properties: { KmsMasterKeyId: 'alias/aws/sns' } },
    Closed: { Type: 'AWS::SQS::Queue' },
    ToClosed: {
      Type: 'AWS::SNS::Subscription',
      Properties: {
        TopicArn: { Ref: 'Topic' },
        Protocol: 'sqs',
        Endpoint: { 'Fn::GetAtt': ['Closed', 'Arn'] },
      },
    },
    Undelivered: { Type: 'AWS::SQS::Queue' },
    LetIn: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Undelivered' }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 'sqs:SendMessage',
              Principal: { Service: 'sns.amazonaws.com' },
              Resource: { 'Fn::GetAtt': ['Undelivered', 'Arn'] },
            },
          ],
        },
      },
    },
    ToNobody: {
      Type: 'AWS::SNS::Subscription',
      Properties: {
        TopicArn: { Ref: 'Topic' },
        Protocol: 'sqs',
        Endpoint: {
          // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a Fn::Sub.
          'Fn::Sub': 'arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:Nobody',
        },
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Undelivered', 'Arn'] } },
      },
    },
  },
  Outputs: {
    Topic: { Value: { Ref: 'Topic' } },
    Closed: { Value: { Ref: 'Closed' } },
    Undelivered: { Value: { Ref: 'Undelivered' } },
  },
};

const toQueue = (queue: string, service: string) => ({
  Type: 'AWS::SQS::QueuePolicy',
  Properties: {
    Queues: [{ Ref: queue }],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sqs:SendMessage',
          Principal: { Service: service },
          Resource: { 'Fn::GetAtt': [queue, 'Arn'] },
        },
      ],
    },
  },
});

const ruleForNobody = {
  Resources: {
    Delivered: { Type: 'AWS::SQS::Queue' },
    Undelivered: { Type: 'AWS::SQS::Queue' },
    LetInDelivered: toQueue('Delivered', 'events.amazonaws.com'),
    LetInUndelivered: toQueue('Undelivered', 'events.amazonaws.com'),
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: { source: ['probe'] },
        Targets: [
          { Id: 'Queue', Arn: { 'Fn::GetAtt': ['Delivered', 'Arn'] } },
          {
            Id: 'Nobody',
            Arn: {
              'Fn::Sub':
                // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a Fn::Sub.
                'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:Nobody',
            },
            RetryPolicy: { MaximumRetryAttempts: 0 },
            DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['Undelivered', 'Arn'] } },
          },
        ],
      },
    },
  },
  Outputs: {
    Delivered: { Value: { Ref: 'Delivered' } },
    Undelivered: { Value: { Ref: 'Undelivered' } },
  },
};

const oneTimeSchedule = {
  Resources: {
    Queue: { Type: 'AWS::SQS::Queue' },
    Role: role,
    Schedule: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        ScheduleExpression: 'at(2020-01-01T00:00:00)',
        ScheduleExpressionTimezone: 'Europe/Berlin',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] },
          RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
          Input: '{"at":"<aws.scheduler.scheduled-time>"}',
        },
      },
    },
  },
  Outputs: { Schedule: { Value: { Ref: 'Schedule' } }, Queue: { Value: { Ref: 'Queue' } } },
};
