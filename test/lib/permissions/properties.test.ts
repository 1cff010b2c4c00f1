import * as fc from 'fast-check';
import { evaluate, type Policies } from '../../../lib/permissions/evaluate';
import { isArnLike, isLike } from '../../../lib/permissions/pattern';
import {
  type PolicyStatement,
  type Principal,
  type Request,
  readPolicy,
} from '../../../lib/permissions/policy';
import { holds } from '../../support/properties';

const account = '111111111111';
const other = '222222222222';
const sessionOf = (of: string): Principal => ({
  kind: 'session',
  account: of,
  arn: `arn:aws:sts::${of}:assumed-role/app/one`,
  role: `arn:aws:iam::${of}:role/app`,
});
const principals: readonly Principal[] = [
  { kind: 'anonymous' },
  { kind: 'service', name: 'sns.amazonaws.com' },
  { kind: 'root', account, arn: `arn:aws:iam::${account}:root` },
  { kind: 'user', account, arn: `arn:aws:iam::${account}:user/Ada` },
  { kind: 'user', account: other, arn: `arn:aws:iam::${other}:user/Bob` },
  sessionOf(account),
  sessionOf(other),
];
const names = [
  '*',
  account,
  other,
  ...principals.flatMap((one) => ('arn' in one ? [one.arn] : [])),
];
const resources = [
  'arn:aws:s3:::bucket',
  'arn:aws:s3:::bucket/key',
  `arn:aws:kms:xx-here-1:${account}:key/1`,
  `arn:aws:iam::${account}:role/app`,
];

const condition = fc.constantFrom(
  undefined,
  { Bool: { 'aws:SecureTransport': 'false' } },
  { StringNotEquals: { 'aws:SourceAccount': account } },
  { 'ForAnyValue:StringLike': { 'aws:TagKeys': ['a*', 'b'] } },
  { Null: { 'aws:SourceAccount': 'true' } },
);
const statement = (type: PolicyStatement['type'], effects = ['Allow', 'Deny']) =>
  fc
    .record({
      Effect: fc.constantFrom(...effects),
      Action: fc.constantFrom('*', 's3:*', 's3:GetObject', 'kms:Decrypt', 'sts:AssumeRole'),
      Resource: fc.constantFrom('*', 'arn:aws:s3:::*', ...resources),
      Condition: condition,
      Principal: fc.oneof(
        fc.constantFrom(...names).map((AWS) => ({ AWS })),
        fc.constant({ Service: 'sns.amazonaws.com' }),
      ),
    })
    .map(({ Principal, Condition, ...rest }) => ({
      ...rest,
      ...(Condition && { Condition }),
      ...(type === 'resource policy' && { Principal }),
    }))
    .map((one) => readPolicy(type, type, { Version: '2012-10-17', Statement: one }))
    .map(([one]) => one as PolicyStatement);
const statements = (type: PolicyStatement['type']) => fc.array(statement(type), { maxLength: 4 });

const policies: fc.Arbitrary<Policies> = fc.record({
  identity: fc.option(statements('identity policy'), { nil: undefined }),
  resource: fc.option(statements('resource policy'), { nil: undefined }),
  boundary: fc.option(statements('permissions boundary'), { nil: undefined }),
  session: fc.option(statements('session policy'), { nil: undefined }),
  control: fc.array(statements('service control policy'), { maxLength: 2 }),
  owner: fc.constantFrom(account, other),
});
const request: fc.Arbitrary<Request> = fc.record({
  principal: fc.constantFrom(...principals),
  action: fc.constantFrom('s3:GetObject', 's3:PutObject', 'kms:Decrypt', 'sts:AssumeRole'),
  resource: fc.constantFrom('*', ...resources),
  context: fc
    .record({
      'aws:SecureTransport': fc.constantFrom(['true'], ['false']),
      'aws:SourceAccount': fc.constantFrom([], [account], [other]),
      'aws:TagKeys': fc.subarray(['a', 'ab', 'b', 'c']),
    })
    .map(
      (values) => new Map(Object.entries(values).map(([key, value]) => [key.toLowerCase(), value])),
    ),
});
const types = {
  identity: 'identity policy',
  resource: 'resource policy',
  boundary: 'permissions boundary',
  session: 'session policy',
  control: 'service control policy',
} as const;

