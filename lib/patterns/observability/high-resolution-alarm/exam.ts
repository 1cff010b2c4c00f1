import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const alarm = `${reference}/aws-resource-cloudwatch-alarm.html`;
const api = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference';
const logsApi = 'https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference';
const guide = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring';

export const exam: Exam = {
  question:
    'How do you get an alarm on twenty seconds of processor load, on memory, and on the word ERROR in a log?',
  answer:
    'Send processor values with a storage resolution of one second, let the CloudWatch agent send memory, and count ERROR with a metric filter. EC2 itself sends processor metrics every minute at best, and no memory metrics.',
  wrong: [
    {
      answer: 'EC2 detailed monitoring, to get a value every ten seconds',
      because: 'It sends a value every minute instead of every five minutes, but never more often.',
    },
    {
      answer: 'The memory metric of EC2',
      because:
        'EC2 has none, because it sees an instance from the outside. The CloudWatch agent measures memory, swap, and disk space inside it.',
    },
    {
      answer: 'CloudWatch Logs Insights, to alert on the word ERROR',
      because:
        'A query runs when you start it. A metric filter counts each matching line as it arrives, and an alarm watches the count.',
    },
    {
      answer: 'CloudTrail, to watch the load of a server',
      because: 'CloudTrail records who called which API. It measures no load.',
    },
    {
      answer: 'The CloudWatch agent on the instance of an RDS database',
      because:
        'You cannot log in to that instance to install it. RDS has Enhanced Monitoring for this purpose.',
    },
  ],
  questions,
  tasks: [
    'DVA-C02 4.1',
    'DVA-C02 4.2',
    'SOA-C03 1.1',
    'SOA-C03 1.2',
    'SOA-C03 4.2',
    'DOP-C02 4.1',
    'DOP-C02 4.2',
  ],
  cost: 'cents',
  remains: [
    'The key, for 7 days in the state PendingDeletion, at no cost. Then AWS KMS deletes it.',
    'The values of the metrics, which nobody can delete. They expire with time, and cost nothing once no new value arrives.',
  ],
  flow: [
    { from: '(script)', to: 'Sampler', label: 'every 10 s' },
    { from: 'Sampler', to: '(metrics)', label: 'by the second' },
    { from: 'Sampler', to: 'SamplerLogs' },
    { from: 'SamplerLogs', to: 'ErrorFilter', label: 'ERROR' },
    { from: 'ErrorFilter', to: '(metrics)', label: 'count' },
    { from: '(metrics)', to: 'ProcessorAlarm', label: '2 of 3 periods' },
    { from: '(metrics)', to: 'MemoryAlarm', label: '5 minutes' },
    { from: '(metrics)', to: 'ErrorAlarm', label: 'first line' },
    { from: 'ProcessorAlarm', to: 'AlertTopic' },
    { from: 'MemoryAlarm', to: 'AlertTopic' },
    { from: 'ErrorAlarm', to: 'AlertTopic' },
    { from: 'AlertTopic', to: 'PagerQueue' },
  ],
  checked: '2026-11-28',
  resources: [
    {
      type: 'AWS::CloudWatch::Alarm',
      id: 'ProcessorAlarm',
      settings: [
        {
          property: 'Period',
          value: 10,
          fact: 'The period of an alarm is 10, 20, or 30 seconds, or any multiple of 60; below 60, the metric needs StorageResolution 1.',
          source: alarm,
          seeds: ['000:27', '000:29', '003:1060', '004:2375'],
          tasks: ['DVA-C02 4.2', 'SOA-C03 1.1', 'DOP-C02 4.1'],
          experiments: [
            {
              value: 60,
              outcome: 'update',
              because:
                'The alarm averages whole minutes, so it notices twenty seconds of load late or never.',
            },
            {
              value: 15,
              outcome: 'refused',
              because: 'Below one minute, only 10, 20, and 30 seconds are periods of an alarm.',
            },
            {
              value: 1,
              outcome: 'refused',
              because:
                'You can read a high-resolution metric by the second, but the shortest period of an alarm is ten seconds.',
            },
          ],
        },
        {
          property: 'MetricName',
          value: 'ProcessorUtilization',
          fact: 'EC2 sends its own metrics, such as CPUUtilization, every five minutes for free; with detailed monitoring every minute, at a charge.',
          source:
            'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-detailed-monitoring.html',
          seeds: ['000:31', '000:33', '002:611', '002:612', '003:297', '003:298', '004:2301'],
          tasks: ['SOA-C03 1.1'],
          experiments: [
            {
              value: 'CPUUtilization',
              outcome: 'update',
              because:
                'EC2 sends CPUUtilization to the namespace AWS/EC2, so this alarm gets no data.',
            },
          ],
        },
        {
          property: 'EvaluationPeriods',
          value: 3,
          fact: 'EvaluationPeriods is how many recent periods an alarm looks at; together, they can cover one day at most if a period is below one hour.',
          source: `${api}/API_PutMetricAlarm.html`,
          seeds: ['003:1059', '003:1061'],
          tasks: ['SOA-C03 1.1'],
          experiments: [
            {
              value: 8641,
              outcome: 'fails',
              because: 'That is 86,410 seconds, ten more than a day.',
              source: `${api}/API_PutMetricAlarm.html`,
            },
            {
              value: 1,
              also: [{ property: 'DatapointsToAlarm', value: 1 }],
              outcome: 'update',
              because: 'Ten seconds of load are enough, so every short peak alerts somebody.',
            },
          ],
        },
        {
          property: 'DatapointsToAlarm',
          value: 2,
          fact: 'An alarm goes into ALARM when M of the last N data points breach: DatapointsToAlarm is M, and EvaluationPeriods is N.',
          source: `${guide}/alarm-evaluation.html`,
          seeds: ['003:1062'],
          tasks: ['SOA-C03 1.1'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'All three periods must breach, because the default is EvaluationPeriods.',
            },
            {
              value: 4,
              outcome: 'fails',
              because: 'Four of three periods cannot breach.',
              source:
                'https://aws.github.io/modern-data-architecture-accelerator/typedocs/functions/_aws-mdaa_cloudwatch-constructs.validateDatapointsToAlarm.html',
            },
          ],
        },
        {
          property: 'TreatMissingData',
          value: 'missing',
          fact: 'An alarm starts in INSUFFICIENT_DATA, its third state beside OK and ALARM, and by default returns there when data is missing.',
          source: `${guide}/alarms-and-missing-data.html`,
          seeds: ['004:2366'],
          tasks: ['SOA-C03 1.1'],
          today: {
            notes: 'A CloudWatch alarm has two states, ok and alarm.',
            now: 'It has three. INSUFFICIENT_DATA means that the alarm is new, or that it has too little data to decide.',
            source: `${guide}/alarm-evaluation.html`,
          },
          experiments: [
            {
              value: 'breaching',
              outcome: 'update',
              because: 'A server that stops reporting now puts the alarm into ALARM.',
            },
            {
              value: 'notBreaching',
              outcome: 'update',
              because: 'A server that stops reporting now counts as calm.',
            },
            {
              value: 'ignore',
              outcome: 'update',
              because: 'The alarm keeps its state while no data arrives.',
            },
          ],
        },
        {
          property: 'Dimensions',
          fact: 'A metric is identified by its namespace, name, and dimensions: each combination of dimensions is a separate metric.',
          source: `${guide}/cloudwatch_concepts.html`,
          seeds: [],
          tasks: ['DVA-C02 4.2', 'SOA-C03 1.1'],
          experiments: [
            {
              value: [{ Name: 'Server', Value: 'web-1' }],
              outcome: 'update',
              because:
                'Nobody reports a metric with this dimension, so the alarm stays in INSUFFICIENT_DATA.',
            },
          ],
        },
        {
          property: 'Statistic',
          value: 'Average',
          fact: 'An alarm takes a Statistic, such as Average or Maximum, or an ExtendedStatistic, such as the percentile p99, but not both.',
          source: alarm,
          seeds: [],
          tasks: ['SOA-C03 1.1'],
          experiments: [
            {
              value: 'Maximum',
              outcome: 'update',
              because: 'One second of load makes its whole period breach.',
            },
            {
              value: null,
              also: [{ property: 'ExtendedStatistic', value: 'p90' }],
              outcome: 'update',
              because: 'A period breaches if a tenth of its values are above the threshold.',
            },
          ],
        },
        {
          property: 'AlarmName',
          fact: 'The name of an alarm is unique within an account and Region; if you set none, CloudFormation generates one.',
          source: alarm,
          seeds: [],
          tasks: ['SOA-C03 1.1'],
          experiments: [
            {
              value: 'processor',
              outcome: 'replace',
              because: 'A new name is a new alarm, which starts in INSUFFICIENT_DATA.',
            },
          ],
        },
        {
          property: 'ActionsEnabled',
          fact: 'If ActionsEnabled is false, an alarm still changes its state, but runs no action; the default is true.',
          source: alarm,
          seeds: ['004:2362'],
          tasks: ['SOA-C03 1.2'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'The alarm goes into ALARM, but no notification reaches the topic.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::CloudWatch::Alarm',
      id: 'MemoryAlarm',
      settings: [
        {
          property: 'Namespace',
          value: 'CWAgent',
          fact: 'EC2 has no metrics for memory or disk space; the CloudWatch agent collects them, by default in the namespace CWAgent.',
          source: `${guide}/metrics-collected-by-CloudWatch-agent.html`,
          seeds: ['002:997', '003:309', '004:2297', '004:2309', '004:2319'],
          tasks: ['SOA-C03 1.1', 'DOP-C02 4.1'],
          experiments: [
            {
              value: 'AWS/EC2',
              outcome: 'update',
              because: 'EC2 sends no such metric, so the alarm stays in INSUFFICIENT_DATA.',
            },
          ],
        },
        {
          property: 'MetricName',
          value: 'mem_used_percent',
          fact: 'On EC2, the CloudWatch agent sends metrics such as mem_used_percent with the role of the instance; elsewhere, it takes credentials from a chain of sources.',
          source: `${guide}/CloudWatch-Agent-Credentials-Preference.html`,
          seeds: ['003:1054', '003:1058'],
          tasks: ['SOA-C03 1.1'],
          today: {
            notes:
              'On a server outside AWS, the agent must have the access key and secret key of an IAM user.',
            now: 'The agent also takes temporary credentials, for example from a credentials file that another program keeps current.',
            since: 'unknown',
            source: `${guide}/CloudWatch-Agent-Credentials-Preference.html`,
          },
        },
      ],
    },
    {
      type: 'AWS::Logs::MetricFilter',
      id: 'ErrorFilter',
      settings: [
        {
          property: 'FilterPattern',
          value: '"ERROR"',
          fact: 'A metric filter turns the log events that match its pattern into a metric, but only events that arrive after you create it.',
          source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html',
          seeds: [],
          tasks: ['DVA-C02 4.1', 'SOA-C03 1.1', 'DOP-C02 4.1'],
          experiments: [
            {
              value: '',
              outcome: 'update',
              because: 'An empty pattern matches every line, so every report counts as an error.',
            },
            {
              value: '?ERROR ?WARN',
              outcome: 'update',
              because: 'Terms with a question mark are alternatives: one of them is enough.',
            },
          ],
        },
        {
          property: 'MetricTransformations.0.MetricValue',
          value: '1',
          fact: 'MetricValue is the value that each matching event adds to the metric: a number such as 1, or a field of the event.',
          source: `${reference}/aws-properties-logs-metricfilter-metrictransformation.html`,
          seeds: [],
          tasks: ['SOA-C03 1.1'],
        },
        {
          property: 'MetricTransformations.0.DefaultValue',
          value: 0,
          fact: 'DefaultValue is the value of the metric for events that do not match; without it, they add no data.',
          source: `${reference}/aws-properties-logs-metricfilter-metrictransformation.html`,
          seeds: [],
          tasks: ['SOA-C03 1.1'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'A minute without errors has no data, instead of the value 0.',
            },
          ],
        },
        {
          property: 'MetricTransformations.0.Dimensions',
          fact: 'A metric filter can take up to three dimensions from fields of the event; each combination of values is a custom metric.',
          source: `${reference}/aws-properties-logs-metricfilter-metrictransformation.html`,
          seeds: [],
          tasks: ['DVA-C02 4.2'],
        },
        {
          property: 'FilterName',
          fact: 'If you do not name a metric filter, CloudFormation does; another name replaces the filter.',
          source: `${reference}/aws-resource-logs-metricfilter.html`,
          seeds: [],
          tasks: ['SOA-C03 1.1'],
          experiments: [
            {
              value: 'errors',
              outcome: 'replace',
              because: 'A new name is a new filter, although the metric stays the same.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::CloudWatch::Alarm',
      id: 'ErrorAlarm',
      settings: [
        {
          property: 'TreatMissingData',
          value: 'notBreaching',
          fact: 'For a metric that has data only when an error happens, treat missing data as notBreaching.',
          source: `${guide}/alarms-and-missing-data.html`,
          seeds: [],
          tasks: ['SOA-C03 1.1'],
          experiments: [
            {
              value: 'breaching',
              outcome: 'update',
              because: 'The alarm is in ALARM whenever no report arrives.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Logs::LogGroup',
      id: 'SamplerLogs',
      settings: [
        {
          property: 'RetentionInDays',
          value: 7,
          fact: 'By default, log events never expire; after RetentionInDays, CloudWatch Logs deletes them, usually within 72 hours.',
          source: `${logsApi}/API_PutRetentionPolicy.html`,
          seeds: [],
          tasks: ['SOA-C03 1.1', 'DOP-C02 4.1'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'The log group keeps every line forever, and you pay for it.',
            },
            {
              value: 8,
              outcome: 'fails',
              because: 'Only certain numbers of days are possible, such as 7 and 14.',
              source: `${logsApi}/API_PutRetentionPolicy.html`,
            },
          ],
        },
        {
          property: 'LogGroupName',
          fact: 'If you do not name a log group, CloudFormation does; another name replaces the log group and deletes its events.',
          source: `${reference}/aws-resource-logs-loggroup.html`,
          seeds: [],
          tasks: ['SOA-C03 1.1'],
          experiments: [
            {
              value: 'sampler',
              outcome: 'replace',
              because: 'A new name is a new, empty log group.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::KMS::Key',
      id: 'DataKey',
      settings: [
        {
          property: 'KeySpec',
          fact: 'CloudWatch Logs always encrypts log groups; a KMS key that you associate must be symmetric, and encrypts only events that arrive later.',
          source: `${logsApi}/API_AssociateKmsKey.html`,
          seeds: ['003:1048', '003:1049', '003:1050', '003:1051'],
          tasks: ['SOA-C03 4.2', 'DOP-C02 4.1'],
          experiments: [
            {
              value: 'RSA_2048',
              also: [
                { property: 'KeyUsage', value: 'ENCRYPT_DECRYPT' },
                { property: 'EnableKeyRotation', value: null },
              ],
              outcome: 'fails',
              because: 'CloudWatch Logs does not accept an asymmetric key.',
              source: `${logsApi}/API_AssociateKmsKey.html`,
            },
          ],
        },
        {
          property: 'KeyPolicy.Statement.1.Effect',
          value: 'Allow',
          fact: 'The policy of a key for log groups must allow the service logs.<Region>.amazonaws.com; a condition on the encryption context names the log group.',
          source:
            'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html',
          seeds: ['003:1050'],
          tasks: ['SOA-C03 4.2'],
        },
        {
          property: 'KeyPolicy.Statement.2.Principal.Service',
          value: 'cloudwatch.amazonaws.com',
          fact: 'To publish to a topic that a customer managed key encrypts, CloudWatch alarms need kms:Decrypt and kms:GenerateDataKey* in the key policy.',
          source: 'https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html',
          seeds: [],
          tasks: ['SOA-C03 4.2'],
        },
      ],
    },
    {
      type: 'AWS::IAM::Policy',
      id: 'SamplerRole/DefaultPolicy',
      settings: [
        {
          property: 'PolicyDocument.Statement.1.Resource',
          value: '*',
          fact: 'PutMetricData names no resource in a policy; the condition key cloudwatch:namespace limits it, and metrics of different namespaces never mix.',
          source: `${guide}/iam-cw-condition-keys-namespace.html`,
          seeds: ['002:1001'],
          tasks: ['DVA-C02 4.2', 'SOA-C03 1.1'],
        },
      ],
    },
    {
      type: 'AWS::Lambda::Function',
      id: 'Sampler',
      settings: [
        {
          property: 'LoggingConfig.LogFormat',
          fact: 'A log event in the embedded metric format becomes a metric without PutMetricData; the event must be JSON and nothing else.',
          source: `${guide}/CloudWatch_Embedded_Metric_Format_Specification.html`,
          seeds: ['000:199'],
          tasks: ['DVA-C02 4.2', 'DOP-C02 4.1'],
        },
      ],
    },
    {
      type: 'AWS::SNS::Subscription',
      id: 'PagerSubscription',
      settings: [
        {
          property: 'Protocol',
          value: 'sqs',
          fact: 'An email subscription receives nothing until its owner confirms it; a queue in the same account needs no confirmation.',
          source: 'https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html',
          seeds: ['004:2732'],
          tasks: ['SOA-C03 1.2', 'DOP-C02 4.2'],
          experiments: [
            {
              value: 'email',
              also: [
                { property: 'Endpoint', value: 'pager@shop.example' },
                { property: 'RawMessageDelivery', value: null },
              ],
              outcome: 'replace',
              because: 'The new subscription stays pending until somebody clicks the link.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::SSM::Parameter',
      id: 'AgentConfig',
      settings: [
        {
          property: 'Type',
          value: 'String',
          fact: 'The CloudWatch agent can read its configuration from a Parameter Store parameter, so many servers share one configuration.',
          source: `${guide}/CloudWatch-Agent-Configuration-File-Details.html`,
          seeds: ['004:2305'],
          tasks: ['SOA-C03 1.1'],
        },
      ],
    },
    {
      type: 'AWS::CloudWatch::Dashboard',
      id: 'Overview',
      settings: [
        {
          property: 'DashboardName',
          fact: 'A dashboard shows metrics and alarms in one view, even from several Regions; another name replaces it.',
          source: `${reference}/aws-resource-cloudwatch-dashboard.html`,
          seeds: ['004:2380', '004:2382'],
          tasks: ['SOA-C03 1.1'],
          experiments: [
            {
              value: 'servers',
              outcome: 'replace',
              because: 'CloudFormation creates a dashboard of this name and deletes the old one.',
            },
          ],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'The alarm waits for five minutes of load, so twenty seconds alert nobody, and the log group keeps every line forever.',
    changes: [
      { type: 'AWS::CloudWatch::Alarm', id: 'ProcessorAlarm', property: 'Period', value: 60 },
      {
        type: 'AWS::CloudWatch::Alarm',
        id: 'ProcessorAlarm',
        property: 'EvaluationPeriods',
        value: 5,
      },
      {
        type: 'AWS::CloudWatch::Alarm',
        id: 'ProcessorAlarm',
        property: 'DatapointsToAlarm',
        value: null,
      },
      { type: 'AWS::Logs::LogGroup', id: 'SamplerLogs', property: 'RetentionInDays', value: null },
    ],
  },
};
