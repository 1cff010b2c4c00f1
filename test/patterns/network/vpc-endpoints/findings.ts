import {
  type Acknowledgement,
  accountRole,
  executionLog,
  firewall,
  recovery,
  unread,
} from '../../../support/acknowledged';

const stage = ['Stage'];
const health =
  'The only method is a MOCK that answers 200. The lesson is from where the API can be called, and its resource policy says so.';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-VPC7',
    at: ['Vpc'],
    reason:
      'A flow log is the lesson of NaclAndSecurityGroup. No packet passes through this network, because no server is in it.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::<Reports65402A0A.Arn>/*]',
    at: ['WorkerRole/DefaultPolicy'],
    reason: 'The servers choose the names of their reports, in this one bucket.',
  },
  {
    id: 'AwsSolutions-S1',
    at: ['Reports'],
    reason:
      'An access log needs a second bucket, whose objects would outlive the stack. Nothing reads or writes this bucket but an exercise that is refused.',
  },
  { id: 'AwsSolutions-DDB3', at: ['Orders'], reason: recovery },
  { id: 'AwsSolutions-SQS3', at: ['Jobs'], reason: unread },
  { id: 'Serverless-SQSRedrivePolicy', at: ['Jobs'], reason: unread },
  { id: 'AwsSolutions-APIG2', at: ['PrivateApi'], reason: health },
  { id: 'AwsSolutions-APIG4', at: ['Health'], reason: health },
  { id: 'AwsSolutions-COG4', at: ['Health'], reason: health },
  { id: 'AwsSolutions-APIG1', at: stage, reason: accountRole },
  { id: 'Serverless-APIGWAccessLogging', at: stage, reason: accountRole },
  {
    id: 'AwsSolutions-APIG3',
    at: stage,
    reason: `${firewall}. Only one endpoint of one VPC can call this API.`,
  },
  { id: 'AwsSolutions-APIG6', at: stage, reason: executionLog },
  {
    id: 'Serverless-APIGWXrayEnabled',
    at: stage,
    reason:
      'Tracing is the lesson of RestApiTracing. A MOCK calls nothing that a trace could show.',
  },
];
