import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { Template } from 'aws-cdk-lib/assertions';
import { diagnose, readFlow } from '../../../../lambda/network/nacl-and-security-group/flows';
import type { Template as Json } from '../../../../lib/cloudformation/template';
import { withValue } from '../../../../lib/cloudformation/template';
import { readNetwork } from '../../../../lib/network/network';
import { walk } from '../../../../lib/network/walk';
import { exam } from '../../../../lib/patterns/network/nacl-and-security-group/exam';
import { NaclAndSecurityGroupStack } from '../../../../lib/patterns/network/nacl-and-security-group/stack';
import { decisions } from '../../../support/decisions';
import { packets } from '../../../support/packets';
import { build, templateOf, withoutAssetHashes } from '../../../support/synth';

describe('the stack', () => {
  const stack = build(NaclAndSecurityGroupStack);
  const template = Template.fromStack(stack);

  test('has one network ACL for two subnets, and leaves the third to the default one', () => {
    const { subnets } = readNetwork(templateOf(stack));
    expect(subnets.map(({ id, acl }) => [id, acl.id])).toEqual([
      ['WebSubnetA', 'WebAcl'],
      ['WebSubnetB', 'WebAcl'],
      ['InnerSubnet', 'default network ACL of Vpc'],
    ]);
  });

  packets(
    stack,
    `
      internet reach WebA, WebB by tcp 443
      203.0.113.66 do not reach WebA, WebB by tcp 443, 80, 22 because WebAcl, rule 90 denies all traffic
      203.0.113.65, 203.0.113.67 reach WebA by tcp 443
      internet do not reach WebA, WebB by tcp 22, 80, 444, 3306, 3389, 5432 because rule \\* denies it
      internet reach WebA, WebB by tcp 443 from port 1024
      internet reach WebA, WebB by tcp 443 from port 65535
      internet get no answer from WebA, WebB by tcp 443 from port 1023 because WebSubnet
      WebA, WebB reach App by tcp 1337
      WebA, WebB do not reach App by tcp 22 because security group of Web
      WebA, WebB do not reach Data by tcp 5432 because security group of Web
      App reach Data by tcp 5432
      App do not reach Data by tcp 22 because security group of App
      App do not reach WebA by tcp 443 because security group of App
      Data do not reach App by tcp 1337 because security group of Data
      internet do not reach App, Data by tcp 1337, 5432 because no public IPv4 address
    `.replaceAll('\\*', '*'),
  );

  decisions(
    stack,
    `
      vpc-flow-logs.amazonaws.com may sts:AssumeRole on FlowLogRole when aws:SourceAccount is 111111111111 and aws:SourceArn is arn:aws:ec2:xx-here-1:111111111111:vpc-flow-log/fl-1
      vpc-flow-logs.amazonaws.com may not sts:AssumeRole on FlowLogRole when aws:SourceAccount is 222222222222 and aws:SourceArn is arn:aws:ec2:xx-here-1:111111111111:vpc-flow-log/fl-1
      vpc-flow-logs.amazonaws.com may not sts:AssumeRole on FlowLogRole when aws:SourceAccount is 111111111111 and aws:SourceArn is arn:aws:ec2:xx-here-1:222222222222:vpc-flow-log/fl-1
      lambda.amazonaws.com, 222222222222 may not sts:AssumeRole on FlowLogRole
      FlowLogRole may logs:CreateLogStream, logs:PutLogEvents, logs:DescribeLogStreams on Flows
      FlowLogRole may not logs:CreateLogGroup, logs:FilterLogEvents, logs:DeleteLogStream on Flows
      FlowLogRole may not logs:PutLogEvents on DiagnosisLogs
      lambda.amazonaws.com may sts:AssumeRole on DiagnosisRole
      vpc-flow-logs.amazonaws.com, 222222222222 may not sts:AssumeRole on DiagnosisRole
      Diagnosis may logs:FilterLogEvents on Flows
      Diagnosis may not logs:PutLogEvents, logs:DeleteLogStream on Flows
      Diagnosis may logs:CreateLogStream, logs:PutLogEvents on DiagnosisLogs
      Diagnosis may not logs:CreateLogGroup on DiagnosisLogs
    `,
  );

  test('matches its snapshot', () => {
    expect(withoutAssetHashes(template.toJSON())).toMatchSnapshot();
  });

  test('the typical first attempt lets the blocked address in, and nobody gets an answer', () => {
    const naive = exam.naive.changes.reduce<Json>(
      (all, { id, property, value }) =>
        withValue(all, ['Resources', id, 'Properties', ...property.split('.')], value),
      templateOf(stack),
    );
    const ask = (source: string) =>
      walk(naive, { source, destination: 'WebA', protocol: 'tcp', port: 443 });
    for (const source of ['203.0.113.66', 'internet']) {
      const { request, answer } = ask(source);
      expect(request.arrives).toBe(true);
      expect(answer?.hops.at(-1)).toMatchObject({
        at: 'network ACL of WebSubnetA, outbound',
        passes: false,
      });
    }
  });
});

