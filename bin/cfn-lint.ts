import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Command } from 'commander';
import { cfnLint, rangesFile, regions, sortFindings } from '../lib/check/cfn-lint';
import { settingsOf } from '../lib/model/exam';
import { patterns } from '../lib/patterns';
import { cdk } from '../lib/run/cdk';
import { emulatorEnvironment } from '../lib/run/isolation';
import { runMain } from '../lib/run/main';
import { pinnedVersion, pythonWith } from '../lib/run/python';

const program = new Command('npm run cfn-lint --')
  .description(
    `Synthesizes every stack and checks it with CloudFormation's own linter, for ${regions.join(' and ')}. It fails on an error or a warning, and if ${rangesFile} is not what the schemas of the linter say. The first run installs the linter into .sandbox.`,
  )
  .option('--ranges', `only write ${rangesFile}, with which npm test compares the facts`);

async function main(): Promise<void> {
  program.parse();
  const python = await pythonWith(cfnLint, '.sandbox', console.error);
  const ranges = await readRanges(python);
  if (program.opts<{ ranges?: boolean }>().ranges) {
    await writeFile(rangesFile, ranges);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'cfn-lint-'));
  try {
    // The endpoint is a closed port of this machine, so that no request reaches an AWS account.
    const env = {
      ...emulatorEnvironment(process.env, 'http://127.0.0.1:9', folder),
      CDK_VALIDATION: 'false',
    };
    const synth = ['synth', '--quiet', '--output', folder, '-c', 'costly=true'];
    await cdk(synth, env, new AbortController().signal);
    const templates = (await readdir(folder)).filter((name) => name.endsWith('.template.json'));
    if (templates.length === 0)
      throw new Error('expected cdk synth to write templates, found none');

    const { refused, accepted } = sortFindings(await lint(python, folder, templates));
    const version = pinnedVersion(cfnLint);
    console.log(`cfn-lint ${version}, ${templates.length} templates, ${regions.join(' and ')}`);
    for (const line of accepted) console.log(`  ignored: ${line}`);
    for (const line of refused) console.log(`  ${line}`);
    console.log(refused.length === 0 ? '  no errors, no warnings' : `  ${refused.length} to fix`);
    if ((await readFile(rangesFile, 'utf8')) !== ranges) {
      console.log(`  ${rangesFile} is out of date: run npm run cfn-lint -- --ranges`);
      process.exitCode = 1;
    }
    if (refused.length > 0) process.exitCode = 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The ranges of all settings, as the text of the file that has them. */
async function readRanges(python: string): Promise<string> {
  const settings = patterns.flatMap(({ exam }) => settingsOf(exam));
  const names = new Set(settings.map(({ type, property }) => JSON.stringify([type, property])));
  const run = promisify(execFile)(python, ['lib/check/ranges.py']);
  run.child.stdin?.end(`[${[...names]}]`);
  const { date, ranges }: { date: string; ranges: object } = JSON.parse((await run).stdout);
  const source = `AWS's resource schemas of ${date}, in cfn-lint ${pinnedVersion(cfnLint)}`;
  return `${JSON.stringify({ source, ranges }, null, 2)}\n`;
}

/** The findings of cfn-lint in some templates, as JSON. */
async function lint(python: string, folder: string, templates: readonly string[]): Promise<string> {
  const options = ['--format', 'json', '--non-zero-exit-code', 'none', '--regions', ...regions];
  const { stdout } = await promisify(execFile)(
    python,
    // The script cfn-lint would name the folder in which it was installed.
    [
      '-c',
      'import sys, cfnlint.runner; sys.exit(cfnlint.runner.main())',
      ...options,
      '--template',
      ...templates,
    ],
    { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
  );
  return stdout;
}

runMain(main);
