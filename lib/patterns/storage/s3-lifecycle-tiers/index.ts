import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { S3LifecycleTiersStack } from './stack';

export const s3LifecycleTiers: Pattern = {
  family: 'storage',
  id: 'S3LifecycleTiers',
  Stack: S3LifecycleTiersStack,
  exam,
  exercise: () => import('./exercise'),
};
