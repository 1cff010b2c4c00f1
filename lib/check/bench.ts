import type { Load, NoLoad } from '../model/load';

/** The environment that a handler is loaded with: every name in capitals that its source has is set. */
export function environmentOf(source: string, { env }: Load | NoLoad): Record<string, string> {
  const names = [...source.matchAll(/\b([A-Z][A-Z_]{3,})\b/g)].map(([name]) => name);
  return {
    ...Object.fromEntries(names.map((name) => [name, 'bench'])),
    ...env,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'none',
    AWS_SECRET_ACCESS_KEY: 'none',
    AWS_XRAY_CONTEXT_MISSING: 'IGNORE_ERROR',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

/** The operation of a request to AWS, in any of its protocols; for any other request, method and path. */
export function operationOf(
  method: string,
  path: string,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: string,
): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.').at(-1) as string;
  const [, action] = /(?:^|&)Action=(\w+)/.exec(body) ?? [];
  if (action) return action;
  if (headers['x-amz-copy-source'] !== undefined) return 'CopyObject';
  if (path.includes('/invalidation')) return 'CreateInvalidation';
  return `${method} ${path.split('?')[0]}`;
}

/**
 * The source of a program that loads and makes the AWS SDK clients of a handler and does nothing with them.
 * @param sources of the handler and of the files that it imports
 * @throws if there is no client in them
 */
export function bareClients(sources: readonly string[]): string {
  const lines = new Set<string>();
  const names = new Set<string>();
  for (const source of sources) {
    for (const [, list = '', from] of source.matchAll(
      /import \{([^}]*)\} from '(@aws-sdk\/[^']+)'/g,
    )) {
      const values = list
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '' && !name.startsWith('type '));
      const fresh = values.filter((name) => !names.has(name));
      for (const name of fresh) names.add(name);
      if (fresh.length > 0) lines.add(`import { ${fresh.join(', ')} } from '${from}';`);
    }
  }
  const clients = [...names].filter((name) => /^[A-Z]\w*Client$/.test(name));
  if (clients.length === 0) throw new Error('expected an import of an AWS SDK client, found none');
  const made = [...names].map((name) => (clients.includes(name) ? `new ${name}({})` : name));
  return `${[...lines].join('\n')}\nmodule.exports = [${made.join(', ')}];\n`;
}

/** The middle of the values; the higher one of two. */
export function median(values: readonly number[]): number {
  const middle = [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
  if (middle === undefined) throw new Error('expected at least one value, got none');
  return middle;
}

/** A table in Markdown: the first column to the left, the others to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
