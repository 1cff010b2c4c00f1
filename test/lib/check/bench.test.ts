import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { bareClients, environmentOf, median, operationOf, table } from '../../../lib/check/bench';
import { slug } from '../../../lib/model/pattern';
import { patterns } from '../../../lib/patterns';

test('every handler has a load or a reason to have none, and the other way round', async () => {
  const names = readdirSync('lambda', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .filter((file) =>
      /^export async function handler\b/m.test(readFileSync(`lambda/${file}`, 'utf8')),
    )
    .map((file) => file.replace(/\.ts$/, ''));
  expect(names).not.toEqual([]);
  const loads = await Promise.all(
    patterns.map(async (pattern) =>
      Object.keys((await pattern.loads?.())?.loads ?? {}).map(
        (role) => `${pattern.family}/${slug(pattern)}/${role}`,
      ),
    ),
  );
  expect(loads.flat().sort()).toEqual(names.sort());
});

test('every handler starts in the environment that it is measured in', async () => {
  const started: Record<string, Record<string, string>> = {};
  for (const pattern of patterns) {
    for (const [role, load] of Object.entries((await pattern.loads?.())?.loads ?? {})) {
      const name = `${pattern.family}/${slug(pattern)}/${role}`;
      const source = readFileSync(`lambda/${name}.ts`, 'utf8');
      started[`./dist/lambda/${name}/index.js`] = environmentOf(source, load);
    }
  }
  const script = `
    for (const [bundle, env] of Object.entries(${JSON.stringify(started)})) {
      Object.assign(process.env, env);
      require(bundle);
      for (const name of Object.keys(env)) delete process.env[name];
    }`;
  const { status, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

describe('the floor of a handler', () => {
  test('is its AWS SDK clients and commands, without its types and its own files', () => {
    const sources = [
      `import { type AttributeValue, DynamoDBClient,\n  PutItemCommand } from '@aws-sdk/client-dynamodb';\nimport { x } from './x';`,
      `import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';`,
    ];
    expect(bareClients(sources)).toBe(
      `import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';\n` +
        `import { GetItemCommand } from '@aws-sdk/client-dynamodb';\n` +
        'module.exports = [new DynamoDBClient({}), PutItemCommand, GetItemCommand];\n',
    );
  });

  test('is nothing without a client', () => {
    expect(() => bareClients([`import { x } from './x';`])).toThrow(/^expected an import/);
  });
});

test.each([
  [{ 'x-amz-target': 'DynamoDB_20120810.PutItem' }, '/', '{}', 'PutItem'],
  [{}, '/', 'Version=2014-10-31&Action=CreateDBSnapshot', 'CreateDBSnapshot'],
  [{ 'x-amz-copy-source': 'a/b' }, '/bucket/key?x-id=CopyObject', '', 'CopyObject'],
  [{}, '/2020-05-31/distribution/E1/invalidation', '<a/>', 'CreateInvalidation'],
  [{}, '/answer?token=1', '{}', 'POST /answer'],
])('a request is counted under its operation: %j %s', (headers, path, body, operation) => {
  expect(operationOf('POST', path, headers, body)).toBe(operation);
});

test('the median is the middle of the values in order', () => {
  expect(median([9, 1, 10])).toBe(9);
  expect(median([2, 1])).toBe(2);
  expect(() => median([])).toThrow('expected at least one value, got none');
});

test('a table has its first column to the left', () => {
  expect(table(['a', 'b'], [['1', '2']])).toBe('| a | b |\n| --- | ---: |\n| 1 | 2 |');
});
