import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { bodiesOf, recognizes, role, toQueue, withStack } from './deployed';
import type { GapsOf } from './gap';

export const events = {
  'AWS::Events::Archive': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, although an archive that is created through the API can be replayed.',
    handling: 'corrected',
    correction: 'types',
    how: 'The archive is created by CreateArchive.',
    closed: () => recognizes('AWS::Events::Archive'),
  },
  'AWS::Events::EventBusPolicy': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type. The API stores a bus policy, but PutEvents ignores it.',
    handling: 'corrected',
    correction: 'bus_policies',
    how: 'The policy is set by PutPermission, and PutEvents is authorized by it.',
    closed: () => recognizes('AWS::Events::EventBusPolicy'),
  },
  'events: Time of an entry': {
    seen: '1.5.33',
    what: 'PutEvents drops the Time of an entry: every event has the time at which it was put.',
    handling: 'corrected',
    correction: 'event_time',
    how: 'An event has the Time of its entry.',
    closed: async () => (await ruleAnswers()).keepsTime,
  },
  'events: dead-letter queue of a target': {
    seen: '1.5.33',
    what: 'RetryPolicy and DeadLetterConfig are stored but have no effect: EventBridge logs and drops an event that it cannot deliver.',
    handling: 'corrected',
    correction: 'event_targets',
    how: 'EventBridge puts such an event into the dead-letter queue of the target.',
    closed: async () => (await ruleAnswers()).keepsUndelivered,
  },
} satisfies GapsOf;

/** Which features of a rule the emulator's EventBridge supports. */
export interface RuleAnswers {
  readonly keepsTime: boolean;
  readonly keepsUndelivered: boolean;
}

let ofTheRule: Promise<RuleAnswers> | undefined;

/** Puts an event with a Time in the past for a queue and for a function that does not exist; several gaps share one run. */
export function ruleAnswers(): Promise<RuleAnswers> {
  ofTheRule ??= withStack('AnswersOfARule', ruleForNobody, async ({ Delivered, Undelivered }) => {
    await new EventBridgeClient({}).send(
      new PutEventsCommand({
        Entries: [
          {
            Source: 'probe',
            DetailType: 'Probe',
            Detail: '{}',
            Time: new Date('2020-01-01T00:00:00Z'),
          },
        ],
      }),
    );
    const [delivered = '{}'] = await bodiesOf(Delivered, 2);
    return {
      keepsTime: JSON.parse(delivered).time === '2020-01-01T00:00:00Z',
      keepsUndelivered: (await bodiesOf(Undelivered, 1)).length > 0,
    };
  });
  return ofTheRule;
}

/** Which features of a schedule the emulator's EventBridge Scheduler supports. */
export interface ClockAnswers {
  readonly keepsTimeZone: boolean;
  readonly fillsIn: boolean;
}

let ofTheClock: Promise<ClockAnswers> | undefined;

/** Waits for a schedule whose time has passed; several gaps share one run. */
export function clockAnswers(): Promise<ClockAnswers> {
  ofTheClock ??= withStack('AnswersOfAClock', oneTimeSchedule, async ({ Schedule, Queue }) => {
    const { ScheduleExpressionTimezone } = await new SchedulerClient({}).send(
      new GetScheduleCommand({ Name: Schedule }),
    );
    const [input = ''] = await bodiesOf(Queue, 20);
    return {
      keepsTimeZone: ScheduleExpressionTimezone === 'Europe/Berlin',
      fillsIn: /"\d{4}-\d\d-\d\dT/.test(input),
    };
  });
  return ofTheClock;
}

const ruleForNobody = {
  Resources: {
    Delivered: { Type: 'AWS::SQS::Queue' },
    Undelivered: { Type: 'AWS::SQS::Queue' },
    LetInDelivered: toQueue('Delivered', 'events.amazonaws.com'),
    LetInUndelivered: toQueue('Undelivered', 'events.amazonaws.com'),
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: { source: ['probe'] },
        Targets: [
          { Id: 'Queue', Arn: { 'Fn::GetAtt': ['Delivered', 'Arn'] } },
          {
            Id: 'Nobody',
            Arn: {
              'Fn::Sub':
                // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a Fn::Sub.
                'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:Nobody',
            },
            RetryPolicy: { MaximumRetryAttempts: 0 },
            DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['Undelivered', 'Arn'] } },
          },
        ],
      },
    },
  },
  Outputs: {
    Delivered: { Value: { Ref: 'Delivered' } },
    Undelivered: { Value: { Ref: 'Undelivered' } },
  },
};

const oneTimeSchedule = {
  Resources: {
    Queue: { Type: 'AWS::SQS::Queue' },
    Role: role,
    Schedule: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        ScheduleExpression: 'at(2020-01-01T00:00:00)',
        ScheduleExpressionTimezone: 'Europe/Berlin',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] },
          RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
          Input: '{"at":"<aws.scheduler.scheduled-time>"}',
        },
      },
    },
  },
  Outputs: { Schedule: { Value: { Ref: 'Schedule' } }, Queue: { Value: { Ref: 'Queue' } } },
};
