/**
 * What the app itself takes from `-c name=value`: for whom a stack is deployed and for how long, and
 * whether it has the opt-in stacks, which cost too much to be deployed unasked.
 */
export interface AppContext {
  /** Tag value, for whom the stacks are deployed. */
  readonly owner: string;
  /** The last day on which a stack is wanted, in UTC, as YYYY-MM-DD. */
  readonly expires: string;
  readonly costly: boolean;
}

/** The value of the tag `project` on everything that this project deploys. */
export const project = 'aws-exam-patterns';

/**
 * @param get the value that the person gave for a name, undefined for none; from the command line
 *   it is a string, from cdk.json it can be a number or a boolean
 * @param now the moment of the synth: a deploy starts the days anew
 * @throws if a value is out of its range; the message says what was expected and what came
 */
export function readContext(get: (name: string) => unknown, now: Date): AppContext {
  // No default of the user name: nothing personal goes to the cloud that nobody asked for.
  const {
    owner = 'unset',
    days = 1,
    costly = false,
  } = {
    owner: get('owner'),
    days: get('days'),
    costly: get('costly'),
  };
  // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_Tag.html (2026-11-21): the strictest
  // of the services; CloudFormation reserves the prefix in any case of letters.
  if (
    typeof owner !== 'string' ||
    !/^(?!aws:)(?! )[\p{L}\p{N} _.:/=+\-@]{1,128}(?<! )$/iu.test(owner)
  ) {
    throw unexpected(
      'owner',
      "1 to 128 letters, digits, spaces (inside) and _ . : / = + - @, not beginning with 'aws:'",
      owner,
    );
  }
  if (!/^[1-9]\d{0,2}$/.test(String(days)) || Number(days) > 365) {
    throw unexpected('days', 'a whole number from 1 to 365', days);
  }
  if (!['true', 'false'].includes(String(costly))) {
    throw unexpected('costly', 'true or false', costly);
  }
  return {
    owner,
    expires: utcDay(new Date(now.getTime() + Number(days) * 24 * 60 * 60 * 1000)),
    costly: String(costly) === 'true',
  };
}

/**
 * The tags of one stack. CloudFormation puts them on every resource of it that takes tags; they are
 * not in the template, so another owner or another day changes no snapshot and no `cdk diff`.
 */
export function stackTags(
  pattern: string,
  { owner, expires }: Pick<AppContext, 'owner' | 'expires'>,
): { readonly [tag: string]: string } {
  return { project, pattern, owner, expires };
}

/** What a person must know of an opt-in stack before the CDK CLI deploys or destroys. */
export function costNotice(id: string, usdPerDay: number, leftOut: boolean): string {
  const price = `${id} costs about ${usdPerDay.toFixed(2)} USD a day`;
  return leftOut
    ? `${price}, so it is left out: add -c costly=true to deploy, compare, or destroy it`
    : `${price}, and is included, as you asked`;
}

/** A moment's day in UTC, as YYYY-MM-DD: as text such days sort by time. */
export function utcDay(moment: Date): string {
  return moment.toISOString().slice(0, 'YYYY-MM-DD'.length);
}

const unexpected = (name: string, expected: string, got: unknown) =>
  new Error(`expected -c ${name}=… to be ${expected}, got ${JSON.stringify(got)}`);
