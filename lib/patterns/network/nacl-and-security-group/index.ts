import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { NaclAndSecurityGroupStack } from './stack';

export const naclAndSecurityGroup: Pattern = {
  family: 'network',
  id: 'NaclAndSecurityGroup',
  Stack: NaclAndSecurityGroupStack,
  exam,
  exercise: () => import('./exercise'),
  loads: () => import('./load'),
};
