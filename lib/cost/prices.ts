/**
 * What stands still and is billed, by CloudFormation type: on-demand list prices without tax, in USD,
 * of one Region. It is what `cost.ts` needs and no catalogue: a price is added when a stack needs it.
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

const cacheNodes = {
  source: `${aws}/elasticache/pricing/`,
  checked: '2026-11-21',
  items: {
    'cache.t3.micro': { usd: 0.017, unit: 'hour' },
    'cache.t3.small': { usd: 0.034, unit: 'hour' },
    'cache.t4g.micro': { usd: 0.016, unit: 'hour' },
    'cache.t4g.small': { usd: 0.032, unit: 'hour' },
    'cache.t3.micro with Valkey': { usd: 0.0136, unit: 'hour' },
    'cache.t3.small with Valkey': { usd: 0.0272, unit: 'hour' },
    'cache.t4g.micro with Valkey': { usd: 0.0128, unit: 'hour' },
    'cache.t4g.small with Valkey': { usd: 0.0256, unit: 'hour' },
  },
  grows: 'ElastiCache: 0.085 USD per GB-month of snapshots',
} satisfies Standing;

/** The types of which something is billed while nobody uses it; `cost.ts` says how much of each item. */
export const prices = {
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
  'AWS::CloudWatch::CompositeAlarm': {
    source: `${aws}/cloudwatch/pricing/`,
    checked: '2026-11-21',
    items: { 'composite alarm': { usd: 0.5, unit: 'month' } },
  },
  'AWS::CloudWatch::Dashboard': {
    source: `${aws}/cloudwatch/pricing/`,
    checked: '2026-11-21',
    // The free ones may show fifty metrics each.
    items: { dashboard: { usd: 3, unit: 'month', free: 3 } },
  },
  'AWS::DAX::Cluster': {
    source: `${aws}/dynamodb/pricing/provisioned/`,
    checked: '2026-11-21',
    items: {
      'dax.t3.small': { usd: 0.04, unit: 'hour' },
      'dax.t3.medium': { usd: 0.08, unit: 'hour' },
    },
  },
  'AWS::DynamoDB::Table': {
    source: `${aws}/dynamodb/pricing/provisioned/`,
    checked: '2026-11-21',
    items: {
      'read capacity unit': { usd: 0.00013, unit: 'hour', free: 25 },
      'write capacity unit': { usd: 0.00065, unit: 'hour', free: 25 },
    },
    grows:
      'DynamoDB: on demand 0.625 USD per million writes and 0.125 USD per million reads; 0.25 USD per GB-month beyond 25 GB, point-in-time recovery 0.20 USD per GB-month more; 0.20 USD per million stream reads beyond 2.5 million, none for those of Lambda',
  },
  'AWS::EC2::EIP': {
    source: `${aws}/vpc/pricing/`,
    checked: '2026-11-21',
    items: { 'public IPv4 address': { usd: 0.005, unit: 'hour' } },
  },
  'AWS::EC2::Instance': {
    source: `${aws}/ec2/pricing/on-demand/`,
    checked: '2026-11-21',
    // A template does not tell the operating system of an image: these are for Linux without licence.
    items: {
      't3.nano': { usd: 0.0052, unit: 'hour' },
      't3.micro': { usd: 0.0104, unit: 'hour' },
      't3.small': { usd: 0.0208, unit: 'hour' },
      't3.medium': { usd: 0.0416, unit: 'hour' },
      't4g.nano': { usd: 0.0042, unit: 'hour' },
      't4g.micro': { usd: 0.0084, unit: 'hour' },
      't4g.small': { usd: 0.0168, unit: 'hour' },
      't4g.medium': { usd: 0.0336, unit: 'hour' },
    },
    grows: 'EC2: 0.09 USD per GB to the internet beyond 100 GB a month',
  },
  'AWS::EC2::NatGateway': {
    source: `${aws}/vpc/pricing/`,
    checked: '2026-11-21',
    items: { 'NAT gateway': { usd: 0.045, unit: 'hour' } },
    grows: 'NAT gateway: 0.045 USD per GB that passes through it',
  },
  'AWS::EC2::Volume': {
    source: `${aws}/ebs/pricing/`,
    checked: '2026-11-21',
    items: {
      'GB of gp2 volume': { usd: 0.1, unit: 'GB-month' },
      'GB of gp3 volume': { usd: 0.08, unit: 'GB-month' },
      'GB of sc1 volume': { usd: 0.015, unit: 'GB-month' },
      'GB of st1 volume': { usd: 0.045, unit: 'GB-month' },
    },
    grows: 'EBS: 0.05 USD per GB-month of snapshots',
  },
  'AWS::EC2::VPCEndpoint': {
    source: `${aws}/privatelink/pricing/`,
    checked: '2026-11-21',
    items: { 'interface endpoint in one zone': { usd: 0.01, unit: 'hour' } },
    grows: 'Interface endpoint: 0.01 USD per GB that passes through it',
  },
  'AWS::ECS::Service': {
    source: `${aws}/fargate/pricing/`,
    checked: '2026-11-21',
    items: {
      'vCPU of Fargate, ARM64': { usd: 0.03238, unit: 'vCPU-hour' },
      'vCPU of Fargate, X86_64': { usd: 0.04048, unit: 'vCPU-hour' },
      'GB of Fargate memory, ARM64': { usd: 0.00356, unit: 'GB-hour' },
      'GB of Fargate memory, X86_64': { usd: 0.004445, unit: 'GB-hour' },
      'GB of Fargate storage': { usd: 0.000111, unit: 'GB-hour' },
    },
  },
  'AWS::ElastiCache::CacheCluster': cacheNodes,
  'AWS::ElastiCache::ReplicationGroup': cacheNodes,
  'AWS::ElastiCache::ServerlessCache': {
    source: `${aws}/elasticache/pricing/`,
    checked: '2026-11-21',
    items: {
      'GB of serverless cache': { usd: 0.125, unit: 'GB-hour' },
      'GB of serverless cache with Valkey': { usd: 0.084, unit: 'GB-hour' },
    },
    grows:
      'ElastiCache Serverless: what is stored beyond the minimum, and 0.0034 USD per million processing units, 0.0023 USD with Valkey',
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    source: `${aws}/elasticloadbalancing/pricing/`,
    checked: '2026-11-21',
    items: {
      'application load balancer': { usd: 0.0225, unit: 'hour' },
      'gateway load balancer': { usd: 0.0125, unit: 'hour' },
      'network load balancer': { usd: 0.0225, unit: 'hour' },
    },
    grows: 'Load balancer: 0.004 to 0.008 USD per hour and capacity unit',
  },
  'AWS::KMS::Key': key,
  'AWS::KMS::ReplicaKey': key,
  'AWS::Kinesis::Stream': {
    source: `${aws}/kinesis/data-streams/pricing/`,
    checked: '2026-11-21',
    items: {
      'Kinesis stream on demand': { usd: 0.04, unit: 'hour' },
      'Kinesis shard': { usd: 0.015, unit: 'hour' },
      'Kinesis shard that retains beyond a day': { usd: 0.02, unit: 'hour' },
    },
    grows:
      'Kinesis: 0.014 USD per million put units; on demand 0.08 USD per GB in and 0.04 USD per GB out',
  },
  'AWS::Kinesis::StreamConsumer': {
    source: `${aws}/kinesis/data-streams/pricing/`,
    checked: '2026-11-21',
    items: { 'shard of an enhanced consumer': { usd: 0.015, unit: 'hour' } },
    grows: 'Kinesis enhanced fan-out: 0.013 USD per GB read, 0.05 USD on demand',
  },
  'AWS::Lambda::Alias': provisionedConcurrency,
  'AWS::Lambda::Version': provisionedConcurrency,
  'AWS::OpenSearchService::Domain': {
    source: `${aws}/opensearch-service/pricing/`,
    checked: '2026-11-21',
    items: {
      't3.small.search': { usd: 0.036, unit: 'hour' },
      't3.medium.search': { usd: 0.073, unit: 'hour' },
      'GB of gp2 search storage': { usd: 0.135, unit: 'GB-month' },
      'GB of gp3 search storage': { usd: 0.122, unit: 'GB-month' },
    },
  },
  'AWS::RDS::DBInstance': {
    source: `${aws}/rds/postgresql/pricing/`,
    checked: '2026-11-21',
    items: {
      // PostgreSQL; other engines than it and Aurora have prices of their own, and none here.
      'db.t3.micro Single-AZ': { usd: 0.018, unit: 'hour' },
      'db.t3.micro Multi-AZ': { usd: 0.036, unit: 'hour' },
      'db.t4g.micro Single-AZ': { usd: 0.016, unit: 'hour' },
      'db.t4g.micro Multi-AZ': { usd: 0.032, unit: 'hour' },
      'db.t4g.small Single-AZ': { usd: 0.032, unit: 'hour' },
      // The same for gp2 and gp3.
      'GB of SSD storage Single-AZ': { usd: 0.115, unit: 'GB-month' },
      'GB of SSD storage Multi-AZ': { usd: 0.23, unit: 'GB-month' },
      'db.t4g.medium in Aurora': { usd: 0.073, unit: 'hour' },
      'Aurora capacity unit': { usd: 0.12, unit: 'hour' },
    },
    grows:
      'RDS: 0.095 USD per GB-month of backups beyond the size of the storage; a snapshot that outlives its instance is paid for in full',
  },
  'AWS::Route53::HostedZone': {
    source: `${aws}/route53/pricing/`,
    checked: '2026-11-21',
    items: { 'hosted zone': { usd: 0.5, unit: 'month' } },
    grows: 'Route 53: 0.40 USD per million queries, none for aliases of AWS resources',
  },
  'AWS::SSM::Parameter': {
    source: `${aws}/systems-manager/pricing/`,
    checked: '2026-11-21',
    items: { 'advanced parameter': { usd: 0.05, unit: 'month' } },
  },
  'AWS::SecretsManager::Secret': {
    source: `${aws}/secrets-manager/pricing/`,
    checked: '2026-11-21',
    items: { secret: { usd: 0.4, unit: 'month' } },
    grows: 'Secrets Manager: 0.05 USD per 10,000 calls',
  },
  'AWS::WAFv2::RuleGroup': {
    source: `${aws}/waf/pricing/`,
    checked: '2026-11-21',
    items: { 'rule of a rule group': { usd: 1, unit: 'month' } },
  },
  'AWS::WAFv2::WebACL': {
    source: `${aws}/waf/pricing/`,
    checked: '2026-11-21',
    items: { 'web ACL': { usd: 5, unit: 'month' }, 'web ACL rule': { usd: 1, unit: 'month' } },
    grows: 'WAF: 0.60 USD per million requests',
  },
} satisfies Record<string, Standing>;

