import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { DynamodbIndexesStack } from './stack';

export const dynamodbIndexes: Pattern = {
  family: 'database',
  id: 'DynamodbIndexes',
  Stack: DynamodbIndexesStack,
  exam,
  exercise: () => import('./exercise'),
  loads: () => import('./load'),
};
