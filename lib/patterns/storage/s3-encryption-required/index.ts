import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { S3EncryptionRequiredStack } from './stack';

export const s3EncryptionRequired: Pattern = {
  family: 'storage',
  id: 'S3EncryptionRequired',
  Stack: S3EncryptionRequiredStack,
  exam,
  exercise: () => import('./exercise'),
};
