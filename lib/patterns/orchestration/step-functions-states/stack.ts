import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as stepfunctions from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

/**
 * Which states branch, wait, fan out, retry, and catch, what lets a worker outside do a step, and which workflow type fits?
 *
 *   (shop) ──▶ OrderWorkflow ──▶ Stocker ──▶ Stock
 *                  └───────────▶ Cashier ◀── QuoteWorkflow ◀── (shop, which waits for the price)
 *                                                └──▶ WorkflowLogs
 *   (shop) ──▶ PackingWorkflow ──▶ Packing ◀── polls ── (packer, with PackerRole)
 */
export class StepFunctionsStatesStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const stock = new dynamodb.Table(this, 'Stock', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stockerLogs = new logs.LogGroup(this, 'StockerLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stockerRole = new iam.Role(this, 'StockerRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    stockerLogs.grantWrite(stockerRole);
    const stocker = new lambda.Function(this, 'Stocker', {
      code: lambda.Code.fromAsset('dist/lambda/orchestration/step-functions-states/stocker'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(10),
      role: stockerRole,
      logGroup: stockerLogs,
      environment: { TABLE_NAME: stock.tableName },
    });
    stock.grant(
      stockerRole,
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
    );

    const cashierLogs = new logs.LogGroup(this, 'CashierLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const cashierRole = new iam.Role(this, 'CashierRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    cashierLogs.grantWrite(cashierRole);
    const cashier = new lambda.Function(this, 'Cashier', {
      code: lambda.Code.fromAsset('dist/lambda/orchestration/step-functions-states/cashier'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(10),
      role: cashierRole,
      logGroup: cashierLogs,
    });

    const invoke = `arn:${this.partition}:states:::lambda:invoke`;
    // The documentation asks for this on each task that invokes a function: these are errors of Lambda itself.
    const retryLambda = {
      ErrorEquals: [
        'Lambda.ServiceException',
        'Lambda.AWSLambdaException',
        'Lambda.SdkClientException',
        'Lambda.TooManyRequestsException',
      ],
      IntervalSeconds: 1,
      MaxAttempts: 3,
      BackoffRate: 2,
      JitterStrategy: 'FULL',
    };

    const workflowLogs = new logs.LogGroup(this, 'WorkflowLogs', {
      logGroupName: `/aws/vendedlogs/states/${this.stackName}`,
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const orderWorkflowRole = new iam.Role(this, 'OrderWorkflowRole', {
      assumedBy: new iam.ServicePrincipal('states.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    });
    const orderWorkflow = new stepfunctions.CfnStateMachine(this, 'OrderWorkflow', {
      // An order may take days, must not be charged twice, and leaves a history.
      stateMachineType: 'STANDARD',
      roleArn: orderWorkflowRole.roleArn,
      definition: {
        StartAt: 'ChooseCarrier',
        // An hour is enough. Without this, an execution may run for a year.
        TimeoutSeconds: 3600,
        States: {
          // A Pass state only rewrites data: here, it adds a carrier to the order.
          ChooseCarrier: {
            Type: 'Pass',
            Result: { carrier: 'post' },
            ResultPath: '$.shipping',
            Next: 'HasLines',
          },
          HasLines: {
            Type: 'Choice',
            Choices: [{ Variable: '$.lines[0]', IsPresent: true, Next: 'ReserveLines' }],
            // Without a default, an order without lines would fail with States.NoChoiceMatched.
            Default: 'EmptyOrder',
          },
          EmptyOrder: { Type: 'Fail', Error: 'EmptyOrder', Cause: 'expected one line or more' },
          // A Map state runs the same states for each item of a list, two at a time.
          ReserveLines: {
            Type: 'Map',
            ItemsPath: '$.lines',
            ItemSelector: {
              action: 'reserve',
              'line.$': '$$.Map.Item.Value',
              'token.$': "States.Format('{}/{}', $$.Execution.Name, $$.Map.Item.Index)",
            },
            MaxConcurrency: 2,
            ItemProcessor: {
              StartAt: 'Reserve',
              States: {
                Reserve: {
                  Type: 'Task',
                  Resource: invoke,
                  Parameters: { FunctionName: stocker.functionArn, 'Payload.$': '$' },
                  TimeoutSeconds: 30,
                  ResultSelector: { 'sku.$': '$.Payload.sku' },
                  Retry: [
                    {
                      // The waits are 1, 2 and 4 seconds. Jitter would spread the retries of many orders.
                      ErrorEquals: ['WarehouseBusy'],
                      IntervalSeconds: 1,
                      BackoffRate: 2,
                      MaxDelaySeconds: 10,
                      MaxAttempts: 3,
                      JitterStrategy: 'NONE',
                    },
                    retryLambda,
                  ],
                  End: true,
                },
              },
            },
            ResultPath: '$.reserved',
            // This catches what the tasks inside did not handle, and keeps the order beside the error.
            Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'ReleaseLines' }],
            Next: 'ChargeAndLabel',
          },
          // A Parallel state runs different branches and waits for all of them.
          ChargeAndLabel: {
            Type: 'Parallel',
            Branches: [
              {
                StartAt: 'Charge',
                States: {
                  Charge: {
                    Type: 'Task',
                    Resource: invoke,
                    Parameters: { FunctionName: cashier.functionArn, 'Payload.$': '$' },
                    TimeoutSeconds: 30,
                    ResultSelector: { 'cents.$': '$.Payload.cents' },
                    Retry: [retryLambda],
                    End: true,
                  },
                },
              },
              {
                StartAt: 'LetCustomerCancel',
                States: {
                  // A Wait state costs nothing while it waits. In a shop, this would be half an hour.
                  LetCustomerCancel: { Type: 'Wait', Seconds: 2, Next: 'Label' },
                  Label: {
                    Type: 'Pass',
                    Parameters: {
                      'label.$': "States.Format('{}-{}', $.shipping.carrier, $.order)",
                    },
                    End: true,
                  },
                },
              },
            ],
            ResultSelector: { 'cents.$': '$[0].cents', 'label.$': '$[1].label' },
            ResultPath: '$.done',
            Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'ReleaseLines' }],
            Next: 'Ordered',
          },
          Ordered: { Type: 'Succeed', OutputPath: '$.done' },
          // Step Functions undoes nothing itself: this gives back what the order had reserved.
          ReleaseLines: {
            Type: 'Map',
            ItemsPath: '$.lines',
            ItemSelector: {
              action: 'release',
              'line.$': '$$.Map.Item.Value',
              'token.$': "States.Format('{}/{}', $$.Execution.Name, $$.Map.Item.Index)",
            },
            MaxConcurrency: 2,
            ItemProcessor: {
              StartAt: 'Release',
              States: {
                Release: {
                  Type: 'Task',
                  Resource: invoke,
                  Parameters: { FunctionName: stocker.functionArn, 'Payload.$': '$' },
                  TimeoutSeconds: 30,
                  Retry: [retryLambda],
                  End: true,
                },
              },
            },
            ResultPath: null,
            Next: 'Refused',
          },
          Refused: { Type: 'Fail', ErrorPath: '$.error.Error', CausePath: '$.error.Cause' },
        },
      },
      loggingConfiguration: {
        level: 'ALL',
        includeExecutionData: false,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: workflowLogs.logGroupArn } }],
      },
    });
    orderWorkflowRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: [stocker.functionArn, cashier.functionArn],
      }),
    );

    const quoteWorkflowRole = new iam.Role(this, 'QuoteWorkflowRole', {
      assumedBy: new iam.ServicePrincipal('states.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    });
    const quoteWorkflow = new stepfunctions.CfnStateMachine(this, 'QuoteWorkflow', {
      // Every visitor asks for prices, each time for less than a second, and nothing happens if one is computed twice.
      stateMachineType: 'EXPRESS',
      roleArn: quoteWorkflowRole.roleArn,
      definition: {
        StartAt: 'Price',
        States: {
          Price: {
            Type: 'Task',
            Resource: invoke,
            Parameters: { FunctionName: cashier.functionArn, 'Payload.$': '$' },
            TimeoutSeconds: 10,
            ResultSelector: { 'cents.$': '$.Payload.cents' },
            Retry: [retryLambda],
            End: true,
          },
        },
      },
      // Step Functions keeps no history of an express workflow, so this log is the only one.
      loggingConfiguration: {
        level: 'ALL',
        includeExecutionData: false,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: workflowLogs.logGroupArn } }],
      },
    });
    quoteWorkflowRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: [cashier.functionArn],
      }),
    );
    // An activity is a queue for one kind of task: a program anywhere polls it and answers with a task token.
    const packing = new stepfunctions.CfnActivity(this, 'Packing', {
      name: `${this.stackName}-Packing`,
    });
    const packingWorkflowRole = new iam.Role(this, 'PackingWorkflowRole', {
      assumedBy: new iam.ServicePrincipal('states.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    });
    const packingWorkflow = new stepfunctions.CfnStateMachine(this, 'PackingWorkflow', {
      // Express workflows cannot use activities.
      stateMachineType: 'STANDARD',
      roleArn: packingWorkflowRole.roleArn,
      definition: {
        StartAt: 'Pack',
        States: {
          Pack: {
            Type: 'Task',
            Resource: packing.ref,
            // A packer that falls silent for a minute has stopped. Then another one gets the order.
            HeartbeatSeconds: 60,
            TimeoutSeconds: 3600,
            Retry: [{ ErrorEquals: ['States.HeartbeatTimeout'], MaxAttempts: 2 }],
            Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'NotPacked' }],
            Next: 'Packed',
          },
          Packed: { Type: 'Succeed' },
          NotPacked: { Type: 'Fail', ErrorPath: '$.error.Error', CausePath: '$.error.Cause' },
        },
      },
      loggingConfiguration: {
        level: 'ALL',
        includeExecutionData: false,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: workflowLogs.logGroupArn } }],
      },
    });
    const workflows: [iam.Role, stepfunctions.CfnStateMachine][] = [
      [orderWorkflowRole, orderWorkflow],
      [quoteWorkflowRole, quoteWorkflow],
      [packingWorkflowRole, packingWorkflow],
    ];
    for (const [role, workflow] of workflows) {
      role.addToPolicy(
        new iam.PolicyStatement({
          actions: [
            'logs:CreateLogDelivery',
            'logs:GetLogDelivery',
            'logs:UpdateLogDelivery',
            'logs:DeleteLogDelivery',
            'logs:ListLogDeliveries',
            'logs:PutResourcePolicy',
            'logs:DescribeResourcePolicies',
            'logs:DescribeLogGroups',
          ],
          // IAM has no resource type for log deliveries or log policies of the account.
          resources: ['*'],
        }),
      );
      // Step Functions checks at creation that the role may write the log, so the policy must exist first.
      workflow.node.addDependency(role);
    }

    const packerRole = new iam.Role(this, 'PackerRole', {
      assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
    });
    packerRole.addToPolicy(
      new iam.PolicyStatement({
        actions: [
          'states:GetActivityTask',
          'states:SendTaskSuccess',
          'states:SendTaskFailure',
          'states:SendTaskHeartbeat',
        ],
        resources: [packing.ref],
      }),
    );

    new CfnOutput(this, 'OrderWorkflowArn', {
      value: orderWorkflow.ref,
      description:
        'Start it with {"order":"o-1","card":"good","lines":[{"sku":"tea","quantity":2,"cents":350}]}',
    });
    new CfnOutput(this, 'QuoteWorkflowArn', {
      value: quoteWorkflow.ref,
      description: 'Start it synchronously with the same order, and get the price',
    });
    new CfnOutput(this, 'PackingWorkflowArn', {
      value: packingWorkflow.ref,
      description: 'Start it with {"order":"o-1"}; it waits for a packer',
    });
    new CfnOutput(this, 'PackingArn', {
      value: packing.ref,
      description: 'The activity that a packer polls: aws stepfunctions get-activity-task …',
    });
    new CfnOutput(this, 'StockTableName', {
      value: stock.tableName,
      description: 'The table of articles, such as {"id":"stock#tea","pieces":10}',
    });
    new CfnOutput(this, 'WorkflowLogGroupName', {
      value: workflowLogs.logGroupName,
      description: 'The log group of the workflows: for the express one, the only history',
    });
  }
}
