import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { StepFunctionsStatesStack } from './stack';

export const stepFunctionsStates: Pattern = {
  family: 'orchestration',
  id: 'StepFunctionsStates',
  Stack: StepFunctionsStatesStack,
  exam,
  exercise: () => import('./exercise'),
  loads: () => import('./load'),
};
