import { App, CfnResource, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { context } from '../cdk.json';
import { pathBelow } from '../lib/cloudformation/resources';
import type { Template as SynthesizedTemplate } from '../lib/cloudformation/template';
import { patterns } from '../lib/patterns';
import { acknowledgedOf } from './support/acknowledged';
import { violations } from './support/audit';
import * as outside from './support/outside.cjs';
import { build } from './support/synth';

const packs = (app: App) => [new AwsSolutionsChecks(app), new ServerlessChecks(app)];

/** Every finding in an app, as `<rule id> at <construct path>`. */
function findings(app: App): string[] {
  return quietly(() => packs(app).flatMap((pack) => pack.validateScope(app).violations)).flatMap(
    ({ ruleName, violatingResources }) =>
      violatingResources.map(
        ({ constructPath = '' }) => `${ruleName} at ${constructPath.replace(/\/Resource$/, '')}`,
      ),
  );
}

/** cdk-nag asks a bus policy for a property that is deprecated; ours are looked for by `npm run rot`. */
function quietly<Result>(action: () => Result): Result {
  const warning = jest.spyOn(outside.console, 'warn').mockImplementation();
  try {
    return action();
  } finally {
    warning.mockRestore();
  }
}

describe.each(patterns)('$id', (pattern) => {
  const { id, Stack: PatternStack } = pattern;
  const listed = acknowledgedOf(pattern);
  const make = () => {
    const app = new App({ context });
    return { app, stack: new PatternStack(app, id) };
  };
  const known = listed.flatMap((one) => one.at.map((path) => `${one.id} at ${id}/${path}`));

  let found: string[];

  beforeAll(() => {
    const { app } = make();
    // Some properties are there only after synth.
    app.synth();
    found = findings(app);
  });

  test('keeps the rules of all stacks: least privilege, TLS, encryption, logs, nothing left behind', () => {
    const stack = build(PatternStack);
    const paths = stack.node
      .findAll()
      .filter(CfnResource.isCfnResource)
      .map((one) => [stack.resolve(one.logicalId), one.node.path]);
    const template = Template.fromStack(stack).toJSON() as SynthesizedTemplate;
    expect(violations(template, Object.fromEntries(paths))).toEqual([]);
  });

  test('has no finding that nobody has acknowledged', () => {
    expect(found.filter((finding) => !known.includes(finding))).toEqual([]);
  });

  test('needs every acknowledgement, once', () => {
    expect(known.filter((finding) => !found.includes(finding))).toEqual([]);
    expect(new Set(known).size).toBe(known.length);
  });

  test('passes both packs as plugins of the app, with the acknowledgements in it', () => {
    const { app, stack } = make();
    const resources = stack.node.findAll().filter(CfnResource.isCfnResource);
    for (const { id: rule, at, reason } of listed) {
      for (const one of resources.filter((each) => at.includes(pathBelow(stack, each)))) {
        Validations.of(one).acknowledge({ id: rule, reason });
      }
    }
    Validations.of(app).addPlugins(...packs(app));
    expect(() => quietly(() => app.synth())).not.toThrow();
    expect(findings(app)).toEqual([]);
  });
});

describe('an acknowledgement', () => {
  test('has a reason in whole sentences', () => {
    for (const { reason, at } of patterns.flatMap(acknowledgedOf)) {
      expect(at.length).toBeGreaterThan(0);
      expect(reason).toMatch(/^[A-Za-z].{30,}\.$/);
    }
  });

  test('without what was found in brackets acknowledges nothing, and says nothing', () => {
    const [{ rule, pattern } = { rule: '', pattern: undefined }] = patterns.flatMap((one) =>
      acknowledgedOf(one).flatMap(({ id }) => (id.includes('[') ? { rule: id, pattern: one } : [])),
    );
    if (!pattern) throw new Error('expected a pattern with such a rule, found none');
    const counts = [rule.replace(/\[.*/, ''), rule].map((id) => {
      const app = new App({ context });
      const stack = new pattern.Stack(app, pattern.id);
      Validations.of(stack).acknowledge({ id, reason: 'To see what it does.' });
      return findings(app).filter((finding) => finding.startsWith(rule)).length;
    });
    expect(counts).toEqual([1, 0]);
  });
});
