import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { VpcEndpointsStack } from './stack';

export const vpcEndpoints: Pattern = {
  family: 'network',
  id: 'VpcEndpoints',
  Stack: VpcEndpointsStack,
  exam,
  exercise: () => import('./exercise'),
};
