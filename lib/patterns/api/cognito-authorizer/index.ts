import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { CognitoAuthorizerStack } from './stack';

export const cognitoAuthorizer: Pattern = {
  family: 'api',
  id: 'CognitoAuthorizer',
  Stack: CognitoAuthorizerStack,
  exam,
  exercise: () => import('./exercise'),
  loads: () => import('./load'),
};
