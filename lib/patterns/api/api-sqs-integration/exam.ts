import type { Exam } from '../../../model/exam';

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
  question: 'The work outlasts the integration timeout: how does the API accept it anyway?',
  wrong: [
    {
      answer: 'Raise the timeout of the function',
      because:
        'API Gateway answers 504 when its own integration timeout is over, however long the function may go on.',
    },
    {
      answer: 'Have the integration timeout raised by a quota request',
      because:
        'For a Regional or private REST API that moves the limit, perhaps at the price of the account’s throttle quota; the client still has to hold one connection open until the work is done.',
    },
    {
      answer: 'Let the client send the request again after a 504',
      because: 'The first one is still being worked on, and the second takes just as long.',
    },
    {
      answer: 'Invoke the function asynchronously by the header X-Amz-Invocation-Type: Event',
      because:
        'That accepts the work too, by a non-proxy integration, but the answer names no job, and the events wait where nobody can count, delay or look at them.',
    },
    {
      answer: 'A proxy function that sends the message to the queue',
      because:
        'It answers in time too, but every job starts and pays for a function that only copies, with code to maintain and a concurrency to run out of.',
    },
    {
      answer: 'Use an HTTP API instead',
      because: 'Its integration timeout is at most 30 seconds, and no quota raises it.',
    },
  ],
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
              because: 'A proxy integration has a Lambda function behind it.',
              source: types,
            },
            {
              value: 'MOCK',
              outcome: 'update',
              because:
                'No job reaches the queue, and the request template yields no status code, so every call is a 500.',
            },
          ],
        },
        {
          property: 'Integration.IntegrationHttpMethod',
          value: 'POST',
          fact: "The integration's HTTP method is independent of the client's method; a call to SQS with its parameters in the body is a POST.",
          source: integration,
          seeds: ['003:686'],
          experiments: [
            {
              value: null,
              outcome: 'fails',
              because: 'Every integration but MOCK needs the method.',
              source: integration,
            },
          ],
        },
        {
          property: 'Integration.PassthroughBehavior',
          value: 'NEVER',
          fact: 'NEVER answers 415 to a content type without a template; WHEN_NO_MATCH passes such a body through; WHEN_NO_TEMPLATES does so only if no template exists.',
          source: passthrough,
          seeds: ['003:641', '003:686', '003:699'],
          experiments: [
            {
              value: 'WHEN_NO_MATCH',
              outcome: 'update',
              because:
                'A body of text/plain passes the model by and goes to SQS as the client wrote it: Action=… of its own choice, as far as the role allows.',
            },
            {
              value: 'WHEN_NO_TEMPLATES',
              outcome: 'update',
              because:
                'Nothing changes, as there is a template: other content types are answered 415.',
            },
          ],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
        },
        {
          property: 'Integration.RequestParameters',
          value: {
            'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'",
          },
          fact: 'A parameter of the integration request is mapped from the method request, the context or a fixed value in single quotes.',
          source: `${gateway}/rest-api-parameter-mapping-sources.html`,
          seeds: ['003:686'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'SQS is told that the form is JSON, and does not find the action in it.',
            },
          ],
        },
        {
          property: 'Integration.RequestTemplates',
          value: {
            'application/json': 'Action=SendMessage&MessageBody=$util.urlEncode($input.body)',
          },
          fact: 'A mapping template in Velocity makes the body of the integration request; $util.urlEncode puts a text into the form application/x-www-form-urlencoded.',
          source: `${gateway}/api-gateway-mapping-template-reference.html`,
          seeds: ['003:641', '003:686'],
          experiments: [
            {
              value: { 'application/json': 'Action=SendMessage&MessageBody=$input.body' },
              outcome: 'update',
              because: 'The job “Fish & Chips” ends at the &, and a + in it becomes a space.',
            },
          ],
        },
        {
          property: 'Integration.IntegrationResponses.0.SelectionPattern',
          value: '2\\d{2}',
          fact: "A regular expression selects the response: it matches a backend's status code or a function's error message; a response without one is the default.",
          source: `${reference}/aws-properties-apigateway-method-integrationresponse.html`,
          seeds: ['003:641', '003:686'],
          experiments: [
            {
              value: '\\d{3}',
              outcome: 'update',
              because: 'A client is told 202 and an empty id for a job that SQS has refused.',
            },
          ],
        },
        {
          property: 'Integration.IntegrationResponses.0.StatusCode',
          value: '202',
          fact: 'The client gets the status code of the integration response, not of the backend: 202 says that the work is accepted but not yet done.',
          source: `${gateway}/api-gateway-integration-settings-integration-response.html`,
          seeds: ['003:705'],
          experiments: [
            {
              value: '201',
              outcome: 'fails',
              because: 'The method has no method response 201.',
              source: `${gateway}/api-gateway-integration-settings-integration-response.html`,
            },
          ],
        },
        {
          property: 'Integration.TimeoutInMillis',
          value: 5000,
          fact: 'API Gateway waits 50 to 29,000 milliseconds for an integration, 29,000 unless set; what takes longer is answered 504.',
          source: quotas,
          seeds: ['002:363', '002:368', '002:370', '003:705'],
          today: {
            notes: 'Whatever the integration is, its timeout is at most 29 seconds.',
            now: 'That is the default quota: for Regional and private REST APIs it can be raised, for which AWS may lower the throttle quota of the account. It stays for edge-optimized ones, and an HTTP API has 30 seconds.',
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
                'It takes a raised quota; and for a message to a queue it would change nothing.',
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
          fact: 'With AWS_PROXY the function gets the whole request and gives the whole response, and a mapping template has no place.',
          source: types,
          seeds: ['003:687'],
        },
        {
          property: 'Integration.TimeoutInMillis',
          value: 10_000,
          fact: 'The timeout is a property of each integration, so the methods of one API can wait for different times.',
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
          fact: 'The role in Credentials of an integration is assumed by API Gateway, so it must trust apigateway.amazonaws.com.',
          source: integration,
          seeds: ['003:671', '003:686'],
          experiments: [
            {
              value: 'lambda.amazonaws.com',
              outcome: 'update',
              because: 'API Gateway may not assume the role, and every POST is answered 500.',
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
          fact: 'To put a message into a queue takes sqs:SendMessage on its ARN, and nothing to read or delete one.',
          source:
            'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html',
          seeds: ['003:686'],
          experiments: [
            {
              value: 'sqs:ReceiveMessage',
              outcome: 'update',
              because: 'SQS answers 403, which matches no pattern: every POST is answered 502.',
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
          fact: 'A quota can raise the integration timeout of a Regional or private REST API above 29 seconds, but not that of an edge-optimized one.',
          source: quotas,
          seeds: ['002:368', '003:705'],
          experiments: [
            {
              value: ['EDGE'],
              outcome: 'update',
              because: 'Calls go through CloudFront, and 29 seconds are the end of it.',
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
              because:
                'Nonsense is answered 202 as well: that its job has FAILED, only a GET tells later.',
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
          fact: 'Requests beyond the rate and the burst of a stage or method are answered 429 and reach no backend.',
          source: `${gateway}/api-gateway-request-throttling.html`,
          seeds: ['002:374', '003:701'],
          today: {
            notes: 'Too many requests are likely to be answered 502 or 429.',
            now: 'API Gateway answers 429 to a throttled request. A 502 means that a proxy function failed or answered in the wrong form, and a 500 means that Lambda refused to invoke.',
            source: `${lambda}/services-apigateway-errors.html`,
          },
          experiments: [
            {
              value: 0,
              also: [{ property: 'MethodSettings.0.ThrottlingBurstLimit', value: 0 }],
              outcome: 'update',
              because: 'Every request gets 429: that closes a stage without deleting it.',
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
          fact: 'INTEGRATION_TIMEOUT answers when an integration is too slow, INTEGRATION_FAILURE when it fails; both are 504 unless you change them, with DEFAULT_5XX as the fallback.',
          source: responses,
          seeds: ['002:363', '002:366', '002:376', '003:705'],
          experiments: [
            {
              value: 'THROTTLED',
              outcome: 'replace',
              because: 'A client that was throttled is told that its job may have been accepted.',
            },
          ],
          tasks: ['DVA-C02 4.1'],
        },
        {
          property: 'StatusCode',
          value: '504',
          fact: 'A 504 says nothing about the backend: it may have done the work, and may still be doing it.',
          source: responses,
          seeds: ['002:370', '003:705'],
          experiments: [
            {
              value: '202',
              outcome: 'update',
              because: 'A job that may never have reached the queue is reported as accepted.',
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
          source: `${lambda}/configuration-timeout.html`,
          seeds: ['002:370', '003:705'],
          experiments: [
            {
              value: 901,
              outcome: 'refused',
              because: 'Fifteen minutes, 900 seconds, is the most.',
            },
            {
              value: 29,
              outcome: 'update',
              because: 'A longer job is cut off three times and ends in the dead-letter queue.',
            },
          ],
        },
        {
          property: 'DeadLetterConfig',
          fact: "A function's dead-letter queue is for asynchronous invocations (InvocationType Event); messages that Lambda polls from a queue go to the dead-letter queue of that queue.",
          source: `${lambda}/invocation-async-retain-records.html`,
          seeds: ['002:571', '002:789', '003:748', '003:750'],
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
          fact: 'By default Lambda puts up to 10 messages of a standard queue into a batch, and the function handles the whole batch within one timeout.',
          source: `${lambda}/services-sqs-parameters.html`,
          seeds: ['003:193'],
          experiments: [
            {
              value: 10,
              outcome: 'update',
              because:
                'Ten jobs share five minutes, and if the last one fails, all of them come again.',
            },
          ],
        },
        {
          property: 'ScalingConfig.MaximumConcurrency',
          value: 5,
          fact: 'Maximum concurrency, 2 to 1,000, limits how many concurrent invocations one queue can cause; the other messages wait in the queue without being received.',
          source: `${lambda}/services-sqs-scaling.html`,
          seeds: ['003:726'],
          experiments: [
            { value: 1, outcome: 'refused', because: 'Two is the least that can be set.' },
            {
              value: null,
              outcome: 'update',
              because:
                'A rush of jobs takes the concurrency of every other function of the account.',
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
                'It is shorter than the function timeout: the job would be begun a second time.',
            },
          ],
        },
        {
          property: 'RedrivePolicy.maxReceiveCount',
          value: 3,
          fact: 'After maxReceiveCount receives without a delete, 1 to 1,000, SQS moves a message to the dead-letter queue.',
          source: `${guide}/sqs-configure-dead-letter-queue.html`,
          seeds: ['003:170'],
          experiments: [
            {
              value: 1,
              outcome: 'update',
              because: 'A job whose result could not be written once is given up.',
            },
          ],
        },
        {
          property: 'MessageRetentionPeriod',
          value: 345_600,
          fact: 'A queue keeps a message for 60 to 1,209,600 seconds (14 days), 345,600 (4 days) unless set, and then deletes it.',
          source: queuePage,
          seeds: ['000:168'],
          experiments: [
            {
              value: 60,
              outcome: 'update',
              because:
                'A job that waits for a worker for more than a minute is gone without a trace.',
            },
            { value: 1_209_601, outcome: 'refused', because: 'Fourteen days are the most.' },
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
          fact: 'A Deny on aws:SecureTransport false in the queue policy makes TLS a must for every request.',
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
          fact: 'Time to live deletes an item, at no charge, some time after the moment that a number attribute names in seconds since 1970.',
          source: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html',
          seeds: ['003:505'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'Every result that was ever worked out stays, and is paid for.',
            },
          ],
          tasks: ['SAA-C03 2.1'],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'A name with an & in it cuts its job short, and a body of another type is the client’s own call of SQS, answered 202 even where SQS refuses it.',
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
