import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const integration = `${reference}/aws-properties-apigateway-method-integration.html`;
const queuePage = `${reference}/aws-resource-sqs-queue.html`;
const gateway = 'https://docs.aws.amazon.com/apigateway/latest/developerguide';
const quotas = `${gateway}/api-gateway-execution-service-limits-table.html`;
const types = `${gateway}/api-gateway-api-integration-types.html`;
const passthrough = `${gateway}/integration-passthrough-behaviors.html`;
const responses = `${gateway}/supported-gateway-response-types.html`;
const guide = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide';
const lambda = 'https://docs.aws.amazon.com/lambda/latest/dg';

export const exam: Exam = {
  question:
    'The work takes longer than the integration timeout: how does the API accept it anyway?',
  answer:
    'Let API Gateway send the request to an SQS queue itself and answer 202 with an id. A worker processes the queue, and the client asks for the result later.',
  wrong: [
    {
      answer: 'Raise the timeout of the function',
      because:
        'API Gateway answers 504 after its own integration timeout, even if the function may run longer.',
    },
    {
      answer: 'Request a higher integration timeout',
      because:
        'AWS can raise the limit of a Regional or private REST API, but may lower the throttle quota of your account. The client still waits on one open connection.',
    },
    {
      answer: 'Let the client send the request again after a 504',
      because: 'The function still works on the first request, and the second takes just as long.',
    },
    {
      answer: 'Invoke the function asynchronously with the header X-Amz-Invocation-Type: Event',
      because:
        'A non-proxy integration accepts the work in this way too. But the response names no job, and you cannot see or delay the waiting events.',
    },
    {
      answer: 'A proxy function that sends the message to the queue',
      because:
        'It answers in time too. But you maintain and pay for a function that only copies messages, and Lambda can throttle it.',
    },
    {
      answer: 'Use an HTTP API instead',
      because: 'Its integration timeout is at most 30 seconds, and no quota raises it.',
    },
  ],
  questions,
  tasks: ['DVA-C02 1.1', 'DVA-C02 1.2', 'DVA-C02 4.1', 'SAA-C03 2.1', 'SAA-C03 3.2'],
  cost: 'free',
  remains: [],
  flow: [
    { from: '(client)', to: 'JobsApi', label: 'POST a job, GET its state' },
    { from: 'JobsApi', to: 'JobQueue', label: 'SendMessage' },
    { from: 'IntakeRole', to: 'JobQueue', label: 'may send' },
    { from: 'JobQueue', to: 'Worker', label: 'one at a time' },
    { from: 'Worker', to: 'Jobs', label: 'state, result' },
    { from: 'JobQueue', to: 'DeadLetterQueue', label: 'after 3 receives' },
    { from: 'DeadLetterQueue', to: 'DeadLetterAlarm', label: 'first message' },
    { from: 'JobsApi', to: 'StatusDesk', label: 'id' },
    { from: 'StatusDesk', to: 'Jobs', label: 'reads' },
  ],
  checked: '2026-11-21',
  resources: [
    {
      type: 'AWS::ApiGateway::Method',
      id: 'JobsApi/Default/jobs/POST',
      settings: [
        {
          property: 'Integration.Type',
          value: 'AWS',
          fact: 'An AWS integration calls an action of an AWS service without a function in between, and uses mapping templates for the request and the response.',
          source: types,
          seeds: ['003:686', '003:705'],
          experiments: [
            {
              value: 'AWS_PROXY',
              outcome: 'fails',
              because: 'AWS_PROXY works only with a Lambda function.',
              source: types,
            },
            {
              value: 'MOCK',
              outcome: 'update',
              because:
                'No job reaches the queue. The request template returns no status code, so every call gets 500.',
            },
          ],
        },
        {
          property: 'Integration.IntegrationHttpMethod',
          value: 'POST',
          fact: "The integration's HTTP method is independent of the client's method; a call to SQS with its parameters in the body is a POST.",
          source: integration,
          seeds: [],
          experiments: [
            {
              value: null,
              outcome: 'fails',
              because: 'Every integration except MOCK needs this method.',
              source: integration,
            },
          ],
        },
        {
          property: 'Integration.PassthroughBehavior',
          value: 'NEVER',
          fact: 'NEVER answers 415 to a content type without a template; WHEN_NO_MATCH passes such a body through; WHEN_NO_TEMPLATES does so only if no template exists.',
          source: passthrough,
          seeds: ['003:686'],
          experiments: [
            {
              value: 'WHEN_NO_MATCH',
              outcome: 'update',
              because:
                'A text/plain body skips the model and goes to SQS unchanged. The client can choose any Action that the role allows.',
            },
            {
              value: 'WHEN_NO_TEMPLATES',
              outcome: 'update',
              because:
                'Nothing changes, because a template exists. Other content types still get 415.',
            },
          ],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
        },
        {
          property: 'Integration.RequestParameters',
          value: {
            'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'",
          },
          fact: 'You can map a parameter of the integration request from the method request, the context or a fixed value in single quotes.',
          source: `${gateway}/rest-api-parameter-mapping-sources.html`,
          seeds: ['003:686'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'The request then claims to be JSON, and SQS finds no action in it.',
            },
          ],
        },
        {
          property: 'Integration.RequestTemplates',
          value: {
            'application/json': 'Action=SendMessage&MessageBody=$util.urlEncode($input.body)',
          },
          fact: 'A mapping template in Velocity creates the body of the integration request; $util.urlEncode converts a string to application/x-www-form-urlencoded format.',
          source: `${gateway}/api-gateway-mapping-template-reference.html`,
          seeds: ['003:641', '003:686'],
          experiments: [
            {
              value: { 'application/json': 'Action=SendMessage&MessageBody=$input.body' },
              outcome: 'update',
              because: 'The job “Fish & Chips” ends at the &, and every + becomes a space.',
            },
          ],
        },
        {
          property: 'Integration.IntegrationResponses.0.SelectionPattern',
          value: '2\\d{2}',
          fact: "An integration response's pattern is matched against the backend's status code or a function's error message; the response without a pattern is the default.",
          source: `${reference}/aws-properties-apigateway-method-integrationresponse.html`,
          seeds: ['003:641', '003:686'],
          experiments: [
            {
              value: '\\d{3}',
              outcome: 'update',
              because: 'A client gets 202 and an empty id for a job that SQS refused.',
            },
          ],
        },
        {
          property: 'Integration.IntegrationResponses.0.StatusCode',
          value: '202',
          fact: 'The client gets the status code of the integration response, not that of the backend; 202 means accepted but not yet done.',
          source: `${gateway}/api-gateway-integration-settings-integration-response.html`,
          seeds: ['003:705'],
          experiments: [
            {
              value: '201',
              outcome: 'fails',
              because: 'The method declares no response with status code 201.',
              source: `${gateway}/api-gateway-integration-settings-integration-response.html`,
            },
          ],
        },
        {
          property: 'Integration.TimeoutInMillis',
          value: 5000,
          fact: 'API Gateway waits for an integration for 50 to 29,000 milliseconds, by default 29,000, and then answers 504.',
          source: quotas,
          seeds: ['002:363', '002:368', '002:370', '003:705'],
          today: {
            notes: 'The timeout of every integration is at most 29 seconds.',
            now: 'You can request more for Regional and private REST APIs, and AWS may then lower the throttle quota of the account. HTTP APIs have 30 seconds.',
            since: '2024-06',
            source:
              'https://aws.amazon.com/about-aws/whats-new/2024/06/amazon-api-gateway-integration-timeout-limit-29-seconds/',
          },
          experiments: [
            {
              value: 49,
              outcome: 'refused',
              because: 'Fifty milliseconds is the shortest timeout.',
            },
            {
              value: 29_001,
              outcome: 'refused',
              because:
                'This needs a raised quota, and sending a message to a queue takes only milliseconds.',
            },
          ],
          tasks: ['DVA-C02 1.1', 'DVA-C02 4.1', 'SAA-C03 2.1'],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::Method',
      id: 'JobsApi/Default/jobs/{id}/GET',
      settings: [
        {
          property: 'Integration.Type',
          value: 'AWS_PROXY',
          fact: 'With AWS_PROXY, the function gets the whole request and returns the whole response, and mapping templates do not apply.',
          source: types,
          seeds: ['003:687'],
        },
        {
          property: 'Integration.TimeoutInMillis',
          value: 10_000,
          fact: 'Each integration has its own timeout, so the methods of one API can wait for different times.',
          source: integration,
          seeds: ['002:370', '003:705'],
        },
      ],
    },
    {
      type: 'AWS::IAM::Role',
      id: 'IntakeRole',
      settings: [
        {
          property: 'AssumeRolePolicyDocument.Statement.0.Principal.Service',
          value: 'apigateway.amazonaws.com',
          fact: 'API Gateway assumes the role in Credentials of an integration, so the role must trust apigateway.amazonaws.com.',
          source: integration,
          seeds: ['003:746'],
          experiments: [
            {
              value: 'lambda.amazonaws.com',
              outcome: 'update',
              because: 'API Gateway may not assume the role, so every POST gets 500.',
            },
          ],
          tasks: ['DVA-C02 1.1'],
        },
      ],
    },
    {
      type: 'AWS::IAM::Policy',
      id: 'IntakeRole',
      settings: [
        {
          property: 'PolicyDocument.Statement.0.Action',
          value: 'sqs:SendMessage',
          fact: 'Sending a message requires sqs:SendMessage on the ARN of the queue, but no permission to receive or delete.',
          source:
            'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html',
          seeds: [],
          experiments: [
            {
              value: 'sqs:ReceiveMessage',
              outcome: 'update',
              because: 'SQS answers 403, which matches no pattern, so every POST gets 502.',
            },
          ],
          tasks: ['DVA-C02 1.1'],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::RestApi',
      id: 'JobsApi',
      settings: [
        {
          property: 'EndpointConfiguration.Types',
          value: ['REGIONAL'],
          fact: 'A quota increase can raise the integration timeout of a Regional or private REST API above 29 seconds, but not of an edge-optimized one.',
          source: quotas,
          seeds: ['002:368', '003:705'],
          experiments: [
            {
              value: ['EDGE'],
              outcome: 'update',
              because: 'Requests go through CloudFront, and AWS cannot raise the 29 seconds.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::RequestValidator',
      id: 'JobsApi/Validator',
      settings: [
        {
          property: 'ValidateRequestBody',
          value: true,
          fact: 'A request validator checks the body against the model of its content type and answers 400 before it calls the integration.',
          source: `${gateway}/api-gateway-method-request-validation.html`,
          seeds: ['003:699'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'An invalid job gets 202 too. Only a later GET shows that it has FAILED.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::Stage',
      id: 'JobsApi',
      settings: [
        {
          property: 'MethodSettings.0.ThrottlingRateLimit',
          value: 20,
          fact: 'API Gateway answers requests beyond the rate and burst of a stage or method with 429, without calling the backend.',
          source: `${gateway}/api-gateway-request-throttling.html`,
          seeds: ['002:374', '003:701'],
          today: {
            notes: 'Too many requests are likely to get 502 or 429.',
            now: 'A throttled request gets 429. A 502 means that a proxy function failed or returned a wrong format, and a 500 that Lambda refused the invocation.',
            saidBy: 'https://docs.aws.amazon.com/apigateway/api-reference/handling-errors/',
            source: `${lambda}/services-apigateway-errors.html`,
          },
          experiments: [
            {
              value: 0,
              also: [{ property: 'MethodSettings.0.ThrottlingBurstLimit', value: 0 }],
              outcome: 'update',
              because:
                'Every request gets 429. You can close a stage in this way without deleting it.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::GatewayResponse',
      id: 'JobsApi/TimedOut',
      settings: [
        {
          property: 'ResponseType',
          value: 'INTEGRATION_TIMEOUT',
          fact: 'INTEGRATION_TIMEOUT is the response when an integration is too slow, INTEGRATION_FAILURE when it fails; both are 504 by default.',
          source: responses,
          seeds: ['002:363', '002:366', '003:705'],
          experiments: [
            {
              value: 'THROTTLED',
              outcome: 'replace',
              because:
                'A throttled client learns that its job may have been accepted, which is wrong.',
            },
          ],
          tasks: ['DVA-C02 4.1'],
        },
        {
          property: 'StatusCode',
          value: '504',
          fact: 'A 504 says nothing about the backend, which may have done the work or may still be working.',
          source: responses,
          seeds: ['002:370', '003:705'],
          experiments: [
            {
              value: '202',
              outcome: 'update',
              because:
                'A client then believes that its job was accepted, but it may never have reached the queue.',
            },
          ],
          tasks: ['DVA-C02 4.1'],
        },
      ],
    },
    {
      type: 'AWS::Lambda::Function',
      id: 'Worker',
      settings: [
        {
          property: 'Timeout',
          value: 300,
          fact: 'A function may run for 1 to 900 seconds (longer on Lambda Managed Instances); longer work belongs to Step Functions, Batch or a container.',
          source: 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html',
          seeds: ['002:370', '003:705'],
          experiments: [
            {
              value: 901,
              outcome: 'refused',
              because: 'The maximum is 900 seconds, which is 15 minutes.',
            },
            {
              value: 29,
              outcome: 'update',
              because: 'A longer job times out three times and moves to the dead-letter queue.',
            },
          ],
        },
        {
          property: 'DeadLetterConfig',
          fact: "A function's dead-letter queue is for asynchronous invocations; messages that Lambda polls go to the dead-letter queue of their own queue.",
          source: `${lambda}/invocation-async-retain-records.html`,
          seeds: ['002:572', '002:789', '003:750'],
          tasks: ['DVA-C02 1.2', 'SAA-C03 2.1'],
        },
      ],
    },
    {
      type: 'AWS::Lambda::EventSourceMapping',
      id: 'Worker',
      settings: [
        {
          property: 'BatchSize',
          value: 1,
          fact: 'By default, Lambda puts up to 10 messages of a standard queue into a batch, and the function has one timeout for all of them.',
          source: `${lambda}/services-sqs-parameters.html`,
          seeds: ['003:193'],
          experiments: [
            {
              value: 10,
              outcome: 'update',
              because:
                'Ten jobs share five minutes. If the last one fails, all ten return to the queue.',
            },
          ],
        },
        {
          property: 'ScalingConfig.MaximumConcurrency',
          value: 5,
          fact: 'Maximum concurrency, 2 to 1,000, limits the concurrent invocations for one queue; further messages wait in the queue without being received.',
          source: `${lambda}/services-sqs-scaling.html`,
          seeds: [],
          experiments: [
            { value: 1, outcome: 'refused', because: 'The minimum is 2.' },
            {
              value: null,
              outcome: 'update',
              because:
                'A burst of jobs can use up the concurrency of the account, which other functions need too.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::SQS::Queue',
      id: 'JobQueue',
      settings: [
        {
          property: 'VisibilityTimeout',
          value: 1800,
          fact: "A queue's visibility timeout, 0 to 43,200 seconds, must be at least the timeout of the polling function; AWS recommends six times that.",
          source: `${lambda}/services-sqs-configure.html`,
          seeds: ['003:168'],
          experiments: [
            {
              value: 299,
              outcome: 'refused',
              because:
                'It is shorter than the timeout of the function, so the queue would deliver a job again while the worker is still busy.',
            },
          ],
        },
        {
          property: 'RedrivePolicy.maxReceiveCount',
          value: 3,
          fact: 'SQS moves a message to the dead-letter queue when it was received maxReceiveCount times (1 to 1,000) and never deleted.',
          source: `${guide}/sqs-configure-dead-letter-queue.html`,
          seeds: ['004:2690'],
          experiments: [
            {
              value: 1,
              outcome: 'update',
              because:
                'A job goes to the dead-letter queue after one failed attempt, for example if its result cannot be written.',
            },
          ],
        },
        {
          property: 'MessageRetentionPeriod',
          value: 345_600,
          fact: 'A queue deletes a message after 60 to 1,209,600 seconds (14 days); the default is 345,600 (4 days).',
          source: queuePage,
          seeds: ['000:168'],
          experiments: [
            {
              value: 60,
              outcome: 'update',
              because: 'A job that waits for more than a minute is lost without a trace.',
            },
            { value: 1_209_601, outcome: 'refused', because: 'The maximum is 14 days.' },
          ],
        },
      ],
    },
    {
      type: 'AWS::SQS::QueuePolicy',
      id: 'JobQueue',
      settings: [
        {
          property: 'PolicyDocument.Statement.0.Condition.Bool',
          value: { 'aws:SecureTransport': 'false' },
          fact: 'A Deny on aws:SecureTransport false in the queue policy requires TLS for every request.',
          source: `${guide}/sqs-security-best-practices.html`,
          seeds: [],
        },
      ],
    },
    {
      type: 'AWS::DynamoDB::Table',
      id: 'Jobs',
      settings: [
        {
          property: 'TimeToLiveSpecification',
          value: { AttributeName: 'expiresAt', Enabled: true },
          fact: 'Time to live deletes an item at no charge, some time after the Unix time, in seconds, in its TTL attribute.',
          source: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html',
          seeds: ['003:505'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'Every result stays in the table forever, and you pay for its storage.',
            },
          ],
          tasks: ['SAA-C03 2.1'],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'A name with an & truncates its job. A body of another type reaches SQS as the client’s own call, and the client gets 202 even if SQS refuses it.',
    changes: [
      {
        type: 'AWS::ApiGateway::Method',
        id: 'JobsApi/Default/jobs/POST',
        property: 'Integration.RequestTemplates',
        value: { 'application/json': 'Action=SendMessage&MessageBody=$input.body' },
      },
      {
        type: 'AWS::ApiGateway::Method',
        id: 'JobsApi/Default/jobs/POST',
        property: 'Integration.PassthroughBehavior',
        value: 'WHEN_NO_MATCH',
      },
      {
        type: 'AWS::ApiGateway::Method',
        id: 'JobsApi/Default/jobs/POST',
        property: 'Integration.IntegrationResponses.0.SelectionPattern',
        value: '\\d{3}',
      },
    ],
  },
};
