import { clockAnswers } from './events';
import type { GapsOf } from './gap';

export const scheduler = {
  'AWS::Scheduler::Schedule.ScheduleExpressionTimezone': {
    seen: '1.5.33',
    what: 'CloudFormation drops the property. The API stores it, but every schedule runs in UTC.',
    handling: 'left out',
    how: 'The sandbox does not prove that a schedule follows its time zone.',
    closed: async () => (await clockAnswers()).keepsTimeZone,
  },
  'scheduler: context attributes': {
    seen: '1.5.33',
    what: 'The target gets the input unchanged, with placeholders such as <aws.scheduler.scheduled-time> instead of their values.',
    handling: 'left out',
    how: 'A one-time schedule with a fixed time in its input proves that the job runs, but not that it gets its scheduled time.',
    closed: async () => (await clockAnswers()).fillsIn,
  },
} satisfies GapsOf;
