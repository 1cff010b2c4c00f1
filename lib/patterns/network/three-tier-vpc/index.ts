import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { ThreeTierVpcStack } from './stack';

export const threeTierVpc: Pattern = {
  family: 'network',
  id: 'ThreeTierVpc',
  Stack: ThreeTierVpcStack,
  exam,
  exercise: () => import('./exercise'),
};
