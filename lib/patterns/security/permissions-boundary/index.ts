import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { PermissionsBoundaryStack } from './stack';

export const permissionsBoundary: Pattern = {
  family: 'security',
  id: 'PermissionsBoundary',
  Stack: PermissionsBoundaryStack,
  exam,
  exercise: () => import('./exercise'),
};
