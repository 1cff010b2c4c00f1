import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as route53 from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';

/**
 * Which record answers the nearest, the healthy, a fifth of the users or those of one country, and what stands at the apex?
 *
 *   (apex) ── alias ──▶ Web, WebV6               (www) ── CNAME ──▶ (another company)
 *   (orders) ── 80 to 20 ──▶ OrdersBlue, OrdersGreen
 *   (pay) ── PayCheck ──▶ PayPrimary, otherwise PaySecondary
 *   (media) ── latency ──▶ MediaHere, MediaTokyo      (near) ── bias ──▶ Near
 *   (legal) ── country ──▶ LegalGermany, LegalDefault (office) ── address ──▶ OfficeInside, OfficeDefault
 *   (api) ── each with its check ──▶ ApiOne, ApiTwo
 */
export class Route53RoutingPoliciesStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // A hosted zone for a name that nobody can register: you can ask its name servers, and nobody else will.
    const zone = new route53.CfnHostedZone(this, 'Zone', { name: 'routing.test' });
    const hostedZoneId = zone.attrId;
    const a = (subdomain: string, ...resourceRecords: string[]) => ({
      hostedZoneId,
      name: `${subdomain}.routing.test`,
      type: 'A',
      // Short, so that clients soon notice another answer.
      ttl: '60',
      resourceRecords,
    });

    // Simple: all values are returned, in random order, and nothing checks their health.
    const web = new route53.CfnRecordSet(this, 'Web', a('web', '192.0.2.1', '192.0.2.2'));
    const webV6 = new route53.CfnRecordSet(this, 'WebV6', {
      ...a('web', '2001:db8::1'),
      type: 'AAAA',
    });

    // A CNAME cannot stand at the apex, and an alias can. An alias has no TTL of its own, and IPv6 needs a second one.
    for (const [part, type, target] of [
      ['Apex', 'A', web],
      ['ApexV6', 'AAAA', webV6],
    ] as const) {
      new route53.CfnRecordSet(this, part, {
        hostedZoneId,
        name: 'routing.test',
        type,
        aliasTarget: { hostedZoneId, dnsName: 'web.routing.test', evaluateTargetHealth: true },
      }).addResourceDependency(target);
    }
    // For a name of another company, only a CNAME will do.
    new route53.CfnRecordSet(this, 'Www', {
      hostedZoneId,
      name: 'www.routing.test',
      type: 'CNAME',
      ttl: '300',
      resourceRecords: ['shop.example.com'],
    });

    // Weighted: four of five answers are blue.
    new route53.CfnRecordSet(this, 'OrdersBlue', {
      ...a('orders', '192.0.2.11'),
      setIdentifier: 'blue',
      weight: 80,
    });
    new route53.CfnRecordSet(this, 'OrdersGreen', {
      ...a('orders', '192.0.2.12'),
      setIdentifier: 'green',
      weight: 20,
    });

    // The health checkers of Route 53 are on the internet and cannot see a private endpoint.
    // An alarm can, so this health check follows the alarm.
    const payErrors = new cloudwatch.Alarm(this, 'PayErrors', {
      metric: new cloudwatch.Metric({ namespace: 'RoutingPolicies', metricName: 'PayErrors' }),
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    const payCheck = new route53.CfnHealthCheck(this, 'PayCheck', {
      healthCheckConfig: {
        type: 'CLOUDWATCH_METRIC',
        alarmIdentifier: { name: payErrors.alarmName, region: this.region },
        insufficientDataHealthStatus: 'LastKnownStatus',
      },
    });
    new route53.CfnRecordSet(this, 'PayPrimary', {
      ...a('pay', '192.0.2.21'),
      setIdentifier: 'primary',
      failover: 'PRIMARY',
      healthCheckId: payCheck.attrHealthCheckId,
    });
    // Without a health check of its own, the secondary record always counts as healthy.
    new route53.CfnRecordSet(this, 'PaySecondary', {
      ...a('pay', '192.0.2.22'),
      setIdentifier: 'secondary',
      failover: 'SECONDARY',
    });

    // Latency: the Region that is fastest for the user, which need not be the nearest one.
    new route53.CfnRecordSet(this, 'MediaHere', {
      ...a('media', '192.0.2.31'),
      setIdentifier: 'here',
      region: this.region,
    });
    new route53.CfnRecordSet(this, 'MediaTokyo', {
      ...a('media', '192.0.2.32'),
      setIdentifier: 'tokyo',
      region: 'ap-northeast-1',
    });

    // Geolocation: the country of the user decides, for example because a law does.
    new route53.CfnRecordSet(this, 'LegalGermany', {
      ...a('legal', '192.0.2.41'),
      setIdentifier: 'germany',
      geoLocation: { countryCode: 'DE' },
    });
    // Everybody else, and anyone whose address is mapped to no country.
    new route53.CfnRecordSet(this, 'LegalDefault', {
      ...a('legal', '192.0.2.42'),
      setIdentifier: 'default',
      geoLocation: { countryCode: '*' },
    });

    // Geoproximity: the nearest, with a bias that moves the border. A group creates both records at once.
    const near = (setIdentifier: string, address: string) => {
      const { hostedZoneId: _, ...record } = a('near', address);
      return { ...record, setIdentifier };
    };
    new route53.CfnRecordSetGroup(this, 'Near', {
      hostedZoneId,
      recordSets: [
        {
          ...near('frankfurt', '192.0.2.51'),
          geoProximityLocation: { coordinates: { latitude: '50.1', longitude: '8.7' }, bias: 25 },
        },
        {
          ...near('paris', '192.0.2.52'),
          geoProximityLocation: { coordinates: { latitude: '48.9', longitude: '2.4' }, bias: 0 },
        },
      ],
    });

    // IP-based: you know better than Route 53 where an address belongs.
    const networks = new route53.CfnCidrCollection(this, 'Networks', {
      name: this.stackName,
      locations: [{ locationName: 'office', cidrList: ['203.0.113.0/24'] }],
    });
    for (const [part, locationName, address] of [
      ['OfficeInside', 'office', '192.0.2.61'],
      ['OfficeDefault', '*', '192.0.2.62'],
    ] as const) {
      new route53.CfnRecordSet(this, part, {
        ...a('office', address),
        setIdentifier: part,
        cidrRoutingConfig: { collectionId: networks.attrId, locationName },
      });
    }

    // Multivalue answer: up to eight healthy records. It replaces no load balancer, because clients choose and cache.
    new route53.CfnRecordSet(this, 'ApiOne', {
      ...a('api', '192.0.2.71'),
      setIdentifier: 'one',
      multiValueAnswer: true,
      healthCheckId: payCheck.attrHealthCheckId,
    });
    new route53.CfnRecordSet(this, 'ApiTwo', {
      ...a('api', '192.0.2.72'),
      setIdentifier: 'two',
      multiValueAnswer: true,
    });

    new CfnOutput(this, 'ZoneId', { value: hostedZoneId, description: 'The hosted zone to ask' });
  }
}
