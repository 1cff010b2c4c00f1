import { type Acknowledgement, endOfTheLine, tracing } from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-VPC7',
    at: ['Network'],
    reason:
      'Nothing can connect in this network: no gateway, and a security group that lets nobody in or out. A flow log would be paid for to record that.',
  },
  {
    id: 'AwsSolutions-SMG4',
    at: ['Database/Secret'],
    reason:
      'Rotation is the lesson of another pattern. It takes a function inside the network and a way from there to Secrets Manager, which costs more than the database.',
  },
  {
    id: 'AwsSolutions-RDS3',
    at: ['Database'],
    reason:
      'A standby doubles the price and is no backup, because it repeats every mistake at once; the pattern is about backups.',
  },
  {
    id: 'AwsSolutions-RDS10',
    at: ['Database'],
    reason:
      'cdk destroy is to work. The safety net is the final snapshot that CloudFormation takes, by the DeletionPolicy of the instance.',
  },
  {
    id: 'AwsSolutions-RDS11',
    at: ['Database'],
    reason:
      'Another port hides nothing from anyone who can reach the instance, and nobody can: it is in isolated subnets, behind a security group without a rule.',
  },
  {
    id: 'AwsSolutions-SQS3',
    at: ['UndeliveredEvents', 'FailedRuns'],
    reason: `They are the dead-letter queue of the rule and the destination for failures of the function, which this rule does not look at. ${endOfTheLine}`,
  },
  {
    id: 'Serverless-SQSRedrivePolicy',
    at: ['UndeliveredEvents', 'FailedRuns'],
    reason: endOfTheLine,
  },
  {
    id: 'Serverless-LambdaDLQ',
    at: ['SnapshotTaker'],
    reason:
      'It has the successor of a dead-letter queue, a destination for failures, which keeps the error beside the event.',
  },
  {
    id: 'Serverless-LambdaTracing',
    at: ['SnapshotTaker'],
    reason: tracing,
  },
];
