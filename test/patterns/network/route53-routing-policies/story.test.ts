import { Template } from 'aws-cdk-lib/assertions';
import { type Template as Json, withValue } from '../../../../lib/cloudformation/template';
import { type Asker, answer, type State } from '../../../../lib/network/resolver';
import { Route53RoutingPoliciesStack } from '../../../../lib/patterns/network/route53-routing-policies/stack';
import { build, templateOf } from '../../../support/synth';

const stack = build(Route53RoutingPoliciesStack);
const template = templateOf(stack);
const ask = (subdomain: string, asker: Asker = {}, state: State = {}, from: Json = template) =>
  answer(from, { name: `${subdomain}routing.test`, type: 'A', asker }, state).values;

describe('the stack', () => {
  test('answers at the apex with the addresses of the web servers, for IPv6 as well', () => {
    expect([...ask('')].sort()).toEqual(['192.0.2.1', '192.0.2.2']);
    expect(answer(template, { name: 'routing.test', type: 'AAAA' }).values).toEqual([
      '2001:db8::1',
    ]);
  });

  test('sends www to another company', () => {
    expect(answer(template, { name: 'www.routing.test', type: 'CNAME' }).values).toEqual([
      'shop.example.com',
    ]);
  });

  test('gives blue four of five answers', () => {
    const answers = Array.from({ length: 100 }, (_, index) =>
      ask('orders.', {}, { random: () => index / 100 }),
    );
    expect(answers.filter(([value]) => value === '192.0.2.11')).toHaveLength(80);
  });

  test('pays at the secondary address while the alarm makes the primary one unhealthy', () => {
    expect(ask('pay.')).toEqual(['192.0.2.21']);
    expect(ask('pay.', {}, { unhealthy: ['PayCheck'] })).toEqual(['192.0.2.22']);
  });

  test('plays media from the faster Region', () => {
    const latency = (here: number, tokyo: number) => ({
      latency: { 'xx-here-1': here, 'ap-northeast-1': tokyo },
    });
    expect(ask('media.', latency(20, 200))).toEqual(['192.0.2.31']);
    expect(ask('media.', latency(200, 20))).toEqual(['192.0.2.32']);
  });

  test('shows German terms in Germany, and the others to everybody else', () => {
    expect(ask('legal.', { country: 'DE', continent: 'EU' })).toEqual(['192.0.2.41']);
    for (const asker of [{ country: 'AT', continent: 'EU' }, { country: 'JP' }, {}]) {
      expect(ask('legal.', asker)).toEqual(['192.0.2.42']);
    }
  });

  test('draws the border between Frankfurt and Paris nearer to Paris, because of the bias', () => {
    const reims = { position: { latitude: 49.3, longitude: 4.0 } };
    const metz = { position: { latitude: 49.1, longitude: 5.3 } };
    expect([ask('near.', reims), ask('near.', metz)]).toEqual([['192.0.2.52'], ['192.0.2.51']]);
    const without = withValue(
      template,
      ['Resources', 'Near', 'Properties', 'RecordSets', '0', 'GeoProximityLocation', 'Bias'],
      0,
    );
    expect(ask('near.', metz, {}, without)).toEqual(['192.0.2.52']);
  });

  test('knows its own network by address', () => {
    expect(ask('office.', { address: '203.0.113.9' })).toEqual(['192.0.2.61']);
    expect(ask('office.', { address: '198.51.100.9' })).toEqual(['192.0.2.62']);
  });

  test('returns every healthy address of the API', () => {
    expect([...ask('api.')].sort()).toEqual(['192.0.2.71', '192.0.2.72']);
    expect(ask('api.', {}, { unhealthy: ['PayCheck'] })).toEqual(['192.0.2.72']);
  });

  test('makes the health check follow the alarm', () => {
    const { PayCheck } = Template.fromStack(stack).findResources('AWS::Route53::HealthCheck');
    const [alarm] = Object.keys(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'));
    expect(PayCheck?.Properties.HealthCheckConfig.AlarmIdentifier).toEqual({
      Name: { Ref: alarm },
      Region: { Ref: 'AWS::Region' },
    });
  });

  test('matches its snapshot', () => {
    expect(Template.fromStack(stack).toJSON()).toMatchSnapshot();
  });
});

test('the typical first attempt has no answer for most countries', () => {
  const naive = withValue(
    template,
    ['Resources', 'LegalDefault', 'Properties', 'GeoLocation', 'CountryCode'],
    'FR',
  );
  expect(ask('legal.', { country: 'DE' }, {}, naive)).toEqual(['192.0.2.41']);
  expect(ask('legal.', { country: 'AT', continent: 'EU' }, {}, naive)).toEqual([]);
});
