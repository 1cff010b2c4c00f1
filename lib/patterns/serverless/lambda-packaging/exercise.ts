import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
  APIGatewayClient,
  GetDeploymentsCommand,
  GetStagesCommand,
} from '@aws-sdk/client-api-gateway';
import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { callableUrl, callOnce } from '../../../exercise/http';
import type { Exercise, Lab } from '../../../model/exercise';

const PLAIN = 'name,cents\ntea,350\ncoffee,425\n';
const QUOTED = 'name,cents\n"tea, green",350\n"coffee ""dark""",425\n';
const TOTALS = { items: 2, cents: 775 };

export const exercise: Exercise = async (lab) => {
  const lambda = new LambdaClient({});

  const invoke = async (output: string, event: object) => {
    const { FunctionError, Payload, LogResult } = await lambda.send(
      new InvokeCommand({
        FunctionName: lab.output(output),
        Payload: JSON.stringify(event),
        LogType: 'Tail',
      }),
    );
    const answer = JSON.parse(Buffer.from(Payload ?? []).toString());
    return {
      failed: FunctionError !== undefined,
      answer,
      log: Buffer.from(LogResult ?? '', 'base64').toString(),
    };
  };
  const totals = async (output: string, csv: string) => {
    const { failed, answer } = await invoke(output, { csv });
    assert.equal(failed, false, JSON.stringify(answer));
    assert.deepEqual({ items: answer.items, cents: answer.cents }, TOTALS);
  };

  await lab.prove('inline code adds up a price list', () => totals('InlineCounterName', PLAIN));

  await lab.prove('inline code has no library, so it refuses a list with quotes', async () => {
    const { failed, answer } = await invoke('InlineCounterName', { csv: QUOTED });
    assert.equal(failed, true, 'whether it failed');
    assert.match(answer.errorMessage, /no quotes/);
  });

  await lab.prove('a ZIP file brings its library, which reads the same list', () =>
    totals('ZipCounterName', QUOTED),
  );

  await lab.prove('with a layer, inline code has the library too', () =>
    totals('LayerCounterName', QUOTED),
  );

  await lab.prove('a shell script runs on a runtime that comes from a layer', async () => {
    const { answer } = await invoke('ShellMeterName', { name: 'tea ☕' });
    assert.deepEqual(answer, { bytes: Buffer.byteLength('{"name":"tea ☕"}') });
  }, ['lambda: runtimes in a layer']);

  await lab.prove('one event in SAM became an API with a deployment and a stage', async () => {
    const api = new APIGatewayClient({});
    const [restApiId] = new URL(lab.output('TotalsUrl')).hostname.split('.');
    const { items = [] } = await api.send(new GetDeploymentsCommand({ restApiId }));
    const { item = [] } = await api.send(new GetStagesCommand({ restApiId }));
    const stages = item.map(({ stageName }) => stageName);
    assert.ok(items.length > 0, 'a deployment');
    assert.ok(stages.includes('Prod'), `Prod among the stages ${stages}`);
    return `stages ${stages.sort().join(', ')}`;
  });

  await lab.prove('the API refuses a call without a signature', async () => {
    const { status } = await callOnce(callableUrl(lab.output('TotalsUrl')), {
      method: 'POST',
      body: PLAIN,
    });
    assert.equal(status, 403);
  });

  await lab.prove('the function behind the API answers a good list and a bad one', async () => {
    const good = await invoke('SamCounterName', { body: QUOTED });
    assert.deepEqual(
      { ...good.answer, body: JSON.parse(good.answer.body) },
      { statusCode: 200, body: TOTALS },
    );
    const bad = await invoke('SamCounterName', { body: 'name,cents\ntea,much\n' });
    assert.equal(bad.answer.statusCode, 400);
  });

  await lab.prove('every package says how long it takes to load', async () => {
    const image = optional(lab, 'ImageCounterName');
    if (image === undefined) {
      lab.show('There is no image function yet. The Dockerfile says how to push its image.');
    }
    const rows: string[] = [];
    for (const [name, what] of Object.entries({
      InlineCounterName: 'inline, no library',
      ZipCounterName: 'ZIP file, library in it',
      LayerCounterName: 'inline, library in a layer',
      ...(image === undefined ? {} : { ImageCounterName: 'image, library in it' }),
    })) {
      const starts: number[] = [];
      let init: string | undefined;
      for (let start = 0; start < 5; start++) {
        await renew(lambda, lab, lab.output(name));
        const { failed, answer, log } = await invoke(name, { csv: PLAIN });
        assert.equal(failed, false, JSON.stringify(answer));
        starts.push(answer.loadMs);
        // Only Lambda itself knows how long it took to fetch the package and to start the process.
        [, init] = /Init Duration: ([\d.]+) ms/.exec(log) ?? [];
      }
      // On a busy machine, only the fastest start says something about the package.
      const fastest = Math.min(...starts);
      assert.ok(fastest > 0, `milliseconds of ${name}`);
      const whole = init === undefined ? '' : `, init duration ${init} ms`;
      rows.push(`${what.padEnd(28)}${fastest.toFixed(1).padStart(6)} ms${whole}`);
    }
    lab.show('From the start of Node.js until the package can take an event, fastest of 5:');
    lab.show(rows.join('\n'));
  });
};

/** The value of an output that the stack has only under a condition. */
function optional(lab: Lab, name: string): string | undefined {
  try {
    return lab.output(name);
  } catch {
    return undefined;
  }
}

/** Any change of the configuration makes Lambda start a new execution environment. */
async function renew(lambda: LambdaClient, lab: Lab, FunctionName: string): Promise<void> {
  await lambda.send(
    new UpdateFunctionConfigurationCommand({ FunctionName, Description: randomUUID() }),
  );
  await lab.eventually(`the new configuration of ${FunctionName}`, async () => {
    const { LastUpdateStatus } = await lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName }),
    );
    return LastUpdateStatus === 'Successful' || undefined;
  });
}
