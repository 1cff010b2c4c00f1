import assert from 'node:assert/strict';
import {
  ListResourceRecordSetsCommand,
  Route53Client,
  type RRType,
  TestDNSAnswerCommand,
} from '@aws-sdk/client-route-53';
import type { Exercise } from '../../../model/exercise';

export const exercise: Exercise = async (lab) => {
  const route53 = new Route53Client({});
  const HostedZoneId = lab.output('ZoneId');
  const { ResourceRecordSets: records = [] } = await route53.send(
    new ListResourceRecordSetsCommand({ HostedZoneId }),
  );
  const of = (name: string, type = 'A') =>
    records.filter((one) => one.Name === `${name}routing.test.` && one.Type === type);

  await lab.prove('an alias without a TTL stands at the apex, for IPv4 and for IPv6', async () => {
    for (const type of ['A', 'AAAA']) {
      const [apex, ...more] = of('', type);
      assert.deepEqual(more, []);
      assert.equal(apex?.AliasTarget?.DNSName?.replace(/\.$/, ''), 'web.routing.test');
      assert.equal(apex?.TTL, undefined);
    }
  });

  await lab.prove('www leads to another company by a CNAME', async () => {
    const [www] = of('www.', 'CNAME');
    assert.equal(www?.ResourceRecords?.[0]?.Value, 'shop.example.com');
  });

  await lab.prove('blue gets four of five answers', async () => {
    const weights = of('orders.').map(({ SetIdentifier, Weight }) => [SetIdentifier, Weight]);
    assert.deepEqual(weights.sort(), [
      ['blue', 80],
      ['green', 20],
    ]);
  });

  await lab.prove('everybody outside of Germany has a default record', async () => {
    const countries = of('legal.').map(({ GeoLocation }) => GeoLocation?.CountryCode);
    assert.deepEqual(countries.sort(), ['*', 'DE']);
  });

  await lab.prove('the answers of failover are kept for a minute', async () => {
    const ttls = new Set(of('pay.').map(({ TTL }) => TTL));
    assert.deepEqual([...ttls], [60]);
  });

  /** What the name servers would answer to somebody of a network. */
  const answerOf = async (name: string, subnet: string, type: RRType = 'A') => {
    const { RecordData = [] } = await route53.send(
      new TestDNSAnswerCommand({
        ...{ HostedZoneId, RecordName: `${name}.routing.test`, RecordType: type },
        EDNS0ClientSubnetIP: subnet,
        EDNS0ClientSubnetMask: '24',
      }),
    );
    return RecordData.sort();
  };

  await lab.prove('the name servers answer by country, by network and by health', async () => {
    assert.deepEqual(await answerOf('office', '203.0.113.9'), ['192.0.2.61']);
    assert.deepEqual(await answerOf('office', '198.51.100.9'), ['192.0.2.62']);
    assert.deepEqual(await answerOf('pay', '203.0.113.9'), ['192.0.2.21']);
    assert.deepEqual(await answerOf('api', '203.0.113.9'), ['192.0.2.71', '192.0.2.72']);
  }, ['AWS::Route53::HealthCheck', 'AWS::Route53::CidrCollection', 'route53: TestDNSAnswer']);
};
