import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { SqsFifoDeduplicationStack } from './stack';

export const sqsFifoDeduplication: Pattern = {
  family: 'messaging',
  id: 'SqsFifoDeduplication',
  Stack: SqsFifoDeduplicationStack,
  exam,
  exercise: () => import('./exercise'),
  loads: () => import('./load'),
};
