import { App, Validations } from 'aws-cdk-lib';
import { applySet } from '../lib/experiment';
import { ExamLimits } from '../lib/limits';
import { patterns } from '../lib/patterns';

async function main(): Promise<void> {
  const app = new App();
  Validations.of(app).addPlugins(new ExamLimits());
  const stacks = patterns.map((pattern) => ({
    pattern,
    stack: new pattern.Stack(app, pattern.id, { description: pattern.exam.question }),
  }));
  const set: unknown = app.node.tryGetContext('set');
  if (set !== undefined) await applySet(String(set), stacks);
  app.synth();
}

main().catch((error: Error) => {
  // The report of the rules is printed already; another error is a message for a person, not a dump.
  console.error(error.message);
  process.exitCode = 1;
});
