import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { EventbridgeRulesStack } from './stack';

export const eventbridgeRules: Pattern = {
  family: 'messaging',
  id: 'EventbridgeRules',
  Stack: EventbridgeRulesStack,
  exam,
  exercise: () => import('./exercise'),
  loads: () => import('./load'),
};
