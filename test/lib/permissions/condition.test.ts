import { areMet, readConditions } from '../../../lib/permissions/condition';

type Values = Readonly<Record<string, string | readonly string[]>>;

/** Whether the Condition of a statement is met by the values of a request. */
function met(condition: object, values: Values = {}, variables = true): boolean {
  const context = new Map(
    Object.entries(values).map(([key, value]) => [key.toLowerCase(), [value].flat() as string[]]),
  );
  return areMet(readConditions(condition), context, variables);
}

// Examples are of https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html,
// unless another page is named.

describe.each([
  ['StringEquals', 'StringNotEquals', 'user-admin', ['user-admin'], ['User-Admin', 'user*']],
  ['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'Admin', ['admin', 'ADMIN'], ['admins']],
  ['StringLike', 'StringNotLike', 'home/*', ['home/', 'home/Ada/1'], ['Home/', 'homes/']],
  ['StringLike', 'StringNotLike', 't?.micro', ['t2.micro'], ['t2-micro', 't22.micro', 't.micro']],
  ['NumericEquals', 'NumericNotEquals', '10', ['10', '10.0'], ['9', '11']],
  ['NumericLessThan', undefined, '10', ['9.9', '-1'], ['10', '11']],
  ['NumericLessThanEquals', undefined, '10', ['10', '2'], ['10.1']],
  ['NumericGreaterThan', undefined, '10', ['11'], ['10', '9']],
  ['NumericGreaterThanEquals', undefined, '10', ['10', '100'], ['9']],
  ['DateEquals', 'DateNotEquals', '2020-01-01T00:00:01Z', ['1577836801'], ['2020-01-01T00:00:00Z']],
  ['DateLessThan', undefined, '2020-01-01T00:00:01Z', ['2019-12-31'], ['2020-01-01T00:00:01Z']],
  ['DateLessThanEquals', undefined, '1577836801', ['2020-01-01T00:00:01Z'], ['2020-01-02']],
  ['DateGreaterThan', undefined, '2020-01-01T00:00:01Z', ['2020-06-01'], ['2020-01-01T00:00:01Z']],
  ['DateGreaterThanEquals', undefined, '2020-01-01', ['2020-01-01T00:00:00Z'], ['2019-12-31']],
  ['Bool', undefined, 'false', ['false', 'False'], ['true']],
  ['BinaryEquals', undefined, '/+8=', ['/+8'], ['QQ==']],
  [
    'IpAddress',
    'NotIpAddress',
    '203.0.113.0/24',
    ['203.0.113.0', '203.0.113.255'],
    ['203.0.114.0'],
  ],
  ['IpAddress', 'NotIpAddress', '203.0.113.7', ['203.0.113.7'], ['203.0.113.8', '::1']],
  [
    'IpAddress',
    'NotIpAddress',
    '2001:DB8:1234:5678::/64',
    ['2001:db8:1234:5678::1'],
    ['2001:db8::1', '203.0.113.7'],
  ],
  [
    'ArnEquals',
    'ArnNotEquals',
    'arn:aws:sns:us-east-1:123456789012:TOPIC-ID',
    ['arn:aws:sns:us-east-1:123456789012:TOPIC-ID'],
    ['arn:aws:sns:us-east-1:123456789012:topic-id'],
  ],
  [
    'ArnLike',
    'ArnNotLike',
    'arn:aws:service:*:111122223333:finance/*',
    ['arn:aws:service:us-east-2:111122223333:finance/a:b'],
    ['arn:aws:service:us-east-2:999999999999:store/abc:111122223333:finance/document.txt'],
  ],
] as const)('%s and %s', (operator, negation, written, matching, others) => {
  const condition = (name: string, value: unknown = written) => ({ [name]: { 'aws:Key': value } });

  test.each(matching)(`${written} matches %s`, (actual) => {
    expect(met(condition(operator), { 'AWS:key': actual })).toBe(true);
    if (negation) expect(met(condition(negation), { 'aws:Key': actual })).toBe(false);
  });

  test.each(others)(`${written} does not match %s`, (actual) => {
    expect(met(condition(operator), { 'aws:Key': actual })).toBe(false);
    if (negation) expect(met(condition(negation), { 'aws:Key': actual })).toBe(true);
  });

  test('a missing key matches nothing, unless the operator is negated or has IfExists', () => {
    expect(met(condition(operator))).toBe(false);
    expect(met(condition(`${operator}IfExists`))).toBe(true);
    if (negation) expect(met(condition(negation))).toBe(true);
    if (negation) expect(met(condition(`${negation}IfExists`))).toBe(true);
  });

  test('IfExists changes nothing for a key that exists', () => {
    expect(met(condition(`${operator}IfExists`), { 'aws:Key': others[0] })).toBe(false);
    expect(met(condition(`${operator}IfExists`), { 'aws:Key': matching[0] })).toBe(true);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
  test('one of several values is enough, and of a negated operator none may match', () => {
    const several = [others[0], written];
    expect(met(condition(operator, several), { 'aws:Key': matching[0] })).toBe(true);
    if (negation) expect(met(condition(negation, several), { 'aws:Key': matching[0] })).toBe(false);
  });
});

test('StringLike matches across the colons of an ARN, where ArnLike does not', () => {
  const pattern = 'arn:aws:service:*:111122223333:finance/*';
  const key = 'arn:aws:service:us-east-2:999999999999:store/abc:111122223333:finance/document.txt';
  expect(met({ StringLike: { key: pattern } }, { key })).toBe(true);
  expect(met({ ArnLike: { key: pattern } }, { key })).toBe(false);
  const anyAccount = { ArnLike: { key: 'arn:aws:sns:us-east-1:*:topic' } };
  expect(met(anyAccount, { key: 'arn:aws:sns:us-east-1:1:topic' })).toBe(true);
  expect(met(anyAccount, { key: 'arn:aws:sns:us-east-1:1:2:topic' })).toBe(false);
});

test('Null asks whether a key is missing', () => {
  const token = { 'aws:TokenIssueTime': '2026-11-21T12:00:00Z' };
  expect(met({ Null: { 'aws:TokenIssueTime': 'true' } })).toBe(true);
  expect(met({ Null: { 'aws:TokenIssueTime': 'true' } }, token)).toBe(false);
  expect(met({ Null: { 'aws:TokenIssueTime': false } }, token)).toBe(true);
  expect(met({ Null: { 'aws:TokenIssueTime': 'false' } })).toBe(false);
});

test('IfExists lets an instance type be tested where there is one', () => {
  const types = { 'ec2:InstanceType': ['t1.*', 't2.*', 'm3.*'] };
  expect(met({ StringLike: types })).toBe(false);
  expect(met({ StringLikeIfExists: types })).toBe(true);
  expect(met({ StringLikeIfExists: types }, { 'ec2:InstanceType': 'm3.large' })).toBe(true);
  expect(met({ StringLikeIfExists: types }, { 'ec2:InstanceType': 'p5.metal' })).toBe(false);
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
test('all operators and all keys have to be met', () => {
  const condition = {
    StringEqualsIgnoreCase: {
      'aws:PrincipalTag/department': ['finance', 'hr', 'legal'],
      'aws:PrincipalTag/role': ['audit', 'security'],
    },
    StringEquals: { 'aws:PrincipalAccount': '123456789012' },
  };
  const request = {
    'aws:PrincipalTag/department': 'HR',
    'aws:PrincipalTag/role': 'audit',
    'aws:PrincipalAccount': '123456789012',
  };
  expect(met(condition, request)).toBe(true);
  for (const key of Object.keys(request)) {
    expect(met(condition, { ...request, [key]: 'other' })).toBe(false);
  }
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
describe('several values in a request', () => {
  const all = (of: readonly string[]) => ({
    'ForAllValues:StringEquals': { 'dynamodb:Attributes': of },
  });
  const any = (of: readonly string[]) => ({
    'ForAnyValue:StringEquals': { 'dynamodb:Attributes': of },
  });
  const asks = (...attributes: string[]) => ({ 'dynamodb:Attributes': attributes });

  test('ForAllValues: each of them has to match', () => {
    const condition = all(['ID', 'Message', 'Tags']);
    expect(met(condition, asks('Message', 'Tags'))).toBe(true);
    expect(met(condition, asks('ID', 'UserName'))).toBe(false);
  });

  test('ForAnyValue: one of them has to match', () => {
    const condition = any(['ID', 'PostDateTime']);
    expect(met(condition, asks('PostDateTime', 'Message'))).toBe(true);
    expect(met(condition, asks('UserName', 'Message', 'PostDateTime'))).toBe(true);
    expect(met(condition, asks('UserName'))).toBe(false);
  });

  test('none of them: ForAllValues is true, ForAnyValue is false', () => {
    for (const none of [{}, asks(), asks('')]) {
      expect(met(all(['ID']), none)).toBe(true);
      expect(met(any(['ID']), none)).toBe(false);
      expect(met({ 'ForAnyValue:StringNotEquals': { 'dynamodb:Attributes': 'ID' } }, none)).toBe(
        false,
      );
    }
    expect(met({ 'ForAnyValue:StringEqualsIfExists': { 'dynamodb:Attributes': 'ID' } })).toBe(true);
  });

  test('a negated operator asks of each value that it matches none', () => {
    const sources = { 'events:source': ['shop.orders', 'shop.clock'] };
    const strange = { 'ForAnyValue:StringNotEquals': sources };
    expect(met(strange, { 'events:source': ['shop.orders', 'shop.clock'] })).toBe(false);
    expect(met(strange, { 'events:source': ['shop.orders', 'other'] })).toBe(true);
    expect(met({ 'ForAllValues:StringNotEquals': sources }, { 'events:source': ['a', 'b'] })).toBe(
      true,
    );
  });

  test('no set operator is a mistake', () => {
    expect(() =>
      met({ StringEquals: { 'dynamodb:Attributes': 'ID' } }, asks('ID', 'Tags')),
    ).toThrow(
      'expected ForAllValues or ForAnyValue for several values, got StringEquals dynamodb:Attributes',
    );
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
describe('a policy variable', () => {
  const home = { StringLike: { 's3:prefix': ['', 'home/', `home/\${aws:username}/`] } };

  test('has the value of the request', () => {
    expect(met(home, { 's3:prefix': 'home/David/', 'aws:UserName': 'David' })).toBe(true);
    expect(met(home, { 's3:prefix': 'home/Ada/', 'aws:username': 'David' })).toBe(false);
  });

  test('makes the statement invalid without a value, also for a negated operator', () => {
    expect(met(home, { 's3:prefix': 'home/' })).toBe(false);
    const not = { StringNotEquals: { 's3:prefix': `\${aws:username}` } };
    expect(met(not, { 's3:prefix': 'home/' })).toBe(false);
    const several = { 's3:prefix': 'home/', 'aws:username': ['Ada', 'Bob'] };
    expect(met(not, several)).toBe(false);
  });

  test('may have a default', () => {
    const team = { StringEquals: { bucket: `b-\${aws:PrincipalTag/team, 'company-wide'}` } };
    expect(met(team, { bucket: 'b-yellow', 'aws:PrincipalTag/team': 'yellow' })).toBe(true);
    expect(met(team, { bucket: 'b-company-wide' })).toBe(true);
    expect(met(team, { bucket: 'b-company-wide', 'aws:PrincipalTag/team': 'yellow' })).toBe(false);
  });

  test('spells a character that would be a wildcard, and brings none with it', () => {
    const star = { StringLike: { key: `a\${*}b\${?}\${$}` } };
    expect(met(star, { key: 'a*b?$' })).toBe(true);
    expect(met(star, { key: 'a-b?$' })).toBe(false);
    const named = { StringLike: { key: `\${aws:username}/x` } };
    expect(met(named, { key: 'anything/x', 'aws:username': '*' })).toBe(false);
    const arn = { ArnLike: { key: `arn:aws:iam::123456789012:user/\${aws:username}` } };
    expect(met(arn, { key: 'arn:aws:iam::123456789012:user/*', 'aws:username': '*' })).toBe(true);
    expect(met(arn, { key: 'arn:aws:iam::123456789012:user/Bob', 'aws:username': '*' })).toBe(
      false,
    );
  });

  test('is a text like any other in a policy of an older version', () => {
    const values = { key: `\${aws:username}`, 'aws:username': 'David' };
    expect(met({ StringEquals: { key: `\${aws:username}` } }, values, false)).toBe(true);
    expect(met({ StringEquals: { key: `\${aws:username}` } }, values)).toBe(false);
  });
});

test.each([
  [{ NumericEquals: { key: 'ten' } }, { key: '10' }, 'expected a number, got ten'],
  [{ NumericEquals: { key: '10' } }, { key: '' }, 'expected a number, got '],
  [
    { DateEquals: { key: 'today' } },
    { key: '2020-01-01' },
    /^expected a date such as .*, got today$/,
  ],
  [{ IpAddress: { key: 'here' } }, { key: '::1' }, 'expected an IP address, got here'],
  [
    { IpAddress: { key: '10.0.0.0/8' } },
    { key: 'localhost' },
    'expected an IP address, got localhost',
  ],
  [{ ArnLike: { key: 'mutant' } }, { key: 'arn:aws:s3:::b' }, 'expected an ARN, got mutant'],
])('%j cannot be compared with %j', (condition, values, message) => {
  expect(() => met(condition, values)).toThrow(message);
});

test.each(['10.0.0.0/', '10.0.0.0/x', '10.0.0.0/-1'])('%s is no range of addresses', (range) => {
  expect(() => met({ IpAddress: { key: range } }, { key: '192.0.2.1' })).toThrow(
    `expected a range such as 10.0.0.0/8, got ${range}`,
  );
});
