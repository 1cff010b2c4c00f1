import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { Command } from 'commander';
import {
  age,
  DAYS_AHEAD,
  deprecatedInLock,
  misfit,
  type RotFinding,
  type RotPackage,
  schemaOfCli,
  usesOfPackage,
  usesOfTemplate,
  warnings,
} from '../lib/check/rot';
import { cdk } from '../lib/run/cdk';
import { runMain } from '../lib/run/main';

const program = new Command('npm run rot --')
  .description(
    `Lists runtimes, engines, dependencies and CDK APIs of the project that AWS or their author stops supporting within ${DAYS_AHEAD} days. ` +
      'It also checks that the CDK CLI can read what the library writes.',
  )
  .option(
    '--date <YYYY-MM-DD>',
    'the day from which to count',
    new Date().toISOString().slice(0, 10),
  );

const folder = '.sandbox/rot';
const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

async function main(): Promise<void> {
  const { date } = program.parse().opts<{ date: string }>();
  const manifest: RotPackage = json('package.json');
  const direct = usesOfPackage(manifest);
  age(direct, date);

  // The CLI runs as for a deployment, so that it also shows that it can read the assembly.
  const env = {
    ...process.env,
    JSII_DEPRECATED: 'warn',
    CDK_VALIDATION: 'true',
    CDK_DISABLE_VERSION_CHECK: '1',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  };
  const printed = await cdk(['synth', '-q', '-o', folder], env, new AbortController().signal);
  const { version }: { version: string } = json(`${folder}/manifest.json`);
  const templates = readdirSync(folder).filter((file) => file.endsWith('.template.json'));
  const uses = templates.flatMap((file) =>
    usesOfTemplate(file.replace(/\.template\.json$/, ''), json(`${folder}/${file}`)),
  );

  const read = schemaOfCli(readFileSync('node_modules/aws-cdk/lib/index.js', 'utf8'));
  const unfit = misfit(version, read);
  const aged = age([...uses, ...direct], date);
  const registry = await deprecatedAtRegistry({
    ...manifest.dependencies,
    ...manifest.devDependencies,
  });
  const packages = new Map([
    ...deprecatedInLock(json('package-lock.json')),
    ...registry.deprecated,
  ]);

  const findings: RotFinding[] = [
    ...aged.findings,
    ...(unfit
      ? [
          {
            message: `${date}: ${unfit}`,
            source: 'https://docs.aws.amazon.com/cdk/v2/guide/versioning.html',
          },
        ]
      : []),
    ...warnings(printed).map((line) => ({
      message: `${date}: synth prints: ${line}`,
      source: 'npx cdk synth -q',
    })),
    ...[...packages].map(([name, reason]) => ({
      message: `${date}: npm ${name} is deprecated: ${reason}`,
      source: `https://www.npmjs.com/package/${name}`,
    })),
  ];

  for (const { message, source, reason, wayOut, until } of aged.accepted) {
    console.log(
      `accepted  ${message}\n          ${source}\n          Why: ${reason}\n          Solution: ${wayOut}\n          Until: ${until}`,
    );
  }
  for (const { message, source } of findings)
    console.log(`FOUND     ${message}\n          ${source}`);
  const things = new Set([...uses, ...direct].map(({ thing }) => thing));
  console.log(
    `\n${date}: checked ${templates.length} stacks and ${things.size} things in use. The library writes cloud assembly schema ${version}, and the CLI reads up to ${read}. ${registry.asked}.`,
  );
  console.log(`${findings.length} found, ${aged.accepted.length} accepted.`);
  if (findings.length > 0) process.exitCode = 1;
}

/** Asks npm about the exact versions in use. Without a network it reports that; the lock file was read before. */
async function deprecatedAtRegistry(
  wanted: Readonly<Record<string, string>>,
): Promise<{ readonly deprecated: Map<string, string>; readonly asked: string }> {
  const run = promisify(execFile);
  const deprecated = new Map<string, string>();
  const names = Object.entries(wanted);
  let failure: string | undefined;
  const ask = async () => {
    for (let next = names.shift(); next !== undefined; next = names.shift()) {
      const [name, range] = next;
      try {
        const args = ['view', `${name}@${range}`, 'deprecated', '--json', '--fetch-retries=0'];
        const { stdout } = await run('npm', args, { timeout: 30_000 });
        if (stdout.trim() !== '') deprecated.set(name, [JSON.parse(stdout)].flat().at(-1));
      } catch (error) {
        failure ??= `${name}: ${(error as Error).message.split('\n').find((line) => /code|timed/i.test(line)) ?? 'no answer'}`;
        names.length = 0;
      }
    }
  };
  const count = names.length;
  await Promise.all([ask(), ask(), ask(), ask()]);
  return {
    deprecated,
    asked:
      failure === undefined
        ? `Asked npm about ${count} packages`
        : `npm did not answer (${failure}), so only the lock file was checked`,
  };
}

runMain(main);
