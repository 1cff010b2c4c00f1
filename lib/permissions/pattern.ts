/**
 * The values of a request by condition key, which the policies read. The keys are in lower case,
 * because AWS compares them without regard to case:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export type Context = ReadonlyMap<string, readonly string[]>;

/** A piece of a text in a policy: as it is written, or put in for a variable, where nothing is a wildcard. */
interface Piece {
  readonly text: string;
  readonly literal: boolean;
}

/**
 * A text of a policy with its variables replaced. `${*}`, `${?}` and `${$}` stand for these characters,
 * and `${key, 'default'}` has a value for a request that lacks the key:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 * @returns undefined if the request lacks a value, or has several, which is like a statement that is not there
 */
function pieces(text: string, context: Context | undefined): Piece[] | undefined {
  if (context === undefined) return [{ text, literal: false }];
  const found: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(/\$\{([^}]+)\}/g)) {
    const [whole, inside = ''] = match;
    const [, key = '', instead] = /^([^,]+?)(?:,\s*'(.*)')?$/.exec(inside) ?? [];
    const values = context.get(key.toLowerCase()) ?? (instead === undefined ? [] : [instead]);
    const [value] = /^[*?$]$/.test(inside) ? [inside] : values;
    if (value === undefined || values.length > 1) return undefined;
    found.push({ text: text.slice(end, match.index), literal: false });
    found.push({ text: value, literal: true });
    end = match.index + whole.length;
  }
  return [...found, { text: text.slice(end), literal: false }];
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
const wild = (text: string) => escaped(text).replaceAll('\\*', '[^]*').replaceAll('\\?', '[^]');

/**
 * A text of a policy with its variables replaced.
 * @param context leave it out where the policy knows no variables
 * @returns undefined if a variable has no value
 */
export function filled(written: string, context?: Context): string | undefined {
  return pieces(written, context)
    ?.map(({ text }) => text)
    .join('');
}

/** Whether a text matches the one in a policy, where `*` is any number of characters and `?` is one; undefined as for `filled`. */
export function isLike(written: string, actual: string, context?: Context): boolean | undefined {
  const parts = pieces(written, context);
  const source = parts?.map(({ text, literal }) => (literal ? escaped(text) : wild(text))).join('');
  return source === undefined ? undefined : new RegExp(`^${source}$`).test(actual);
}

/**
 * Whether an ARN matches the one in a policy. Each of its six components is compared separately, so a
 * wildcard ends at the next colon, unless it is in the last component, which may have colons itself:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 * @param across whether a `*` at the end of a component may go on beyond the colon, which holds for the
 * element Resource: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function isArnLike(
  written: string,
  actual: string,
  context?: Context,
  across = false,
): boolean | undefined {
  const parts = pieces(written, context);
  if (parts === undefined) return undefined;
  let component = 0;
  let source = '';
  for (const [place, { text, literal }] of parts.entries()) {
    if (literal) {
      source += escaped(text);
      continue;
    }
    for (const [index, character] of [...text].entries()) {
      const any = component < 5 ? '[^:]' : '[^]';
      const next = text[index + 1] ?? (place === parts.length - 1 ? ':' : '');
      if (character === '*') source += across && next === ':' ? '[^]*' : `${any}*`;
      else source += character === '?' ? any : escaped(character);
      if (character === ':') component++;
    }
  }
  return new RegExp(`^${source}$`).test(actual);
}
