import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A company synchronizes its stock with a supplier every 30 minutes. The script runs for 20 seconds, and today cron starts it on an EC2 instance that does nothing else. The company wants to stop paying for and patching the instance. Which solution is the most cost-effective?',
    right: ['An EventBridge schedule of rate(30 minutes) that invokes a Lambda function'],
    because:
      'EventBridge invokes the function at the given rate, and you pay for 20 seconds of each run only.',
    wrong: [
      {
        answer: 'A Step Functions workflow that waits 30 minutes and then begins again, in a loop',
        because:
          'The script still needs something that runs it, and the history of an execution is limited to 25,000 events.',
      },
      {
        answer: 'An ECS service on Fargate with one task that runs the script and then sleeps',
        because:
          'There is no instance to patch, but you pay for a task that sleeps most of the time.',
      },
      {
        answer: 'A CloudWatch alarm with a period of 30 minutes that invokes the Lambda function',
        because: 'An alarm reacts when a metric changes its state. It is not a clock.',
      },
    ],
    shows: [
      { id: 'NightlyClose', property: 'ScheduleExpression' },
      { id: 'ClassicClose', property: 'ScheduleExpression' },
    ],
    tasks: ['SAA-C03 4.2', 'DVA-C02 1.2', 'SOA-C03 3.2'],
    seeds: ['002:56', '003:1009', '003:1010', '004:3358', '004:3360'],
  },
  {
    text: 'A restaurant chain in Spain closes its books at 03:00 local time. A scheduled rule starts the job, but in summer it runs at the wrong hour. The fix should need no code. What should the team use?',
    right: ['An EventBridge Scheduler schedule with the time zone Europe/Madrid'],
    because:
      'A schedule of EventBridge Scheduler has a time zone and follows its daylight saving time. Scheduled rules use UTC only.',
    wrong: [
      {
        answer: 'A scheduled rule with the time zone Europe/Madrid in its targets',
        because: 'Neither a rule nor its targets have a time zone.',
      },
      {
        answer: 'Two scheduled rules that a person enables and disables twice a year',
        because:
          'It works only if the person never forgets the two days. A time zone needs no person.',
      },
      {
        answer: 'A scheduled rule on a custom event bus in the Region eu-south-2',
        because: 'Scheduled rules run on the default bus only, and they use UTC in every Region.',
      },
    ],
    shows: [{ id: 'NightlyClose', property: 'ScheduleExpressionTimezone' }],
    tasks: ['SOA-C03 3.2', 'DVA-C02 1.1'],
    seeds: ['004:3358', '004:3362', '003:1010'],
  },
  {
    text: 'An operations team wants a message in its chat within seconds when an EC2 instance is terminated, no matter who does it or how. It must cost almost nothing while nothing happens. What should the team create?',
    right: ['An EventBridge rule for the state terminated, with an SNS topic as its target'],
    because:
      'EC2 sends an event for each change of state to the default bus, at no charge. The rule matches source and state, and passes the event on.',
    wrong: [
      {
        answer: 'A Lambda function that lists all instances each minute and compares them',
        because: 'It is late by up to a minute, and it costs money while nothing happens.',
      },
      {
        answer: 'A CloudWatch alarm on StatusCheckFailed, with an SNS topic as its alarm action',
        because:
          'The alarm reacts to failed checks. A terminated instance sends no metric any more.',
      },
      {
        answer: 'An AWS Config rule that finds instances without a tag for their owner',
        because: 'It evaluates whether settings comply. It does not report each termination.',
      },
    ],
    shows: [
      { id: 'OrderStates', property: 'EventPattern.source' },
      { id: 'OrderStates', property: 'EventPattern.detail.state' },
    ],
    tasks: ['SOA-C03 1.2', 'DOP-C02 5.1', 'SAA-C03 2.1'],
    seeds: ['000:153', '000:154', '004:3352', '004:3355'],
  },
  {
    text: 'A development team wants to invoke a Lambda function whenever a stage of its delivery pipeline or a phase of its builds fails. The function opens a ticket. Polling is not allowed. Which solution fits?',
    right: ['EventBridge rules that match the state FAILED of CodePipeline and CodeBuild'],
    because:
      'Both services send their changes of state to the default event bus. A rule matches them and invokes the function.',
    wrong: [
      {
        answer: 'A manual approval action that sends an SNS message before each of the stages',
        because: 'It stops every run and asks a person. It does not tell about failures.',
      },
      {
        answer: 'A CloudTrail trail that invokes the function for each of its management events',
        because:
          'A trail records API calls and delivers log files. A failing stage is not such a call.',
      },
      {
        answer: 'A subscription filter on the log group of the function for the word FAILED',
        because: 'The log group has only what the function itself writes. Nothing would start it.',
      },
    ],
    shows: [{ id: 'OrderStates', property: 'EventPattern.source' }],
    tasks: ['DOP-C02 5.1', 'DVA-C02 3.4', 'SOA-C03 3.2'],
    seeds: ['000:151', '000:153', '000:155', '000:156', '003:1123', '003:1124', '003:1125'],
  },
  {
    text: 'A rule sends order events to a Lambda function. During a short time, the function could not be invoked, because someone had deleted its permission, and the events are gone. Which two steps keep such events in the future?',
    right: [
      'Add a standard SQS queue as the dead-letter queue of the target',
      'Let events.amazonaws.com send messages in the policy of that queue',
    ],
    because:
      'EventBridge puts events that it cannot deliver on the dead-letter queue of the target, if the queue policy allows the rule to send.',
    wrong: [
      {
        answer: 'Set DeadLetterConfig of the function to the ARN of that queue',
        because:
          'It holds events that the function has accepted and failed to process. These never reached Lambda.',
      },
      {
        answer: 'Add a FIFO queue as the dead-letter queue, to keep the order',
        because: 'The dead-letter queue of a target must be a standard queue.',
      },
      {
        answer: 'Raise the number of attempts in the retry policy to unlimited',
        because:
          'There are at most 185 attempts within 24 hours, and EventBridge does not retry a missing permission.',
      },
    ],
    shows: [
      { id: 'UnhandledEvents', property: 'FifoQueue' },
      { id: 'UnhandledEvents/Policy', property: 'PolicyDocument.Statement.1.Principal.Service' },
    ],
    tasks: ['SAA-C03 2.2', 'DVA-C02 1.2', 'DVA-C02 2.1'],
    seeds: ['004:3344', '004:3346', '002:572'],
  },
  {
    text: 'A scheduled EventBridge rule has to start a report on workdays at 18:00 UTC. Four developers propose an expression. Which one does EventBridge accept with this meaning?',
    right: ['The expression cron(0 18 ? * MON-FRI *)'],
    because:
      'A cron expression has six fields: minutes, hours, day of month, month, day of week, and year. One of the two day fields must be a question mark.',
    wrong: [
      {
        answer: 'The expression cron(0 18 * * 1-5)',
        because:
          'It has five fields, as on Linux. EventBridge needs six, with the year as the last one.',
      },
      {
        answer: 'The expression cron(0 18 * * MON-FRI *)',
        because:
          'If you give a day of week, the day of month must be a question mark instead of an asterisk.',
      },
      {
        answer: 'The expression rate(5 workdays at 18:00)',
        because: 'A rate has a number and a unit: minutes, hours or days.',
      },
    ],
    shows: [{ id: 'ClassicClose', property: 'ScheduleExpression' }],
    tasks: ['DVA-C02 1.1', 'SOA-C03 3.2'],
    seeds: ['004:3360', '004:3362', '003:1010'],
  },
  {
    text: 'A bug in a consumer has corrupted its database for three days. The events of these days came over a custom event bus, and the team wants to process them again after the fix. A year ago, it took a precaution for this case. Which one?',
    right: ['An archive of the bus, from which it can replay events to the bus'],
    because:
      'An archive keeps the events of a bus, indefinitely or for some days. A replay sends those of a time range again.',
    wrong: [
      {
        answer: 'A retry policy of the rule with a maximum event age of three days',
        because:
          'Retries are for events that could not be delivered, and they end after 24 hours at most.',
      },
      {
        answer: 'A dead-letter queue of the target with a retention of 14 days',
        because: 'It holds only events that EventBridge could not deliver. These were delivered.',
      },
      {
        answer: 'A second rule that sends the same events to a topic of SNS',
        because: 'A standard topic keeps no messages that one could read later.',
      },
    ],
    shows: [{ id: 'OrderArchive', property: 'RetentionDays' }],
    tasks: ['SAA-C03 2.2', 'DOP-C02 5.1', 'DVA-C02 1.1'],
    seeds: ['004:3342', '004:3346'],
  },
];
