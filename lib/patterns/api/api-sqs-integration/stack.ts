import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/**
 * The work takes longer than the integration timeout: how does the API accept it anyway?
 *
 *   (client) ── POST /jobs ──────▶ JobsApi ──▶ JobQueue ──▶ Worker ──▶ Jobs
 *            ◀── 202 and an id ───────┘           │ after 3 receives    │
 *                                                 ▼                     │
 *                                              DeadLetterQueue          │
 *   (client) ── GET /jobs/{id} ──▶ JobsApi ──▶ StatusDesk ◀─────────────┘
 */
export class ApiSqsIntegrationStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const deadLetterQueue = new sqs.Queue(this, 'DeadLetterQueue', {
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
    });
    const jobQueue = new sqs.Queue(this, 'JobQueue', {
      // After a rush of requests, the worker has four days to catch up.
      retentionPeriod: Duration.days(4),
      receiveMessageWaitTime: Duration.seconds(20),
      // Six times the timeout of the worker, as AWS recommends.
      visibilityTimeout: Duration.minutes(30),
      // AWS recommends at least five receives because of throttling, which maxConcurrency below prevents.
      deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: 3 },
      enforceSSL: true,
    });

    const api = new apigateway.RestApi(this, 'JobsApi', {
      restApiName: this.stackName,
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      cloudWatchRole: false,
      deployOptions: {
        stageName: 'prod',
        // Without this limit, the queue would accept far more jobs than five workers can finish.
        throttlingRateLimit: 20,
        throttlingBurstLimit: 40,
      },
    });
    // This output has no description. The output JobsUrl below replaces it.
    api.node.tryRemoveChild('Endpoint');

    const intakeRole = new iam.Role(this, 'IntakeRole', {
      assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
    });
    // grantSendMessages would allow two more actions, which the API never calls.
    jobQueue.grant(intakeRole, 'sqs:SendMessage');

    const jobsResource = api.root.addResource('jobs');
    const { ARRAY, NUMBER, OBJECT, STRING } = apigateway.JsonSchemaType;
    // Validate now, because after the 202 the client no longer waits for an error.
    const requestValidator = api.addRequestValidator('Validator', {
      validateRequestBody: true,
      validateRequestParameters: true,
    });
    const newJob = api.addModel('NewJob', {
      description: 'Stops of a round trip as [latitude, longitude], and a name for it',
      contentType: 'application/json',
      schema: {
        schema: apigateway.JsonSchemaVersion.DRAFT4,
        type: OBJECT,
        required: ['stops'],
        additionalProperties: false,
        properties: {
          name: { type: STRING, maxLength: 100 },
          stops: {
            type: ARRAY,
            minItems: 2,
            // Each additional stop doubles the work: 24 stops take about half a minute.
            maxItems: 24,
            items: {
              type: ARRAY,
              minItems: 2,
              maxItems: 2,
              // One schema for both numbers. The worker knows that a latitude ends at 90 degrees.
              items: { type: NUMBER, minimum: -180, maximum: 180 },
            },
          },
        },
      },
    });
    const sendMessage = new apigateway.AwsIntegration({
      service: 'sqs',
      path: `${this.account}/${jobQueue.queueName}`,
      integrationHttpMethod: 'POST',
      options: {
        credentialsRole: intakeRole,
        // SQS answers in milliseconds, so a client should not wait 29 seconds for a failure.
        timeout: Duration.seconds(5),
        // This refuses other content types, whose bodies would bypass the model and reach SQS as the client wrote them.
        passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
        requestParameters: {
          'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'",
        },
        requestTemplates: {
          // Without the encoding, an & in a job would end the message and begin another parameter.
          'application/json': 'Action=SendMessage&MessageBody=$util.urlEncode($input.body)',
        },
        integrationResponses: [
          {
            selectionPattern: '2\\d{2}',
            statusCode: '202',
            responseTemplates: {
              'application/json':
                '{"id":"$input.path(\'$.SendMessageResponse.SendMessageResult.MessageId\')"}',
            },
          },
          {
            // This response has no pattern, so it is the default for everything else, such as a refusal by SQS.
            statusCode: '502',
            responseTemplates: {
              'application/json': '{"message":"the job was not accepted; send it again"}',
            },
          },
        ],
      },
    });
    jobsResource.addMethod('POST', sendMessage, {
      requestValidator,
      requestModels: { 'application/json': newJob },
      methodResponses: [{ statusCode: '202' }, { statusCode: '502' }],
    });

    const jobs = new dynamodb.Table(this, 'Jobs', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      // Clients fetch a result soon or never, so it may expire.
      timeToLiveAttribute: 'expiresAt',
      removalPolicy: RemovalPolicy.DESTROY,
    });

    const workerLogs = new logs.LogGroup(this, 'WorkerLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const workerRole = new iam.Role(this, 'WorkerRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    workerLogs.grantWrite(workerRole);
    const worker = new lambda.Function(this, 'Worker', {
      code: lambda.Code.fromAsset('dist/lambda/api/api-sqs-integration/worker'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      // 1,769 MB give one full vCPU. A tour of 24 stops needs 772 MB of memory.
      memorySize: 1769,
      // No client waits for the worker, so it may run longer than the integration timeout.
      timeout: Duration.minutes(5),
      role: workerRole,
      logGroup: workerLogs,
      environment: { TABLE_NAME: jobs.tableName },
    });
    jobs.grant(workerRole, 'dynamodb:UpdateItem');
    worker.addEventSource(
      new sources.SqsEventSource(jobQueue, {
        // Jobs take long, and the jobs of a batch would share one timeout and one retry.
        batchSize: 1,
        // Further jobs wait in the queue, so they do not use up the concurrency of other functions.
        maxConcurrency: 5,
      }),
    );

    const deskLogs = new logs.LogGroup(this, 'DeskLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const deskRole = new iam.Role(this, 'DeskRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    deskLogs.grantWrite(deskRole);
    const statusDesk = new lambda.Function(this, 'StatusDesk', {
      code: lambda.Code.fromAsset('dist/lambda/api/api-sqs-integration/status-desk'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(5),
      role: deskRole,
      logGroup: deskLogs,
      environment: { TABLE_NAME: jobs.tableName },
    });
    jobs.grant(deskRole, 'dynamodb:GetItem');

    jobsResource.addResource('{id}').addMethod(
      'GET',
      new apigateway.LambdaIntegration(statusDesk, {
        timeout: Duration.seconds(10),
        // A test invocation from the console would need a second permission.
        allowTestInvoke: false,
      }),
    );

    api.addGatewayResponse('BadJob', {
      type: apigateway.ResponseType.BAD_REQUEST_BODY,
      statusCode: '400',
      templates: {
        'application/json':
          '{"message":"expected a job such as {\\"name\\":\\"Round\\",\\"stops\\":[[52.5,13.4],[48.1,11.6]]}"}',
      },
    });
    // After a timeout, nobody knows whether the job is in the queue, so this message promises neither.
    api.addGatewayResponse('TimedOut', {
      type: apigateway.ResponseType.INTEGRATION_TIMEOUT,
      statusCode: '504',
      templates: {
        'application/json': '{"message":"no answer in time; the job may have been accepted"}',
      },
    });

    deadLetterQueue
      .metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'max' })
      .createAlarm(this, 'DeadLetterAlarm', {
        threshold: 1,
        evaluationPeriods: 1,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });

    new CfnOutput(this, 'JobsUrl', {
      value: api.urlForPath('/jobs'),
      description: 'POST {"stops":[[52.5,13.4],[48.1,11.6]]} here, then GET the job at /<id>',
    });
    new CfnOutput(this, 'JobQueueUrl', {
      value: jobQueue.queueUrl,
      description: 'Jobs wait here for the worker; the id of a message is the id of its job',
    });
    new CfnOutput(this, 'DeadLetterQueueUrl', {
      value: deadLetterQueue.queueUrl,
      description: 'Find the jobs here that failed three times',
    });
    new CfnOutput(this, 'JobsTableName', {
      value: jobs.tableName,
      description: 'The table of jobs that the worker has started, kept for a day',
    });
    new CfnOutput(this, 'WorkerName', {
      value: worker.functionName,
      description: 'The function that works on one job for up to five minutes',
    });
  }
}
