import {
  CfnCondition,
  CfnOutput,
  CfnParameter,
  Duration,
  Fn,
  RemovalPolicy,
  Stack,
  type StackProps,
} from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as assets from 'aws-cdk-lib/aws-s3-assets';
import * as sam from 'aws-cdk-lib/aws-sam';
import type { Construct } from 'constructs';

/**
 * How do you package a function: inline, as a ZIP file, with a layer, with a runtime of your own, as an image, or with SAM?
 *
 *   (template) ──▶ InlineCounter              (template and layer) ──▶ LayerCounter ──▶ PriceList
 *   (ZIP file) ──▶ ZipCounter                 (shell script) ──▶ ShellMeter ──▶ ShellRuntime
 *   (image) ──▶ ImageStore ──▶ ImageCounter   (shorthand) ──▶ SamCounter ──▶ (API)
 */
export class LambdaPackagingStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // The functions do the same work and differ in their packages, so they share a log group.
    const counterLogs = new logs.LogGroup(this, 'CounterLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });

    const inlineCounterRole = new iam.Role(this, 'InlineCounterRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    counterLogs.grantWrite(inlineCounterRole);
    const inlineCounter = new lambda.Function(this, 'InlineCounter', {
      // CloudFormation writes this text into index.js. There is no library, so it refuses quotes instead of guessing.
      code: lambda.Code.fromInline(`const loadMs = performance.now() - performance.nodeTiming.bootstrapComplete;
exports.handler = async ({ csv }) => {
  const [header, ...rows] = csv.trim().split('\\n');
  if (header !== 'name,cents' || csv.includes('"'))
    throw new Error('expected the columns name,cents and no quotes, got ' + JSON.stringify(csv));
  const prices = rows.map((row) => Number(/^[^,]+,(\\d{1,9})$/.exec(row)?.[1]));
  if (prices.some(Number.isNaN)) throw new Error('expected whole cents, got ' + JSON.stringify(csv));
  return { items: rows.length, cents: prices.reduce((sum, price) => sum + price, 0), loadMs };
};
`),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(10),
      role: inlineCounterRole,
      logGroup: counterLogs,
    });

    const zipCounterRole = new iam.Role(this, 'ZipCounterRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    counterLogs.grantWrite(zipCounterRole);
    const zipCounter = new lambda.Function(this, 'ZipCounter', {
      // The CDK zips this folder and uploads it, as `sam deploy` and `aws cloudformation package` do. The library is in it.
      code: lambda.Code.fromAsset('dist/lambda/serverless/lambda-packaging/zipped'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(10),
      role: zipCounterRole,
      logGroup: counterLogs,
    });

    // Lambda unpacks it into /opt, where Node.js looks for the folder nodejs/node_modules.
    const priceList = new lambda.LayerVersion(this, 'PriceList', {
      code: lambda.Code.fromAsset('dist/lambda/serverless/lambda-packaging/layers/price-list'),
      description: 'Adds up price lists, with its CSV library',
      compatibleRuntimes: [lambda.Runtime.NODEJS_24_X],
      compatibleArchitectures: [lambda.Architecture.ARM_64, lambda.Architecture.X86_64],
    });
    const layerCounterRole = new iam.Role(this, 'LayerCounterRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    counterLogs.grantWrite(layerCounterRole);
    const layerCounter = new lambda.Function(this, 'LayerCounter', {
      // With the layer, even inline code has a library.
      code: lambda.Code.fromInline(`const { totals } = require('price-list');
const loadMs = performance.now() - performance.nodeTiming.bootstrapComplete;
exports.handler = async ({ csv }) => ({ ...totals(csv), loadMs });
`),
      layers: [priceList],
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(10),
      role: layerCounterRole,
      logGroup: counterLogs,
    });

    // Lambda has no runtime for shell scripts. This layer has one: an executable file with the name bootstrap.
    const shellRuntime = new lambda.LayerVersion(this, 'ShellRuntime', {
      code: lambda.Code.fromAsset('dist/lambda/serverless/lambda-packaging/layers/shell-runtime'),
      description: 'Runs functions that are written as shell scripts',
      compatibleRuntimes: [lambda.Runtime.PROVIDED_AL2023],
      compatibleArchitectures: [lambda.Architecture.ARM_64, lambda.Architecture.X86_64],
    });
    const shellMeterRole = new iam.Role(this, 'ShellMeterRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    counterLogs.grantWrite(shellMeterRole);
    const shellMeter = new lambda.Function(this, 'ShellMeter', {
      code: lambda.Code.fromAsset('dist/lambda/serverless/lambda-packaging/meter'),
      layers: [shellRuntime],
      // The runtime gets this text, and its own code decides what it means.
      handler: 'function.handler',
      runtime: lambda.Runtime.PROVIDED_AL2023,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(10),
      role: shellMeterRole,
      logGroup: counterLogs,
    });

    const imageStore = new ecr.Repository(this, 'ImageStore', {
      // A tag names one image forever, so the template names one image too.
      imageTagMutability: ecr.TagMutability.IMMUTABLE,
      emptyOnDelete: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const imageTag = new CfnParameter(this, 'ImageTag', {
      default: 'none',
      description: 'The tag of an image that you have pushed; the Dockerfile says how',
    });
    const imageCounterRole = new iam.Role(this, 'ImageCounterRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    counterLogs.grantWrite(imageCounterRole);
    const imageCounter = new lambda.Function(this, 'ImageCounter', {
      // Lambda itself adds the permission to pull to the policy of the repository. By this reference, the CDK does not.
      code: lambda.Code.fromEcrImage(
        ecr.Repository.fromRepositoryAttributes(this, 'PushedImages', {
          repositoryArn: imageStore.repositoryArn,
          repositoryName: imageStore.repositoryName,
        }),
        { tagOrDigest: imageTag.valueAsString },
      ),
      // The image has its own runtime and says which handler to call.
      handler: lambda.Handler.FROM_IMAGE,
      runtime: lambda.Runtime.FROM_IMAGE,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(10),
      role: imageCounterRole,
      logGroup: counterLogs,
    });
    // Lambda refuses a function whose image is not there, so the first deployment creates the repository alone.
    const withImage = new CfnCondition(this, 'WithImage', {
      expression: Fn.conditionNot(Fn.conditionEquals(imageTag, 'none')),
    });
    (imageCounter.node.defaultChild as lambda.CfnFunction).cfnOptions.condition = withImage;

    // With this line, CloudFormation lets SAM expand the template before it creates anything.
    this.addTransform('AWS::Serverless-2016-10-31');
    const samCode = new assets.Asset(this, 'SamCode', {
      path: 'dist/lambda/serverless/lambda-packaging/desk',
    });
    const samCounterRole = new iam.Role(this, 'SamCounterRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    counterLogs.grantWrite(samCounterRole);
    const samCounter = new sam.CfnFunction(this, 'SamCounter', {
      codeUri: { bucket: samCode.s3BucketName, key: samCode.s3ObjectKey },
      handler: 'index.handler',
      runtime: 'nodejs24.x',
      architectures: ['arm64'],
      memorySize: 256,
      timeout: 10,
      // Without a role, SAM creates one, and its managed policy lets the function create log groups.
      role: samCounterRole.roleArn,
      // This event alone becomes a REST API, its deployment, and its stages.
      events: {
        Totals: {
          type: 'Api',
          properties: { path: '/totals', method: 'post', auth: { authorizer: 'AWS_IAM' } },
        },
      },
    });
    // The CDK knows an older SAM, so these two are written as SAM reads them.
    samCounter.addPropertyOverride('LoggingConfig.LogGroup', counterLogs.logGroupName);
    // API Gateway invokes the function by permission, and not with the credentials of the caller.
    samCounter.addPropertyOverride('Events.Totals.Properties.Auth.InvokeRole', 'NONE');

    new CfnOutput(this, 'InlineCounterName', {
      value: inlineCounter.functionName,
      description: 'Takes {"csv":"name,cents\\ntea,350\\n"}, without quotes in the CSV',
    });
    new CfnOutput(this, 'ZipCounterName', {
      value: zipCounter.functionName,
      description: 'Takes the same, and any CSV, because it has a library',
    });
    new CfnOutput(this, 'LayerCounterName', {
      value: layerCounter.functionName,
      description: 'Takes the same, with the library in a layer',
    });
    new CfnOutput(this, 'ShellMeterName', {
      value: shellMeter.functionName,
      description: 'Says how many bytes its event has',
    });
    new CfnOutput(this, 'SamCounterName', {
      value: samCounter.ref,
      description: 'Takes {"body":"name,cents\\ntea,350\\n"}, as API Gateway sends it',
    });
    new CfnOutput(this, 'TotalsUrl', {
      // SAM gives the API this name when it expands the template.
      value: Fn.sub(
        `https://\${ServerlessRestApi}.execute-api.\${AWS::Region}.\${AWS::URLSuffix}/Prod/totals`,
      ),
      description: 'POST a price list here, as CSV, with a signature',
    });
    new CfnOutput(this, 'ImageStoreUri', {
      value: imageStore.repositoryUri,
      description: 'Push the image here, then deploy again with --parameters ImageTag=v1',
    });
    new CfnOutput(this, 'ImageCounterName', {
      value: imageCounter.functionName,
      condition: withImage,
      description: 'Takes the same as ZipCounterName, from an image',
    });
  }
}
