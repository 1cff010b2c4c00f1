import type { Json } from '../model/exam';

/** The parts of a CloudFormation template that this project reads. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
  readonly [section: string]: unknown;
}

/** One resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly UpdatePolicy?: object;
}

/** A policy statement and its place in a template. */
export interface Statement {
  readonly path: readonly string[];
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
  readonly [other: string]: unknown;
}

/** The value under some keys of a tree; undefined where a key on the way is missing. */
export function at(tree: unknown, keys: readonly string[]): unknown {
  return keys.reduce((node, key) => (node as Record<string, unknown> | undefined)?.[key], tree);
}

/**
 * A copy of a template with another value under some keys. The copy shares everything beside the
 * path with the template, because copying whole templates would take most of a test run.
 * @param value the new value; leave it out to remove the old one
 */
export function withValue<T extends object>(
  template: T,
  path: readonly string[],
  value?: Json | undefined,
): T {
  const [head = '', ...rest] = path;
  const copy = (Array.isArray(template) ? [...template] : { ...template }) as Record<
    string,
    unknown
  >;
  if (rest.length > 0) copy[head] = withValue((copy[head] ?? {}) as object, rest, value);
  else if (value !== undefined) copy[head] = value;
  else if (Array.isArray(copy)) copy.splice(Number(head), 1);
  else delete copy[head];
  return copy as T;
}

/** Whether CloudFormation computes a value: it is `Ref` or one of the intrinsic functions. */
export function isIntrinsic(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && /^(Ref$|Fn::)/.test(Object.keys(value)[0] ?? '')
  );
}

/** Every policy statement of a template, in roles, policies and resource policies alike. */
export function statements({ Resources }: Template): Statement[] {
  const found: Statement[] = [];
  const walk = (tree: unknown, path: readonly string[]) => {
    if (typeof tree !== 'object' || tree === null) return;
    if ('Effect' in tree) found.push({ ...(tree as Statement), path });
    for (const [key, value] of Object.entries(tree)) walk(value, [...path, key]);
  };
  walk(Resources, ['Resources']);
  return found;
}

/**
 * The logical ids and parameters that a tree names by `Ref`, `Fn::GetAtt` or `Fn::Sub`.
 * @param without keys whose values are skipped, such as `DependsOn`
 */
export function references(tree: unknown, without: readonly string[] = ['DependsOn']): Set<string> {
  const found = new Set<string>();
  const walk = (node: unknown) => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (without.includes(key)) continue;
      if (key === 'Ref') found.add(String(value));
      else if (key === 'Fn::GetAtt') found.add(String([value].flat()[0]).split('.')[0] ?? '');
      else if (key === 'Fn::Sub') {
        const [text, variables = {}] = [value].flat() as [unknown, object?];
        // A name in the map of variables refers to that map, not to the template.
        for (const [, name = ''] of String(text).matchAll(/\$\{(\w+)/g)) {
          if (!Object.hasOwn(variables, name)) found.add(name);
        }
      }
      walk(value);
    }
  };
  walk(tree);
  return found;
}

/** The construct path of a resource without the `Resource` or `Default` in which L2 constructs end. */
export function withoutResource(path: string): string {
  return path.replace(/\/(Resource|Default)$/, '');
}
