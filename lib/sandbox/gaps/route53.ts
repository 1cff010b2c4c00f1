import { Route53Client, TestDNSAnswerCommand } from '@aws-sdk/client-route-53';
import { recognizes } from './deployed';
import type { GapsOf } from './gap';

const missing = (type: string) => ({
  seen: '1.5.33',
  what: 'CloudFormation does not recognize the type.',
  handling: 'left out' as const,
  how: 'The sandbox removes the resource from its copy of the stack, and the records that refer to it.',
  closed: () => recognizes(type),
});

export const route53 = {
  'AWS::Route53::HealthCheck': missing('AWS::Route53::HealthCheck'),
  'AWS::Route53::CidrCollection': missing('AWS::Route53::CidrCollection'),
  'AWS::Route53::RecordSetGroup': missing('AWS::Route53::RecordSetGroup'),
  'route53: TestDNSAnswer': {
    seen: '1.5.33',
    what: 'TestDNSAnswer is not there, and the name servers answer no queries.',
    handling: 'left out',
    how: 'Which record answers whom is decided by lib/network/resolver.ts, in the test of the pattern.',
    closed: answersQueries,
  },
} satisfies GapsOf;

/** Whether TestDNSAnswer says that there is no such zone, which it can do only if it looks for one. */
async function answersQueries(): Promise<boolean> {
  try {
    await new Route53Client({}).send(
      new TestDNSAnswerCommand({ HostedZoneId: 'Z0', RecordName: 'a.test', RecordType: 'A' }),
    );
    return true;
  } catch (error) {
    return (error as Error).name === 'NoSuchHostedZone';
  }
}
