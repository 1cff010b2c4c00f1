import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A payment company deploys a Lambda function with CodeDeploy. A tenth of the requests should go to the new version first, and all the others ten minutes later, if no alarm goes off. Which deployment configuration does this?',
    right: ['CodeDeployDefault.LambdaCanary10Percent10Minutes'],
    because:
      'A canary shifts the traffic in two steps: 10 percent at once, and the rest after the given minutes.',
    wrong: [
      {
        answer: 'CodeDeployDefault.LambdaLinear10PercentEvery10Minutes',
        because: 'It shifts another 10 percent every ten minutes, so the whole takes 90 minutes.',
      },
      {
        answer: 'CodeDeployDefault.LambdaAllAtOnce with a wait of ten minutes',
        because: 'All traffic goes to the new version at once.',
      },
      {
        answer: 'CodeDeployDefault.OneAtATime for a group of ten functions',
        because: 'It deploys to EC2 instances one after another. It is not for Lambda.',
      },
    ],
    shows: [{ id: 'CanaryGroup', property: 'DeploymentConfigName' }],
    tasks: ['DVA-C02 3.4', 'DOP-C02 1.4', 'SOA-C03 3.1'],
    seeds: ['002:911', '002:915', '002:917', '003:1141', '003:1143'],
  },
  {
    text: 'A news site wants to move the traffic of a function to a new version in ten equal steps, one each minute, so that operators can watch the load of the database grow. Which kind of CodeDeploy configuration fits?',
    right: ['A linear configuration'],
    because:
      'A linear configuration shifts equal shares with equal pauses, such as 10 percent every minute.',
    wrong: [
      {
        answer: 'A canary configuration',
        because: 'It has two steps only: one share first, and all the rest later.',
      },
      {
        answer: 'An all-at-once configuration',
        because: 'It shifts all traffic in one step.',
      },
      {
        answer: 'A half-at-a-time configuration',
        because: 'It counts instances, for EC2 and on-premises servers.',
      },
    ],
    shows: [{ id: 'CanaryGroup', property: 'DeploymentConfigName' }],
    tasks: ['DVA-C02 3.4', 'DOP-C02 1.4'],
    seeds: ['002:912', '002:917', '003:1142', '003:1143'],
  },
  {
    text: 'A small team has no deployment service. It wants to send 5 percent of the calls of a production function to version 8 and the rest to version 7, and callers must keep their ARN. What should it configure?',
    right: ['A routing configuration of the alias, with a weight of 0.05 for version 8'],
    because:
      'Callers use the ARN of the alias. The routing configuration sends a share of the calls to a second published version.',
    wrong: [
      {
        answer: 'A second alias for version 8, with a reserved concurrency of 5 percent',
        because:
          'A second alias has another ARN, and concurrency is reserved for a function, not for an alias.',
      },
      {
        answer: 'A routing configuration of version 7, with a weight of 0.05 for version 8',
        because: 'Only an alias has a routing configuration. A published version never changes.',
      },
      {
        answer: 'A routing configuration of the alias, with a weight of 0.05 for $LATEST',
        because: 'Both versions of a weighted alias must be published.',
      },
    ],
    shows: [
      { id: 'Live', property: 'RoutingConfig' },
      { id: 'Live', property: 'Name' },
    ],
    tasks: ['DVA-C02 3.4', 'DVA-C02 1.2'],
    seeds: ['003:760', '003:761', '003:764'],
  },
  {
    text: 'During a canary deployment, the new version of a function threw errors for an hour, and nobody noticed. The deployment must go back by itself when the function fails. Which two settings of the deployment group are needed?',
    right: [
      'An alarm on the errors of the alias',
      'An automatic rollback when an alarm stops a deployment',
    ],
    because:
      'CodeDeploy stops a deployment when an alarm of the group goes into ALARM. It rolls back only if automatic rollback is enabled for this event.',
    wrong: [
      {
        answer: 'A manual approval before each of the traffic shifts',
        because:
          'A person would have to look, and it is a feature of a pipeline, not of the deployment group.',
      },
      {
        answer: 'A trigger that sends an email for each failed deployment',
        because: 'It informs people. Nothing goes back by itself.',
      },
      {
        answer: 'A longer interval between the two steps of the canary',
        because: 'It only gives errors more time. Nothing reacts to them.',
      },
    ],
    shows: [
      { id: 'CanaryGroup', property: 'AlarmConfiguration.Enabled' },
      { id: 'CanaryGroup', property: 'AutoRollbackConfiguration.Events' },
    ],
    tasks: ['DVA-C02 3.4', 'SOA-C03 3.1', 'DOP-C02 1.4'],
    seeds: ['002:915', '003:762', '003:763', '003:1119'],
  },
  {
    text: 'Before any customer reaches a new function version, a smoke test has to call it and stop the deployment if the result is wrong. CodeDeploy shifts the traffic of the function. Where does the test belong?',
    right: ['In a function for the hook BeforeAllowTraffic'],
    because:
      'The hook function runs before the traffic shifts. It reports Succeeded or Failed to CodeDeploy, and Failed stops the deployment.',
    wrong: [
      {
        answer: 'In a script for the hook ApplicationStart',
        because: 'This hook belongs to deployments on EC2 and on-premises servers.',
      },
      {
        answer: 'In a function for the hook AfterAllowTraffic',
        because: 'It runs when customers already use the new version.',
      },
      {
        answer: 'In a function for the hook AfterAllowTestTraffic',
        because: 'This hook exists for ECS deployments with a test listener.',
      },
    ],
    shows: [
      { id: 'BeforeTraffic', property: 'Timeout' },
      { id: 'AfterTraffic', property: 'Timeout' },
    ],
    tasks: ['DVA-C02 3.3', 'DOP-C02 1.2'],
    seeds: ['002:904', '002:905', '002:915'],
  },
  {
    text: 'A developer raises a rate in the environment variables of a function. The console shows the new value, but customers, who call the alias live, still get results by the old one. What is the reason?',
    right: ['The alias points to a version, which keeps its variables'],
    because:
      'The configuration is frozen with a published version. The change applies to $LATEST, until another version is published and the alias points to it.',
    wrong: [
      {
        answer: 'The alias has variables of its own, which hide the others',
        because: 'An alias has no environment variables.',
      },
      {
        answer: 'The variables are read again only after a day by the cache',
        because:
          'There is no such cache. New environments start with the configuration of their version.',
      },
      {
        answer: 'The variables are encrypted, so that the old ones are used',
        because: 'Encryption at rest does not change which values the function gets.',
      },
    ],
    shows: [
      { id: 'Cashier', property: 'Environment.Variables.VAT_PERCENT' },
      { id: 'Live', property: 'Name' },
    ],
    tasks: ['DVA-C02 3.2', 'DVA-C02 4.1'],
    seeds: ['003:737', '003:738', '003:740', '003:762'],
  },
  {
    text: 'A team moves from EC2 to Lambda and plans its first CodeDeploy deployment of a function. On EC2, it used in-place deployments with an agent. What is right for Lambda?',
    right: ['Blue/green deployments, without an agent'],
    because:
      'For Lambda, CodeDeploy shifts traffic between two versions, which is always blue/green. There is no server for an agent.',
    wrong: [
      {
        answer: 'In-place deployments, without an agent',
        because: 'In-place deployments exist for EC2 and on-premises servers only.',
      },
      {
        answer: 'Blue/green deployments, with an agent',
        because: 'The agent runs on EC2 and on-premises servers. A function has none.',
      },
      {
        answer: 'In-place deployments, with a layer',
        because: 'A layer holds code of a function. It cannot replace a version in place.',
      },
    ],
    shows: [
      { id: 'CanaryGroup', property: 'DeploymentStyle.DeploymentType' },
      { id: 'Application', property: 'ComputePlatform' },
    ],
    tasks: ['DVA-C02 3.4', 'DOP-C02 1.4'],
    seeds: ['002:814', '002:816', '002:919', '003:1140', '003:1141'],
  },
  {
    text: 'An alarm in a CodeDeploy deployment group watches the errors of a function. Developers often test broken code in $LATEST, and each time the alarm stops the deployment of another version. How can the alarm watch production traffic alone?',
    right: ['With the name of the alias in the dimension Resource'],
    because:
      'Lambda sends its metrics for the whole function. With the dimension Resource, it also sends them for each alias and version that is called.',
    wrong: [
      {
        answer: 'With a threshold above the usual number of test errors',
        because: 'It would also hide errors of customers.',
      },
      {
        answer: 'With a period of an hour, which test errors do not fill',
        because: 'Errors are still summed up over the function, and the alarm reacts late.',
      },
      {
        answer: 'With missing data that the alarm treats as breaching',
        because: 'Without calls, the alarm would then stop deployments for no reason.',
      },
    ],
    shows: [
      { id: 'LiveErrors', property: 'Dimensions.1.Name' },
      { id: 'LiveErrors', property: 'MetricName' },
    ],
    tasks: ['DVA-C02 3.3', 'DVA-C02 4.2', 'DOP-C02 1.4'],
    seeds: ['003:763', '003:764'],
  },
  {
    text: 'CodeDeploy has rolled back a deployment of a function. In the list of deployments, an operator finds one more entry, with an ID that nobody has started. What does the entry mean?',
    right: ['CodeDeploy has deployed the earlier version as a new deployment'],
    because:
      'A rollback is technically a new deployment of an earlier revision, with an ID of its own.',
    wrong: [
      {
        answer: 'CodeDeploy has restored a snapshot of the earlier deployment',
        because: 'CodeDeploy takes no snapshots. It deploys again.',
      },
      {
        answer: 'CodeDeploy has paused the deployment until someone approves it',
        because: 'A pause adds no deployment to the list.',
      },
      {
        answer: 'CodeDeploy has deployed the failed version for a second time',
        because: 'A rollback goes to the last version that worked.',
      },
    ],
    shows: [{ id: 'CanaryGroup', property: 'AutoRollbackConfiguration.Enabled' }],
    tasks: ['DVA-C02 3.4', 'SOA-C03 3.1'],
    seeds: ['003:1119', '003:1120'],
  },
];
