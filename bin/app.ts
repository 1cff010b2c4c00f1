import { App, Validations } from 'aws-cdk-lib';
import { costNotice, readContext, stackTags } from '../lib/account/context';
import { leaveOut } from '../lib/account/left-out';
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
  const named = only === undefined ? [] : String(only).split(',');
  const patterns = findPatterns(named);
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

  // The app does not learn which stacks the CDK CLI selects. A glob such as '*' would select these too.
  const costly = patterns.filter(({ exam }) => exam.cost === 'opt-in').map(({ id }) => id);
  const leftOut = costly.filter((id) => !context.costly && !named.includes(id));
  for (const id of costly) {
    const { usdPerDay } = idleCost(assembly.getStackByName(id).template);
    console.error(costNotice(id, usdPerDay, leftOut.includes(id)));
  }
  leaveOut(app.outdir, leftOut);
}

// The rules have printed their report already. For any other error, print the message without a stack trace.
runMain(main);
