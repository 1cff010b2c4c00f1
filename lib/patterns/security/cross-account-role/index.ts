import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { CrossAccountRoleStack } from './stack';

export const crossAccountRole: Pattern = {
  family: 'security',
  id: 'CrossAccountRole',
  Stack: CrossAccountRoleStack,
  exam,
  exercise: () => import('./exercise'),
};
