import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type IPolicyValidationPlugin } from 'aws-cdk-lib';
import { version } from 'aws-cdk-lib/package.json';
import { ExamLimits } from '../cloudformation/limits';

const folder = 'dist/verdicts';

/** What the rules of a synth say about a template: those of the library and ours. */
export interface Verdict {
  /** Whether a synth would end there. */
  readonly refused: boolean;
  /** Refusals and warnings, each as `<rule>: <what is wrong>`. */
  readonly objections: readonly string[];
}

/**
 * Asks the rules about many templates at once. The rules of the library take three seconds to start,
 * half a second for resource types that they have not met, and then some milliseconds for each
 * template, so their verdicts are kept in dist/: a template that has not changed since is not asked
 * about again, whichever command asked first. A verdict depends on nothing but the template and the
 * version of the library.
 * @param library the rules of the library as a plugin, which is only used if there is something to ask
 * @param name of the file that keeps the verdicts; it has those of the last call alone
 * @returns one verdict for each template, in their order
 */
export function askRules(
  library: () => IPolicyValidationPlugin,
  templates: readonly object[],
  name: string,
): Verdict[] {
  const file = `${folder}/${name}.json`;
  const kept = allKept();
  const keys = templates.map((template) => keyOf(template));
  const unknown = templates.filter((_, index) => kept[keys[index] as string] === undefined);
  const fresh = unknown.length > 0 ? verdictsOf(library(), unknown) : [];
  const ofLibrary = keys.map((key) => kept[key] ?? (fresh.shift() as Verdict));
  if (unknown.length > 0) {
    mkdirSync(folder, { recursive: true });
    const entries = keys.map((key, index) => [key, ofLibrary[index]]);
    // Another process may read the file at this moment.
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(Object.fromEntries(entries)));
    renameSync(`${file}.${process.pid}`, file);
  }
  return verdictsOf(new ExamLimits(), templates).map(({ refused, objections }, index) => ({
    refused: refused || (ofLibrary[index] as Verdict).refused,
    objections: [...(ofLibrary[index] as Verdict).objections, ...objections],
  }));
}

function allKept(): Record<string, Verdict> {
  let files: string[] = [];
  try {
    files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  } catch {
    // Nobody has asked yet.
  }
  return Object.assign({}, ...files.map((file) => keptIn(`${folder}/${file}`)));
}

/** The verdicts of a file; none if it is not there, or not whole, as after a full disk. */
function keptIn(file: string): Record<string, Verdict> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

/** A verdict also depends on how this file asks. */
const code = readFileSync('lib/experiment/verdicts.ts', 'utf8');

/** Asset hashes change with every edit of a handler, and the rules do not look at them. */
const keyOf = (template: object) =>
  createHash('sha256')
    .update(`${version} ${code} ${JSON.stringify(template).replace(/[0-9a-f]{64}/g, 'ASSET-HASH')}`)
    .digest('hex');

function verdictsOf(plugin: IPolicyValidationPlugin, templates: readonly object[]): Verdict[] {
  const asked = mkdtempSync(join(tmpdir(), 'asked-'));
  const paths = templates.map((template, index) => {
    const path = join(asked, `${index}.template.json`);
    writeFileSync(path, JSON.stringify(template));
    return path;
  });
  const { violations } = plugin.validate({
    templatePaths: paths,
    stackTemplates: paths.map((templatePath) => ({
      templatePath,
      stackConstructPath: '',
      accountId: undefined,
      region: undefined,
    })),
    appConstruct: new App(),
  });
  rmSync(asked, { recursive: true });
  const found = new Map(
    paths.map((path) => [path, { refused: false, objections: [] as string[] }]),
  );
  for (const { ruleName, description, severity, violatingResources } of violations) {
    for (const { templatePath = '' } of violatingResources) {
      const verdict = found.get(templatePath);
      if (verdict === undefined) throw new Error(`expected a path of ours, got ${templatePath}`);
      verdict.objections.push(`${ruleName}: ${description}`);
      verdict.refused ||= severity === 'error' || severity === 'fatal';
    }
  }
  return [...found.values()];
}
