import { readFileSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import {
  accepted,
  age,
  checked,
  deprecatedInLock,
  misfit,
  type Retirement,
  retirements,
  schemaOfCli,
  usesOfPackage,
  usesOfTemplate,
  warnings,
} from '../../../lib/check/rot';
import * as outside from '../../support/outside.cjs';

describe('CDK CLI and library', () => {
  const read = schemaOfCli(readFileSync('node_modules/aws-cdk/lib/index.js', 'utf8'));

  test('fit each other: the CLI reads the assemblies that the library writes', () => {
    const { version } = new App().synth();
    expect(misfit(version, read)).toBeUndefined();
  });

  test('do not fit when the library writes a newer schema than the CLI reads', () => {
    expect(misfit(`${read + 1}.0.0`, read)).toBe(
      `aws-cdk-lib writes cloud assembly schema ${read + 1}, aws-cdk reads up to ${read}: update aws-cdk`,
    );
    expect(misfit(`${read - 1}.0.0`, read)).toBeUndefined();
  });

  test('are not compared by guesses', () => {
    expect(() => schemaOfCli('revision: 55')).toThrow(/^expected cloud-assembly-schema/);
    expect(() => misfit('latest', 55)).toThrow('expected a version such as 55.0.0, got latest');
  });
});

describe('a thing whose support ends', () => {
  const table: Retirement[] = [
    { thing: 'Lambda a1', from: '2027-06-30', what: 'the end', source: 'https://a.test/' },
  ];
  const uses = [
    { thing: 'Lambda a1', where: 'One/F' },
    { thing: 'Lambda a1', where: 'Two/G' },
  ];
  const messages = (today: string) =>
    age(uses, today, table, [])
      .findings.map(({ message }) => message)
      .filter((message) => message.includes('Lambda'));

  test('is no finding until 91 days before', () => {
    expect(messages('2027-03-31')).toEqual([]);
  });

  test.each([
    ['2027-04-01', 'in 90 days'],
    ['2027-06-29', 'in 1 days'],
    ['2027-06-30', 'today'],
    ['2028-06-30', '366 days ago'],
  ])('is one finding on %s, with the places that use it: %s', (today, when) => {
    expect(messages(today)).toEqual([
      `${today}: Lambda a1: the end from 2027-06-30, ${when}; used by One/F, Two/G`,
    ]);
  });

  test('is no finding once it is accepted, but is told with reason and way out', () => {
    const acceptance = { thing: 'Lambda a1', reason: 'Taught.', wayOut: 'a2', until: '2027-05-01' };
    const result = age(uses, '2027-05-01', table, [acceptance]);
    expect(result.findings).toEqual([]);
    expect(result.accepted).toMatchObject([{ ...acceptance, source: 'https://a.test/' }]);
  });

  test('is a finding again when its acceptance is over', () => {
    const acceptance = { thing: 'Lambda a1', reason: 'Taught.', wayOut: 'a2', until: '2027-04-30' };
    const { findings, accepted } = age(uses, '2027-05-01', table, [acceptance]);
    expect(accepted).toEqual([]);
    expect(findings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^2027-05-01: Lambda a1: .*; it was accepted until 2027-04-30$/),
    ]);
  });

  test('must not stay accepted when nothing uses it any more', () => {
    const acceptance = { thing: 'Lambda a1', reason: 'Taught.', wayOut: 'a2', until: '2027-05-01' };
    const { findings } = age([], '2027-05-01', table, [acceptance]);
    expect(findings.map(({ message }) => message)).toEqual([
      '2027-05-01: Lambda a1 is accepted, but no longer used or not yet retired: take it off the list',
    ]);
  });

  test('is looked for in a table that is no older than half a year', () => {
    const late = new Date(Date.parse(checked) + 181 * 24 * 60 * 60 * 1000);
    const { findings } = age([], late.toISOString().slice(0, 10), table, []);
    expect(findings[0]?.message).toContain(`was last checked on ${checked}, 181 days ago`);
  });

  test('is a finding if the table has no date for it', () => {
    const { findings } = age([{ thing: 'Lambda b9', where: 'One/F' }], '2027-01-01', table, []);
    expect(findings[0]?.message).toContain('expected a line for Lambda b9 in lib/check/rot.ts');
  });

  test.each(['2026-13-01', 'tomorrow', '2026-1-1'])('is not looked up on the day %s', (today) => {
    expect(() => age(uses, today, table, [])).toThrow(`expected a date such as 2026-11-21`);
  });
});