const record = (ends: string, action: string, start = 1_432_917_027) =>
  `2 123456789010 eni-1235b8ca123456789 ${ends} 4 336 ${start} 1432917142 ${action} OK`;

describe('the diagnosis', () => {
  let send: jest.SpyInstance;
  let handler: typeof import('../../../../lambda/network/nacl-and-security-group/diagnosis').handler;

  beforeAll(async () => {
    process.env.LOG_GROUP_NAME = 'flows';
    ({ handler } = await import('../../../../lambda/network/nacl-and-security-group/diagnosis'));
  });

  beforeEach(() => {
    jest.spyOn(console, 'error').mockImplementation();
    send = jest.spyOn(CloudWatchLogsClient.prototype, 'send');
  });

  test('reads all pages of the last minutes and says how many lines are no records', async () => {
    jest.spyOn(Date, 'now').mockReturnValue(1_000_000_000);
    const page = (...messages: string[]) => messages.map((message) => ({ message }));
    send
      .mockResolvedValueOnce({
        events: page(record('203.0.113.12 172.31.16.139 0 0 1', 'ACCEPT'), 'poison'),
        nextToken: 'next',
      } as never)
      .mockResolvedValueOnce({
        events: page(record('172.31.16.139 203.0.113.12 0 0 1', 'REJECT', 1_432_917_094)),
      } as never);
    expect(await handler({ minutes: 1 })).toEqual({
      connections: [
        {
          interface: 'eni-1235b8ca123456789',
          client: '203.0.113.12',
          server: '172.31.16.139',
          port: 0,
          protocol: 1,
          verdict: 'answer rejected',
          suspect: 'a network ACL',
        },
      ],
      unread: 1,
      more: false,
    });
    expect(send.mock.calls.map(([{ input }]) => input)).toEqual([
      { logGroupName: 'flows', startTime: 999_940_000, nextToken: undefined },
      { logGroupName: 'flows', startTime: 999_940_000, nextToken: 'next' },
    ]);
  });

  test('stops after 50,000 lines and says that there are more', async () => {
    const events = Array.from({ length: 10_000 }, () => ({ message: 'poison' }));
    send.mockResolvedValue({ events, nextToken: 'next' } as never);
    expect(await handler(undefined)).toEqual({ connections: [], unread: 50_000, more: true });
    expect(send).toHaveBeenCalledTimes(5);
  });

  test.each([0, -1, 1441, '15', null, Number.NaN, {}])('refuses %p minutes', async (minutes) => {
    await expect(handler({ minutes })).rejects.toThrow(
      /^expected minutes to be above 0 and at most 1440, got/,
    );
    expect(send).not.toHaveBeenCalled();
  });

  test('fails if the log group cannot be read', async () => {
    send.mockRejectedValue(new Error('throttled') as never);
    await expect(handler({})).rejects.toThrow('throttled');
  });
});

