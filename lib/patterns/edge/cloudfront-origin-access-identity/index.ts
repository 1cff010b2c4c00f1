import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { CloudfrontOriginAccessIdentityStack } from './stack';

export const cloudfrontOriginAccessIdentity: Pattern = {
  family: 'edge',
  id: 'CloudfrontOriginAccessIdentity',
  Stack: CloudfrontOriginAccessIdentityStack,
  exam,
  exercise: () => import('./exercise'),
  loads: () => import('./load'),
};
