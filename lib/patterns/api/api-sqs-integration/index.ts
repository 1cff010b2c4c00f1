import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { ApiSqsIntegrationStack } from './stack';

export const apiSqsIntegration: Pattern = {
  family: 'api',
  id: 'ApiSqsIntegration',
  Stack: ApiSqsIntegrationStack,
  exam,
  exercise: () => import('./exercise'),
  loads: () => import('./load'),
};
