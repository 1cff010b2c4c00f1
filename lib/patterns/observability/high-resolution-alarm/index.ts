import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { HighResolutionAlarmStack } from './stack';

export const highResolutionAlarm: Pattern = {
  family: 'observability',
  id: 'HighResolutionAlarm',
  Stack: HighResolutionAlarmStack,
  exam,
  exercise: () => import('./exercise'),
  loads: () => import('./load'),
};
