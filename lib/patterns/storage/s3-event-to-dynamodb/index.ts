import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { S3EventToDynamodbStack } from './stack';

export const s3EventToDynamodb: Pattern = {
  family: 'storage',
  id: 'S3EventToDynamodb',
  Stack: S3EventToDynamodbStack,
  exam,
  exercise: () => import('./exercise'),
  loads: () => import('./load'),
};
