import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const alarm = `${reference}/aws-resource-cloudwatch-alarm.html`;
const codedeploy = 'https://docs.aws.amazon.com/codedeploy/latest/userguide';
const lambda = 'https://docs.aws.amazon.com/lambda/latest/dg';

export const exam: Exam = {
  question:
    'How do you shift ten percent of the traffic first, and roll back automatically on an alarm?',
  answer:
    'Let CodeDeploy shift the traffic of a Lambda alias: ten percent first and the rest later. An alarm in the deployment group rolls back automatically.',
  wrong: [
    {
      answer: 'CodeDeployDefault.LambdaLinear10PercentEvery1Minute',
      because:
        'A linear deployment shifts another ten percent every minute. A canary shifts one first share and later all the rest.',
    },
    {
      answer: 'CodeDeployDefault.HalfAtATime',
      because:
        'It counts instances, so it works for EC2 and on-premises servers only, not for Lambda.',
    },
    {
      answer: 'An in-place deployment',
      because:
        'An in-place deployment updates the application on EC2 or on-premises servers. A Lambda deployment is always blue/green.',
    },
    {
      answer: 'Set the weights of the alias by hand',
      because: 'The weights split the traffic, but they do not react to an alarm.',
    },
    {
      answer: 'An alias that shares its traffic between a version and $LATEST',
      because: 'Both versions of a weighted alias must be published.',
    },
    {
      answer: 'Install the CodeDeploy agent',
      because: 'The agent runs on EC2 and on-premises servers. Lambda deployments need no agent.',
    },
  ],
  questions,
  tasks: ['DVA-C02 3.3', 'DVA-C02 3.4', 'SOA-C03 3.1', 'DOP-C02 1.2', 'DOP-C02 1.4'],
  cost: 'free',
  remains: [],
  deploy: {
    fails: [
      {
        symptom:
          'Every deployment is stopped because LiveErrors is in ALARM, even the one with the fix',
        remedy:
          'CodeDeploy stops a deployment while an alarm of its group is active. LiveErrors goes back to OK a few minutes after the last error. If the calls do not stop, run `aws deploy update-deployment-group --application-name <ApplicationName> --current-deployment-group-name <DeploymentGroupName> --alarm-configuration enabled=false`, deploy, and enable it again with `enabled=true,alarms=[{name=<LiveErrorsAlarmName>}]`.',
        source:
          'https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-create-alarms.html',
      },
    ],
  },
  flow: [
    { from: '(client)', to: 'Live', label: 'order' },
    { from: 'Live', to: 'Cashier', label: '90% old, 10% new' },
    { from: 'Cashier', to: 'CashierLogs' },
    { from: 'Live', to: 'CanaryGroup', label: 'a new version' },
    { from: 'CodeDeployRole', to: 'CanaryGroup', label: 'moves the weights' },
    { from: 'CanaryGroup', to: 'BeforeTraffic', label: 'first' },
    { from: 'CanaryGroup', to: 'AfterTraffic', label: 'last' },
    { from: 'BeforeTraffic', to: 'Cashier', label: 'known orders' },
    { from: 'Cashier', to: 'LiveErrors', label: 'errors' },
    { from: 'LiveErrors', to: 'CanaryGroup', label: 'stop, roll back' },
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
          fact: 'A predefined canary shifts 10 percent of the traffic at once, and the rest after 5, 10, 15, or 30 minutes.',
          source: `${codedeploy}/deployment-configurations.html`,
          seeds: ['002:911', '002:915', '002:917', '003:1141', '003:1142', '003:1143'],
          today: {
            notes: 'You choose Canary10Percent10Minutes for a canary of ten minutes.',
            now: 'AWS SAM uses that name. In CodeDeploy, the deployment configuration is CodeDeployDefault.LambdaCanary10Percent10Minutes.',
            saidBy:
              'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/automating-updates-to-serverless-apps.html',
            source: `${codedeploy}/deployment-configurations.html`,
          },
          experiments: [
            {
              value: 'CodeDeployDefault.LambdaCanary10Percent10Minutes',
              outcome: 'update',
              because:
                'The alarm has ten minutes to detect a problem, and every release takes that long.',
            },
            {
              value: 'CodeDeployDefault.LambdaLinear10PercentEvery1Minute',
              outcome: 'update',
              because: 'Each minute, the new version gets another ten percent of the traffic.',
            },
            {
              value: 'CodeDeployDefault.LambdaAllAtOnce',
              outcome: 'update',
              because: 'A bad version gets all the traffic until the alarm goes into ALARM.',
            },
          ],
        },
        {
          property: 'DeploymentStyle.DeploymentType',
          value: 'BLUE_GREEN',
          fact: 'Lambda deployments are always blue/green; only EC2 and on-premises servers support in-place deployments.',
          source: `${codedeploy}/welcome.html`,
          seeds: ['002:814', '002:816', '003:1140'],
          experiments: [
            {
              value: 'IN_PLACE',
              outcome: 'fails',
              source: `${codedeploy}/applications-create.html`,
              because:
                'Only deployments to EC2 and on-premises servers can be in-place deployments.',
            },
          ],
        },
        {
          property: 'DeploymentStyle.DeploymentOption',
          value: 'WITH_TRAFFIC_CONTROL',
          fact: 'The deployment option says whether CodeDeploy routes the traffic: WITH_TRAFFIC_CONTROL or WITHOUT_TRAFFIC_CONTROL.',
          source: `${reference}/aws-properties-codedeploy-deploymentgroup-deploymentstyle.html`,
          seeds: ['003:761'],
        },
        {
          property: 'AutoRollbackConfiguration.Enabled',
          value: true,
          fact: 'CodeDeploy rolls back by redeploying the earlier version as a new deployment, and does so automatically only if you enable automatic rollback.',
          source: `${codedeploy}/deployments-rollback-and-redeploy.html`,
          seeds: ['003:763', '003:1119'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'After a failed deployment, someone has to roll back by hand.',
            },
          ],
        },
        {
          property: 'AutoRollbackConfiguration.Events',
          value: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'],
          fact: 'Automatic rollback can follow three events: DEPLOYMENT_FAILURE, DEPLOYMENT_STOP_ON_ALARM, and DEPLOYMENT_STOP_ON_REQUEST.',
          source: `${reference}/aws-properties-codedeploy-deploymentgroup-autorollbackconfiguration.html`,
          seeds: ['002:915', '003:763'],
          today: {
            notes: 'CodeDeploy rolls back if a hook fails or an alarm is triggered.',
            now: 'It does so only if the deployment group enables automatic rollback for these events and names the alarm.',
            saidBy:
              'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/automating-updates-to-serverless-apps.html',
            source: `${codedeploy}/deployments-rollback-and-redeploy.html`,
          },
          experiments: [
            {
              value: ['DEPLOYMENT_FAILURE'],
              outcome: 'update',
              because:
                'The alarm stops the deployment, but CodeDeploy does not redeploy the earlier version.',
            },
          ],
        },
        {
          property: 'AlarmConfiguration.Enabled',
          value: true,
          fact: 'CodeDeploy stops a deployment when one of up to ten alarms of the deployment group goes into ALARM.',
          source: `${codedeploy}/monitoring-create-alarms.html`,
          seeds: ['002:915', '003:763'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because:
                'CodeDeploy ignores the alarm, so the rest of the traffic is shifted to the bad version.',
            },
          ],
        },
        {
          property: 'AlarmConfiguration.IgnorePollAlarmFailure',
          fact: 'By default, a deployment stops when CodeDeploy cannot read the state of its alarms; IgnorePollAlarmFailure lets it continue.',
          source: `${reference}/aws-properties-codedeploy-deploymentgroup-alarmconfiguration.html`,
          seeds: ['003:763'],
          experiments: [
            {
              value: true,
              outcome: 'update',
              because: 'If CodeDeploy cannot read the alarm, a release continues without it.',
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
          fact: 'A CodeDeploy application has one compute platform: Server, Lambda, or ECS.',
          source: `${reference}/aws-resource-codedeploy-application.html`,
          seeds: ['002:919', '003:1139', '003:1141'],
          today: {
            notes:
              'CodeDeploy shifts the traffic of ECS services by canary and linear deployments.',
            now: 'An ECS service can also do this by itself, with the strategies BLUE_GREEN, LINEAR, and CANARY. Lambda functions still use CodeDeploy.',
            since: '2025-10',
            source: `${reference}/aws-properties-ecs-service-deploymentconfiguration.html`,
          },
          experiments: [
            {
              value: 'Server',
              outcome: 'replace',
              because:
                'The platform of an application cannot change, and a Server application deploys to instances only.',
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
          fact: 'An alias has its own name and ARN, so callers do not change when it points to another version.',
          source: `${lambda}/configuration-aliases.html`,
          seeds: ['003:762', '003:764'],
          experiments: [
            {
              value: 'production',
              outcome: 'replace',
              because: 'Anyone who calls the function by the old alias gets an error.',
            },
          ],
        },
        {
          property: 'RoutingConfig',
          fact: 'A routing configuration sends a share of the calls, from 0 to 1, to a second published version, chosen at random per call.',
          source: `${lambda}/configuring-alias-routing.html`,
          seeds: ['003:764'],
          experiments: [
            {
              value: {
                AdditionalVersionWeights: [{ FunctionVersion: '$LATEST', FunctionWeight: 0.1 }],
              },
              outcome: 'fails',
              source: `${lambda}/configuring-alias-routing.html`,
              because:
                'Both versions of a weighted alias must be published, and $LATEST is not a published version.',
            },
          ],
        },
        {
          property: 'ProvisionedConcurrencyConfig',
          fact: 'You can configure provisioned concurrency for a version or an alias, but not for $LATEST.',
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
          fact: 'Publishing a version copies $LATEST; with CodeSha256, Lambda publishes only if the code still has this hash.',
          source: `${reference}/aws-resource-lambda-version.html`,
          seeds: ['003:762'],
          experiments: [
            {
              value: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
              outcome: 'replace',
              because:
                'A version cannot change, so CloudFormation publishes a new one, and the code does not have this hash.',
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
          fact: 'A published version keeps its environment variables; later changes apply to $LATEST only.',
          source: `${lambda}/configuration-versions.html`,
          seeds: ['003:740', '003:762'],
          experiments: [
            {
              value: 'AT=20,DE=19,FR=20,IT=22',
              outcome: 'update',
              because:
                'The library gives the version a new logical id, so this change is a release, like new code.',
            },
          ],
        },
        {
          property: 'MemorySize',
          value: 256,
          fact: 'A function has 128 to 10,240 MB of memory (more on Lambda Managed Instances), in steps of 1 MB, and CPU in proportion to it.',
          source: `${lambda}/configuration-memory.html`,
          seeds: ['003:714'],
          experiments: [
            { value: 127, outcome: 'refused', because: 'The minimum is 128 MB.' },
            {
              value: 512,
              outcome: 'update',
              because: 'This publishes a new version, which gets ten percent of the traffic first.',
            },
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
          fact: 'A lifecycle hook function must report Succeeded or Failed by PutLifecycleEventHookExecutionStatus within one hour; otherwise the deployment fails.',
          source: `${codedeploy}/reference-appspec-file-structure-hooks.html`,
          seeds: ['002:902', '002:915'],
          tasks: ['DVA-C02 3.3', 'DOP-C02 1.2'],
          experiments: [
            {
              value: 901,
              outcome: 'refused',
              because:
                'The maximum timeout of this function is 900 seconds, also when it is a hook.',
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
          fact: 'A Lambda deployment has two hooks, BeforeAllowTraffic and AfterAllowTraffic; BeforeInstall exists for ECS and servers only.',
          source: `${codedeploy}/reference-appspec-file-structure-hooks.html`,
          seeds: ['002:904', '002:905'],
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
          fact: 'CodeDeploy uses the service role of the deployment group to act in your account.',
          source: `${codedeploy}/getting-started-create-service-role.html`,
          seeds: ['003:762'],
        },
        {
          property: 'ManagedPolicyArns',
          fact: 'AWSCodeDeployRoleForLambdaLimited can update every alias in the account, but invoke only functions whose names start with CodeDeployHook_.',
          source:
            'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCodeDeployRoleForLambdaLimited.html',
          seeds: ['003:762'],
          experiments: [
            {
              value: ['arn:aws:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited'],
              outcome: 'update',
              because:
                'Anyone who can start a deployment could then move the alias of any function.',
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
          fact: 'Errors counts invocations that end in a function error, including timeouts; throttled invocations count in Throttles.',
          source: `${lambda}/monitoring-metrics-types.html`,
          seeds: ['003:763'],
          experiments: [
            {
              value: 'Throttles',
              outcome: 'update',
              because:
                'A version that fails at every call is not throttled, so the alarm stays in OK.',
            },
          ],
        },
        {
          property: 'Dimensions.1.Name',
          value: 'Resource',
          fact: 'The dimension Resource selects the metric of one alias; adding ExecutedVersion separates the two versions behind it.',
          source: `${lambda}/monitoring-metrics-view.html`,
          seeds: ['003:763', '003:764'],
        },
        {
          property: 'Period',
          value: 60,
          fact: 'The period is the length of time behind one data point: 10, 20, or 30 seconds, or a multiple of 60.',
          source: alarm,
          seeds: ['003:1060'],
          experiments: [
            {
              value: 45,
              outcome: 'refused',
              because: '45 is not a multiple of 60, and not 10, 20, or 30.',
            },
            {
              value: 300,
              outcome: 'update',
              because:
                'All the traffic has moved to the new version before the alarm has its second data point.',
            },
          ],
        },
        {
          property: 'EvaluationPeriods',
          value: 3,
          fact: 'The evaluation periods are the number of most recent data points that the alarm evaluates.',
          source: alarm,
          seeds: ['003:1061'],
          experiments: [
            {
              value: 30,
              outcome: 'update',
              because:
                'Two bad minutes in the last half hour stop a release, even if they were before it.',
            },
          ],
        },
        {
          property: 'DatapointsToAlarm',
          value: 2,
          fact: 'An alarm goes into ALARM when M of the last N data points breach the threshold; they need not be consecutive.',
          source:
            'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html',
          seeds: ['003:1062'],
          experiments: [
            {
              value: 1,
              outcome: 'update',
              because: 'One failed call, of either version, is enough to roll back a release.',
            },
          ],
        },
        {
          property: 'Threshold',
          value: 1,
          fact: 'An alarm compares the statistic of each period, such as the sum of errors, with its threshold.',
          source: alarm,
          seeds: ['003:763'],
          experiments: [
            {
              value: 100,
              outcome: 'update',
              because:
                'With little traffic, a tenth of the calls never fails a hundred times in a minute.',
            },
          ],
        },
        {
          property: 'TreatMissingData',
          value: 'notBreaching',
          fact: 'An alarm can treat missing data points as notBreaching, breaching, or ignore; by default, it treats them as missing.',
          source:
            'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html',
          seeds: ['003:763'],
          experiments: [
            {
              value: 'breaching',
              outcome: 'update',
              because: 'Without traffic the alarm goes into ALARM, so it stops every release.',
            },
          ],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'The new version gets all the traffic at once, and nothing rolls it back when it fails.',
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
