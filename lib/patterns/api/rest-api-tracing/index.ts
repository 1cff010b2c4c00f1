import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { RestApiTracingStack } from './stack';

export const restApiTracing: Pattern = {
  family: 'api',
  id: 'RestApiTracing',
  Stack: RestApiTracingStack,
  exam,
  exercise: () => import('./exercise'),
  loads: () => import('./load'),
};
