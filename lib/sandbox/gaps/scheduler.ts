import { clockAnswers } from './events';
import type { GapsOf } from './gap';

export const scheduler = {
  'AWS::Scheduler::Schedule.ScheduleExpressionTimezone': {
    seen: '1.5.33',
    what: 'CloudFormation drops the property, and a schedule counts in UTC whatever time zone the API stores.',
    handling: 'left out',
    how: 'That a schedule follows the clock of its time zone is not proven.',
    closed: async () => (await clockAnswers()).keepsTimeZone,
  },
  'scheduler: context attributes': {
    seen: '1.5.33',
    what: 'The input goes to the target as it is: <aws.scheduler.scheduled-time> and the like are not filled in.',
    handling: 'left out',
    how: 'A one-time schedule with a time written out proves that the job runs, not that it learns its time.',
    closed: async () => (await clockAnswers()).fillsIn,
  },
} satisfies GapsOf;
