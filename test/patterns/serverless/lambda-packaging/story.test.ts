import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { Template } from 'aws-cdk-lib/assertions';
import { handler as desk } from '../../../../lambda/serverless/lambda-packaging/desk';
import { totals } from '../../../../lambda/serverless/lambda-packaging/prices';
import { handler as zipped } from '../../../../lambda/serverless/lambda-packaging/zipped';
import { LambdaPackagingStack } from '../../../../lib/patterns/serverless/lambda-packaging/stack';
import { decisions } from '../../../support/decisions';
import { temporaryFolder } from '../../../support/folder';
import { build, logicalId, withoutAssetHashes } from '../../../support/synth';

const stack = build(LambdaPackagingStack);
const template = Template.fromStack(stack).toJSON();
const resource = (type: string, id: string) => template.Resources[logicalId(stack, type, id)];
const functionOf = (id: string) => resource('AWS::Lambda::Function', id).Properties;
const plain = 'name,cents\ntea,350\ncoffee,425\n';
const quoted = 'name,cents\n"tea, green",350\n"coffee ""dark""",425\n';
const sum = { items: 2, cents: 775 };

describe('the stack', () => {
  test('has inline code in two functions, a ZIP file in two, and an image in one', () => {
    const keys = (id: string) => Object.keys(functionOf(id).Code).sort();
    expect(keys('InlineCounter')).toEqual(['ZipFile']);
    expect(keys('LayerCounter')).toEqual(['ZipFile']);
    expect(keys('ZipCounter')).toEqual(['S3Bucket', 'S3Key']);
    expect(keys('ShellMeter')).toEqual(['S3Bucket', 'S3Key']);
    expect(keys('ImageCounter')).toEqual(['ImageUri']);
  });

  test.each([
    ['LayerCounter', 'PriceList'],
    ['ShellMeter', 'ShellRuntime'],
  ])('gives %s the layer %s, which knows its runtime and its architecture', (id, layer) => {
    const { Layers, Runtime, Architectures } = functionOf(id);
    expect(Layers).toEqual([{ Ref: logicalId(stack, 'AWS::Lambda::LayerVersion', layer) }]);
    const { Properties } = resource('AWS::Lambda::LayerVersion', layer);
    expect(Properties.CompatibleRuntimes).toContain(Runtime);
    expect(Properties.CompatibleArchitectures).toEqual(expect.arrayContaining(Architectures));
  });

  test('takes the image from its repository, by the tag that somebody pushed', () => {
    const uri = JSON.stringify(functionOf('ImageCounter').Code.ImageUri);
    expect(uri).toContain(
      `{"Ref":"${logicalId(stack, 'AWS::ECR::Repository', 'ImageStore')}"},":",{"Ref":"ImageTag"}`,
    );
  });

  test('creates the image function only when there is a tag', () => {
    const { Condition } = resource('AWS::Lambda::Function', 'ImageCounter');
    expect(template.Conditions[Condition]).toEqual({
      'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'ImageTag' }, 'none'] }],
    });
    expect(template.Parameters.ImageTag.Default).toBe('none');
    expect(template.Outputs.ImageCounterName.Condition).toBe(Condition);
  });

  test('lets SAM expand the template, with an API that asks for a signature', () => {
    expect(template.Transform).toEqual(['AWS::Serverless-2016-10-31']);
    const { Events, Role, LoggingConfig } = resource(
      'AWS::Serverless::Function',
      'SamCounter',
    ).Properties;
    expect(Events.Totals.Properties).toEqual({
      Path: '/totals',
      Method: 'post',
      Auth: { Authorizer: 'AWS_IAM', InvokeRole: 'NONE' },
    });
    expect(Role).toEqual({
      'Fn::GetAtt': [logicalId(stack, 'AWS::IAM::Role', 'SamCounterRole'), 'Arn'],
    });
    expect(LoggingConfig).toEqual({
      LogGroup: { Ref: logicalId(stack, 'AWS::Logs::LogGroup', 'CounterLogs') },
    });
  });

  const roles = 'InlineCounter, ZipCounter, LayerCounter, ShellMeter, ImageCounter, SamCounterRole';
  decisions(
    stack,
    `
      lambda.amazonaws.com may sts:AssumeRole on InlineCounterRole, ZipCounterRole, LayerCounterRole
      lambda.amazonaws.com may sts:AssumeRole on ShellMeterRole, ImageCounterRole, SamCounterRole
      ec2.amazonaws.com, 222222222222 may not sts:AssumeRole on InlineCounterRole, ImageCounterRole, SamCounterRole
      ${roles} may logs:CreateLogStream, logs:PutLogEvents on CounterLogs
      ${roles} may not logs:CreateLogGroup, logs:DeleteLogGroup on CounterLogs
      anonymous, 222222222222 may not lambda:InvokeFunction on InlineCounter, ZipCounter
      anonymous, 222222222222 may not ecr:BatchGetImage, ecr:PutImage on ImageStore
    `,
  );

  test('matches its snapshot', () => {
    expect(withoutAssetHashes(template)).toMatchSnapshot();
  });
});