describe('the table', () => {
  test('names a thing once, with a date and a page', () => {
    const things = retirements.map(({ thing }) => thing);
    expect(new Set(things).size).toBe(things.length);
    for (const { from, source } of retirements) {
      expect(from).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
      expect(source).toMatch(/^https:\/\//);
    }
  });

  test('has a line for everything that is accepted', () => {
    const things = retirements.map(({ thing }) => thing);
    for (const { thing } of accepted) expect(things).toContain(thing);
  });
});

describe('what is used', () => {
  test('is read from a template: runtimes, engines and legacy resources', () => {
    const Resources = {
      F: { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'nodejs24.x' } },
      Image: { Type: 'AWS::Lambda::Function', Properties: { PackageType: 'Image' } },
      D: {
        Type: 'AWS::RDS::DBInstance',
        Properties: { Engine: 'postgres', EngineVersion: '18.1' },
      },
      Newest: { Type: 'AWS::RDS::DBCluster', Properties: { Engine: 'aurora-mysql' } },
      R: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(1 day)' } },
      P: { Type: 'AWS::Events::Rule', Properties: { EventPattern: {} } },
      I: { Type: 'AWS::CloudFront::CloudFrontOriginAccessIdentity' },
    };
    expect(usesOfTemplate('S', { Resources })).toEqual([
      { thing: 'Lambda nodejs24.x', where: 'S/F' },
      { thing: 'RDS postgres 18', where: 'S/D' },
      { thing: 'AWS::Events::Rule with a schedule', where: 'S/R' },
      { thing: 'AWS::CloudFront::CloudFrontOriginAccessIdentity', where: 'S/I' },
    ]);
  });

  test('is read from package.json: Node.js and every direct dependency', () => {
    const manifest = {
      engines: { node: '>=20' },
      dependencies: { a: '1' },
      devDependencies: { b: '2' },
    };
    expect(usesOfPackage(manifest).map(({ thing }) => thing)).toEqual([
      'Node.js 20',
      'npm a',
      'npm b',
    ]);
    expect(() => usesOfPackage({})).toThrow('expected engines.node in package.json such as >=22');
  });

  test('is read from the lock file: packages that npm calls deprecated, the indirect ones too', () => {
    const packages = {
      '': {},
      'node_modules/a': {},
      'node_modules/a/node_modules/@old/b': { deprecated: 'use c' },
    };
    expect(deprecatedInLock({ packages })).toEqual(new Map([['@old/b', 'use c']]));
  });
});

describe('what synth prints', () => {
  test('is a warning when a stack uses a deprecated API of the CDK', () => {
    const printed = jest.spyOn(outside.console, 'warn').mockImplementation();
    const table = new dynamodb.Table(new Stack(new App(), 'Old'), 'Table', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      pointInTimeRecovery: true,
    });
    expect(table.node.id).toBe('Table');
    const text = printed.mock.calls.map((words) => words.join(' ')).join('\n');
    expect(warnings(text)[0]).toMatch(/pointInTimeRecovery is deprecated/);
  });

  test.each([
    '[WARNING] aws-cdk-lib.aws_x.Y#z is deprecated.',
    '[Warning at /S/Queue] The key rotates never.',
    'W2531 Runtime nodejs20.x was deprecated on 2026-04-30',
  ])('is a warning: %s', (line) => {
    expect(warnings(`${line}\nSuccessfully synthesized to cdk.out\n`)).toEqual([line]);
  });

  test('is none when all is well', () => {
    const quiet = 'Successfully synthesized to cdk.out\nSupply a stack id (A, B) to display it.\n';
    expect(warnings(quiet)).toEqual([]);
  });
});
