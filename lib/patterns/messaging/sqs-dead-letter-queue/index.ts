import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { SqsDeadLetterQueueStack } from './stack';

export const sqsDeadLetterQueue: Pattern = {
  family: 'messaging',
  id: 'SqsDeadLetterQueue',
  Stack: SqsDeadLetterQueueStack,
  exam,
  exercise: () => import('./exercise'),
  loads: () => import('./load'),
};
