/**
 * What stands still and is billed, by CloudFormation type: on-demand list prices without tax, in USD,
 * of one Region. It is what `idle-cost.ts` needs and no catalog: a price comes with the stack that needs it.
 *
 * Shares that are free only for the first months of an account, or that its credits pay for, are
 * left out; shares that never expire are in `free`.
 */
export const region = 'us-east-1';

/** The month of AWS's own price examples: 365 days of 24 hours in twelve parts. */
export const hoursPerMonth = 730;

export interface Price {
  readonly usd: number;
  /** What the price is for; its end says how often it is due: every second, hour or month. */
  readonly unit: `${string}second` | `${string}hour` | `${string}month`;
  /** How many of it every account has for nothing, without an end, shared by all its stacks. */
  readonly free?: number;
}

export interface Source {
  readonly source: string;
  /**
   * The day on which the amounts were last compared, YYYY-MM-DD: with the page, or, where it loads
   * them by script, with what others publish from AWS's price list.
   */
  readonly checked: string;
}

/** What is billed by use alone, in words, with the free share that does not expire. */
export interface Growth extends Source {
  readonly grows: string;
}

/** What is billed while nobody uses it, and what use adds. */
export interface Standing extends Source {
  readonly items: Readonly<Record<string, Price>>;
  readonly grows?: string;
}

const aws = 'https://aws.amazon.com';

const provisionedConcurrency = {
  source: `${aws}/lambda/pricing/`,
  checked: '2026-11-21',
  items: {
    'GB of provisioned concurrency, arm64': { usd: 0.0000033334, unit: 'GB-second' },
    'GB of provisioned concurrency, x86_64': { usd: 0.0000041667, unit: 'GB-second' },
  },
} satisfies Standing;

const key = {
  source: `${aws}/kms/pricing/`,
  checked: '2026-11-21',
  items: { 'KMS key': { usd: 1, unit: 'month' } },
  grows:
    'KMS: 0.03 USD per 10,000 requests beyond 20,000 a month; the first and the second rotation of a key add 1 USD a month each',
} satisfies Standing;

