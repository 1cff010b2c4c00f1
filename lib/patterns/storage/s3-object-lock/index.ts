import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { S3ObjectLockStack } from './stack';

export const s3ObjectLock: Pattern = {
  family: 'storage',
  id: 'S3ObjectLock',
  Stack: S3ObjectLockStack,
  exam,
  exercise: () => import('./exercise'),
};