// https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html
describe('the records of the VPC guide', () => {
  const verdicts = (...lines: string[]) =>
    diagnose(lines.flatMap((line) => readFlow(line) ?? [])).map(({ verdict }) => verdict);

  test('an accepted one', () => {
    const line =
      '2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK';
    expect(readFlow(line)).toEqual({
      interface: 'eni-1235b8ca123456789',
      source: { address: '172.31.16.139', port: 20_641 },
      destination: { address: '172.31.16.21', port: 22 },
      protocol: 6,
      start: 1_418_530_010,
      accepted: true,
    });
    expect(verdicts(line)).toEqual(['no answer seen']);
  });

  test('a rejected one', () => {
    expect(
      verdicts(
        '2 123456789010 eni-1235b8ca123456789 172.31.9.69 172.31.9.12 49761 3389 6 20 4249 1418530010 1418530070 REJECT OK',
      ),
    ).toEqual(['request rejected']);
  });

  test.each(['NODATA', 'SKIPDATA'])('one of %s says nothing', (status) => {
    const line = `2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - ${status}`;
    expect(readFlow(line)).toBeUndefined();
  });

  test('the ping whose answer the network ACL denies, and the one that it lets through', () => {
    const ping = record('203.0.113.12 172.31.16.139 0 0 1', 'ACCEPT');
    const back = (action: string) =>
      record('172.31.16.139 203.0.113.12 0 0 1', action, 1_432_917_094);
    expect(verdicts(ping, back('REJECT'))).toEqual(['answer rejected']);
    expect(verdicts(ping, back('ACCEPT'))).toEqual(['answered']);
    expect(verdicts(record('203.0.113.12 172.31.16.139 0 0 1', 'REJECT'))).toEqual([
      'request rejected',
    ]);
  });

  test('one of IPv6', () => {
    const line =
      '2 123456789010 eni-1235b8ca123456789 2001:db8:1234:a100:8d6e:3477:df66:f105 2001:db8:1234:a102:3304:8879:34cf:4071 34892 22 6 54 8855 1477913708 1477913820 ACCEPT OK';
    expect(readFlow(line)?.destination.port).toBe(22);
  });

  test('two connections of one client are told apart by its ports', () => {
    expect(
      verdicts(
        record('203.0.113.9 10.0.0.4 40000 443 6', 'ACCEPT'),
        record('10.0.0.4 203.0.113.9 443 40000 6', 'ACCEPT'),
        record('203.0.113.9 10.0.0.4 40001 443 6', 'REJECT'),
      ),
    ).toEqual(['answered', 'request rejected']);
  });

  test('in the same second, the lower port is that of the server', () => {
    const [connection] = diagnose(
      [
        record('10.0.0.4 203.0.113.9 443 40000 6', 'REJECT'),
        record('203.0.113.9 10.0.0.4 40000 443 6', 'ACCEPT'),
      ].flatMap((line) => readFlow(line) ?? []),
    );
    expect(connection).toMatchObject({ server: '10.0.0.4', port: 443, verdict: 'answer rejected' });
  });

  test.each([
    ['nothing', ''],
    ['a word', 'poison'],
    ['version 3', record('a b 1 2 6', 'ACCEPT').replace(/^2/, '3')],
    ['too few fields', record('a b 1 2 6', 'ACCEPT').replace(' 336', '')],
    ['too many fields', `${record('a b 1 2 6', 'ACCEPT')} 18`],
    ['another action', record('a b 1 2 6', 'DROP')],
    ['a port that is a word', record('a b http 2 6', 'ACCEPT')],
    ['a negative port', record('a b -1 2 6', 'ACCEPT')],
    ['no data with another status', record('- - - - -', 'ACCEPT')],
  ])('%s is refused', (_, line) => {
    expect(() => readFlow(line)).toThrow(
      /^expected a flow log record of version 2 with 14 fields, got "/,
    );
  });

  test('an error quotes at most 200 characters', () => {
    expect(() => readFlow('x'.repeat(1_000_000))).toThrow(/^.{1,280}$/);
  });
});
