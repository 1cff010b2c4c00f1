import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { KmsKeyCustodyStack } from './stack';

export const kmsKeyCustody: Pattern = {
  family: 'security',
  id: 'KmsKeyCustody',
  Stack: KmsKeyCustodyStack,
  exam,
  exercise: () => import('./exercise'),
};
