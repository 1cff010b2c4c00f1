import type { Acknowledgement } from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-VPC7',
    at: ['Vpc'],
    reason:
      'A flow log is the lesson of NaclAndSecurityGroup. No packet passes through this network, because no server is in it.',
  },
  {
    id: 'AwsSolutions-EC23',
    at: ['WebGroup'],
    reason:
      'The web servers are there for everybody, on port 443 alone. A load balancer in front of them would need the same rule.',
  },
];
