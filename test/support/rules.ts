import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { ExamLimits } from '../../lib/cloudformation/limits';
import { rules } from '../../lib/experiment/synthesize';

/** What the rules of a synth say of a template: those of the library and ours. */
export interface Verdict {
  /** Whether a synth would end there. */
  readonly refused: boolean;
  /** Refusals and warnings, each as `<rule>: <what is wrong>`. */
  readonly objections: readonly string[];
}

/**
 * Asks the rules about many templates at once: to start them takes three seconds, to start them
 * anew for every type that they have not seen as long again, and then a template takes nine milliseconds.
 * @returns one verdict for each template, in their order
 */
export function judge(templates: readonly object[]): Verdict[] {
  const folder = mkdtempSync(join(tmpdir(), 'judged-'));
  const paths = templates.map((template, index) => {
    const path = join(folder, `${index}.template.json`);
    writeFileSync(path, JSON.stringify(template));
    return path;
  });
  const asked = {
    templatePaths: paths,
    stackTemplates: paths.map((templatePath) => ({
      templatePath,
      stackConstructPath: '',
      accountId: undefined,
      region: undefined,
    })),
    appConstruct: new App(),
  };
  const violations = [rules, new ExamLimits()].flatMap(
    (plugin) => plugin.validate(asked).violations,
  );
  rmSync(folder, { recursive: true });
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
