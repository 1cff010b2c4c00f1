import { type Acknowledgement, endOfTheLine, tracing } from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-VPC7',
    at: ['Network'],
    reason:
      'Nothing can connect in this network: it has no gateway, and the security group allows no traffic in or out. A flow log would cost money and record nothing.',
  },
  {
    id: 'AwsSolutions-SMG4',
    at: ['Database/Secret'],
    reason:
      'Rotation is not the lesson here. It needs a function inside the network with access to Secrets Manager, which costs more than the database.',
  },
  {
    id: 'AwsSolutions-RDS3',
    at: ['Database'],
    reason:
      'A standby doubles the price and is not a backup, because it repeats every mistake at once. This pattern is about backups.',
  },
  {
    id: 'AwsSolutions-RDS10',
    at: ['Database'],
    reason:
      'cdk destroy should work. The safety net is the final snapshot that CloudFormation takes because of the DeletionPolicy.',
  },
  {
    id: 'AwsSolutions-RDS11',
    at: ['Database'],
    reason:
      'Another port hides nothing from anyone who can reach the instance. Nobody can reach it, because it is in isolated subnets behind a security group without a rule.',
  },
  {
    id: 'AwsSolutions-SQS3',
    at: ['UndeliveredEvents', 'FailedRuns'],
    reason: `They are the dead-letter queue of the rule and the on-failure destination of the function, which this check does not recognize. ${endOfTheLine}`,
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
      'It has an on-failure destination, the successor of the dead-letter queue, which receives the error together with the event.',
  },
  {
    id: 'Serverless-LambdaTracing',
    at: ['SnapshotTaker'],
    reason: tracing,
  },
];
