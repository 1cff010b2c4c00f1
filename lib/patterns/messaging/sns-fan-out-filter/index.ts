import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { SnsFanOutFilterStack } from './stack';

export const snsFanOutFilter: Pattern = {
  family: 'messaging',
  id: 'SnsFanOutFilter',
  Stack: SnsFanOutFilterStack,
  exam,
  exercise: () => import('./exercise'),
};
