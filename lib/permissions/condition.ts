import { BlockList, isIP } from 'node:net';
import { type Context, filled, isArnLike, isLike } from './pattern';

/** One test of a statement's Condition: an operator, a key, and the values that a policy gives it. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/**
 * Whether a value of the request is what a policy says; undefined if a policy variable has no value. Only
 * texts and ARNs may have variables in them.
 */
type Test = (written: string, actual: string, context?: Context) => boolean | undefined;

interface Operator {
  readonly test: Test;
  /** Such as StringNotEquals: true if no value of the policy matches. */
  readonly negated: boolean;
}

/**
 * The condition operators, with their negations:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const operators = new Map<string, Operator>();
const define = (test: Test, name: string, ...negations: string[]) => {
  operators.set(name, { test, negated: false });
  for (const negation of negations) operators.set(negation, { test, negated: true });
};

const equal =
  (plain = (text: string) => text): Test =>
  (written, actual, context) => {
    const text = filled(written, context);
    return text === undefined ? undefined : plain(text) === plain(actual);
  };
const ignoringCase = equal((text) => text.toLowerCase());
define(equal(), 'StringEquals', 'StringNotEquals');
define(ignoringCase, 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase');
define(ignoringCase, 'Bool');
define(isLike, 'StringLike', 'StringNotLike');

/** ArnEquals and ArnLike behave identically. */
const likeArn: Test = (written, actual, context) => {
  if (!/^arn:([^:]*:){4}/.test(written)) throw new Error(`expected an ARN, got ${written}`);
  return isArnLike(written, actual, context);
};
define(likeArn, 'ArnEquals', 'ArnNotEquals');
define(likeArn, 'ArnLike', 'ArnNotLike');

const bytes = (text: string) => Buffer.from(text, 'base64');
define((written, actual) => bytes(written).equals(bytes(actual)), 'BinaryEquals');
define(isInRange, 'IpAddress', 'NotIpAddress');

const comparisons: Readonly<Record<string, (actual: number, written: number) => boolean>> = {
  Equals: (actual, written) => actual === written,
  LessThan: (actual, written) => actual < written,
  LessThanEquals: (actual, written) => actual <= written,
  GreaterThan: (actual, written) => actual > written,
  GreaterThanEquals: (actual, written) => actual >= written,
};
for (const [type, read] of Object.entries({ Numeric: readNumber, Date: readDate })) {
  for (const [name, compare] of Object.entries(comparisons)) {
    const negations = name === 'Equals' ? [`${type}NotEquals`] : [];
    const test: Test = (written, actual) => compare(read(actual), read(written));
    define(test, type + name, ...negations);
  }
}

/** The set operator, the operator itself, and whether it has IfExists behind it; Null has neither. */
const spelling = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/;

/**
 * Reads the Condition of a statement, in which all operators and all keys have to be met.
 * @throws if there is an operator that AWS does not know, or values that are no values
 */
export function readConditions(block: unknown): Condition[] {
  return Object.entries((block ?? {}) as object).flatMap(([operator, tests]) => {
    const [, , name = ''] = spelling.exec(operator) ?? [];
    if (operator !== 'Null' && !operators.has(name)) {
      throw new Error(`expected a condition operator such as StringEquals, got ${operator}`);
    }
    return Object.entries(tests as object).map(([key, given]) => {
      const values = [given].flat().map((value: unknown) => {
        if (!['string', 'number', 'boolean'].includes(typeof value)) {
          throw new Error(`expected a text for ${operator} ${key}, got ${JSON.stringify(value)}`);
        }
        return String(value);
      });
      return { operator, key, values };
    });
  });
}

/**
 * Whether a request meets all conditions. Several values of one key are alternatives, and for a negated
 * operator none of them may match:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 * @param variables whether the version of the policy knows policy variables
 * @returns false also where a policy variable has no value, because the whole statement is invalid then
 */
export function areMet(
  conditions: readonly Condition[],
  context: Context,
  variables: boolean,
): boolean {
  return conditions.every((condition) => isMet(condition, context, variables) === true);
}

function isMet(
  { operator, key, values }: Condition,
  context: Context,
  variables: boolean,
): boolean | undefined {
  const actual = context.get(key.toLowerCase()) ?? [];
  // Null asks whether the key is missing.
  if (operator === 'Null') {
    return values.some((value) => (value.toLowerCase() === 'true') === (actual.length === 0));
  }
  const [, set, name = '', ifExists] = spelling.exec(operator) ?? [];
  const { test, negated } = operators.get(name) as Operator;
  const matches = (one: string) => {
    const answers = values.map((value) => test(value, one, variables ? context : undefined));
    if (answers.includes(undefined)) return undefined;
    return answers.includes(true) !== negated;
  };
  if (set !== undefined) {
    // ForAllValues is true for no values or an empty one, and ForAnyValue is false:
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
    if (actual.length === 0 && ifExists !== undefined) return true;
    const answers = actual.filter((one) => one !== '').map(matches);
    if (answers.includes(undefined)) return undefined;
    return set === 'ForAllValues' ? answers.every(Boolean) : answers.some(Boolean);
  }
  const [one, another] = actual;
  // A missing key matches nothing, so only a negated operator is true.
  if (one === undefined) return negated || ifExists !== undefined;
  if (another !== undefined) {
    throw new Error(
      `expected ForAllValues or ForAnyValue for several values, got ${operator} ${key}`,
    );
  }
  return matches(one);
}

function readNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) throw new Error(`expected a number, got ${text}`);
  return value;
}

/** ISO 8601, or seconds since 1970. */
function readDate(text: string): number {
  const time = /^\d{5,}$/.test(text) ? Number(text) * 1000 : Date.parse(text);
  if (Number.isNaN(time))
    throw new Error(`expected a date such as 2026-11-21T12:00:00Z, got ${text}`);
  return time;
}

/** An address without a prefix is that address alone. */
function isInRange(range: string, address: string): boolean {
  const [network = '', prefix] = range.split('/');
  for (const one of [network, address]) {
    if (isIP(one) === 0) throw new Error(`expected an IP address, got ${one}`);
  }
  const family = (one: string) => (isIP(one) === 6 ? 'ipv6' : 'ipv4');
  if (prefix !== undefined && !/^\d+$/.test(prefix)) {
    throw new Error(`expected a range such as 10.0.0.0/8, got ${range}`);
  }
  const list = new BlockList();
  if (prefix === undefined) list.addAddress(network, family(network));
  else list.addSubnet(network, Number(prefix), family(network));
  return list.check(address, family(address));
}
