import { clockAnswers } from './events';
import type { GapsOf } from './gap';

export const scheduler = {
  'AWS::Scheduler::Schedule.ScheduleExpressionTimezone': {
    seen: '1.5.33',
    what: 'CloudFormation drops the property. The API stores it, but every schedule runs in UTC.',
    handling: 'corrected',
    correction: 'schedule_time_zone',
    how: 'The schedule has the time zone; a cron expression still counts in UTC.',
    closed: async () => (await clockAnswers()).keepsTimeZone,
  },
  'scheduler: context attributes': {
    seen: '1.5.33',
    what: 'The target gets the input unchanged, with placeholders such as <aws.scheduler.scheduled-time> instead of their values.',
    handling: 'corrected',
    correction: 'event_targets',
    how: 'The input gets the values of the attributes.',
    closed: async () => (await clockAnswers()).fillsIn,
  },
} satisfies GapsOf;
