import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { KmsEnvelopeEncryptionStack } from './stack';

export const kmsEnvelopeEncryption: Pattern = {
  family: 'security',
  id: 'KmsEnvelopeEncryption',
  Stack: KmsEnvelopeEncryptionStack,
  exam,
  exercise: () => import('./exercise'),
  loads: () => import('./load'),
};
