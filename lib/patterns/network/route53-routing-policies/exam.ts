import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const guide = 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide';
const recordSet = `${reference}/aws-resource-route53-recordset.html`;
const api = 'https://docs.aws.amazon.com/Route53/latest/APIReference';
const health = `${guide}/health-checks-how-route-53-chooses-records.html`;

export const exam: Exam = {
  question:
    'Which record answers the nearest, the healthy, a fifth of the users or those of one country, and what stands at the apex?',
  answer:
    'At the apex stands an alias record. Failover answers the healthy, weighted a share, latency the fastest Region, geolocation one country, geoproximity the nearest with a bias, IP-based your own networks, and multivalue up to eight healthy values.',
  wrong: [
    {
      answer: 'A CNAME record at the apex',
      because:
        'DNS allows no CNAME beside the other records of the apex. An alias can stand there.',
    },
    {
      answer: 'Latency routing where a law asks for the country',
      because:
        'The fastest Region for a user may be in another country. Geolocation looks at the country.',
    },
    {
      answer: 'A simple record with several addresses, to avoid unhealthy servers',
      because: 'It returns all values, whether their servers are healthy or not.',
    },
    {
      answer: 'Multivalue answer routing instead of a load balancer',
      because: 'Clients choose among the answers and cache them, so the load is not balanced.',
    },
  ],
  questions,
  tasks: ['SAA-C03 2.2', 'SAA-C03 3.4', 'SOA-C03 5.2'],
  cost: 'cents',
  remains: [],
  flow: [
    { from: 'Apex', to: 'Zone', label: 'alias at the apex' },
    { from: 'OrdersBlue', to: 'Zone', label: '80 of 100' },
    { from: 'PayCheck', to: 'PayErrors', label: 'follows the alarm' },
    { from: 'PayPrimary', to: 'PayCheck', label: 'while healthy' },
    { from: 'ApiOne', to: 'PayCheck', label: 'while healthy' },
    { from: 'OfficeInside', to: 'Networks', label: '203.0.113.0/24' },
  ],
  checked: '2026-11-28',
  resources: [
    {
      type: 'AWS::Route53::HostedZone',
      id: 'Zone',
      settings: [
        {
          property: 'Name',
          value: 'routing.test',
          fact: 'A public hosted zone answers queries from the internet, and a private one only those from the VPCs that you associate with it.',
          source: `${guide}/hosted-zones-working-with.html`,
          seeds: [],
          experiments: [
            {
              value: 'another.test',
              outcome: 'replace',
              because:
                'A zone keeps its name, so CloudFormation creates another one with other name servers.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Route53::RecordSet',
      id: 'Web',
      settings: [
        {
          property: 'ResourceRecords',
          value: ['192.0.2.1', '192.0.2.2'],
          fact: 'A simple record returns all of its values in random order, and a health check cannot take one of them out.',
          source: `${guide}/routing-policy-simple.html`,
          seeds: ['004:2160'],
          today: {
            notes: 'A simple record with several values returns one of them at random.',
            now: 'It returns all values, in random order, and the client uses one of them.',
            source: `${guide}/routing-policy-simple.html`,
          },
        },
        {
          property: 'TTL',
          value: '60',
          fact: 'Resolvers keep an answer for its TTL, so a change or a failover takes at least that long for them.',
          source: `${guide}/resource-record-sets-values-shared.html`,
          seeds: ['004:2135'],
          experiments: [
            {
              value: '86400',
              outcome: 'update',
              because: 'Resolvers may return the old addresses for a day after a change.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Route53::RecordSet',
      id: 'Apex',
      settings: [
        {
          property: 'Type',
          value: 'A',
          fact: 'An alias record can stand at the apex of a zone, where DNS allows no CNAME; IPv6 needs a second one of type AAAA.',
          source: `${guide}/resource-record-sets-choosing-alias-non-alias.html`,
          seeds: ['003:769', '003:770', '004:2126', '004:2131', '004:2194', '004:2239'],
          experiments: [
            {
              value: 'CNAME',
              outcome: 'fails',
              also: [
                { property: 'AliasTarget', value: null },
                { property: 'TTL', value: '60' },
                { property: 'ResourceRecords', value: ['web.routing.test'] },
              ],
              because: 'A CNAME cannot have the name of the hosted zone.',
              source: `${guide}/resource-record-sets-choosing-alias-non-alias.html`,
            },
          ],
        },
        {
          property: 'TTL',
          fact: 'You cannot set the TTL of an alias record to an AWS resource: Route 53 uses that of the resource.',
          source: `${guide}/resource-record-sets-choosing-alias-non-alias.html`,
          seeds: ['004:2133'],
          experiments: [
            {
              value: '60',
              outcome: 'refused',
              because: 'A record has either an alias target or a TTL.',
            },
          ],
        },
        {
          property: 'AliasTarget.EvaluateTargetHealth',
          value: true,
          fact: 'An alias that evaluates its target is healthy as long as one record of the target is.',
          source: health,
          seeds: [],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'The alias always counts as healthy, whatever happens to its target.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Route53::RecordSet',
      id: 'Www',
      settings: [
        {
          property: 'Type',
          value: 'CNAME',
          fact: 'A CNAME leads to any name, also of another company; an alias leads to AWS resources and to records of its own zone.',
          source: `${guide}/resource-record-sets-choosing-alias-non-alias.html`,
          seeds: ['003:767', '003:768', '003:769', '004:2124'],
        },
      ],
    },
    {
      type: 'AWS::Route53::RecordSet',
      id: 'OrdersBlue',
      settings: [
        {
          property: 'Weight',
          value: 80,
          fact: 'A weighted record gets the share of its weight in the sum of all weights; each can be 0 to 255.',
          source: `${guide}/routing-policy-weighted.html`,
          seeds: ['004:2164'],
          experiments: [
            {
              value: 0,
              outcome: 'update',
              because:
                'All answers are green. Blue is used only if every other record is unhealthy.',
            },
            {
              value: 256,
              outcome: 'fails',
              because: 'The largest weight is 255.',
              source: `${api}/API_ResourceRecordSet.html`,
            },
          ],
        },
        {
          property: 'SetIdentifier',
          value: 'blue',
          fact: 'Records with the same name and type need a different SetIdentifier each, and the same routing policy.',
          source: recordSet,
          seeds: [],
          experiments: [
            {
              value: 'green',
              outcome: 'refused',
              because: 'OrdersGreen has the same name, type and identifier.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Route53::RecordSet',
      id: 'PayPrimary',
      settings: [
        {
          property: 'Failover',
          value: 'PRIMARY',
          fact: 'Failover returns the primary record while it is healthy, otherwise the secondary one, and the primary one again if both are unhealthy.',
          source: health,
          seeds: ['004:2170'],
        },
      ],
    },
    {
      type: 'AWS::Route53::RecordSet',
      id: 'PaySecondary',
      settings: [
        {
          property: 'HealthCheckId',
          fact: 'A record without a health check always counts as healthy; if no record is healthy, all count as healthy.',
          source: health,
          seeds: ['004:2170'],
        },
      ],
    },
    {
      type: 'AWS::Route53::HealthCheck',
      id: 'PayCheck',
      settings: [
        {
          property: 'HealthCheckConfig.Type',
          value: 'CLOUDWATCH_METRIC',
          fact: 'Health checkers are on the internet, so the check of a private endpoint follows a CloudWatch alarm.',
          source: `${guide}/dns-failover-private-hosted-zones.html`,
          seeds: ['004:2137', '004:2139'],
        },
        {
          property: 'HealthCheckConfig.InsufficientDataHealthStatus',
          value: 'LastKnownStatus',
          fact: 'A health check of an alarm is healthy, unhealthy or as before, as you choose, while the alarm has too little data.',
          source: `${api}/API_HealthCheckConfig.html`,
          seeds: [],
          experiments: [
            {
              value: 'Unhealthy',
              outcome: 'update',
              because: 'Payments go to the secondary address whenever the alarm has no data.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Route53::RecordSet',
      id: 'MediaTokyo',
      settings: [
        {
          property: 'Region',
          value: 'ap-northeast-1',
          fact: 'Latency routing returns the record of the Region with the lowest latency for the user, by what Route 53 has measured.',
          source: `${guide}/routing-policy-latency.html`,
          seeds: ['004:2166'],
          experiments: [
            {
              value: 'sa-east-1',
              outcome: 'update',
              because:
                'Users in South America now get this record, and those in Asia the other one.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Route53::RecordSet',
      id: 'LegalDefault',
      settings: [
        {
          property: 'GeoLocation.CountryCode',
          value: '*',
          fact: 'The smallest place wins in geolocation routing; without a default record, users of other places get no answer.',
          source: `${guide}/routing-policy-geo.html`,
          seeds: ['004:2174'],
          experiments: [
            {
              value: 'FR',
              outcome: 'update',
              because:
                'Only Germany and France get an answer, and users of all other countries get none.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Route53::RecordSetGroup',
      id: 'Near',
      settings: [
        {
          property: 'RecordSets.0.GeoProximityLocation.Bias',
          value: 25,
          fact: 'Geoproximity returns the nearest resource; a bias of 1 to 99 brings it nearer, and one of -1 to -99 takes it away.',
          source: `${guide}/routing-policy-geoproximity.html`,
          seeds: ['004:2178'],
          today: {
            notes: 'Geoproximity routing requires Traffic Flow.',
            now: 'Ordinary records can use it too, with AWS Regions, coordinates or Local Zones.',
            since: 'unknown',
            source: `${guide}/routing-policy-geoproximity.html`,
          },
          experiments: [
            {
              value: -25,
              outcome: 'update',
              because: 'The border moves towards Frankfurt, and more users get Paris.',
            },
            { value: 100, outcome: 'refused', because: 'The bias is -99 to 99.' },
          ],
        },
      ],
    },
    {
      type: 'AWS::Route53::CidrCollection',
      id: 'Networks',
      settings: [
        {
          property: 'Locations.0.CidrList',
          value: ['203.0.113.0/24'],
          fact: 'IP-based routing answers by the address of the user, with IPv4 blocks of /1 to /24 that you list in a CIDR collection.',
          source: `${guide}/routing-policy-ipbased.html`,
          seeds: [
            '004:2145',
            '004:2147',
            '004:2149',
            '004:2151',
            '004:2153',
            '004:2155',
            '004:2157',
          ],
          today: {
            notes: 'Route 53 has seven routing policies.',
            now: 'It has eight, because IP-based routing was added.',
            since: '2022-06',
            source: `${guide}/routing-policy.html`,
          },
          experiments: [
            {
              value: ['203.0.113.0/24', '198.51.100.0/24'],
              outcome: 'update',
              because: 'Every record that uses the location now answers both networks.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Route53::RecordSet',
      id: 'ApiOne',
      settings: [
        {
          property: 'MultiValueAnswer',
          value: true,
          fact: 'Multivalue answer routing returns up to eight healthy records in random order, and each record can have a health check of its own.',
          source: `${guide}/routing-policy-multivalue.html`,
          seeds: ['004:2180'],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'Users outside of Germany and France get no answer at all, and a failover takes a day to reach those who have the old answer.',
    changes: [
      {
        type: 'AWS::Route53::RecordSet',
        id: 'LegalDefault',
        property: 'GeoLocation.CountryCode',
        value: 'FR',
      },
      { type: 'AWS::Route53::RecordSet', id: 'PaySecondary', property: 'TTL', value: '86400' },
    ],
  },
};
