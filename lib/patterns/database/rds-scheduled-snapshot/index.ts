import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { RdsScheduledSnapshotStack } from './stack';

export const rdsScheduledSnapshot: Pattern = {
  family: 'database',
  id: 'RdsScheduledSnapshot',
  Stack: RdsScheduledSnapshotStack,
  exam,
  exercise: () => import('./exercise'),
  loads: () => import('./load'),
};
