import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { LambdaCanaryStack } from './stack';

export const lambdaCanary: Pattern = {
  family: 'deployment',
  id: 'LambdaCanary',
  Stack: LambdaCanaryStack,
  exam,
  exercise: () => import('./exercise'),
  loads: () => import('./load'),
};
