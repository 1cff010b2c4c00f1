import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { OrganizationGuardrailStack } from './stack';

export const organizationGuardrail: Pattern = {
  family: 'governance',
  id: 'OrganizationGuardrail',
  Stack: OrganizationGuardrailStack,
  exam,
  exercise: () => import('./exercise'),
};
