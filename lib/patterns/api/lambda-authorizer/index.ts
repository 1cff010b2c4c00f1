import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { LambdaAuthorizerStack } from './stack';

export const lambdaAuthorizer: Pattern = {
  family: 'api',
  id: 'LambdaAuthorizer',
  Stack: LambdaAuthorizerStack,
  exam,
  exercise: () => import('./exercise'),
  loads: () => import('./load'),
};
