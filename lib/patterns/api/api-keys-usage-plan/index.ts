import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { ApiKeysUsagePlanStack } from './stack';

export const apiKeysUsagePlan: Pattern = {
  family: 'api',
  id: 'ApiKeysUsagePlan',
  Stack: ApiKeysUsagePlanStack,
  exam,
  exercise: () => import('./exercise'),
  loads: () => import('./load'),
};
