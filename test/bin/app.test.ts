import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as assets from 'aws-cdk-lib/aws-s3-assets';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { context } from '../../cdk.json';
import { costNotice, readContext, utcDay } from '../../lib/account/context';
import { leaveOut } from '../../lib/account/left-out';
import { patterns } from '../../lib/patterns';
import { temporaryFolder } from '../support/folder';

const now = new Date('2026-11-21T23:59:59Z');
const read = (given: Record<string, unknown>) => readContext((name) => given[name], now);
const ids = (stacks: readonly { hierarchicalId: string }[]) =>
  stacks.map(({ hierarchicalId }) => hierarchicalId).sort();

describe('the context', () => {
  test('is nobody in particular, one day, and nothing costly, unless said otherwise', () => {
    expect(read({})).toEqual({ owner: 'unset', expires: '2026-11-22', costly: false });
  });

  test('is read from the command line, where all is text, and from cdk.json alike', () => {
    const expected = { owner: 'Ada L.', expires: '2026-12-01', costly: true };
    expect(read({ owner: 'Ada L.', days: '10', costly: 'true' })).toEqual(expected);
    expect(read({ owner: 'Ada L.', days: 10, costly: true })).toEqual(expected);
  });

  test.each([
    [1, '2026-11-22'],
    [40, '2026-12-31'],
    [41, '2027-01-01'],
    [365, '2027-11-21'],
  ])('counts %s days from the day in UTC', (days, expires) => {
    expect(read({ days }).expires).toBe(expires);
  });

  test.each(['ada@example.com', 'Zoë', 'team:ops/eu = 1 + 1_x-y', 'a'.repeat(128)])(
    'takes the owner %s',
    (owner) => {
      expect(read({ owner }).owner).toBe(owner);
    },
  );

  test.each([
    ['owner', ''],
    ['owner', ' ada'],
    ['owner', 'ada '],
    ['owner', 'ada,bob'],
    ['owner', 'aws:ada'],
    ['owner', 'AWS:ada'],
    ['owner', 'ada\nbob'],
    ['owner', 'a'.repeat(129)],
    ['owner', 7],
    ['days', '0'],
    ['days', '366'],
    ['days', '-1'],
    ['days', '1.5'],
    ['days', '1e2'],
    ['days', ''],
    ['days', 'two'],
    ['costly', 'yes'],
    ['costly', ''],
  ])('refuses -c %s=%j, and says what it takes', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(
      new RegExp(
        `^expected -c ${name}=… to be .*, got ${JSON.stringify(value).replace('\\', '\\\\')}$`,
      ),
    );
  });

  test('never asks for another name', () => {
    const get = jest.fn();
    readContext(get, now);
    expect(get.mock.calls.flat()).toEqual(['owner', 'days', 'costly']);
  });
});

describe('the notice of an opt-in stack', () => {
  test('says the amount, and how to include it', () => {
    expect(costNotice('Database', 0.4663, true)).toBe(
      'Database costs about 0.47 USD a day, so it is left out: add -c costly=true to deploy, compare, or destroy it',
    );
  });

  test('says that it is included where that was asked for', () => {
    expect(costNotice('Database', 0.4663, false)).toBe(
      'Database costs about 0.47 USD a day, and is included, as you asked',
    );
  });
});

/** Runs the app as the CDK CLI does, and reads what it made. */
function synth(given: Record<string, unknown> = {}) {
  const outdir = temporaryFolder();
  const { status, stderr } = spawnSync(process.execPath, ['dist/bin/app.js'], {
    encoding: 'utf8',
    env: {
      ...process.env,
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, ...given }),
    },
  });
  return { outdir, status, stderr };
}

const templates = (folder: string) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.template.json'))
    .map((file) => [file, readFileSync(join(folder, file), 'utf8')] as const);

