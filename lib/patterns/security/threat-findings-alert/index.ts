import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { ThreatFindingsAlertStack } from './stack';

export const threatFindingsAlert: Pattern = {
  family: 'security',
  id: 'ThreatFindingsAlert',
  Stack: ThreatFindingsAlertStack,
  exam,
  exercise: () => import('./exercise'),
  loads: () => import('./load'),
};
