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
 *   POST /jobs ───────▶ JobsApi ──▶ JobQueue ──▶ Worker ──▶ Jobs
 *   202 and an id ◀──      │           │ after three receives  │
 *                          │           ▼                       │
 *                          │       DeadLetterQueue             │
 *   GET /jobs/{id} ───▶    └────▶ StatusDesk ◀─────────────────┘
 */
export class ApiSqsIntegrationStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const deadLetterQueue = new sqs.Queue(this, 'DeadLetterQueue', {
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
    });
    const jobQueue = new sqs.Queue(this, 'JobQueue', {
      // A burst of jobs can wait for four days before SQS deletes any.
      retentionPeriod: Duration.days(4),
      receiveMessageWaitTime: Duration.seconds(20),
      // Six times the worker's timeout leaves Lambda time to retry after throttling.
      visibilityTimeout: Duration.minutes(30),
      // Without a limit, a job that runs out of memory or time would come back forever. AWS advises at
      // least five receives if Lambda may be throttled, which maxConcurrency below prevents.
      deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: 3 },
      enforceSSL: true,
    });

    const jobs = new dynamodb.Table(this, 'Jobs', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      // A client fetches its result within a day, or never.
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
    jobs.grant(workerRole, 'dynamodb:UpdateItem');
    const worker = new lambda.Function(this, 'Worker', {
      code: lambda.Code.fromAsset('dist/lambda/api/api-sqs-integration/worker'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      // 1,769 MB gives one full vCPU. A tour of 24 stops needs 772 MB of memory.
      memorySize: 1769,
      // No client waits for the worker, so its timeout may exceed any integration timeout.
      timeout: Duration.minutes(5),
      role: workerRole,
      logGroup: workerLogs,
      environment: { TABLE_NAME: jobs.tableName },
    });
    worker.addEventSource(
      new sources.SqsEventSource(jobQueue, {
        // The jobs of a larger batch would share one timeout and one retry.
        batchSize: 1,
        // More jobs wait in the queue, so that they do not take the concurrency of other functions.
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
    jobs.grant(deskRole, 'dynamodb:GetItem');
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

    const api = new apigateway.RestApi(this, 'JobsApi', {
      restApiName: this.stackName,
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      cloudWatchRole: false,
      deployOptions: {
        stageName: 'prod',
        // The queue accepts any number of jobs, but five workers can finish only so many.
        throttlingRateLimit: 20,
        throttlingBurstLimit: 40,
      },
    });
    // This output has no description; JobsUrl below replaces it.
    api.node.tryRemoveChild('Endpoint');

    const intakeRole = new iam.Role(this, 'IntakeRole', {
      assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
    });
    // grantSendMessages would also allow two actions that the API never calls.
    jobQueue.grant(intakeRole, 'sqs:SendMessage');

    const jobsResource = api.root.addResource('jobs');
    jobsResource.addMethod(
      'POST',
      new apigateway.AwsIntegration({
        service: 'sqs',
        path: `${this.account}/${jobQueue.queueName}`,
        integrationHttpMethod: 'POST',
        options: {
          credentialsRole: intakeRole,
          // SQS needs milliseconds. No client should wait 29 seconds to learn about a failure.
          timeout: Duration.seconds(5),
          // A body of any other type would skip the model and reach SQS as the client's own call.
          passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
          requestParameters: {
            'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'",
          },
          requestTemplates: {
            // Without the encoding, an & in a job would end the message and start another parameter.
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
              // Without a pattern, this is the default, for everything that SQS refuses.
              statusCode: '502',
              responseTemplates: {
                'application/json': '{"message":"the job was not accepted; send it again"}',
              },
            },
          ],
        },
      }),
      {
        // The API must refuse an invalid job here, because after the 202 the client no longer listens.
        requestValidator: api.addRequestValidator('Validator', {
          validateRequestBody: true,
          validateRequestParameters: true,
        }),
        requestModels: {
          'application/json': api.addModel('NewJob', {
            description: 'Stops of a round trip as [latitude, longitude], and a name for it',
            contentType: 'application/json',
            schema: {
              schema: apigateway.JsonSchemaVersion.DRAFT4,
              type: apigateway.JsonSchemaType.OBJECT,
              required: ['stops'],
              additionalProperties: false,
              properties: {
                name: { type: apigateway.JsonSchemaType.STRING, maxLength: 100 },
                stops: {
                  type: apigateway.JsonSchemaType.ARRAY,
                  minItems: 2,
                  // Each stop doubles the work. 24 stops keep one core busy for about half a minute.
                  maxItems: 24,
                  items: {
                    type: apigateway.JsonSchemaType.ARRAY,
                    minItems: 2,
                    maxItems: 2,
                    items: [
                      { type: apigateway.JsonSchemaType.NUMBER, minimum: -90, maximum: 90 },
                      { type: apigateway.JsonSchemaType.NUMBER, minimum: -180, maximum: 180 },
                    ],
                  },
                },
              },
            },
          }),
        },
        methodResponses: [{ statusCode: '202' }, { statusCode: '502' }],
      },
    );
    jobsResource.addResource('{id}').addMethod(
      'GET',
      new apigateway.LambdaIntegration(statusDesk, {
        timeout: Duration.seconds(10),
        // The test button of the console would need a second permission.
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
    // The job may be in the queue nevertheless. API Gateway cannot know.
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
      description: 'POST {"stops":[[52.5,13.4],[48.1,11.6]]} here, then GET /<id>',
    });
    new CfnOutput(this, 'JobQueueUrl', {
      value: jobQueue.queueUrl,
      description: 'The queue of jobs; the id of a message is the id of its job',
    });
    new CfnOutput(this, 'DeadLetterQueueUrl', {
      value: deadLetterQueue.queueUrl,
      description: 'The queue of jobs that failed three times',
    });
    new CfnOutput(this, 'JobsTableName', {
      value: jobs.tableName,
      description: 'The table of started jobs, which keeps each for a day',
    });
    new CfnOutput(this, 'WorkerName', {
      value: worker.functionName,
      description: 'The function that works on one job for up to five minutes',
    });
  }
}
