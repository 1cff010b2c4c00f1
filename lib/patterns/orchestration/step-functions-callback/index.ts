import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { StepFunctionsCallbackStack } from './stack';

export const stepFunctionsCallback: Pattern = {
  family: 'orchestration',
  id: 'StepFunctionsCallback',
  Stack: StepFunctionsCallbackStack,
  exam,
  exercise: () => import('./exercise'),
  loads: () => import('./load'),
};
