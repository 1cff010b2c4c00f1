import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { S3KmsBucketKeyStack } from './stack';

export const s3KmsBucketKey: Pattern = {
  family: 'storage',
  id: 'S3KmsBucketKey',
  Stack: S3KmsBucketKeyStack,
  exam,
  exercise: () => import('./exercise'),
};
