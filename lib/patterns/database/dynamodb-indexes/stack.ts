import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/**
 * Which index gives a query another sort key or another partition key, and when does an index throttle its table?
 *
 *   (shop) ──▶ OrderTaker ──▶ Orders ──▶ OrderFinder ──▶ (desk)
 *                               ├─ by customer and order: the table itself
 *                               ├─ by customer and time: local index ByPlacedAt
 *                               ├─ open orders by warehouse and time: global index OpenByWarehouse
 *                               └─ by order alone: global index ByOrder
 */
export class DynamodbIndexesStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const orders = new dynamodb.Table(this, 'Orders', {
      partitionKey: { name: 'customer', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'order', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      // These limits throttle an endless loop before it becomes expensive.
      maxReadRequestUnits: 200,
      maxWriteRequestUnits: 100,
      removalPolicy: RemovalPolicy.DESTROY,
    });

    // You can create a local index only together with its table.
    orders.addLocalSecondaryIndex({
      indexName: 'ByPlacedAt',
      sortKey: { name: 'placedAt', type: dynamodb.AttributeType.STRING },
      // A customer sees whole orders, and each missing attribute would cost a read of the table.
      projectionType: dynamodb.ProjectionType.ALL,
    });
    orders.addGlobalSecondaryIndex({
      indexName: 'OpenByWarehouse',
      // Only an open order has openAt, so a shipped order is not in the index and costs nothing there.
      partitionKey: { name: 'openAt', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'placedAt', type: dynamodb.AttributeType.STRING },
      projectionType: dynamodb.ProjectionType.INCLUDE,
      nonKeyAttributes: ['totalCents'],
      maxReadRequestUnits: 200,
      // The index needs as many units as the table, because otherwise it throttles the table.
      maxWriteRequestUnits: 100,
    });
    orders.addGlobalSecondaryIndex({
      indexName: 'ByOrder',
      // Each order has its own key value; a key such as the state would put all orders in one partition.
      partitionKey: { name: 'order', type: dynamodb.AttributeType.STRING },
      // The keys are enough to read the order from the table, and they never change.
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
    // DynamoDB itself writes to the indexes, so a writer needs permissions for the table only.
    orderTakerRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['dynamodb:PutItem', 'dynamodb:UpdateItem'],
        resources: [orders.tableArn],
      }),
    );

    const orderFinderLogs = new logs.LogGroup(this, 'OrderFinderLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const orderFinderRole = new iam.Role(this, 'OrderFinderRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    orderFinderLogs.grantWrite(orderFinderRole);
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
    orderFinderRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['dynamodb:GetItem', 'dynamodb:Query'],
        resources: [orders.tableArn],
      }),
    );
    // An index has its own ARN, so a permission for the table does not include its indexes.
    orderFinderRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['dynamodb:Query'],
        resources: ['ByPlacedAt', 'OpenByWarehouse', 'ByOrder'].map(
          (index) => `${orders.tableArn}/index/${index}`,
        ),
      }),
    );

    // This is the metric of the index; the metric of the table does not count throttling by an index.
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
      // CloudWatch ignores this value for DynamoDB metrics: the alarm keeps its state without data.
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });

    new CfnOutput(this, 'OrdersTableName', {
      value: orders.tableName,
      description: 'The table of orders, with one local and two global indexes',
    });
    new CfnOutput(this, 'OrderTakerName', {
      value: orderTaker.functionName,
      description:
        'Invoke this function with {"place":{"customer":"ann","order":"o1","warehouse":"ulm","totalCents":250}}',
    });
    new CfnOutput(this, 'OrderFinderName', {
      value: orderFinder.functionName,
      description:
        'Invoke this function with {"by":"warehouse","of":"ulm","limit":10}; to get the next page, add its cursor',
    });
  }
}
