import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { S3ReplicationStack } from './stack';

export const s3Replication: Pattern = {
  family: 'storage',
  id: 'S3Replication',
  Stack: S3ReplicationStack,
  exam,
  exercise: () => import('./exercise'),
};
