import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { diffTemplate, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import { CfnResource, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as assets from 'aws-cdk-lib/aws-s3-assets';
import { checkChange } from '../../lib/cloudformation/schema';
import { at, withValue } from '../../lib/cloudformation/template';
import { toChange } from '../../lib/experiment/change';
import { changesOf, spell } from '../../lib/experiment/listed';
import { synthesize } from '../../lib/experiment/synthesize';
import { askRules, type Verdict } from '../../lib/experiment/verdicts';
import { naiveWishes } from '../../lib/experiment/wish';
import { type Experiment, type SeedLine, settingsOf } from '../../lib/model/exam';
import { allTaskStatements } from '../../lib/model/exam-guides';
import { type Family, folderOf } from '../../lib/model/pattern';
import { patterns } from '../../lib/patterns';
import { kept } from './audit';
import { console as outsideConsole, rules } from './outside.cjs';
import { build, context, logicalId } from './synth';

/**
 * What holds for every pattern, for those of one family: a file per family lets families run in
 * parallel, and one of them alone.
 */
export function everyPattern(family: Family): void {
  const studies = patterns
    .filter((one) => one.family === family)
    .map((pattern) => {
      const printing = (['error', 'warn'] as const).map((level) =>
        jest.spyOn(outsideConsole, level).mockImplementation(),
      );
      const stack = build(pattern.Stack);
      const template = Template.fromStack(stack).toJSON();
      const printed = printing.flatMap(({ mock }) => mock.calls.flat()).join('\n');
      for (const level of printing) level.mockRestore();
      const trials = settingsOf(pattern.exam).flatMap((setting) => {
        return (setting.experiments ?? []).map((experiment) => ({
          setting,
          experiment,
          after: changesOf(setting, experiment).reduce((changed, { type, id, property, value }) => {
            const path = ['Resources', logicalId(stack, type, id), 'Properties'];
            return withValue(changed, [...path, ...property.split('.')], value ?? undefined);
          }, template),
        }));
      });
      return { ...pattern, pattern, stack, template, printed, trials };
    });

  /** The naive variants, made as `npm run experiment` makes them: of constructs, not of a template. */
  const naive = new Map<string, { readonly Resources: object }>();

  // All at once, in one place: every stack, variant and experiment meets the rules of a synth here.
  const verdicts = new Map<object, Verdict>();
  beforeAll(async () => {
    for (const { id, exam, pattern } of studies) {
      const made = await synthesize(pattern, naiveWishes(exam), context, false);
      if ('refused' in made) throw new Error(made.refused);
      naive.set(id, made.template);
    }
    const templates = [
      ...studies.flatMap(({ template, trials }) => [template, ...trials.map(({ after }) => after)]),
      ...naive.values(),
    ];
    for (const [index, verdict] of askRules(() => rules, templates, family).entries()) {
      verdicts.set(templates[index] as object, verdict);
    }
  });

  describe.each(studies)('$id', ({ pattern, stack, template, printed, trials }) => {
    const { id, Stack: PatternStack, exam } = pattern;
    const resources: [string, CloudFormationResource][] = Object.entries(template.Resources);

    test('goes by one name in lib, lambda and test, and opens with its question', () => {
      expect(PatternStack.name).toBe(`${id}Stack`);
      expect(existsSync(`test/patterns/${folderOf(pattern)}/story.test.ts`)).toBe(true);
      expect(existsSync(`lib/patterns/${folderOf(pattern)}/exercise.ts`)).toBe(true);
      const source = readFileSync(`lib/patterns/${folderOf(pattern)}/stack.ts`, 'utf8');
      expect(source).toContain(`/**\n * ${exam.question}\n *\n`);
    });

    test('has a stack of at most 200 lines, or its reason in CONTRIBUTING.md', () => {
      const source = readFileSync(`lib/patterns/${folderOf(pattern)}/stack.ts`, 'utf8');
      const isLong = source.trimEnd().split('\n').length > 200;
      const hasReason = readFileSync('CONTRIBUTING.md', 'utf8').includes(`\n- ${id}: `);
      expect({ isLong, hasReason }).toEqual({ isLong, hasReason: isLong });
    });

    test('has an answer of at most fifty words, in full sentences', () => {
      expect(exam.answer).toMatch(/^[A-Z].*\.$/);
      expect(exam.answer.split(' ').length).toBeLessThanOrEqual(50);
      expect(exam.wrong.length).toBeGreaterThanOrEqual(3);
    });

    test('draws itself in at most six lines, by its construct ids', () => {
      const lines = drawing(readFileSync(`lib/patterns/${folderOf(pattern)}/stack.ts`, 'utf8'));
      expect(lines.length).toBeGreaterThan(0);
      expect(lines.length).toBeLessThanOrEqual(6);
      const ids = new Set(stack.node.findAll().map(({ node }) => node.id));
      const known = JSON.stringify(template);
      // What stands in parentheses is outside of the stack; a label may name an index, an event or an action.
      const names = lines
        .join('\n')
        .replace(/\([^)]*\)/g, '')
        .match(/\b[A-Z][a-z]+[A-Z]\w*/g);
      expect(names?.filter((name) => !ids.has(name) && !known.includes(name))).toEqual([]);
    });

    test('has handlers that say at start which name is missing in their environment', () => {
      const starts = handlers(stack).flatMap(({ bundle, names }) =>
        names.map((missing) => ({ bundle, names, missing })),
      );
      const errors = errorsAtStart(starts);
      const unsaid = starts
        .map((start, index) => ({ ...start, error: errors[index] ?? '' }))
        .filter(({ missing, error }) => !error.includes(missing));
      expect(unsaid).toEqual([]);
    });

    test('synthesizes without a warning of its constructs or of the rules', () => {
      expect(printed).toBe('');
      expect(verdicts.get(template)).toEqual({ refused: false, objections: [] });
    });

    test('asks at least four questions as an exam asks them', () => {
      expect(exam.questions.length).toBeGreaterThanOrEqual(4);
    });

    for (const { text, right, because, wrong, shows, tasks, seeds } of exam.questions) {
      test(`asks fairly: ${text.slice(0, 60)}…`, () => {
        expect(text).toMatch(/^[A-Z].*\?$/);
        expect(text).not.toContain('\n');
        // A learner must know how many answers to choose.
        const number = /\bwhich (two|three)\b/i.exec(text)?.[1] ?? 'one';
        expect(['one', 'two', 'three'].indexOf(number) + 1).toBe(right.length);
        expect(wrong.length).toBeGreaterThanOrEqual(3);
        const answers = [...right, ...wrong.map(({ answer }) => answer)];
        expect(new Set(answers.map((answer) => answer.toLowerCase())).size).toBe(answers.length);
        for (const answer of answers) expect(answer).toMatch(/^([A-Z0-9`.]|[a-z0-9-]+:).*[^.]$/);
        for (const reason of [because, ...wrong.map(({ because }) => because)]) {
          expect(reason).toMatch(/^[A-Z0-9`.].*\.$/);
        }
        const settings = settingsOf(exam).map(({ id, property }) => ({ id, property }));
        expect(shows.length).toBeGreaterThan(0);
        for (const shown of shows) expect(settings).toContainEqual(shown);
        expect(tasks.length).toBeGreaterThan(0);
        expect(new Set(tasks).size).toBe(tasks.length);
        const known = allTaskStatements().map(({ id }) => id);
        expect(known).toEqual(expect.arrayContaining([...tasks]));
        expect(seeds.filter((seed) => !isLineOfNotes(seed))).toEqual([]);
      });
    }

    test('names its constructs by their part in the story, in PascalCase', () => {
      for (const { node } of stack.node.children) {
        if (node.id.startsWith('Custom::') || node.id === 'CustomResourceProviderframework')
          continue;
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
      // A latency record names the Region of what it answers with, wherever its stack is.
      const elsewhere = /"Region":"[a-z]+-[a-z]+-\d"/g;
      expect(JSON.stringify(template).replace(elsewhere, '')).not.toMatch(
        /\b(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\d\b/,
      );
      expect(JSON.stringify(template).replace(/[0-9a-f]{64}/g, '')).not.toMatch(
        /"arn:aws[:-]|\b\d{12}\b/,
      );
    });

    test('says what it leaves behind, if anything', () => {
      const keeps = resources.some(([logicalId]) => kept[pathOf(stack, logicalId)]);
      if (keeps) expect(exam.remains).not.toEqual([]);
    });

    test('says with a source what to know before a deployment, and what to do if it fails', () => {
      const { before = [], fails = [] } = exam.deploy ?? {};
      for (const { text, source } of before) expectAdvice(text, source);
      for (const { symptom, remedy, source } of fails) {
        expect(symptom).toMatch(/^[A-Z`].*[^.]$/);
        expectAdvice(remedy, source);
      }
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
      const keys = settingsOf(exam).map(
        (setting) => `${setting.type} ${setting.id}.${setting.property}`,
      );
      expect(new Set(keys).size).toBe(keys.length);
      for (const { type, property, value, fact, seeds, source, today } of settingsOf(exam)) {
        // A misspelled property is absent whatever the stack says, so its name must be a real one.
        expect(() => checkChange(type, property, value ?? null)).not.toThrow();
        expect(fact).toMatch(/^[A-Z].*\.$/);
        expect(source).toMatch(/^https:\/\//);
        if (today) expect(today.source).toMatch(/^https:\/\//);
        // What AWS still says has not changed.
        if (today?.saidBy !== undefined) expect(today).not.toHaveProperty('since');
        expect(seeds.filter((seed) => !isLineOfNotes(seed))).toEqual([]);
      }
    });

    test.each(settingsOf(exam))('$id: $property', (setting) => {
      const { Properties } = template.Resources[logicalId(stack, setting.type, setting.id)];
      expect(at(Properties, setting.property.split('.'))).toEqual(setting.value);
    });

    for (const { setting, experiment, after } of trials) {
      test(`${spell(setting, experiment)} ends in: ${experiment.outcome}`, () => {
        const { refused, objections } = verdicts.get(after) as Verdict;
        if (refused || experiment.outcome === 'refused') {
          // A warning is no refusal, and a refusal says why.
          expect({ outcome: experiment.outcome, refused, objections }).toEqual({
            outcome: 'refused',
            refused: true,
            objections: expect.arrayContaining([expect.any(String)]),
          });
          return;
        }
        const difference = diffTemplate(template, after).resources.get(
          logicalId(stack, setting.type, setting.id),
        );
        const impacts: Partial<Record<Experiment['outcome'], readonly ResourceImpact[]>> = {
          update: [ResourceImpact.WILL_UPDATE],
          replace: [ResourceImpact.WILL_REPLACE],
          // Synth and diff see nothing wrong with it: that is what `fails` claims.
          fails: [ResourceImpact.WILL_UPDATE, ResourceImpact.WILL_REPLACE],
        };
        expect(impacts[experiment.outcome]).toContain(difference.changeImpact);
      });
    }

    test('has a naive variant that differs in every change and still deploys', async () => {
      const wishes = naiveWishes(exam);
      expect(wishes.length).toBeGreaterThan(0);
      let all = template;
      for (const wish of wishes) {
        const change = await toChange(stack, wish);
        const path = ['Resources', logicalId(stack, change.type, change.id), 'Properties'];
        const here = [...path, ...change.property.split('.')];
        const value = change.value ?? undefined;
        expect(at(template, here)).not.toEqual(value);
        all = withValue(all, here, value);
      }
      const made = naive.get(id) as { Resources: object };
      // What holds for a change in a template, above, holds for one in the constructs.
      expect(withoutVersions(made.Resources)).toEqual(withoutVersions(all.Resources));
      expect(verdicts.get(made)).toMatchObject({ refused: false });
    });
  });
}

/** Whether the notes have such a line, by the lengths of their five documents. */
function isLineOfNotes(seed: SeedLine): boolean {
  const [document, line] = seed.split(':').map(Number) as [number, number];
  const last = [245, 141, 1039, 1205, 5311][document] as number;
  return line >= 1 && line <= last;
}

/** Names that an SDK reads and knows a default for; the handler itself does not need them. */
const forSdk = /^(AWS|POWERTOOLS)_/;

/** The lines of the drawing in the comment of a stack's class: between the question and its end. */
function drawing(source: string): string[] {
  const [, comment = ''] = /\/\*\*\n((?: \*.*\n)+?) \*\/\nexport class/.exec(source) ?? [];
  const lines = comment.split('\n').map((line) => line.replace(/^ \* ?/, '').trimEnd());
  return lines.slice(lines.indexOf('') + 1).filter((line) => line !== '');
}

/** The functions of a stack whose handlers are ours: the built file and the names in their environment. */
function handlers(stack: Stack): { bundle: string; names: string[] }[] {
  return stack.node
    .findAll()
    .filter((one) => one instanceof lambda.Function)
    .flatMap((one) => {
      const code = one.node.tryFindChild('Code');
      if (!(code instanceof assets.Asset)) return [];
      const bundle = `${relative('.', code.assetPath).replaceAll('\\', '/')}/index.js`;
      const { environment } = one.node.defaultChild as lambda.CfnFunction;
      const { variables = {} } = (stack.resolve(environment) ?? {}) as { variables?: object };
      return bundle.startsWith('dist/lambda/')
        ? [{ bundle, names: Object.keys(variables).filter((name) => !forSdk.test(name)) }]
        : [];
    });
}

/** Loads each bundle once with one name missing; the message of what it throws, empty if nothing. */
function errorsAtStart(
  starts: readonly { bundle: string; names: string[]; missing: string }[],
): string[] {
  const script = `
    const errors = ${JSON.stringify(starts)}.map(({ bundle, names, missing }) => {
      for (const name of names) process.env[name] = 'set';
      delete process.env[missing];
      delete require.cache[require.resolve('./' + bundle)];
      try {
        require('./' + bundle);
        return '';
      } catch ({ message }) {
        return message;
      } finally {
        for (const name of names) delete process.env[name];
      }
    });
    console.log(JSON.stringify(errors));`;
  const { stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  return JSON.parse(stdout);
}

/** The logical id of a version ends in a hash of its function, as it would have been without a change. */
function withoutVersions(resources: object): object {
  const text = JSON.stringify(resources).replace(/(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}/g, '$1');
  return JSON.parse(text);
}

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
  // Unique within its role, its API and its function; a zone and its records are called by the domain they serve.
  if (/^AWS::(IAM::Policy|ApiGateway::Stage|Lambda::Alias|Route53::.*)$/.test(type)) return false;
  const own = /^AWS::\w+::(\w+)$/.exec(type)?.[1] ?? '';
  const name = path.split('.').at(-1) as string;
  const itself = [`${own}Name`, 'GroupName', 'RuleName', 'DBInstanceIdentifier', 'Name'];
  const lists =
    /Tags|Attributes|Schema|RecoveryMechanisms|Features|AttributeDefinitions|Dimensions|Parameters|Environment|S3Key/;
  return itself.includes(name) && !lists.test(path);
}

function expectAdvice(text: string, source: string): void {
  expect(text).toMatch(/^[A-Z`].*\.$/);
  expect(source).toMatch(/^https:\/\//);
}