/** The types of which something is billed while nobody uses it; `idle-cost.ts` says how much of each item. */
export const prices = {
  'AWS::AccessAnalyzer::Analyzer': {
    source: `${aws}/iam/access-analyzer/pricing/`,
    checked: '2026-11-28',
    items: { 'role under an unused access analyzer': { usd: 0.2, unit: 'month' } },
    grows:
      'IAM Access Analyzer: an unused access analyzer, if you turn it on, bills 0.20 USD a month for every other role and user of the account too',
  },
  'AWS::ApiGateway::Stage': {
    source: `${aws}/api-gateway/pricing/`,
    checked: '2026-11-21',
    items: {
      'cache of 0.5 GB': { usd: 0.02, unit: 'hour' },
      'cache of 1.6 GB': { usd: 0.038, unit: 'hour' },
      'cache of 6.1 GB': { usd: 0.2, unit: 'hour' },
      'cache of 13.5 GB': { usd: 0.25, unit: 'hour' },
      'cache of 28.4 GB': { usd: 0.5, unit: 'hour' },
      'cache of 58.2 GB': { usd: 1, unit: 'hour' },
      'cache of 118 GB': { usd: 1.9, unit: 'hour' },
      'cache of 237 GB': { usd: 3.8, unit: 'hour' },
    },
  },
  'AWS::CloudWatch::Alarm': {
    source: `${aws}/cloudwatch/pricing/`,
    checked: '2026-11-21',
    items: {
      'alarm metric': { usd: 0.1, unit: 'month', free: 10 },
      // The free share is for standard resolution, and for alarms that list their metrics directly.
      'alarm metric of high resolution': { usd: 0.3, unit: 'month' },
      'alarm metric of a query or a band': { usd: 0.1, unit: 'month' },
    },
  },
  'AWS::CloudWatch::Dashboard': {
    source: `${aws}/cloudwatch/pricing/`,
    checked: '2026-11-28',
    // The free share is for dashboards that refer to up to 50 metrics.
    items: { dashboard: { usd: 3, unit: 'month', free: 3 } },
  },
  'AWS::DynamoDB::Table': {
    source: `${aws}/dynamodb/pricing/provisioned/`,
    checked: '2026-11-21',
    items: {
      'read capacity unit': { usd: 0.00013, unit: 'hour', free: 25 },
      'write capacity unit': { usd: 0.00065, unit: 'hour', free: 25 },
    },
    grows:
      'DynamoDB: on demand 0.625 USD per million writes and 0.125 USD per million reads; 0.25 USD per GB-month beyond 25 GB, and 0.20 USD more with point-in-time recovery; 0.20 USD per million stream reads beyond 2.5 million, but nothing if Lambda reads',
  },
  'AWS::EC2::EIP': {
    source: `${aws}/vpc/pricing/`,
    checked: '2026-11-28',
    items: { 'public IPv4 address': { usd: 0.005, unit: 'hour' } },
  },
  'AWS::EC2::NatGateway': {
    source: `${aws}/vpc/pricing/`,
    checked: '2026-11-28',
    items: { 'NAT gateway': { usd: 0.045, unit: 'hour' } },
    grows: 'NAT gateway: 0.045 USD per GB that it processes',
  },
  'AWS::EC2::VPCEndpoint': {
    source: `${aws}/privatelink/pricing/`,
    checked: '2026-11-28',
    items: { 'interface endpoint in one zone': { usd: 0.01, unit: 'hour' } },
    grows: 'Interface endpoints: 0.01 USD per GB; gateway endpoints are free',
  },
  'AWS::KMS::Key': key,
  'AWS::Lambda::Alias': provisionedConcurrency,
  'AWS::Lambda::Version': provisionedConcurrency,
  'AWS::RDS::DBInstance': {
    source: `${aws}/rds/postgresql/pricing/`,
    checked: '2026-11-21',
    items: {
      // PostgreSQL; other engines have prices of their own, and none here.
      'db.t3.micro Single-AZ': { usd: 0.018, unit: 'hour' },
      'db.t3.micro Multi-AZ': { usd: 0.036, unit: 'hour' },
      'db.t4g.micro Single-AZ': { usd: 0.016, unit: 'hour' },
      'db.t4g.micro Multi-AZ': { usd: 0.032, unit: 'hour' },
      'db.t4g.small Single-AZ': { usd: 0.032, unit: 'hour' },
      // The same for gp2 and gp3.
      'GB of SSD storage Single-AZ': { usd: 0.115, unit: 'GB-month' },
      'GB of SSD storage Multi-AZ': { usd: 0.23, unit: 'GB-month' },
    },
    grows:
      'RDS: 0.095 USD per GB-month of backups beyond the size of the storage; a snapshot that outlives its instance is paid for in full',
  },
  'AWS::Route53::HealthCheck': {
    source: `${aws}/route53/pricing/`,
    checked: '2026-11-28',
    // What follows an alarm costs as much as the check of an endpoint in AWS; other endpoints cost more.
    items: { 'health check of an alarm': { usd: 0.5, unit: 'month' } },
  },
  'AWS::Route53::HostedZone': {
    source: `${aws}/route53/pricing/`,
    checked: '2026-11-28',
    items: { 'hosted zone': { usd: 0.5, unit: 'month' } },
    grows:
      'Route 53: 0.40 USD per million queries, 0.60 for latency, 0.70 for geolocation and geoproximity, 0.80 for IP-based; a zone that is deleted within 12 hours costs nothing',
  },
  'AWS::SecretsManager::Secret': {
    source: `${aws}/secrets-manager/pricing/`,
    checked: '2026-11-21',
    items: { secret: { usd: 0.4, unit: 'month' } },
    grows: 'Secrets Manager: 0.05 USD per 10,000 calls',
  },
} satisfies Record<string, Standing>;

