import { App, Validations } from 'aws-cdk-lib';
import { costNotice, readContext, stackTags } from '../lib/account/context';
import { setApart } from '../lib/account/set-apart';
import { ExamLimits } from '../lib/cloudformation/limits';
import { idleCost } from '../lib/cost/idle-cost';
import { applySet } from '../lib/experiment/apply-set';
import { findPatterns } from '../lib/run/find-patterns';
import { runMain } from '../lib/run/main';

async function main(): Promise<void> {
  // The app is synthesized below. Without this, it would be synthesized again at exit, even after an error.
  const app = new App({ autoSynth: false });
  const context = readContext((name) => app.node.tryGetContext(name), new Date());
  Validations.of(app).addPlugins(new ExamLimits());
  const only: unknown = app.node.tryGetContext('only');
  const patterns = findPatterns(only === undefined ? [] : String(only).split(','));
  const stacks = patterns.map((pattern) => ({
    pattern,
    stack: new pattern.Stack(app, pattern.id, {
      description: pattern.exam.question,
      tags: stackTags(pattern.id, context),
    }),
  }));
  const set: unknown = app.node.tryGetContext('set');
  if (set !== undefined) await applySet(String(set), stacks);
  const assembly = app.synth();

  const costly = patterns
    .filter(({ exam }) => exam.cost === 'opt-in')
    .map(({ id }) => ({ id, ...idleCost(assembly.getStackByName(id).template) }));
  if (!context.costly)
    setApart(
      app.outdir,
      costly.map(({ id }) => id),
    );
  for (const stack of costly) console.error(costNotice(stack, context));
}

// The rules have printed their report already. For any other error, print the message without a stack trace.
runMain(main);
