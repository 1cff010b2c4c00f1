import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { LambdaPackagingStack } from './stack';

export const lambdaPackaging: Pattern = {
  family: 'serverless',
  id: 'LambdaPackaging',
  Stack: LambdaPackagingStack,
  exam,
  exercise: () => import('./exercise'),
  loads: () => import('./load'),
};