/** The policies as they are, and with a statement more in one of those that are there. */
const andOneMore = (effect: 'Allow' | 'Deny') =>
  fc
    .tuple(policies, fc.constantFrom(...(Object.keys(types) as (keyof typeof types)[])))
    .chain(([given, where]) =>
      statement(types[where], [effect]).map((one) => {
        const add = <T>(list: readonly T[] | undefined, more: T) => list && [...list, more];
        const control = given.control?.map((level) => [...level, one]);
        return {
          given,
          more: {
            ...given,
            ...(where === 'control' ? { control } : { [where]: add(given[where], one) }),
          },
        };
      }),
    );

test('a statement that denies never allows anything', () =>
  holds(
    1000,
    fc.property(request, andOneMore('Deny'), (asked, { given, more }) => {
      if (evaluate(asked, more).allowed) expect(evaluate(asked, given).allowed).toBe(true);
    }),
  ));

test('a statement that allows never denies anything', () =>
  holds(
    1000,
    fc.property(request, andOneMore('Allow'), (asked, { given, more }) => {
      if (evaluate(asked, given).allowed) expect(evaluate(asked, more).allowed).toBe(true);
    }),
  ));

test('the order of statements does not matter, nor how often one is there', () =>
  holds(
    1000,
    fc.property(request, policies, fc.infiniteStream(fc.nat()), (asked, given, numbers) => {
      const shuffled = <T>(list: readonly T[] | undefined) =>
        list
          ?.flatMap((one) => [one, one])
          .map((one) => ({ one, at: numbers.next().value }))
          .sort((first, second) => first.at - second.at)
          .map(({ one }) => one);
      const { identity, resource, boundary, session, control, owner } = given;
      const [before, after] = [
        given,
        {
          identity: shuffled(identity),
          resource: shuffled(resource),
          boundary: shuffled(boundary),
          session: shuffled(session),
          control: shuffled(control) ?? [],
          owner,
        },
      ].map((one) => evaluate(asked, one));
      expect([after?.allowed, after?.because]).toEqual([before?.allowed, before?.because]);
      expect(new Set(after?.statements)).toEqual(new Set(before?.statements));
    }),
  ));

test('a limit that is taken away denies nothing', () =>
  holds(
    1000,
    fc.property(request, policies, (asked, given) => {
      if (!evaluate(asked, given).allowed) return;
      const { identity, resource, owner } = given;
      expect(evaluate(asked, { identity, resource, owner }).allowed).toBe(true);
    }),
  ));

test('nobody but the root user of the account is allowed what no policy allows', () =>
  holds(
    1000,
    fc.property(request, (asked) => {
      const { allowed } = evaluate(asked, { identity: [], resource: [], owner: account });
      const closed =
        /:kms:/.test(asked.resource) ||
        (/:role/.test(asked.resource) && asked.action === 'sts:AssumeRole');
      expect(allowed).toBe(
        asked.principal.kind === 'root' && asked.principal.account === account && !closed,
      );
    }),
  ));

test('the answer names the statements that deny, or those that allow or would allow without a limit', () =>
  holds(
    1000,
    fc.property(request, policies, (asked, given) => {
      const { allowed, because, statements: named } = evaluate(asked, given);
      for (const { effect } of named)
        expect(effect).toBe(because === 'explicit deny' ? 'Deny' : 'Allow');
      expect(named.length > 0 || allowed || because.startsWith('implicit deny: ')).toBe(true);
    }),
  ));

/** Whether a text matches a pattern, by the definition: one character after the other. */
function matches(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const [head = '', rest] = [pattern[0], pattern.slice(1)];
  if (head === '*') return matches(rest, text) || (text !== '' && matches(pattern, text.slice(1)));
  return text !== '' && (head === '?' || head === text[0]) && matches(rest, text.slice(1));
}
const text = (of: string) => fc.string({ unit: fc.constantFrom(...of), maxLength: 8 });

test('a pattern matches what its definition says', () =>
  holds(
    1000,
    fc.property(text('ab.*?'), text('ab.'), (pattern, one) => {
      expect(isLike(pattern, one)).toBe(matches(pattern, one));
    }),
  ));

test('an ARN that matches component by component also matches as a text', () => {
  const arn = (of: string) =>
    fc.array(text(of), { minLength: 4, maxLength: 4 }).map((parts) => `arn:${parts.join(':')}:end`);
  return holds(
    1000,
    fc.property(arn('a*?'), arn('a'), fc.boolean(), (pattern, one, across) => {
      const components = pattern
        .split(':')
        .every((part, index) => matches(part, one.split(':')[index] ?? ''));
      expect(isArnLike(pattern, one)).toBe(components);
      if (isArnLike(pattern, one, undefined, across)) expect(isLike(pattern, one)).toBe(true);
      if (components) expect(isArnLike(pattern, one, undefined, true)).toBe(true);
    }),
  );
});
