import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { LambdaAsyncDestinationsStack } from './stack';

export const lambdaAsyncDestinations: Pattern = {
  family: 'serverless',
  id: 'LambdaAsyncDestinations',
  Stack: LambdaAsyncDestinationsStack,
  exam,
  exercise: () => import('./exercise'),
  loads: () => import('./load'),
};
