import * as fc from 'fast-check';
import type { Template } from '../../../lib/cloudformation/template';
import { type Asker, answer, type State } from '../../../lib/network/resolver';
import { holds } from '../../support/properties';

/** A zone with some A records of one name; the identifier of each is its place, and its value 192.0.2.<place>. */
function zone(...records: readonly object[]): Template {
  const entries = records.map((one, index) => [
    `Record${index + 1}`,
    {
      Type: 'AWS::Route53::RecordSet',
      Properties: {
        Name: 'www.example.com.',
        Type: 'A',
        SetIdentifier: `${index + 1}`,
        ResourceRecords: [`192.0.2.${index + 1}`],
        ...one,
      },
    },
  ]);
  return {
    Resources: {
      ...Object.fromEntries(entries),
      Collection: {
        Type: 'AWS::Route53::CidrCollection',
        Properties: {
          Name: 'isps',
          Locations: [
            {
              LocationName: 'seattle',
              CidrList: ['192.0.2.0/24', '203.0.0.0/16', '2001:DB8::/32'],
            },
            { LocationName: 'tokyo', CidrList: ['203.0.113.0/24'] },
          ],
        },
      },
    },
  };
}

const name = 'WWW.example.com';
const ask = (template: Template, asker: Asker = {}, state: State = {}) =>
  answer(template, { name, type: 'A', asker }, state).values.map((value) => value.slice(8));
const checked = (id: string) => ({ HealthCheckId: { 'Fn::GetAtt': [id, 'HealthCheckId'] } });
const checks = (template: Template): Template => ({
  Resources: {
    ...template.Resources,
    One: { Type: 'AWS::Route53::HealthCheck' },
    Two: { Type: 'AWS::Route53::HealthCheck' },
  },
});

// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-simple.html
test('a simple record returns all of its values in random order', () => {
  const template = zone({ SetIdentifier: undefined, ResourceRecords: ['a', 'b', 'c'] });
  const values = (random: number) =>
    answer(template, { name, type: 'A' }, { random: () => random }).values;
  expect(values(0)).toEqual(['a', 'b', 'c']);
  expect(values(0.99)).toEqual(['c', 'b', 'a']);
});

// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-weighted.html
describe('weighted records', () => {
  test('of the weights 1 and 255 get 1/256 and 255/256 of the queries', () => {
    const template = zone({ Weight: 1 }, { Weight: 255 });
    const shares = Array.from({ length: 256 }, (_, index) =>
      ask(template, {}, { random: () => index / 256 }),
    );
    expect(shares.filter(([value]) => value === '1').length).toBe(1);
  });

  test('of the weight 0 get none, unless all others are unhealthy', () => {
    const template = checks(
      zone({ Weight: 10, ...checked('One') }, { Weight: 0, ...checked('Two') }),
    );
    expect(ask(template, {}, { random: () => 0.999_999 })).toEqual(['1']);
    expect(ask(template, {}, { unhealthy: ['One'] })).toEqual(['2']);
  });
});

// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html
describe('failover records', () => {
  const template = checks(
    zone({ Failover: 'PRIMARY', ...checked('One') }, { Failover: 'SECONDARY', ...checked('Two') }),
  );

  test.each([
    [[], '1'],
    [['One'], '2'],
    [['Two'], '1'],
    [['One', 'Two'], '1'],
  ])('with %j unhealthy return record %s', (unhealthy, expected) => {
    expect(ask(template, {}, { unhealthy })).toEqual([expected]);
  });

  test('return a secondary record without a health check whenever the primary one is unhealthy', () => {
    const open = checks(
      zone({ Failover: 'PRIMARY', ...checked('One') }, { Failover: 'SECONDARY' }),
    );
    expect(ask(open, {}, { unhealthy: ['One', 'Two'] })).toEqual(['2']);
  });
});

test('records that are all unhealthy count as healthy, and one without a check always does', () => {
  const all = checks(zone({ Weight: 1, ...checked('One') }, { Weight: 1, ...checked('Two') }));
  const state = { unhealthy: ['One', 'Two'], random: () => 0 };
  expect(ask(all, {}, state)).toEqual(['1']);
  const one = checks(zone({ Weight: 1, ...checked('One') }, { Weight: 1 }));
  expect(ask(one, {}, state)).toEqual(['2']);
});

// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-latency.html
describe('latency records', () => {
  const template = checks(
    zone({ Region: 'us-west-2', ...checked('One') }, { Region: 'ap-southeast-1' }),
  );
  const london = { latency: { 'us-west-2': 130, 'ap-southeast-1': 170 } };

  test('send a user in London to Oregon rather than to Singapore', () => {
    expect(ask(template, london)).toEqual(['1']);
  });

  test('send everybody to the next Region when one is unhealthy', () => {
    expect(ask(template, london, { unhealthy: ['One'] })).toEqual(['2']);
  });
});

// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-geo.html
describe('geolocation records', () => {
  const places = [
    { GeoLocation: { ContinentCode: 'NA' } },
    { GeoLocation: { CountryCode: 'CA' } },
    { GeoLocation: { CountryCode: 'US', SubdivisionCode: 'WA' } },
  ];
  const withDefault = [...places, { GeoLocation: { CountryCode: '*' } }];

  test.each([
    [{ country: 'CA', continent: 'NA' }, '2'],
    [{ country: 'MX', continent: 'NA' }, '1'],
    [{ country: 'US', continent: 'NA', subdivision: 'WA' }, '3'],
    [{ country: 'US', continent: 'NA', subdivision: 'OR' }, '1'],
    [{ country: 'DE', continent: 'EU' }, '4'],
    [{}, '4'],
  ])('give %j the smallest place, record %s', (asker, expected) => {
    expect(ask(zone(...withDefault), asker)).toEqual([expected]);
  });

  test('give no answer to other places without a default record', () => {
    expect(ask(zone(...places), { country: 'DE', continent: 'EU' })).toEqual([]);
    expect(ask(zone(...places))).toEqual([]);
  });
});

// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-geoproximity.html
describe('geoproximity records', () => {
  const degrees = (km: number) => `${((km / 6371) * 180) / Math.PI}`;
  const at = (km: number, Bias?: number) => ({
    GeoProximityLocation: {
      Coordinates: { Latitude: '0', Longitude: degrees(km) },
      ...(Bias !== undefined && { Bias }),
    },
  });
  const position = { latitude: 0, longitude: 0 };

  test.each([
    [150, undefined, 100, undefined, '2'],
    // A bias of 50 halves the distance: 150 kilometers become 75.
    [150, 50, 100, undefined, '1'],
    // A bias of -50 doubles it: 150 kilometers become 300.
    [150, -50, 200, undefined, '2'],
    [150, undefined, 200, undefined, '1'],
  ])('at %i km with bias %p and at %i km with bias %p', (one, bias, other, more, expected) => {
    expect(ask(zone(at(one, bias), at(other, more)), { position })).toEqual([expected]);
  });
});

// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-ipbased.html
describe('IP-based records', () => {
  const at = (LocationName: string) => ({
    CidrRoutingConfig: { CollectionId: { Ref: 'Collection' }, LocationName },
  });

  test.each([
    ['192.0.2.9', '1'],
    ['203.0.7.7', '1'],
    ['203.0.113.9', '2'],
    ['198.51.100.1', '3'],
  ])('give %s the record of its most specific block, or of the default', (address, expected) => {
    expect(ask(zone(at('seattle'), at('tokyo'), at('*')), { address })).toEqual([expected]);
  });

  test('give no answer without a default location', () => {
    expect(ask(zone(at('seattle')), { address: '198.51.100.1' })).toEqual([]);
  });
});

// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-multivalue.html
describe('multivalue answer records', () => {
  const many = (count: number) =>
    Array.from({ length: count }, () => ({ MultiValueAnswer: true, ...checked('One') }));

  test('return all of up to eight, and eight of more', () => {
    expect(ask(checks(zone(...many(8))))).toHaveLength(8);
    expect(new Set(ask(checks(zone(...many(12))))).size).toBe(8);
  });

  test('return healthy ones alone, but up to eight unhealthy ones if there are no others', () => {
    const mixed = checks(zone(...many(3), { MultiValueAnswer: true, ...checked('Two') }));
    expect(ask(mixed, {}, { unhealthy: ['One'] })).toEqual(['4']);
    expect(ask(checks(zone(...many(12))), {}, { unhealthy: ['One'] })).toHaveLength(8);
  });
});