/** The types that cost nothing while nobody uses them, and something when somebody does. */
export const byUse: Readonly<Record<string, Growth>> = {
  'AWS::ApiGateway::RestApi': {
    grows: 'API Gateway: 3.50 USD per million requests to a REST API',
    source: `${aws}/api-gateway/pricing/`,
    checked: '2026-11-21',
  },
  'AWS::ApiGatewayV2::Api': {
    grows: 'API Gateway: 1.00 USD per million requests to an HTTP API, or messages of a WebSocket',
    source: `${aws}/api-gateway/pricing/`,
    checked: '2026-11-21',
  },
  'AWS::AppConfig::Application': {
    grows:
      'AppConfig: 0.20 USD per million requests and 0.0008 USD per configuration that is received',
    source: `${aws}/systems-manager/pricing/`,
    checked: '2026-11-21',
  },
  'AWS::CloudFront::Distribution': {
    grows:
      'CloudFront: 0.085 USD per GB beyond 1 TB a month, 0.01 USD per 10,000 HTTPS requests beyond 10 million',
    source: `${aws}/cloudfront/pricing/`,
    checked: '2026-11-21',
  },
  'AWS::CloudFront::Function': {
    grows: 'CloudFront Functions: 0.10 USD per million calls beyond 2 million a month',
    source: `${aws}/cloudfront/pricing/`,
    checked: '2026-11-21',
  },
  'AWS::CodeBuild::Project': {
    grows: 'CodeBuild: 0.005 USD per minute of the small machine beyond 100 minutes a month',
    source: `${aws}/codebuild/pricing/`,
    checked: '2026-11-21',
  },
  'AWS::CodePipeline::Pipeline': {
    grows:
      'CodePipeline: 0.002 USD per minute of a V2 action beyond 100 minutes a month; 1 USD a month per V1 pipeline beyond the first, in months in which a change runs through it',
    source: `${aws}/codepipeline/pricing/`,
    checked: '2026-11-21',
  },
  'AWS::Cognito::UserPool': {
    grows: 'Cognito: 0.015 USD per monthly active user beyond 10,000',
    source: `${aws}/cognito/pricing/`,
    checked: '2026-11-21',
  },
  'AWS::DynamoDB::GlobalTable': {
    grows: prices['AWS::DynamoDB::Table'].grows,
    source: `${aws}/dynamodb/pricing/on-demand/`,
    checked: '2026-11-21',
  },
  'AWS::ECR::Repository': {
    grows: 'ECR: 0.10 USD per GB-month of images',
    source: `${aws}/ecr/pricing/`,
    checked: '2026-11-21',
  },
  'AWS::EFS::FileSystem': {
    grows:
      'EFS: 0.30 USD per GB-month that is stored, and what elastic throughput reads and writes',
    source: `${aws}/efs/pricing/`,
    checked: '2026-11-21',
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
  'AWS::Events::ApiDestination': {
    grows: 'EventBridge API destinations: 0.20 USD per million calls',
    source: `${aws}/eventbridge/pricing/`,
    checked: '2026-11-21',
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
    grows: 'CloudWatch: 0.30 USD per custom metric and month in which it has data, beyond 10',
    source: `${aws}/cloudwatch/pricing/`,
    checked: '2026-11-21',
  },
  'AWS::Pipes::Pipe': {
    grows: 'EventBridge Pipes: 0.40 USD per million requests that pass the filter',
    source: `${aws}/eventbridge/pricing/`,
    checked: '2026-11-21',
  },
  'AWS::RDS::DBCluster': {
    grows: 'Aurora: 0.10 USD per GB-month that is stored, 0.20 USD per million reads and writes',
    source: `${aws}/rds/aurora/pricing/`,
    checked: '2026-11-21',
  },
  'AWS::RedshiftServerless::Namespace': {
    grows: 'Redshift: 0.024 USD per GB-month that is stored',
    source: `${aws}/redshift/pricing/`,
    checked: '2026-11-21',
  },
  'AWS::RedshiftServerless::Workgroup': {
    grows:
      'Redshift Serverless: per processing unit and hour while a query runs, nothing in between',
    source: `${aws}/redshift/pricing/`,
    checked: '2026-11-21',
  },
  'AWS::S3::Bucket': {
    grows: 'S3: 0.023 USD per GB-month, 0.005 USD per 1,000 writes, 0.0004 USD per 1,000 reads',
    source: `${aws}/s3/pricing/`,
    checked: '2026-11-21',
  },
  'AWS::SNS::Topic': {
    grows:
      'SNS: 0.50 USD per million requests beyond 1 million a month; deliveries to SQS and Lambda are free',
    source: `${aws}/sns/pricing/`,
    checked: '2026-11-21',
  },
  'AWS::SQS::Queue': {
    grows:
      'SQS: 0.40 USD per million requests beyond 1 million a month, 0.50 USD for FIFO; a consumer polls also when there is nothing',
    source: `${aws}/sqs/pricing/`,
    checked: '2026-11-21',
  },
  'AWS::Scheduler::Schedule': {
    grows: 'EventBridge Scheduler: 1.00 USD per million invocations beyond 14 million a month',
    source: `${aws}/eventbridge/pricing/`,
    checked: '2026-11-21',
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

/** The types that AWS never bills for themselves; `Custom::` types are added to them in `cost.ts`. */
export const neverBilled: ReadonlySet<string> = new Set(
  Object.entries({
    'AWS::ApiGateway':
      'Account ApiKey Authorizer BasePathMapping Deployment DocumentationPart DocumentationVersion DomainName GatewayResponse Method Model RequestValidator Resource UsagePlan UsagePlanKey VpcLink',
    'AWS::ApiGatewayV2':
      'ApiMapping Authorizer Deployment DomainName Integration IntegrationResponse Model Route RouteResponse Stage VpcLink',
    'AWS::AppConfig':
      'ConfigurationProfile Deployment DeploymentStrategy Environment HostedConfigurationVersion',
    'AWS::CDK': 'Metadata',
    'AWS::CertificateManager': 'Certificate',
    'AWS::CloudFormation': 'CustomResource WaitCondition WaitConditionHandle',
    'AWS::CloudFront':
      'CachePolicy CloudFrontOriginAccessIdentity KeyGroup OriginAccessControl OriginRequestPolicy PublicKey ResponseHeadersPolicy',
    'AWS::CodeDeploy': 'Application DeploymentConfig DeploymentGroup',
    'AWS::Cognito':
      'IdentityPool IdentityPoolRoleAttachment UserPoolClient UserPoolDomain UserPoolGroup UserPoolResourceServer UserPoolUser',
    'AWS::DAX': 'ParameterGroup SubnetGroup',
    'AWS::EC2':
      'DHCPOptions EIPAssociation EgressOnlyInternetGateway InternetGateway KeyPair LaunchTemplate NetworkAcl NetworkAclEntry Route RouteTable SecurityGroup SecurityGroupEgress SecurityGroupIngress Subnet SubnetCidrBlock SubnetNetworkAclAssociation SubnetRouteTableAssociation VPC VPCCidrBlock VPCDHCPOptionsAssociation VPCGatewayAttachment VolumeAttachment',
    'AWS::ECS': 'Cluster TaskDefinition',
    'AWS::EFS': 'AccessPoint MountTarget',
    'AWS::ElastiCache': 'ParameterGroup SubnetGroup User UserGroup',
    'AWS::ElasticLoadBalancingV2': 'Listener ListenerCertificate ListenerRule TargetGroup',
    'AWS::Events': 'Connection EventBusPolicy Rule',
    'AWS::IAM': 'Group InstanceProfile ManagedPolicy OIDCProvider Policy Role User',
    'AWS::KMS': 'Alias',
    'AWS::Lambda':
      'CodeSigningConfig EventInvokeConfig EventSourceMapping LayerVersion LayerVersionPermission Permission Url',
    'AWS::Logs': 'LogStream QueryDefinition ResourcePolicy SubscriptionFilter',
    'AWS::RDS':
      'DBClusterParameterGroup DBParameterGroup DBSubnetGroup EventSubscription OptionGroup',
    'AWS::Route53': 'RecordSet RecordSetGroup',
    'AWS::S3': 'AccessPoint BucketPolicy',
    'AWS::SNS': 'Subscription TopicInlinePolicy TopicPolicy',
    'AWS::SQS': 'QueueInlinePolicy QueuePolicy',
    'AWS::Scheduler': 'ScheduleGroup',
    'AWS::SecretsManager': 'ResourcePolicy RotationSchedule SecretTargetAttachment',
    'AWS::StepFunctions': 'Activity StateMachineAlias StateMachineVersion',
    'AWS::WAFv2': 'IPSet LoggingConfiguration RegexPatternSet WebACLAssociation',
    'AWS::XRay': 'Group ResourcePolicy',
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
  'AWS::CertificateManager::Certificate': { CertificateExport: ['DISABLED'] },
  'AWS::CloudFront::Distribution': {
    'DistributionConfig.AnycastIpListId': [],
    'DistributionConfig.ViewerCertificate.SslSupportMethod': ['sni-only'],
  },
  'AWS::DynamoDB::GlobalTable': {
    // Provisioned, it scales by alarms of its own, which CloudWatch bills and no template shows.
    WriteProvisionedThroughputSettings: [],
    WarmThroughput: [],
  },
  'AWS::DynamoDB::Table': { TableClass: ['STANDARD'], WarmThroughput: [] },
  'AWS::EC2::Instance': { Monitoring: [], Tenancy: ['default'] },
  'AWS::EC2::NatGateway': { AvailabilityMode: ['zonal'] },
  'AWS::EC2::Volume': { Iops: [], Throughput: [] },
  'AWS::EC2::VPCEndpoint': { VpcEndpointType: ['Gateway', 'Interface'] },
  'AWS::ECS::Service': { CapacityProviderStrategy: [], LaunchType: ['FARGATE', 'EC2'] },
  'AWS::ECS::TaskDefinition': { 'RuntimePlatform.OperatingSystemFamily': ['LINUX'] },
  'AWS::EFS::FileSystem': { ThroughputMode: ['bursting', 'elastic'] },
  'AWS::KMS::Key': { Origin: ['AWS_KMS', 'EXTERNAL'] },
  'AWS::Kinesis::Stream': { DesiredShardLevelMetrics: [] },
  'AWS::Lambda::EventSourceMapping': { ProvisionedPollerConfig: [] },
  'AWS::Lambda::Function': { CapacityProviderConfig: [], 'SnapStart.ApplyOn': ['None'] },
  'AWS::OpenSearchService::Domain': {
    'ClusterConfig.WarmEnabled': [],
    'EBSOptions.Iops': [],
    'EBSOptions.Throughput': [],
  },
  'AWS::RDS::DBCluster': {
    DBClusterInstanceClass: [],
    DatabaseInsightsMode: ['standard'],
    EngineMode: ['provisioned'],
    PerformanceInsightsRetentionPeriod: [7],
    StorageType: ['aurora'],
  },
  'AWS::RDS::DBInstance': {
    DatabaseInsightsMode: ['standard'],
    DedicatedLogVolume: [],
    Engine: ['postgres', 'aurora-postgresql', 'aurora-mysql'],
    Iops: [],
    PerformanceInsightsRetentionPeriod: [7],
    StorageThroughput: [],
    StorageType: ['gp2', 'gp3'],
  },
};
