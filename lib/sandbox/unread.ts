import type { GapId } from '../model/gap-ids';

/**
 * Properties that the CloudFormation of MiniStack does not read, and for which no gap is needed, each with the
 * reason. A claim about any other unread property would be true by chance, so `npm start` fails for it.
 */
export const unreadOnPurpose: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::RestApi.ApiKeySourceType': 'The emulator always reads keys from the header.',
  'AWS::ECR::Repository.EmptyOnDelete': 'Nothing is pushed into the repository.',
  'AWS::KMS::Key.PendingWindowInDays': 'The emulator ends before any key is deleted.',
  'AWS::RDS::DBInstance.DeleteAutomatedBackups': 'The emulator takes no automated backups.',
  'AWS::S3::Bucket.AnalyticsConfigurations':
    'See the gap of inventory, analytics and archive tiers.',
  'AWS::S3::Bucket.IntelligentTieringConfigurations':
    'See the gap of inventory, analytics and archive tiers.',
  'AWS::S3::Bucket.InventoryConfigurations':
    'See the gap of inventory, analytics and archive tiers.',
  'AWS::S3::Bucket.ObjectLockEnabled': 'PutObjectLockConfiguration enables it too.',
  'AWS::SNS::Topic.MaximumMessageSize': 'No claim is about the size of a message.',
  'AWS::StepFunctions::StateMachine.TracingConfiguration': 'No claim is about its traces.',
};

/**
 * The properties that the emulator has not read while it deployed some stacks, as its log says
 * (lib/sandbox/unread.py), and that neither a gap nor the list above explains.
 * @returns such as `AWS::SQS::Queue.Name`, each once
 */
export function unexplained(
  log: string,
  stacks: readonly string[],
  gaps: readonly { readonly id: GapId }[],
): string[] {
  const known = new Set<string>([...gaps.map(({ id }) => id), ...Object.keys(unreadOnPurpose)]);
  const unread = [...log.matchAll(/^UNREAD (\S+) (AWS::\w+::\w+\.\w+)$/gm)]
    .filter(([, stack = '']) => stacks.includes(stack))
    .map(([, , name = '']) => name);
  return [...new Set(unread)].filter((name) => !known.has(name)).sort();
}
