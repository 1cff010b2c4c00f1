import type { Stack } from 'aws-cdk-lib';
import type { Change } from './exam';
import { resource } from './resources';

/**
 * Makes one change to a stack that is not synthesized yet, in the words of CloudFormation.
 * @throws if the construct has no resource of that type, or more than one
 */
export function change(stack: Stack, { type, id, property, value }: Change): void {
  const target = resource(stack, type, id);
  if (value === null) target.addPropertyDeletionOverride(property);
  else target.addPropertyOverride(property, value);
}