/** The types that cost nothing while nobody uses them, and something when somebody does. */
export const byUse: Readonly<Record<string, Growth>> = {
  'AWS::ApiGateway::RestApi': {
    grows: 'API Gateway: 3.50 USD per million requests to a REST API',
    source: `${aws}/api-gateway/pricing/`,
    checked: '2026-11-21',
  },
  'AWS::CloudFront::Distribution': {
    grows:
      'CloudFront: 0.085 USD per GB beyond 1 TB a month, 0.01 USD per 10,000 HTTPS requests beyond 10 million',
    source: `${aws}/cloudfront/pricing/`,
    checked: '2026-11-21',
  },
  'AWS::CloudHSM::Cluster': {
    grows:
      'CloudHSM: by the hour for every HSM that you add to the cluster by API; no template does that',
    source: `${aws}/cloudhsm/pricing/`,
    checked: '2026-11-28',
  },
  'AWS::CloudTrail::Trail': {
    grows:
      'CloudTrail, if you turn it on: the first copy of management events is free; 2.00 USD per 100,000 of each further copy, 0.10 USD per 100,000 data events',
    source: `${aws}/cloudtrail/pricing/`,
    checked: '2026-11-28',
  },
  'AWS::Cognito::UserPool': {
    // Of the feature plan Essentials, for users who sign in with the pool itself; Plus has no free share.
    grows: 'Cognito: 0.015 USD per user who is active in a month, beyond 10,000 users',
    source: `${aws}/cognito/pricing/`,
    checked: '2026-11-28',
  },
  'AWS::Config::ConfigRule': {
    grows: 'Config, if you turn it on: 0.001 USD per evaluation of a rule',
    source: `${aws}/config/pricing/`,
    checked: '2026-11-28',
  },
  'AWS::Config::ConfigurationRecorder': {
    grows: 'Config, if you turn it on: 0.003 USD per recorded configuration item',
    source: `${aws}/config/pricing/`,
    checked: '2026-11-28',
  },
  'AWS::Detective::Graph': {
    grows:
      'Detective, if you turn it on: by the GB of logs that it takes in, after a trial of 30 days',
    source: `${aws}/detective/pricing/`,
    checked: '2026-11-28',
  },
  'AWS::DynamoDB::GlobalTable': {
    grows: prices['AWS::DynamoDB::Table'].grows,
    source: `${aws}/dynamodb/pricing/on-demand/`,
    checked: '2026-11-21',
  },
  'AWS::ECR::Repository': {
    grows: 'ECR: 0.10 USD per GB-month of images',
    source: `${aws}/ecr/pricing/`,
    checked: '2026-11-28',
  },
  'AWS::EC2::FlowLog': {
    grows:
      'VPC flow logs: 0.50 USD per GB that goes to CloudWatch Logs, 0.25 USD per GB that goes to S3',
    source: `${aws}/cloudwatch/pricing/`,
    checked: '2026-11-28',
  },
  'AWS::Events::Archive': {
    grows: 'EventBridge archive: 0.10 USD per GB that is taken in, 0.023 USD per GB-month',
    source: `${aws}/eventbridge/pricing/`,
    checked: '2026-11-21',
  },
  'AWS::Events::EventBus': {
    grows: 'EventBridge: 1.00 USD per million events of your own; those of AWS services are free',
    source: `${aws}/eventbridge/pricing/`,
    checked: '2026-11-21',
  },
  'AWS::GuardDuty::Detector': {
    grows:
      'GuardDuty, if you turn it on: by the million of CloudTrail events and the GB of flow and DNS logs that it analyzes, after a trial of 30 days',
    source: `${aws}/guardduty/pricing/`,
    checked: '2026-11-28',
  },
  'AWS::Lambda::Function': {
    grows:
      'Lambda: 0.20 USD per million invocations beyond 1 million a month, 0.0000133334 (arm64) or 0.0000166667 (x86_64) USD per GB-second beyond 400,000',
    source: `${aws}/lambda/pricing/`,
    checked: '2026-11-21',
  },
  'AWS::Logs::LogGroup': {
    grows: 'CloudWatch Logs: 0.50 USD per GB beyond 5 GB a month, 0.03 USD per GB-month kept',
    source: `${aws}/cloudwatch/pricing/`,
    checked: '2026-11-21',
  },
  'AWS::Logs::MetricFilter': {
    grows:
      'CloudWatch: 0.30 USD a month per custom metric beyond 10, by the hours in which it gets data, 0.01 USD per 1,000 PutMetricData requests',
    source: `${aws}/cloudwatch/pricing/`,
    checked: '2026-11-28',
  },
  'AWS::Macie::Session': {
    grows:
      'Macie, if you turn it on: by the bucket that it monitors and the GB that it inspects, after a trial of 30 days',
    source: `${aws}/macie/pricing/`,
    checked: '2026-11-28',
  },
  'AWS::S3::Bucket': {
    grows: 'S3: 0.023 USD per GB-month, 0.005 USD per 1,000 writes, 0.0004 USD per 1,000 reads',
    source: `${aws}/s3/pricing/`,
    checked: '2026-11-21',
  },
  'AWS::Serverless::Function': {
    grows:
      'SAM: nothing for itself; a function with an Api event costs what Lambda and API Gateway cost, 3.50 USD per million requests to a REST API',
    source: `${aws}/api-gateway/pricing/`,
    checked: '2026-11-28',
  },
  'AWS::SNS::Topic': {
    grows:
      'SNS: 0.50 USD per million requests beyond 1 million a month; deliveries to SQS and Lambda are free',
    source: `${aws}/sns/pricing/`,
    checked: '2026-11-21',
  },
  'AWS::SQS::Queue': {
    grows:
      'SQS: 0.40 USD per million requests beyond 1 million a month, 0.50 USD for FIFO; empty polls of a consumer count too',
    source: `${aws}/sqs/pricing/`,
    checked: '2026-11-21',
  },
  'AWS::Scheduler::Schedule': {
    grows: 'EventBridge Scheduler: 1.00 USD per million invocations beyond 14 million a month',
    source: `${aws}/eventbridge/pricing/`,
    checked: '2026-11-21',
  },
  'AWS::SecurityHub::Hub': {
    grows:
      'Security Hub CSPM, if you turn it on: by the check and by the finding that it takes in, after a trial of 30 days',
    source: `${aws}/security-hub/cspm/pricing/`,
    checked: '2026-11-28',
  },
  'AWS::StepFunctions::StateMachine': {
    grows:
      'Step Functions: 0.025 USD per 1,000 transitions of a standard workflow beyond 4,000 a month; express ones by request, time and memory',
    source: `${aws}/step-functions/pricing/`,
    checked: '2026-11-21',
  },
  'AWS::XRay::SamplingRule': {
    grows: 'X-Ray: 5.00 USD per million traces recorded beyond 100,000 a month',
    source: `${aws}/xray/pricing/`,
    checked: '2026-11-21',
  },
};