describe('the app', () => {
  const expensive = patterns.filter(({ exam }) => exam.cost === 'opt-in').map(({ id }) => id);
  const plain = synth();
  const chosen = patterns
    .filter(
      ({ id, family }) =>
        id === 'KmsEnvelopeEncryption' || family === 'messaging' || expensive.includes(id),
    )
    .map(({ id }) => id)
    .sort();
  const forAda = synth({
    owner: 'Ada',
    days: '90',
    costly: 'true',
    only: ['KmsEnvelopeEncryption', 'messaging', ...expensive].join(','),
  });

  test('tags every stack with project, pattern, owner and expiry date', () => {
    const assembly = new CloudAssembly(forAda.outdir);
    for (const { id, tags } of assembly.stacksRecursively) {
      const expires = expect.stringMatching(/^20\d\d-\d\d-\d\d$/);
      expect(tags).toEqual({ project: 'aws-exam-patterns', pattern: id, owner: 'Ada', expires });
    }
  });

  test('writes the same templates for every owner and on every day', () => {
    expect(templates(plain.outdir)).toHaveLength(patterns.length);
    const all = new Map(templates(plain.outdir));
    for (const [file, text] of templates(forAda.outdir)) expect(all.get(file)).toBe(text);
    const tomorrow = utcDay(new Date(Date.now() + 24 * 60 * 60 * 1000));
    expect(JSON.stringify(templates(plain.outdir))).not.toContain(tomorrow);
  });

  test('has every stack except those that are opt-in, so that no selector of the CLI can find them', () => {
    const assembly = new CloudAssembly(plain.outdir);
    const cheap = patterns.map(({ id }) => id).filter((id) => !expensive.includes(id));
    expect(ids(assembly.stacksRecursively)).toEqual(cheap.sort());
    expect(plain.stderr.trim().split('\n')).toEqual(
      expensive.map((id) =>
        expect.stringMatching(`^${id} costs about \\d+\\.\\d\\d USD a day, so it is left out`),
      ),
    );
  });

  test('lists no opt-in stack for a glob', () => {
    const cli = ['node_modules/aws-cdk/bin/cdk', 'ls', '--app', plain.outdir, '**'];
    const { stdout } = spawnSync(process.execPath, cli, { encoding: 'utf8' });
    const [first = '', ...others] = stdout.trim().split('\n').sort();
    expect(patterns.map(({ id }) => id)).toContain(first);
    for (const id of expensive) expect([first, ...others]).not.toContain(id);
  });

  test('builds the stacks of -c only alone, by id and by family', () => {
    expect(forAda.status).toBe(0);
    expect(ids(new CloudAssembly(forAda.outdir).stacksRecursively)).toEqual(chosen);
  });

  test('has the opt-in stacks with -c costly=true, or if -c only has their ids', () => {
    const one = expensive[0] ?? '';
    const named = synth({ only: one });
    expect(ids(new CloudAssembly(named.outdir).stacks)).toEqual([one]);
    expect(named.stderr).toMatch(new RegExp(`^${one} .* is included, as you asked\n$`));
    expect(forAda.stderr.trim().split('\n')).toEqual(
      expensive.map((id) => expect.stringMatching(`^${id} .* is included, as you asked$`)),
    );
  });

  test('has no opt-in stack if -c only has just its family', () => {
    const families = patterns
      .filter(({ id }) => expensive.includes(id))
      .map(({ family }) => family);
    const { outdir } = synth({ only: families.join() });
    const found = ids(new CloudAssembly(outdir).stacksRecursively);
    expect(found.length).toBeGreaterThan(0);
    for (const id of expensive) expect(found).not.toContain(id);
  });

  test.each(['KmsEnvelope', ''])('refuses -c only=%s, and says what it takes', (only) => {
    const { status, stderr } = synth({ only });
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^expected the id of a pattern or a family, got .+; the \w+ (is|are) .+\n$/,
    );
  });

  test('ends with one sentence for a value that it cannot take', () => {
    const { status, stderr, outdir } = synth({ days: 'many' });
    expect(status).toBe(1);
    expect(stderr).toBe('expected -c days=… to be a whole number from 1 to 365, got "many"\n');
    expect(readdirSync(outdir)).toEqual([]);
  });
});

describe('a stack that is left out', () => {
  const outdir = temporaryFolder();
  const app = new App({ outdir, context });
  for (const id of ['Cheap', 'Dear']) {
    const stack = new Stack(app, id);
    new sqs.Queue(stack, 'Queue');
    new assets.Asset(stack, 'Asset', { path: 'lib/patterns/index.ts' });
  }
  app.synth();
  leaveOut(outdir, ['Dear']);

  test('is not in the assembly, and neither is what the CLI would publish for it', () => {
    const { artifacts } = new CloudAssembly(outdir);
    expect(artifacts.map(({ id }) => id).filter((id) => /Dear|Cheap/.test(id))).toEqual([
      'Cheap.assets',
      'Cheap',
    ]);
  });

  test('must be there', () => {
    expect(() => leaveOut(outdir, ['Cheap', 'Nowhere'])).toThrow(
      /^expected Nowhere in the assembly, found: /,
    );
    expect(ids(new CloudAssembly(outdir).stacks)).toEqual(['Cheap']);
  });

  test('is the exception: with none, the assembly is left as it is', () => {
    const manifest = readFileSync(join(outdir, 'manifest.json'), 'utf8');
    leaveOut(outdir, []);
    expect(readFileSync(join(outdir, 'manifest.json'), 'utf8')).toBe(manifest);
  });
});
