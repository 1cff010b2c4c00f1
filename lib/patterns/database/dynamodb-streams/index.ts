import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { DynamodbStreamsStack } from './stack';

export const dynamodbStreams: Pattern = {
  family: 'database',
  id: 'DynamodbStreams',
  Stack: DynamodbStreamsStack,
  exam,
  exercise: () => import('./exercise'),
  loads: () => import('./load'),
};
