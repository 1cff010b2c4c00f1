import { type Acknowledgement, tracing } from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-EC23',
    at: ['WebGroup'],
    reason:
      'The web servers are there for everybody, on port 443 alone. A load balancer in front of them would need the same rule.',
  },
  {
    id: 'AwsSolutions-VPC3',
    at: ['WebAcl', 'BlockedIn', 'HttpsIn', 'AnswersOut', 'AnswersIn'],
    reason:
      'The rule prefers security groups, because network ACLs are easy to get wrong. Only a network ACL can deny an address, which is the lesson.',
  },
  {
    id: 'Serverless-LambdaDLQ',
    at: ['Diagnosis'],
    reason:
      'A person invokes the function and waits for its report, so nothing is left for a dead-letter queue.',
  },
  { id: 'Serverless-LambdaTracing', at: ['Diagnosis'], reason: tracing },
];
