import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { Route53RoutingPoliciesStack } from './stack';

export const route53RoutingPolicies: Pattern = {
  family: 'network',
  id: 'Route53RoutingPolicies',
  Stack: Route53RoutingPoliciesStack,
  exam,
  exercise: () => import('./exercise'),
};
