import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { CrossStackReferenceStack } from './stack';

export const crossStackReference: Pattern = {
  family: 'deployment',
  id: 'CrossStackReference',
  Stack: CrossStackReferenceStack,
  exam,
  exercise: () => import('./exercise'),
};