/** The types that AWS never bills for themselves; `Custom::` types are added to them in `idle-cost.ts`. */
export const neverBilled: ReadonlySet<string> = new Set(
  Object.entries({
    'AWS::ApiGateway':
      'ApiKey Authorizer Deployment GatewayResponse Method Model RequestValidator Resource UsagePlan UsagePlanKey',
    'AWS::CloudFormation': 'StackSet WaitConditionHandle',
    'AWS::CloudFront':
      'CachePolicy CloudFrontOriginAccessIdentity OriginAccessControl ResponseHeadersPolicy',
    'AWS::Cognito': 'IdentityPool IdentityPoolRoleAttachment UserPoolClient',
    'AWS::CodeDeploy': 'Application DeploymentGroup',
    'AWS::Config': 'DeliveryChannel RemediationConfiguration',
    'AWS::EC2':
      'InternetGateway NetworkAcl NetworkAclEntry NetworkInterface Route RouteTable SecurityGroup SecurityGroupIngress Subnet SubnetNetworkAclAssociation SubnetRouteTableAssociation VPC VPCGatewayAttachment',
    'AWS::Events': 'EventBusPolicy Rule',
    'AWS::IAM': 'Group InstanceProfile ManagedPolicy Policy Role',
    'AWS::InspectorV2': 'Filter',
    'AWS::KMS': 'Alias',
    'AWS::Lambda': 'EventInvokeConfig EventSourceMapping LayerVersion Permission',
    'AWS::Organizations': 'OrganizationalUnit Policy',
    'AWS::RDS': 'DBSubnetGroup',
    'AWS::Route53': 'CidrCollection RecordSet RecordSetGroup',
    'AWS::RolesAnywhere': 'Profile TrustAnchor',
    'AWS::S3': 'BucketPolicy',
    'AWS::SNS': 'Subscription TopicPolicy',
    'AWS::SQS': 'QueuePolicy',
    'AWS::Scheduler': 'ScheduleGroup',
    'AWS::SSM': 'Parameter',
    'AWS::SecretsManager': 'RotationSchedule SecretTargetAttachment',
    'AWS::StepFunctions': 'Activity',
    'AWS::XRay': 'Group',
  }).flatMap(([service, names]) =>
    names
      .split(' ')
      .filter(Boolean)
      .map((name) => `${service}::${name}`),
  ),
);

/**
 * Properties by which something is billed that has no price here, by type and path. Each is fine
 * where it is absent, false, or one of the values named.
 */
export const unpriced: Readonly<
  Record<string, Readonly<Record<string, readonly (string | number)[]>>>
> = {
  'AWS::ApiGateway::Deployment': { 'StageDescription.CacheClusterEnabled': [] },
  'AWS::CloudFront::Distribution': {
    'DistributionConfig.AnycastIpListId': [],
    'DistributionConfig.ViewerCertificate.SslSupportMethod': ['sni-only'],
  },
  'AWS::Cognito::UserPool': { UserPoolTier: ['ESSENTIALS', 'LITE'] },
  'AWS::DynamoDB::GlobalTable': {
    // Provisioned, it scales by alarms of its own, which CloudWatch bills and no template shows.
    WriteProvisionedThroughputSettings: [],
    WarmThroughput: [],
  },
  'AWS::DynamoDB::Table': { TableClass: ['STANDARD'], WarmThroughput: [] },
  'AWS::KMS::Key': { Origin: ['AWS_KMS', 'EXTERNAL'] },
  'AWS::Lambda::EventSourceMapping': { ProvisionedPollerConfig: [] },
  'AWS::Lambda::Function': { CapacityProviderConfig: [], 'SnapStart.ApplyOn': ['None'] },
  // Advanced parameters cost by the month and by the call.
  'AWS::SSM::Parameter': { Tier: ['Standard'] },
  'AWS::RDS::DBInstance': {
    DatabaseInsightsMode: ['standard'],
    DedicatedLogVolume: [],
    Engine: ['postgres'],
    Iops: [],
    PerformanceInsightsRetentionPeriod: [7],
    // A public IPv4 address is billed by the hour.
    PubliclyAccessible: [],
    StorageThroughput: [],
    StorageType: ['gp2', 'gp3'],
  },
};
