import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as assets from 'aws-cdk-lib/aws-s3-assets';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { context } from '../../cdk.json';
import { costNotice, readContext, stackTags, utcDay } from '../../lib/account/context';
import { setApart } from '../../lib/account/set-apart';
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
  const database = { id: 'Database', usdPerDay: 0.4663 };

  test('says the amount, that --all leaves it out, and how to include it', () => {
    expect(costNotice(database, { costly: false })).toBe(
      'Database costs about 0.47 USD a day, so --all leaves it out: name the stack, or add -c costly=true',
    );
  });

  test('says that --all includes it where that was asked for', () => {
    expect(costNotice(database, { costly: true })).toBe(
      'Database costs about 0.47 USD a day, and --all includes it because of -c costly=true',
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
    .map((file) => [file, readFileSync(join(folder, file), 'utf8')]);

describe('the app', () => {
  const plain = synth();
  const forAda = synth({ owner: 'Ada', days: '90', costly: 'true' });
  const expensive = patterns.filter(({ exam }) => exam.cost === 'opt-in').map(({ id }) => id);

  test('tags every stack with project, pattern, owner and expiry date', () => {
    const assembly = new CloudAssembly(forAda.outdir);
    expect(ids(assembly.stacksRecursively)).toEqual(patterns.map(({ id }) => id).sort());
    for (const { id, tags } of assembly.stacksRecursively) {
      const expires = expect.stringMatching(/^20\d\d-\d\d-\d\d$/);
      expect(tags).toEqual({ project: 'aws-exam-patterns', pattern: id, owner: 'Ada', expires });
    }
  });

  test('writes the same templates for every owner and on every day', () => {
    expect(templates(plain.outdir)).toHaveLength(patterns.length);
    expect(templates(forAda.outdir)).toEqual(templates(plain.outdir));
    const tomorrow = utcDay(new Date(Date.now() + 24 * 60 * 60 * 1000));
    expect(JSON.stringify(templates(plain.outdir))).not.toContain(tomorrow);
  });

  test('knows every stack by its name, and means by --all those that are not opt-in', () => {
    const assembly = new CloudAssembly(plain.outdir);
    const all = patterns.map(({ id }) => id);
    expect(ids(assembly.stacksRecursively)).toEqual([...all].sort());
    expect(ids(assembly.stacks)).toEqual(all.filter((id) => !expensive.includes(id)).sort());
    expect(plain.stderr.trim().split('\n')).toEqual(
      expensive.map((id) =>
        expect.stringMatching(`^${id} costs about \\d+\\.\\d\\d USD a day, so --all leaves it out`),
      ),
    );
  });

  test('means every stack by --all with -c costly=true', () => {
    const assembly = new CloudAssembly(forAda.outdir);
    expect(ids(assembly.stacks)).toEqual(patterns.map(({ id }) => id).sort());
    expect(forAda.stderr.trim().split('\n')).toEqual(
      expensive.map((id) => expect.stringMatching(`^${id} .* and --all includes it`)),
    );
  });

  test('builds the stacks of -c only alone, by id and by family', () => {
    const { outdir, status } = synth({ only: 'KmsEnvelopeEncryption,messaging', costly: 'true' });
    expect(status).toBe(0);
    const wanted = patterns.filter(
      ({ id, family }) => id === 'KmsEnvelopeEncryption' || family === 'messaging',
    );
    expect(ids(new CloudAssembly(outdir).stacks)).toEqual(wanted.map(({ id }) => id).sort());
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

describe('a stack that is set apart', () => {
  const outdir = temporaryFolder();
  const app = new App({ outdir, context });
  for (const id of ['Cheap', 'Dear']) {
    const stack = new Stack(app, id, {
      tags: stackTags(id, { owner: 'ada', expires: '2026-11-22' }),
    });
    new sqs.Queue(stack, 'Queue');
    new assets.Asset(stack, 'Asset', { path: 'lib/patterns/index.ts' });
  }
  const before = app.synth().stacks.find(({ id }) => id === 'Dear');
  setApart(outdir, ['Dear']);
  const assembly = new CloudAssembly(outdir);
  const dear = assembly.stacksRecursively.find(({ id }) => id === 'Dear');

  test('is not in the main assembly, which is what the CLI takes --all for', () => {
    expect(ids(assembly.stacks)).toEqual(['Cheap']);
  });

  test('keeps its name on the command line, its name in the cloud, its tags and its template', () => {
    expect(dear?.hierarchicalId).toBe('Dear');
    expect(dear?.stackName).toBe('Dear');
    expect(dear?.tags).toEqual(before?.tags);
    expect(dear?.template).toEqual(before?.template);
  });

  test('keeps what the CLI publishes before it is deployed', () => {
    const manifests = dear?.dependencies.map(({ manifest }) => manifest.properties) ?? [];
    expect(manifests).toHaveLength(1);
    const file = join(outdir, 'costly', (manifests[0] as { file: string }).file);
    const { files } = JSON.parse(readFileSync(file, 'utf8'));
    const paths = Object.values<{ source: { path: string } }>(files).map(
      ({ source }) => source.path,
    );
    expect(paths).toHaveLength(2);
    for (const path of paths) expect(existsSync(join(dirname(file), path))).toBe(true);
  });

  test('keeps what the constructs said about themselves', () => {
    expect(dear?.metadata).toEqual(before?.metadata);
    expect(Object.keys(dear?.metadata ?? {})).not.toEqual([]);
  });

  test('must be there', () => {
    expect(() => setApart(outdir, ['Cheap', 'Nowhere'])).toThrow(
      /^expected Nowhere in the assembly, found: /,
    );
    expect(ids(new CloudAssembly(outdir).stacks)).toEqual(['Cheap']);
  });

  test('is the exception: with none, the assembly is left as it is', () => {
    const manifest = readFileSync(join(outdir, 'manifest.json'), 'utf8');
    setApart(outdir, []);
    expect(readFileSync(join(outdir, 'manifest.json'), 'utf8')).toBe(manifest);
  });
});
