import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/**
 * Queries need another sort key and another partition key: which index is which, and why can it throttle the base table?
 *
 *   (shop) ──▶ OrderTaker ──▶ Orders ──▶ OrderFinder ──▶ (desk)
 *                               ├─ by customer, by order: the table
 *                               ├─ by customer, by time: local index ByPlacedAt
 *                               ├─ by warehouse, open ones: global index OpenByWarehouse
 *                               └─ by order alone: global index ByOrder
 */
export class DynamodbIndexesStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const orders = new dynamodb.Table(this, 'Orders', {
      partitionKey: { name: 'customer', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'order', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      // A loop that runs wild is throttled here before it is a bill.
      maxReadRequestUnits: 200,
      maxWriteRequestUnits: 100,
      removalPolicy: RemovalPolicy.DESTROY,
    });

    // Now or never: no table gets a local index once it is created.
    orders.addLocalSecondaryIndex({
      indexName: 'ByPlacedAt',
      sortKey: { name: 'placedAt', type: dynamodb.AttributeType.STRING },
      // A customer's list shows everything, and what is missing would be fetched from the table.
      projectionType: dynamodb.ProjectionType.ALL,
    });
    orders.addGlobalSecondaryIndex({
      indexName: 'OpenByWarehouse',
      // Only an open order has openAt: a shipped one is not in the index, and costs nothing there.
      partitionKey: { name: 'openAt', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'placedAt', type: dynamodb.AttributeType.STRING },
      projectionType: dynamodb.ProjectionType.INCLUDE,
      nonKeyAttributes: ['totalCents'],
      maxReadRequestUnits: 200,
      // As much as the table's: a write that the index cannot take is throttled at the table.
      maxWriteRequestUnits: 100,
    });
    orders.addGlobalSecondaryIndex({
      indexName: 'ByOrder',
      // As even as it can be, one value an order; a key such as the state would be one hot partition.
      partitionKey: { name: 'order', type: dynamodb.AttributeType.STRING },
      // The keys are enough to get the order from the table, and hardly ever change.
      projectionType: dynamodb.ProjectionType.KEYS_ONLY,
      maxReadRequestUnits: 200,
      maxWriteRequestUnits: 100,
    });

    const orderTakerLogs = new logs.LogGroup(this, 'OrderTakerLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const orderTakerRole = new iam.Role(this, 'OrderTakerRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    orderTakerLogs.grantWrite(orderTakerRole);
    // DynamoDB itself writes to the indexes: to write to the table is all that is needed.
    orderTakerRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['dynamodb:PutItem', 'dynamodb:UpdateItem'],
        resources: [orders.tableArn],
      }),
    );

    const orderTaker = new lambda.Function(this, 'OrderTaker', {
      code: lambda.Code.fromAsset('dist/lambda/database/dynamodb-indexes/order-taker'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(10),
      role: orderTakerRole,
      logGroup: orderTakerLogs,
      environment: { TABLE_NAME: orders.tableName },
    });

    const orderFinderLogs = new logs.LogGroup(this, 'OrderFinderLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const orderFinderRole = new iam.Role(this, 'OrderFinderRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    orderFinderLogs.grantWrite(orderFinderRole);
    orderFinderRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['dynamodb:GetItem', 'dynamodb:Query'],
        resources: [orders.tableArn],
      }),
    );
    // An index is a resource of its own: who may query the table may not query the index.
    orderFinderRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['dynamodb:Query'],
        resources: ['ByPlacedAt', 'OpenByWarehouse', 'ByOrder'].map(
          (index) => `${orders.tableArn}/index/${index}`,
        ),
      }),
    );

    const orderFinder = new lambda.Function(this, 'OrderFinder', {
      code: lambda.Code.fromAsset('dist/lambda/database/dynamodb-indexes/order-finder'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(10),
      role: orderFinderRole,
      logGroup: orderFinderLogs,
      environment: { TABLE_NAME: orders.tableName },
    });

    // Of the index: the table's own metric would not say which of them holds up the writes.
    new cloudwatch.Metric({
      namespace: 'AWS/DynamoDB',
      metricName: 'WriteThrottleEvents',
      dimensionsMap: {
        TableName: orders.tableName,
        GlobalSecondaryIndexName: 'OpenByWarehouse',
      },
      period: Duration.minutes(1),
      statistic: 'sum',
    }).createAlarm(this, 'IndexThrottleAlarm', {
      threshold: 1,
      evaluationPeriods: 1,
      // DynamoDB records nothing while nothing is throttled.
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });

    new CfnOutput(this, 'OrdersTableName', {
      value: orders.tableName,
      description: 'The table of orders, with a local index and two global ones',
    });
    new CfnOutput(this, 'OrderTakerName', {
      value: orderTaker.functionName,
      description:
        'Invoke it with {"place":{"customer":"ann","order":"o1","warehouse":"ulm","totalCents":250}}',
    });
    new CfnOutput(this, 'OrderFinderName', {
      value: orderFinder.functionName,
      description: 'Invoke it with {"by":"warehouse","of":"ulm","limit":10}, and with the cursor',
    });
  }
}
