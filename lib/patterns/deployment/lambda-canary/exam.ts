import type { Exam } from '../../../model/exam';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const alarm = `${reference}/aws-resource-cloudwatch-alarm.html`;
const codedeploy = 'https://docs.aws.amazon.com/codedeploy/latest/userguide';
const lambda = 'https://docs.aws.amazon.com/lambda/latest/dg';

export const exam: Exam = {
  question: 'Ten percent of the traffic first, and back automatically on an alarm: how?',
  wrong: [
    {
      answer: 'CodeDeployDefault.LambdaLinear10PercentEvery1Minute',
      because:
        'Linear is ten per cent more every minute; canary is one first share and then the rest.',
    },
    {
      answer: 'CodeDeployDefault.HalfAtATime',
      because: 'It counts instances: it is for EC2 and on-premises servers, not for Lambda.',
    },
    {
      answer: 'An in-place deployment',
      because:
        'It stops and updates the application on EC2 or on-premises servers; a Lambda deployment is always blue/green.',
    },
    {
      answer: 'Weights of the alias, set by hand',
      because: 'They split the traffic, but nobody watches an alarm and sets them back.',
    },
    {
      answer: 'An alias that shares its traffic between a version and $LATEST',
      because: 'Both sides of a weighted alias have to be published versions.',
    },
    {
      answer: 'Install the CodeDeploy agent',
      because:
        'The agent is for EC2 and on-premises servers; for Lambda there is nothing to install.',
    },
  ],
  tasks: ['DVA-C02 3.3', 'DVA-C02 3.4', 'SOA-C03 3.1', 'DOP-C02 1.2', 'DOP-C02 1.4'],
  cost: 'free',
  remains: [],
  flow: [
    { from: '(client)', to: 'Live', label: 'order' },
    { from: 'Live', to: 'Cashier', label: '90 % old, 10 % new' },
    { from: 'Cashier', to: 'CashierLogs' },
    { from: 'Live', to: 'CanaryGroup', label: 'a new version' },
    { from: 'CodeDeployRole', to: 'CanaryGroup', label: 'moves the weights' },
    { from: 'CanaryGroup', to: 'BeforeTraffic', label: 'first' },
    { from: 'CanaryGroup', to: 'AfterTraffic', label: 'last' },
    { from: 'BeforeTraffic', to: 'Cashier', label: 'known orders' },
    { from: 'Cashier', to: 'LiveErrors', label: 'errors' },
    { from: 'LiveErrors', to: 'CanaryGroup', label: 'stop and back' },
  ],
  checked: '2026-11-21',
  resources: [
    {
      type: 'AWS::CodeDeploy::DeploymentGroup',
      id: 'CanaryGroup',
      settings: [
        {
          property: 'DeploymentConfigName',
          value: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
          fact: 'Predefined canary deployments shift 10 percent first and the rest after 5 to 30 minutes; linear ones shift 10 percent every 1 to 10 minutes.',
          source: `${codedeploy}/deployment-configurations.html`,
          seeds: ['002:911', '002:915', '002:917', '003:1141', '003:1142', '003:1143'],
          today: {
            notes: 'The option is called Canary10Percent10Minutes.',
            now: 'That is its name in a DeploymentPreference of AWS SAM. The deployment configuration of CodeDeploy is CodeDeployDefault.LambdaCanary10Percent10Minutes.',
            source:
              'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/automating-updates-to-serverless-apps.html',
          },
          experiments: [
            {
              value: 'CodeDeployDefault.LambdaCanary10Percent10Minutes',
              outcome: 'update',
              because: 'The alarm has ten minutes to find what is wrong, and a release takes them.',
            },
            {
              value: 'CodeDeployDefault.LambdaLinear10PercentEvery1Minute',
              outcome: 'update',
              because: 'Each minute another ten per cent of the callers meet the new version.',
            },
            {
              value: 'CodeDeployDefault.LambdaAllAtOnce',
              outcome: 'update',
              because: 'Every caller meets a bad version until the alarm has rung.',
            },
          ],
        },
        {
          property: 'DeploymentStyle.DeploymentType',
          value: 'BLUE_GREEN',
          fact: 'Lambda deployments are blue/green; an in-place deployment is for EC2 and on-premises servers only.',
          source: `${codedeploy}/welcome.html`,
          seeds: ['002:814', '002:816', '003:1140'],
          experiments: [
            {
              value: 'IN_PLACE',
              outcome: 'update',
              because:
                'The template is well-formed, so synth lets it pass; CodeDeploy refuses the style for Lambda.',
            },
          ],
        },
        {
          property: 'DeploymentStyle.DeploymentOption',
          value: 'WITH_TRAFFIC_CONTROL',
          fact: 'A deployment group says whether CodeDeploy also routes the traffic: WITH_TRAFFIC_CONTROL or WITHOUT_TRAFFIC_CONTROL.',
          source: `${reference}/aws-properties-codedeploy-deploymentgroup-deploymentstyle.html`,
          seeds: ['003:761'],
        },
        {
          property: 'AutoRollbackConfiguration.Enabled',
          value: true,
          fact: 'CodeDeploy rolls back by deploying the version from before once more, as a new deployment, and by itself only where automatic rollback is enabled.',
          source: `${codedeploy}/deployments-rollback-and-redeploy.html`,
          seeds: ['003:763', '003:1119'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'A failed deployment waits for a person to bring the traffic back.',
            },
          ],
        },
        {
          property: 'AutoRollbackConfiguration.Events',
          value: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'],
          fact: 'Three events can roll back: a deployment that failed, one that an alarm stopped and one that somebody stopped (DEPLOYMENT_STOP_ON_REQUEST).',
          source: `${reference}/aws-properties-codedeploy-deploymentgroup-autorollbackconfiguration.html`,
          seeds: ['002:915', '003:763'],
          today: {
            notes: 'CodeDeploy rolls back whenever a hook fails or an alarm goes into ALARM.',
            now: 'Only if the deployment group enables automatic rollback for these events, and names the alarm in its alarm configuration.',
            source: `${codedeploy}/deployments-rollback-and-redeploy.html`,
          },
          experiments: [
            {
              value: ['DEPLOYMENT_FAILURE'],
              outcome: 'update',
              because:
                'The alarm stops the deployment, but the version from before is not deployed again.',
            },
          ],
        },
        {
          property: 'AlarmConfiguration.Enabled',
          value: true,
          fact: 'A deployment stops when one of the alarms of its deployment group, at most ten, rings; the alarm configuration has to be enabled.',
          source: `${codedeploy}/monitoring-create-alarms.html`,
          seeds: ['002:915', '003:763'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'The alarm goes into ALARM, and the rest of the traffic still follows.',
            },
          ],
        },
        {
          property: 'AlarmConfiguration.IgnorePollAlarmFailure',
          fact: 'A deployment does not go on when CodeDeploy cannot read the state of its alarms, unless IgnorePollAlarmFailure says so.',
          source: `${reference}/aws-properties-codedeploy-deploymentgroup-alarmconfiguration.html`,
          seeds: ['003:763'],
          experiments: [
            {
              value: true,
              outcome: 'update',
              because: 'Without the right to read the alarm a release goes on blindly.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::CodeDeploy::Application',
      id: 'Application',
      settings: [
        {
          property: 'ComputePlatform',
          value: 'Lambda',
          fact: 'An application of CodeDeploy is for one compute platform: Server, Lambda or ECS.',
          source: `${reference}/aws-resource-codedeploy-application.html`,
          seeds: ['002:919', '003:1139', '003:1141'],
          today: {
            notes: 'Canary and linear deployments of an ECS service need CodeDeploy.',
            now: 'An ECS service itself has the strategies BLUE_GREEN, LINEAR and CANARY; for a Lambda function CodeDeploy is still the answer.',
            source: `${reference}/aws-properties-ecs-service-deploymentconfiguration.html`,
          },
          experiments: [
            {
              value: 'Server',
              outcome: 'replace',
              because:
                'Another platform is another application, and its groups know instances only.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Lambda::Alias',
      id: 'Live',
      settings: [
        {
          property: 'Name',
          value: 'live',
          fact: 'An alias has a name and an ARN of its own, so that its callers need not change when it points to another version.',
          source: `${lambda}/configuration-aliases.html`,
          seeds: ['003:762', '003:764'],
          experiments: [
            {
              value: 'production',
              outcome: 'replace',
              because: 'A caller that uses the old name of the function gets an error.',
            },
          ],
        },
        {
          property: 'RoutingConfig',
          fact: 'A routing configuration sends a share of calls, 0 to 1, at random to a second published version with the same role and dead-letter queue.',
          source: `${lambda}/configuring-alias-routing.html`,
          seeds: ['003:764'],
          experiments: [
            {
              value: { AdditionalVersionWeights: [{ FunctionVersion: '1', FunctionWeight: 0.1 }] },
              outcome: 'update',
              because:
                'A split by hand stays until the next update, whatever an alarm says. On a fresh stack, publish a second version first.',
            },
          ],
        },
        {
          property: 'ProvisionedConcurrencyConfig',
          fact: 'Provisioned concurrency belongs to an alias or a version, never to $LATEST.',
          source: `${lambda}/provisioned-concurrency.html`,
          seeds: ['003:730'],
          tasks: ['DVA-C02 3.4'],
        },
      ],
    },
    {
      type: 'AWS::Lambda::Version',
      id: 'Cashier/CurrentVersion',
      settings: [
        {
          property: 'CodeSha256',
          fact: 'A version publishes what $LATEST is at that moment; with a hash, only if the code still has it.',
          source: `${reference}/aws-resource-lambda-version.html`,
          seeds: ['003:762'],
          experiments: [
            {
              value: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
              outcome: 'replace',
              because:
                'A version cannot be changed: one more has to be published, and of this code.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Lambda::Function',
      id: 'Cashier',
      settings: [
        {
          property: 'Environment.Variables.VAT_PERCENT',
          value: 'AT=20,DE=19,FR=20',
          fact: 'A published version keeps the environment variables that it was published with; they change for $LATEST only.',
          source: `${lambda}/configuration-versions.html`,
          seeds: ['003:740', '003:762'],
          experiments: [
            {
              value: 'AT=20,DE=19,FR=20,IT=22',
              outcome: 'update',
              because:
                'The library gives the version another logical id, so it is a release like new code.',
            },
          ],
        },
        {
          property: 'MemorySize',
          value: 256,
          fact: 'A function has 128 to 10,240 MB of memory (more on Lambda Managed Instances), and a version copies this setting.',
          source: `${lambda}/configuration-memory.html`,
          seeds: ['003:714'],
          experiments: [
            { value: 127, outcome: 'refused', because: 'At least 128 MB.' },
            { value: 512, outcome: 'update', because: 'A new version again: ten per cent first.' },
          ],
        },
      ],
    },
    {
      type: 'AWS::Lambda::Function',
      id: 'BeforeTraffic',
      settings: [
        {
          property: 'Timeout',
          value: 60,
          fact: 'A deployment hook is a function that reports Succeeded or Failed with PutLifecycleEventHookExecutionStatus; without a report within an hour the deployment fails.',
          source: `${codedeploy}/reference-appspec-file-structure-hooks.html`,
          seeds: ['002:902', '002:915'],
          tasks: ['DVA-C02 3.3', 'DOP-C02 1.2'],
          experiments: [
            {
              value: 901,
              outcome: 'refused',
              because: 'A function runs for at most 900 seconds, as a hook too.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Lambda::Function',
      id: 'AfterTraffic',
      settings: [
        {
          property: 'Timeout',
          value: 60,
          fact: 'A Lambda deployment has two hooks, BeforeAllowTraffic and AfterAllowTraffic; BeforeInstall is for ECS and servers.',
          source: `${codedeploy}/reference-appspec-file-structure-hooks.html`,
          seeds: ['002:904', '002:905', '002:907'],
          tasks: ['DVA-C02 3.3', 'DOP-C02 1.2'],
        },
      ],
    },
    {
      type: 'AWS::IAM::Role',
      id: 'CodeDeployRole',
      settings: [
        {
          property: 'AssumeRolePolicyDocument.Statement.0.Principal.Service',
          value: 'codedeploy.amazonaws.com',
          fact: 'CodeDeploy works in the account with a service role of the deployment group.',
          source: `${codedeploy}/getting-started-create-service-role.html`,
          seeds: ['003:762'],
        },
        {
          property: 'ManagedPolicyArns',
          fact: 'AWSCodeDeployRoleForLambdaLimited may move every alias of the account, but call only hooks whose names begin with CodeDeployHook_.',
          source:
            'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCodeDeployRoleForLambdaLimited.html',
          seeds: ['003:762'],
          experiments: [
            {
              value: ['arn:aws:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited'],
              outcome: 'update',
              because: 'Anyone who may start a deployment may then move the alias of any function.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::CloudWatch::Alarm',
      id: 'LiveErrors',
      settings: [
        {
          property: 'MetricName',
          value: 'Errors',
          fact: 'Errors counts the calls that ended in an error of the function, time-outs among them; throttled calls are in Throttles.',
          source: `${lambda}/monitoring-metrics-types.html`,
          seeds: ['003:763'],
          experiments: [
            {
              value: 'Throttles',
              outcome: 'update',
              because:
                'A version that fails at every call is not throttled: the alarm stays quiet.',
            },
          ],
        },
        {
          property: 'Dimensions.1.Name',
          value: 'Resource',
          fact: 'With the dimension Resource a metric is that of one alias, both of its versions together; ExecutedVersion beside it tells them apart.',
          source: `${lambda}/monitoring-metrics-view.html`,
          seeds: ['003:763', '003:764'],
        },
        {
          property: 'Period',
          value: 60,
          fact: 'The period is the time that one data point stands for: 10, 20, 30 seconds or a multiple of 60.',
          source: alarm,
          seeds: ['003:1060'],
          experiments: [
            { value: 45, outcome: 'refused', because: 'No multiple of 60, nor 10, 20 or 30.' },
            {
              value: 300,
              outcome: 'update',
              because:
                'Before the second data point is there, all the traffic is at the new version.',
            },
          ],
        },
        {
          property: 'EvaluationPeriods',
          value: 3,
          fact: 'The evaluation periods are how many of the last data points an alarm looks at.',
          source: alarm,
          seeds: ['003:1061'],
          experiments: [
            {
              value: 30,
              outcome: 'update',
              because:
                'Two bad minutes of the last half hour stop a release, also when they were before it.',
            },
          ],
        },
        {
          property: 'DatapointsToAlarm',
          value: 2,
          fact: 'An alarm goes into ALARM when this many of the evaluated data points breach the threshold (M out of N); they need not be consecutive.',
          source:
            'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html',
          seeds: ['003:1062'],
          experiments: [
            {
              value: 1,
              outcome: 'update',
              because: 'One failed call of either version is enough to take a release back.',
            },
          ],
        },
        {
          property: 'Threshold',
          value: 1,
          fact: 'The alarm compares the statistic of a period with its threshold, here the sum of the errors of a minute.',
          source: alarm,
          seeds: ['003:763'],
          experiments: [
            {
              value: 100,
              outcome: 'update',
              because: 'A tenth of little traffic never fails a hundred times in a minute.',
            },
          ],
        },
        {
          property: 'TreatMissingData',
          value: 'notBreaching',
          fact: 'Without calls Lambda sends no data points; an alarm can take missing ones for good, for bad, ignore them or, by default, end in INSUFFICIENT_DATA.',
          source:
            'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html',
          seeds: ['003:763'],
          experiments: [
            {
              value: 'breaching',
              outcome: 'update',
              because: 'A quiet night rings the alarm, and no release gets through.',
            },
          ],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'Every caller meets the new version at once, and when it fails the traffic stays where it is.',
    changes: [
      {
        type: 'AWS::CodeDeploy::DeploymentGroup',
        id: 'CanaryGroup',
        property: 'DeploymentConfigName',
        value: 'CodeDeployDefault.LambdaAllAtOnce',
      },
      {
        type: 'AWS::CodeDeploy::DeploymentGroup',
        id: 'CanaryGroup',
        property: 'AlarmConfiguration',
        value: null,
      },
      {
        type: 'AWS::CodeDeploy::DeploymentGroup',
        id: 'CanaryGroup',
        property: 'AutoRollbackConfiguration',
        value: null,
      },
    ],
  },
};
