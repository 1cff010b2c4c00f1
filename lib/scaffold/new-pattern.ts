import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Family, families } from '../model/pattern';

/** What the author of a pattern says first. */
export interface Start {
  readonly family: Family;
  /** `<service>-<lesson>` in lower case, in AWS's own words: `sqs-dead-letter-queue`. */
  readonly slug: string;
  /** The exam question, in one sentence. */
  readonly question: string;
}

/** The mark of what is still to be written; the tests of every pattern fail while one is left. */
export const mark = 'FILL IN';

/**
 * Reads `messaging/sqs-something` and a question.
 * @throws if either has another form; the message says what was expected and what came
 */
export function readStart(path: string, question: string): Start {
  const [family = '', slug = '', ...rest] = path.split('/');
  if (!isFamily(family)) {
    throw new Error(`expected a family (${families.join(', ')}) before the slash, got '${path}'`);
  }
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(slug) || rest.length > 0) {
    throw new Error(
      `expected <family>/<service>-<lesson> in lower case, such as messaging/sqs-dead-letter-queue, got '${path}'`,
    );
  }
  if (!/^[A-Z][^\n'\\]{15,}\?$/.test(question)) {
    throw new Error(
      `expected the exam question as one sentence with a question mark and no apostrophe, got '${question}'`,
    );
  }
  return { family, slug, question };
}

const isFamily = (name: string): name is Family => (families as readonly string[]).includes(name);

/** The files of a new pattern, by their paths below the project; they compile, synthesize and fail their tests. */
export function newPattern({ family, slug, question }: Start): Map<string, string> {
  const id = slug
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
  const variable = id.charAt(0).toLowerCase() + id.slice(1);
  const lib = `lib/patterns/${family}/${slug}`;
  const test = `test/patterns/${family}/${slug}`;
  return new Map([
    [
      `${lib}/index.ts`,
      `import type { Pattern } from '../../../model/pattern';
import { exam } from './exam';
import { ${id}Stack } from './stack';

export const ${variable}: Pattern = {
  family: '${family}',
  id: '${id}',
  Stack: ${id}Stack,
  exam,
  exercise: () => import('./exercise'),
  loads: () => import('./load'),
};
`,
    ],
    [
      `test/every-pattern/${family}.test.ts`,
      `import { everyPattern } from '../support/every-pattern';

everyPattern('${family}');
`,
    ],
    [
      `${lib}/stack.ts`,
      `import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/**
 * ${question}
 *
 *   (caller) ──▶ Worker
 */
export class ${id}Stack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // ${mark} 1: the resources of the lesson come first, with literals and units; comments say why.
    // ${mark} 2: draw them above in at most six lines, by their construct ids.

    const workerLogs = new logs.LogGroup(this, 'WorkerLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const workerRole = new iam.Role(this, 'WorkerRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    workerLogs.grantWrite(workerRole);
    // ${mark} 3: grant exact actions on exact ARNs; a '*' needs a line that says why AWS allows nothing narrower.
    const worker = new lambda.Function(this, 'Worker', {
      code: lambda.Code.fromAsset('dist/lambda/${family}/${slug}/worker'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(10),
      role: workerRole,
      logGroup: workerLogs,
    });

    // ${mark} 4: an output for each thing that the exercise or a person calls, with a description.
    new CfnOutput(this, 'WorkerName', {
      value: worker.functionName,
      description: 'The function to invoke',
    });
  }
}
`,
    ],
    [
      `${lib}/exam.ts`,
      `import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';

export const exam: Exam = {
  question: '${question}',
  // ${mark} 5: the right answer in one to three sentences, and three or more others, with why each is wrong.
  answer: '',
  wrong: [],
  questions,
  // ${mark} 6: the task statements that the pattern serves; lib/model/exam-guides.ts has their titles.
  tasks: ['DVA-C02 1.2'],
  // ${mark} 7: 'free', 'cents' or 'opt-in'. A type without a price is an error of npm run docs that names lib/cost.
  cost: 'free',
  // ${mark} 8: what cdk destroy leaves behind and the command that deletes it; empty where nothing stays.
  remains: [],
  // ${mark} 9: at most ten nodes. Each arrow must be a reference, an event source, a permission or a target.
  flow: [
    { from: '(caller)', to: 'Worker', label: 'event' },
    { from: 'Worker', to: 'WorkerLogs' },
  ],
  checked: '${new Date().toISOString().slice(0, 10)}',
  // ${mark} 10: every setting that the exam asks about, each with a fact of at most 25 words and a page that says it.
  // An experiment claims update, replace, refused or, with its source, fails.
  resources: [
    {
      type: 'AWS::Lambda::Function',
      id: 'Worker',
      settings: [
        {
          property: 'Timeout',
          value: 10,
          fact: 'A function stops after its timeout, which is 3 seconds unless you set it.',
          source: \`\${reference}/aws-resource-lambda-function.html\`,
          seeds: [],
          experiments: [
            { value: 60, outcome: 'update', because: 'The function may now run for a minute.' },
          ],
        },
      ],
    },
  ],
  // ${mark} 11: the typical first attempt, as changes to the good stack, and what goes wrong with it.
  naive: {
    lesson: 'A call that takes longer than the default timeout of three seconds fails.',
    changes: [{ type: 'AWS::Lambda::Function', id: 'Worker', property: 'Timeout', value: 3 }],
  },
};
`,
    ],
    [
      `${lib}/questions.ts`,
      `import type { ExamQuestion } from '../../../model/exam';

// ${mark} 12: four or more questions in new words, each with three wrong answers and the settings that show the right one.
export const questions: readonly ExamQuestion[] = [];
`,
    ],
    [
      `${lib}/exercise.ts`,
      `import assert from 'node:assert/strict';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Exercise } from '../../../model/exercise';

export const exercise: Exercise = async (lab) => {
  const lambda = new LambdaClient({});

  // ${mark} 13: one claim for each thing that the stack promises; the naive variant must fail some of them.
  // A claim that the emulator cannot show names its gap: an entry with a probe in lib/sandbox/gaps.
  await lab.prove('the function answers', async () => {
    const { FunctionError } = await lambda.send(
      new InvokeCommand({ FunctionName: lab.output('WorkerName'), Payload: '{}' }),
    );
    assert.equal(FunctionError, undefined);
  });
};
`,
    ],
    [
      `${lib}/load.ts`,
      `import type { Loads } from '../../../model/load';

// ${mark} 14: the event of each handler, as npm run bench calls it, or the reason why it does not.
export const loads: Loads = {
  worker: { event: {}, items: 1, item: 'event' },
};
`,
    ],
    [
      `lambda/${family}/${slug}/worker.ts`,
      `// ${mark} 15: clients and environment at module scope, a thin handler, and its pure core in a file beside it.
export async function handler(event: unknown): Promise<unknown> {
  return event;
}
`,
    ],
    [
      `${test}/story.test.ts`,
      `import { Template } from 'aws-cdk-lib/assertions';
import { ${id}Stack } from '../../../../lib/patterns/${family}/${slug}/stack';
import { decisions } from '../../../support/decisions';
import { build, withoutAssetHashes } from '../../../support/synth';

describe('the stack', () => {
  const stack = build(${id}Stack);
  const template = Template.fromStack(stack);

  // ${mark} 16: the wiring, with logical ids looked up; then the handler and its core, with bad input.
  decisions(
    stack,
    \`
      lambda.amazonaws.com may sts:AssumeRole on WorkerRole
      Worker may logs:CreateLogStream, logs:PutLogEvents on WorkerLogs
      anonymous, 222222222222 may not lambda:InvokeFunction on Worker
    \`,
  );

  test('matches its snapshot', () => {
    expect(withoutAssetHashes(template.toJSON())).toMatchSnapshot();
  });
});
`,
    ],
    [
      `${test}/findings.ts`,
      `import { type Acknowledgement, tracing } from '../../../support/acknowledged';

// ${mark} 17: npx jest test/security names the findings of cdk-nag; fix each, or say here why it stays.
export const acknowledged: readonly Acknowledgement[] = [
  { id: 'Serverless-LambdaTracing', at: ['Worker'], reason: tracing },
];
`,
    ],
    [
      `${test}/properties.test.ts`,
      `// ${mark} 18: what holds for any input of the pure core; delete this file where there is no open input.
test.todo('holds for any input');
`,
    ],
  ]);
}

