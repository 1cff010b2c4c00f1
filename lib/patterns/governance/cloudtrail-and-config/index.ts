import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { CloudtrailAndConfigStack } from './stack';

export const cloudtrailAndConfig: Pattern = {
  family: 'governance',
  id: 'CloudtrailAndConfig',
  Stack: CloudtrailAndConfigStack,
  exam,
  exercise: () => import('./exercise'),
  loads: () => import('./load'),
};
