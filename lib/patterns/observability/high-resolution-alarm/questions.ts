import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A trading application must raise an alarm when the processor of its EC2 instances is overloaded for 20 seconds. Detailed monitoring is enabled. The alarm still comes minutes late. What does the team need?',
    right: ['A custom metric with high resolution, and an alarm with a period of 10 seconds'],
    because:
      'EC2 sends its metrics every minute at most. A custom metric with a storage resolution of one second allows an alarm with a period of 10 or 30 seconds.',
    wrong: [
      {
        answer: 'The metric CPUUtilization of EC2, and an alarm with a period of 10 seconds',
        because: 'The metric has one value each minute, so shorter periods have no data.',
      },
      {
        answer:
          'A custom metric with standard resolution, and an alarm with a period of 10 seconds',
        because: 'Standard resolution is one minute. Shorter periods need high resolution.',
      },
      {
        answer: 'Enhanced monitoring of the instances, and an alarm on its values in CloudTrail',
        because: 'Enhanced Monitoring belongs to RDS, and CloudTrail records API calls.',
      },
    ],
    shows: [
      { id: 'ProcessorAlarm', property: 'Period' },
      { id: 'ProcessorAlarm', property: 'MetricName' },
    ],
    tasks: ['DVA-C02 4.2', 'SOA-C03 1.1', 'DOP-C02 4.1'],
    seeds: [
      '000:27',
      '000:29',
      '000:31',
      '000:33',
      '000:195',
      '000:197',
      '003:1044',
      '003:1047',
      '004:2375',
    ],
  },
  {
    text: 'An operator wants the metrics of one running EC2 instance each minute instead of every five minutes. The instance must not be stopped or replaced. Which step does it?',
    right: ['Call monitor-instances with the ID of the instance'],
    because:
      'The command enables detailed monitoring of an existing instance, at a charge. It sends metrics in periods of one minute.',
    wrong: [
      {
        answer: 'Call run-instances with --monitoring Enabled=true',
        because: 'It launches another instance with detailed monitoring.',
      },
      {
        answer: 'Call put-metric-alarm with a period of 60 seconds',
        because: 'It creates an alarm. The metric still has a value every five minutes.',
      },
      {
        answer: 'Call get-metric-data with a period of 60 seconds',
        because: 'It reads what is there. Basic monitoring has one value in five minutes.',
      },
    ],
    shows: [{ id: 'ProcessorAlarm', property: 'MetricName' }],
    tasks: ['SOA-C03 1.1', 'DVA-C02 4.2'],
    seeds: [
      '000:43',
      '000:45',
      '000:46',
      '002:609',
      '002:611',
      '002:612',
      '003:297',
      '003:300',
      '003:302',
      '004:2301',
    ],
  },
  {
    text: 'Instances of a booking system become slow before they crash, and an engineer suspects that memory runs out. CloudWatch lists processor, network and disk operations of the instances, but no memory. How can the engineer get an alarm on memory with the least effort?',
    right: ['Install the CloudWatch agent, and create the alarm on its metric'],
    because:
      'EC2 sees an instance from the outside and has no memory metric. The agent measures inside and sends mem_used_percent, by default in the namespace CWAgent.',
    wrong: [
      {
        answer: 'Enable detailed monitoring, and create the alarm on its metric',
        because: 'It sends the same metrics more often. Memory is not among them.',
      },
      {
        answer: 'Enable VPC Flow Logs, and create a metric filter on its records',
        because: 'Flow logs record network traffic.',
      },
      {
        answer: 'Install the X-Ray daemon, and create the alarm on its segments',
        because: 'X-Ray traces requests. It does not measure memory.',
      },
    ],
    shows: [
      { id: 'MemoryAlarm', property: 'Namespace' },
      { id: 'MemoryAlarm', property: 'MetricName' },
    ],
    tasks: ['SOA-C03 1.1', 'DVA-C02 4.2', 'DOP-C02 4.1'],
    seeds: [
      '002:997',
      '003:303',
      '003:309',
      '003:1053',
      '003:1055',
      '004:2297',
      '004:2305',
      '004:2309',
      '004:2319',
    ],
  },
  {
    text: 'A log group has existed for a year. A new rule says that its log data must be encrypted under a customer managed KMS key. An administrator writes a suitable key policy and associates the key with the log group. What is the effect?',
    right: ['Log events that arrive from now on are encrypted under the key'],
    because:
      'CloudWatch Logs always encrypts log data. A key that you associate is used for newly ingested events only.',
    wrong: [
      {
        answer: 'All log events of the last year are encrypted under the key too',
        because: 'Events that were stored before keep their encryption.',
      },
      {
        answer: 'Log events are encrypted for the first time since the creation',
        because: 'Log groups are always encrypted, also without a key of yours.',
      },
      {
        answer: 'Log events are encrypted only after the log group was replaced',
        because: 'The key is associated with the existing group. Nothing is replaced.',
      },
    ],
    shows: [
      { id: 'DataKey', property: 'KeySpec' },
      { id: 'DataKey', property: 'KeyPolicy.Statement.1.Effect' },
    ],
    tasks: ['SOA-C03 4.2', 'DVA-C02 2.2', 'SAA-C03 1.3'],
    seeds: ['003:1048', '003:1049', '003:1050', '003:1051', '003:1052'],
  },
  {
    text: 'An alarm has a period of 60 seconds and one evaluation period. Short peaks of the load wake up the operator every night. The alarm should go off only if at least three of five minutes are above the threshold. Which settings are right?',
    right: ['EvaluationPeriods 5 and DatapointsToAlarm 3'],
    because:
      'An M out of N alarm looks at N periods and goes into ALARM when M of them breach the threshold.',
    wrong: [
      {
        answer: 'EvaluationPeriods 3 and DatapointsToAlarm 5',
        because: 'The number of data points cannot be larger than the number of periods.',
      },
      {
        answer: 'EvaluationPeriods 3 and a Period of 300 seconds',
        because: 'The alarm would need three periods of five minutes in a row.',
      },
      {
        answer: 'EvaluationPeriods 1 and a Period of 180 seconds',
        because: 'One average over three minutes can still be raised by a short peak.',
      },
    ],
    shows: [
      { id: 'ProcessorAlarm', property: 'EvaluationPeriods' },
      { id: 'ProcessorAlarm', property: 'DatapointsToAlarm' },
    ],
    tasks: ['SOA-C03 1.1', 'DVA-C02 4.2', 'DOP-C02 4.2'],
    seeds: ['003:1059', '003:1060', '003:1061', '003:1062'],
  },
  {
    text: 'A team creates an alarm with an SNS topic as its action and subscribes the address of the operator on duty by email. A test puts the alarm into ALARM, and its history shows that the action was executed. No mail has arrived. What is the most likely reason?',
    right: ['The email subscription has not been confirmed'],
    because:
      'SNS sends nothing to an email address until its owner has opened the link in the confirmation message.',
    wrong: [
      {
        answer: 'The alarm must invoke a function that sends it',
        because: 'SNS sends the mail itself. No function is needed.',
      },
      {
        answer: 'The alarm has no permission to set its state',
        because: 'The alarm was in ALARM, and its action was executed.',
      },
      {
        answer: 'The topic must be a FIFO topic to deliver mails',
        because: 'FIFO topics do not deliver email at all.',
      },
    ],
    shows: [
      { id: 'PagerSubscription', property: 'Protocol' },
      { id: 'ProcessorAlarm', property: 'ActionsEnabled' },
    ],
    tasks: ['SOA-C03 1.2', 'DVA-C02 4.2'],
    seeds: ['004:2137', '004:2360', '004:2362', '004:2732'],
  },
  {
    text: 'An application writes the word ERROR to a CloudWatch log group when an order fails. The operators want to be notified within minutes when this happens more than five times in ten minutes. Which solution needs no code?',
    right: ['A metric filter for the word, and an alarm on its metric'],
    because:
      'The filter counts each matching event as it arrives, and the alarm watches the count.',
    wrong: [
      {
        answer: 'A Logs Insights query for the word, saved for operators',
        because: 'A query runs when someone starts it. It notifies nobody.',
      },
      {
        answer: 'A subscription filter for the word, and a Lambda function',
        because: 'It works, but the function that counts and notifies is code.',
      },
      {
        answer: 'A CloudTrail trail for the log group, and an email topic',
        because: 'A trail records calls to AWS, not the lines of a log.',
      },
    ],
    shows: [
      { id: 'ErrorFilter', property: 'FilterPattern' },
      { id: 'ErrorFilter', property: 'MetricTransformations.0.MetricValue' },
      { id: 'ErrorAlarm', property: 'TreatMissingData' },
    ],
    tasks: ['DVA-C02 4.2', 'SOA-C03 1.1', 'DOP-C02 4.2'],
    seeds: ['004:2334', '004:2336', '004:2340', '004:2351'],
  },
  {
    text: 'The managers of a web shop want a wall screen that shows orders per minute, error rates and open alarms of two Regions in one view. The data is in CloudWatch metrics already. What is the simplest solution?',
    right: ['A CloudWatch dashboard'],
    because: 'A dashboard shows metrics and alarms in one view, even from several Regions.',
    wrong: [
      {
        answer: 'An X-Ray trace map',
        because: 'It shows services and their traces, not orders or alarms.',
      },
      {
        answer: 'An AWS Health dashboard',
        because: 'It shows events of AWS that concern an account.',
      },
      {
        answer: 'A CloudTrail event history',
        because: 'It lists API calls of one Region, without metrics.',
      },
    ],
    shows: [{ id: 'Overview', property: 'DashboardName' }],
    tasks: ['SOA-C03 1.1', 'DVA-C02 4.2', 'DOP-C02 4.1'],
    seeds: ['004:2378', '004:2380', '004:2382'],
  },
  {
    text: 'Two applications of one account publish a custom metric named Latency. Statistics of the one must never mix with those of the other, and each application may only write its own metric. Which concept of CloudWatch solves both?',
    right: ['A namespace for each application'],
    because:
      'Metrics of different namespaces are isolated. The condition key cloudwatch:namespace limits PutMetricData to one of them.',
    wrong: [
      {
        answer: 'A dashboard for each application',
        because: 'It shows metrics. It does not separate them.',
      },
      {
        answer: 'An alarm for each application',
        because: 'It watches a metric and changes nothing about its data.',
      },
      {
        answer: 'A log group for each application',
        because: 'It holds log events. Custom metrics are not stored in it.',
      },
    ],
    shows: [{ id: 'SamplerRole/DefaultPolicy', property: 'PolicyDocument.Statement.1.Resource' }],
    tasks: ['DVA-C02 4.2', 'SOA-C03 1.1'],
    seeds: ['002:1001'],
  },
  {
    text: 'A Lambda function publishes a high-resolution metric by PutMetricData for every request. The calls slow the function down, and each of them is charged. The metric must stay. What should the developer do?',
    right: ['Write the metric to the log in the embedded metric format'],
    because:
      'CloudWatch extracts metrics from log events in this format, so the function makes no call and waits for nothing.',
    wrong: [
      {
        answer: 'Write the metric to the trace as an X-Ray annotation',
        because: 'Annotations are for finding traces, and only sampled requests have one.',
      },
      {
        answer: 'Write the metric with standard instead of high resolution',
        because: 'The number of calls and their duration stay the same.',
      },
      {
        answer: 'Write the metric asynchronously after the response was sent',
        because: 'Lambda freezes the environment after the response, so the call may never end.',
      },
    ],
    shows: [{ id: 'Sampler', property: 'LoggingConfig.LogFormat' }],
    tasks: ['DVA-C02 4.2', 'DVA-C02 4.3'],
    seeds: ['000:199'],
  },
  {
    text: 'The alarm on failed payments is in the state INSUFFICIENT_DATA most of the day, because the metric has data only when a payment fails. The operators want to see OK instead, and ALARM at the first failure. Which setting do they change?',
    right: ['Missing data, to notBreaching'],
    because:
      'The alarm then counts a period without data as one that does not breach the threshold.',
    wrong: [
      {
        answer: 'Missing data, to breaching',
        because: 'The alarm would be in ALARM whenever no payment fails.',
      },
      {
        answer: 'Missing data, to ignore',
        because: 'The alarm would keep its state, so it would stay in ALARM after a failure.',
      },
      {
        answer: 'The statistic, to Average',
        because: 'An average of no data is still no data.',
      },
    ],
    shows: [
      { id: 'ErrorAlarm', property: 'TreatMissingData' },
      { id: 'ProcessorAlarm', property: 'TreatMissingData' },
    ],
    tasks: ['SOA-C03 1.1', 'DVA-C02 4.2', 'DOP-C02 4.2'],
    seeds: ['004:2360', '004:2366'],
  },
  {
    text: 'A company has 400 log groups of Lambda functions. Its bill for CloudWatch Logs storage has grown every month for three years. Nobody reads events that are older than two weeks. What is the simplest way to lower the cost?',
    right: ['Set a retention of 14 days on the log groups'],
    because:
      'By default, log events never expire. With a retention, CloudWatch Logs deletes older events by itself.',
    wrong: [
      {
        answer: 'Export the log groups to a bucket each day',
        because: 'The events also stay in the log groups, so both places are paid for.',
      },
      {
        answer: 'Encrypt the log groups with a key of your own',
        because: 'Encryption does not make log data smaller, and the key costs money.',
      },
      {
        answer: 'Delete the log groups by a script every week',
        because: 'A script has to be run and watched, and it also deletes the events of this week.',
      },
    ],
    shows: [{ id: 'SamplerLogs', property: 'RetentionInDays' }],
    tasks: ['SAA-C03 4.1', 'SOA-C03 1.1'],
    seeds: ['004:2336', '004:2340', '004:2351'],
  },
];