/**
 * Adds a pattern to the table of contents, behind the last one of its family or at the end.
 * @param index the text of lib/patterns/index.ts
 * @param others the families of the patterns in the table, by the names of their variables
 */
export function withEntry(
  index: string,
  { family, slug }: Start,
  others: ReadonlyMap<string, string>,
): string {
  const variable = slug.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const line = `import { ${variable} } from './${family}/${slug}';`;
  const imports = index.match(/^import \{ \w+ \} from '\.\/.*$/gm) ?? [];
  const table = index.slice(index.indexOf('= [')).match(/^ {2}\w+,$/gm) ?? [];
  const names = table.map((entry) => entry.trim().slice(0, -1));
  const last = names.findLast((name) => others.get(name) === family) ?? names.at(-1);
  if (last === undefined) throw new Error('expected a table of contents with a pattern in it');
  const before = imports.filter((one) => from(one) < from(line)).at(-1);
  const withImport = before ? index.replace(before, `${before}\n${line}`) : `${line}\n${index}`;
  return withImport.replace(`\n  ${last},\n`, `\n  ${last},\n  ${variable},\n`);
}

const from = (line: string) => line.slice(line.indexOf("'"));

/**
 * Writes files that are not there yet; a file that is there with the very same text stays.
 * @throws if one of them exists with another text; then none is written
 */
export function writeNew(files: ReadonlyMap<string, string>): void {
  const there = [...files]
    .filter(([file, text]) => existsSync(file) && readFileSync(file, 'utf8') !== text)
    .map(([file]) => file);
  if (there.length > 0) throw new Error(`expected no such file yet, found ${there.join(', ')}`);
  for (const [file, text] of files) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** What is still to be written in some folders: number, place and sentence, in the order of the numbers. */
export function openSteps(folders: readonly string[]): string[] {
  const found = folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => `${folder}/${file.replaceAll('\\', '/')}`),
    )
    .flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line, index) => {
          const [, number, sentence] = new RegExp(`${mark} (\\d+): (.*)`).exec(line) ?? [];
          return number
            ? [{ number: Number(number), text: `${file}:${index + 1}: ${sentence}` }]
            : [];
        }),
    );
  return found.sort((a, b) => a.number - b.number).map(({ number, text }) => `${number}. ${text}`);
}