/** Runs the inline code of a function as Lambda would, with its layer. */
function inline(id: string): (event: object) => Promise<unknown> {
  const exports: { handler?: (event: object) => Promise<unknown> } = {};
  const layer =
    '../../../../dist/lambda/serverless/lambda-packaging/layers/price-list/nodejs/node_modules/price-list';
  runInNewContext(functionOf(id).Code.ZipFile, {
    exports,
    performance,
    require: (name: string) => {
      if (name !== 'price-list') throw new Error(`Cannot find module '${name}'`);
      return require(layer);
    },
  });
  return exports.handler as (event: object) => Promise<unknown>;
}

describe('inline code', () => {
  const handler = inline('InlineCounter');
  const withLayer = inline('LayerCounter');

  test('adds up a plain list', async () => {
    expect(await handler({ csv: plain })).toMatchObject(sum);
  });

  test.each([
    ['quotes', quoted],
    ['other columns', 'name,euros\ntea,3\n'],
    ['a fraction', 'name,cents\ntea,3.5\n'],
    ['a third column', 'name,cents\ntea,350,1\n'],
    ['an empty line', 'name,cents\n\ntea,350\n'],
    ['nothing', ''],
  ])('refuses %s', async (_, csv) => {
    await expect(handler({ csv })).rejects.toThrow(/^expected .*, got "/s);
  });

  test('has a library when it has a layer', async () => {
    expect(await withLayer({ csv: quoted })).toMatchObject(sum);
  });
});

describe('a price list', () => {
  test.each([
    ['plain', plain],
    ['with quotes', quoted],
    ['with line ends of Windows', plain.replaceAll('\n', '\r\n')],
    ['with a byte order mark', `\ufeff${plain}`],
    ['with an empty line', `${plain}\n`],
  ])('may be %s', (_, csv) => {
    expect(totals(csv)).toEqual(sum);
  });

  test('may be empty', () => {
    expect(totals('name,cents\n')).toEqual({ items: 0, cents: 0 });
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a number', 1],
    ['empty text', ''],
    ['other columns', 'cents,name\n350,tea\n'],
    ['a third column', 'name,cents\ntea,350,1\n'],
    ['no price', 'name,cents\ntea,\n'],
    ['no name', 'name,cents\n,350\n'],
    ['a fraction', 'name,cents\ntea,3.5\n'],
    ['a negative price', 'name,cents\ntea,-350\n'],
    ['a price of ten digits', 'name,cents\ntea,1234567890\n'],
    ['an open quote', 'name,cents\n"tea,350\n'],
    ['100,001 characters', 'x'.repeat(100_001)],
  ])('is not %s', (_, csv) => {
    expect(() => totals(csv)).toThrow(/^expected .*, got /s);
  });

  test('is quoted in an error up to 100 characters', () => {
    expect(() => totals(`name,cents\n${'x'.repeat(50_000)},much\n`)).toThrow(/^.{1,200}$/);
  });
});

describe('the function in the ZIP file and in the image', () => {
  test('says the totals, and how long it took to load', async () => {
    expect(await zipped({ csv: quoted })).toEqual({ ...sum, loadMs: expect.any(Number) });
  });

  test.each([[undefined], [{}]])('refuses the event %p', async (event) => {
    await expect(zipped(event)).rejects.toThrow('expected a price list');
  });

  test('is the file that the Dockerfile copies, with the handler that it names', () => {
    const lines = readFileSync('lambda/serverless/lambda-packaging/Dockerfile', 'utf8').split('\n');
    expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toEqual([
      'FROM public.ecr.aws/lambda/nodejs:24',
      `COPY index.js \${LAMBDA_TASK_ROOT}/`,
      `CMD ["${functionOf('ZipCounter').Handler}"]`,
    ]);
    expect(statSync('dist/lambda/serverless/lambda-packaging/zipped/index.js').isFile()).toBe(true);
  });
});

describe('the desk behind the API', () => {
  test('answers a good list with its totals', async () => {
    const { statusCode, body } = await desk({ body: quoted });
    expect([statusCode, JSON.parse(body)]).toEqual([200, sum]);
  });

  test.each([null, '', 'name,cents\ntea,much\n'])('answers %p with 400', async (body) => {
    const answer = await desk({ body });
    expect(answer.statusCode).toBe(400);
    expect(JSON.parse(answer.body).message).toMatch(/^expected /);
  });
});

/** Runs the bootstrap with one event and the given function, and returns what it sends to the runtime API. */
async function runtime(event: string, handler = 'function.handler', code?: string) {
  let folder = 'dist/lambda/serverless/lambda-packaging/meter';
  if (code !== undefined) {
    folder = temporaryFolder();
    writeFileSync(join(folder, 'function.sh'), code);
  }
  const sent: { path: string; body: string }[] = [];
  let asked = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.method === 'POST') {
      sent.push({ path: request.url ?? '', body: Buffer.concat(chunks).toString() });
      response.writeHead(202).end('{"status":"OK"}');
      if (!request.url?.includes('init')) child.kill();
    } else {
      asked += 1;
      if (asked === 1) response.setHeader('Lambda-Runtime-Aws-Request-Id', 'id-1').end(event);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const child = spawn(
    'dist/lambda/serverless/lambda-packaging/layers/shell-runtime/bootstrap',
    [],
    {
      env: {
        ...process.env,
        AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
        LAMBDA_TASK_ROOT: folder,
        _HANDLER: handler,
      },
      stdio: 'ignore',
    },
  );
  await once(child, 'close');
  server.closeAllConnections();
  server.close();
  return sent.map(({ path, body }) => ({
    path: path.replace('/2018-06-01/runtime/', ''),
    body: JSON.parse(body),
  }));
}

describe('the runtime of the layer', () => {
  test('sends the answer of the function for the event that it got', async () => {
    const event = '{"name":"tea \\"☕\\" $HOME `id`","lines":"a\\nb"}';
    expect(await runtime(event)).toEqual([
      { path: 'invocation/id-1/response', body: { bytes: Buffer.byteLength(event) } },
    ]);
  });

  test.each(['[]', '1', '"x"', 'null'])('says that the function failed for %s', async (event) => {
    expect(await runtime(event)).toEqual([
      {
        path: 'invocation/id-1/error',
        body: { errorType: 'Function.Failed', errorMessage: 'the log of the function says why' },
      },
    ]);
  });

  test.each([
    ['other.handler', undefined],
    ['function.missing', undefined],
    ['function.handler', 'exit_code() { false; }\n'],
    ['function.handler', 'handler() { (\n'],
  ])('says at its start that there is no handler %s (%j)', async (handler, code) => {
    expect(await runtime('{}', handler, code)).toEqual([
      {
        path: 'init/error',
        body: {
          errorType: 'Runtime.NoSuchHandler',
          errorMessage: `expected ${handler} in the package`,
        },
      },
    ]);
  });
});
