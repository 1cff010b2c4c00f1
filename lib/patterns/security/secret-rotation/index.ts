import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { SecretRotationStack } from './stack';

export const secretRotation: Pattern = {
  family: 'security',
  id: 'SecretRotation',
  Stack: SecretRotationStack,
  exam,
  exercise: () => import('./exercise'),
  loads: () => import('./load'),
};