describe('an alias', () => {
  const template = (EvaluateTargetHealth: boolean): Template => {
    const { Resources } = checks(
      zone({ Weight: 1, ...checked('One') }, { Weight: 1, ...checked('Two') }),
    );
    const apex = (Failover: string, more: object) => ({
      Type: 'AWS::Route53::RecordSet',
      Properties: { Name: 'example.com', Type: 'A', SetIdentifier: Failover, Failover, ...more },
    });
    return {
      Resources: {
        ...Resources,
        Primary: apex('PRIMARY', {
          AliasTarget: { DNSName: 'www.example.com', HostedZoneId: 'Z', EvaluateTargetHealth },
        }),
        Secondary: apex('SECONDARY', { ResourceRecords: ['sorry'] }),
      },
    };
  };
  const apex = (evaluates: boolean, unhealthy: readonly string[]) =>
    answer(template(evaluates), { name: 'example.com', type: 'A' }, { unhealthy, random: () => 0 });

  test('answers with the values of its target', () => {
    expect(apex(true, []).values).toEqual(['192.0.2.1']);
  });

  test('is healthy as long as one record of its target is, if it evaluates them', () => {
    expect(apex(true, ['One']).values).toEqual(['192.0.2.2']);
    expect(apex(true, ['One', 'Two']).values).toEqual(['sorry']);
    expect(apex(false, ['One', 'Two']).values).toEqual(['192.0.2.1']);
  });
});

test('a record of a group counts like one of its own', () => {
  const { Resources } = zone();
  const RecordSets = [{ Name: name, Type: 'A', ResourceRecords: ['a'] }];
  const template = {
    Resources: {
      ...Resources,
      Group: { Type: 'AWS::Route53::RecordSetGroup', Properties: { RecordSets } },
    },
  };
  expect(answer(template, { name, type: 'A' }).values).toEqual(['a']);
});

test.each([
  [
    'another name',
    zone({}),
    { name: 'x.example.com', type: 'A' },
    /^expected a record of the template \(www\.example\.com A\), got x\.example\.com A$/,
  ],
  ['another type', zone({}), { name, type: 'AAAA' }, /got www\.example\.com AAAA$/],
  [
    'two policies',
    zone({ Weight: 1 }, { Region: 'eu-central-1' }),
    { name, type: 'A' },
    /^expected one routing policy for all records of a name, got weighted and latency$/,
  ],
  [
    'a policy without an identifier',
    zone({ Weight: 1, SetIdentifier: undefined }),
    { name, type: 'A' },
    /^expected a SetIdentifier of the weighted record Record1, got none$/,
  ],
  [
    'an unknown latency',
    zone({ Region: 'eu-central-1' }),
    { name, type: 'A' },
    /^expected the latency of the asker to eu-central-1, got none$/,
  ],
  [
    'no position',
    zone({ GeoProximityLocation: {} }),
    { name, type: 'A' },
    /^expected the coordinates of the record and of the asker, got none$/,
  ],
  [
    'an unknown location',
    zone({ CidrRoutingConfig: { CollectionId: 'Collection', LocationName: 'x' } }),
    { name, type: 'A', asker: { address: '1.2.3.4' } },
    /^expected a location of Collection, got x$/,
  ],
  [
    'a failover without a primary',
    zone({ Failover: 'SECONDARY' }),
    { name, type: 'A' },
    /^expected a primary record of WWW\.example\.com, got none$/,
  ],
])('%s is refused in one sentence', (_, template, query, message) => {
  expect(() => answer(template, query)).toThrow(message);
});

test('an unhealthy record is never returned while a healthy one is there', async () => {
  const record = fc.record({
    Weight: fc.nat({ max: 255 }),
    check: fc.constantFrom('One', 'Two', ''),
  });
  await holds(
    500,
    fc.property(
      fc.array(record, { minLength: 1, maxLength: 6 }),
      fc.subarray(['One', 'Two']),
      fc.double({ min: 0, max: 0.999_999, noNaN: true }),
      (records, unhealthy, random) => {
        const template = checks(
          zone(...records.map(({ Weight, check }) => ({ Weight, ...(check && checked(check)) }))),
        );
        const [value] = ask(template, {}, { unhealthy, random: () => random });
        const chosen = records[Number(value) - 1];
        const healthy = records.filter(({ check }) => !unhealthy.includes(check));
        if (healthy.length > 0) expect(healthy).toContain(chosen);
        if (healthy.some(({ Weight }) => Weight > 0)) expect(chosen?.Weight).toBeGreaterThan(0);
      },
    ),
  );
});
