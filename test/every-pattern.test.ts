import { existsSync, readFileSync } from 'node:fs';
import { diffTemplate, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import { App, CfnResource, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { naiveWishes, parseWishes, spell, synthesize } from '../lib/experiment';
import { at } from '../lib/mutation';
import { patterns, slug } from '../lib/patterns';
import { kept } from './support/audit';
import { build, context, logicalId } from './support/synth';

// Off elsewhere, for it costs three seconds a process: here every stack meets the validation rules.
process.env.CDK_VALIDATION = 'true';

// With all stacks first: the rules start anew, for half a second, at every type that they do not know.
const all = new App({ context });
for (const { id, Stack: PatternStack } of patterns) new PatternStack(all, id);
all.synth();

describe.each(patterns)('$id', (pattern) => {
  const { id, family, Stack: PatternStack, exam } = pattern;
  const warnings = jest.spyOn(console, 'error').mockImplementation();
  const stack = build(PatternStack);
  const template = Template.fromStack(stack).toJSON();
  const printed = warnings.mock.calls.flat().join('\n');
  warnings.mockRestore();
  const resources: [string, CloudFormationResource][] = Object.entries(template.Resources);

  test('goes by one name in lib, lambda and test, and opens with its question', () => {
    expect(PatternStack.name).toBe(`${id}Stack`);
    expect(existsSync(`test/${family}/${slug(pattern)}.test.ts`)).toBe(true);
    expect(existsSync(`lib/${family}/${slug(pattern)}-exercise.ts`)).toBe(true);
    const source = readFileSync(`lib/${family}/${slug(pattern)}-stack.ts`, 'utf8');
    expect(source).toContain(`/**\n * ${exam.question}\n *\n`);
  });

  test('synthesizes without a warning of the validation rules', () => {
    expect(printed).toBe('');
  });

  test('names its constructs by their part in the story, in PascalCase', () => {
    for (const { node } of stack.node.children) {
      if (node.id.startsWith('Custom::') || node.id === 'CustomResourceProviderframework') continue;
      expect(node.id).toMatch(/^[A-Z][A-Za-z0-9]*$/);
      expect(node.id).not.toMatch(/^My|(Stack|Construct)$/);
    }
  });

  test('lets two copies live side by side in any account, Region and partition', () => {
    const copy = Template.fromStack(build(PatternStack, { id: 'Copy' })).toJSON();
    for (const [logicalId, { Type, Properties = {} }] of resources) {
      for (const [path, name] of literals(Properties)) {
        if (!/(^|\.)(\w*Name|Id|Identifier)$/.test(path) || !namesItself(Type, path)) continue;
        const other = literals(copy.Resources[logicalId]?.Properties ?? {}).get(path);
        expect({ logicalId, path, name }).not.toEqual({ logicalId, path, name: other });
      }
    }
    expect(JSON.stringify(template)).not.toMatch(/\b(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\d\b/);
    expect(JSON.stringify(template).replace(/[0-9a-f]{64}/g, '')).not.toMatch(
      /"arn:aws[:-]|\b\d{12}\b/,
    );
  });

  test('says what it leaves behind, if anything', () => {
    const keeps = resources.some(([logicalId]) => kept[pathOf(stack, logicalId)]);
    if (keeps) expect(exam.remains).not.toEqual([]);
  });

  test('describes every output', () => {
    for (const [name, { Description }] of Object.entries<{ Description?: string }>(
      template.Outputs ?? {},
    )) {
      expect({ name, Description }).toEqual({
        name,
        Description: expect.stringMatching(/^[A-Z].{9,}/),
      });
    }
  });

  test('lists every setting once, with its source and its line in the notes', () => {
    expect(exam.checked).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
    const keys = exam.settings.map(
      (setting) => `${setting.type} ${setting.id}.${setting.property}`,
    );
    expect(new Set(keys).size).toBe(keys.length);
    const linesOfSeed = [245, 141, 1039, 1205, 5311];
    for (const { fact, seeds, source, today } of exam.settings) {
      expect(fact).toMatch(/^[A-Z].*\.$/);
      expect(source).toMatch(/^https:\/\//);
      if (today) expect(today.source).toMatch(/^https:\/\//);
      for (const seed of seeds) {
        const [document, line] = seed.split(':').map(Number) as [number, number];
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(linesOfSeed[document] as number);
      }
    }
  });

  test.each(exam.settings)('$id: $property', (setting) => {
    const { Properties } = template.Resources[logicalId(stack, setting.type, setting.id)];
    expect(at(Properties, setting.property.split('.'))).toEqual(setting.value);
  });

  for (const setting of exam.settings) {
    for (const experiment of setting.experiments ?? []) {
      const spelled = spell(setting, experiment);
      test(`${spelled} ends in: ${experiment.outcome}`, async () => {
        const after = await synthesize(pattern, parseWishes(spelled), context, true);
        if ('refused' in after) {
          expect({ ...experiment, outcome: 'refused' }).toEqual(experiment);
          return;
        }
        const difference = diffTemplate(template, after.template).resources.get(
          logicalId(stack, setting.type, setting.id),
        );
        expect(difference.changeImpact).toBe(
          {
            update: ResourceImpact.WILL_UPDATE,
            replace: ResourceImpact.WILL_REPLACE,
            refused: undefined,
          }[experiment.outcome],
        );
      });
    }
  }

  test('has a naive variant that differs in every change and still deploys', async () => {
    const wishes = naiveWishes(exam);
    expect(wishes.length).toBeGreaterThan(0);
    for (const wish of wishes) {
      expect(await synthesize(pattern, [wish], context, false)).not.toMatchObject({ template });
    }
    expect(await synthesize(pattern, wishes, context, true)).toHaveProperty('template');
  });
});

interface CloudFormationResource {
  Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: as deep and as various as CloudFormation itself.
  Properties: Record<string, any>;
}

/** The path of a construct below its stack, without the `Resource` that L2 constructs end in. */
function pathOf(stack: Stack, logicalId: string): string {
  const found = stack.node
    .findAll()
    .filter(CfnResource.isCfnResource)
    .find((candidate) => stack.resolve(candidate.logicalId) === logicalId);
  return found ? found.node.path.replace(/\/Resource$/, '') : logicalId;
}

/** Every string in a tree, by its path with dots. */
function literals(tree: unknown, path: string[] = []): Map<string, string> {
  if (typeof tree === 'string') return new Map([[path.join('.'), tree]]);
  if (typeof tree !== 'object' || tree === null) return new Map();
  return new Map(
    Object.entries(tree).flatMap(([key, value]) => [...literals(value, [...path, key])]),
  );
}

/** Whether a `…Name` is what the resource itself is called, and not, say, the name of an attribute or a metric. */
function namesItself(type: string, path: string): boolean {
  // Unique within its role, its API and its function.
  if (/^AWS::(IAM::Policy|ApiGateway::Stage|Lambda::Alias)$/.test(type)) return false;
  const own = /^AWS::\w+::(\w+)$/.exec(type)?.[1] ?? '';
  const name = path.split('.').at(-1) as string;
  const itself = [`${own}Name`, 'GroupName', 'RuleName', 'DBInstanceIdentifier', 'Name'];
  const lists = /Tags|Attributes|KeySchema|AttributeDefinitions|Dimensions|Parameters|Environment/;
  return itself.includes(name) && !lists.test(path);
}
