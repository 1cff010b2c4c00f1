import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CodeDeployClient,
  CreateDeploymentCommand,
  type DeploymentInfo,
  GetDeploymentCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-codedeploy';
import {
  CreateAliasCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import type { Exercise } from '../../../model/exercise';

export const exercise: Exercise = async (lab) => {
  const lambda = new LambdaClient({});
  const logs = new CloudWatchLogsClient({});
  const codedeploy = new CodeDeployClient({});
  const cloudwatch = new CloudWatchClient({});
  const FunctionName = lab.output('CashierName');
  const live = lab.output('AliasName');
  const first = lab.output('CashierVersion');
  const beforeTraffic = lab.output('BeforeTrafficName');
  const afterTraffic = lab.output('AfterTrafficName');
  const needsCodeDeploy = [
    'AWS::CodeDeploy::Application',
    'AWS::CodeDeploy::DeploymentGroup',
  ] as const;

  const run = randomUUID().slice(0, 8);
  const ownAlias = `exercise-${run}`;
  const published: string[] = [];
  const startTime = Date.now() - 60_000;
  const order = (country: string) => ({ country, items: [{ cents: 1000, quantity: 1 }] });

  const configuration = (name: string) =>
    lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
  const variablesOf = async (name: string) =>
    (await configuration(name)).Environment?.Variables ?? {};
  const setVariables = async (name: string, Variables: Record<string, string>) => {
    await lambda.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: name, Environment: { Variables } }),
    );
    await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 60 }, { FunctionName: name });
  };
  /** Does what a release does: changes the configuration and publishes a version. */
  const release = async (VAT_PERCENT: string) => {
    await setVariables(FunctionName, { ...original.cashier, VAT_PERCENT });
    const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName }));
    assert.ok(Version, 'a version');
    assert.notEqual(Version, first, 'the version of a release');
    published.push(Version);
    return Version;
  };
  const ask = async (Qualifier: string, country: string) => {
    const { ExecutedVersion, FunctionError, Payload } = await lambda.send(
      new InvokeCommand({ FunctionName, Qualifier, Payload: JSON.stringify(order(country)) }),
    );
    return {
      version: ExecutedVersion,
      cents: FunctionError
        ? undefined
        : (JSON.parse(new TextDecoder().decode(Payload)).totalCents as number),
    };
  };
  /** The version that an alias points to, and the weight of the other version. */
  const route = async (Name: string) => {
    const alias = await lambda.send(new GetAliasCommand({ FunctionName, Name }));
    return {
      version: alias.FunctionVersion,
      weights: alias.RoutingConfig?.AdditionalVersionWeights ?? {},
    };
  };
  const point = (Name: string, FunctionVersion: string, weights: Record<string, number> = {}) =>
    lambda.send(
      new UpdateAliasCommand({
        FunctionName,
        Name,
        FunctionVersion,
        RoutingConfig: { AdditionalVersionWeights: weights },
      }),
    );
  /** Tells the hooks the new version, as CloudFormation does when it updates the stack. */
  const tellHooks = async (version: string) => {
    await setVariables(beforeTraffic, {
      ...original.before,
      NEW_VERSION: version,
      SUBJECT_ARN: `${functionArn}:${version}`,
    });
    await setVariables(afterTraffic, { ...original.after, NEW_VERSION: version });
  };
  /** Runs the hook without a deployment and returns what it logged. */
  const verdict = async (version: string) => {
    await tellHooks(version);
    const id = randomUUID();
    await lambda.send(
      new InvokeCommand({
        FunctionName: beforeTraffic,
        Payload: JSON.stringify({ DeploymentId: 'd-EXERCISE1', LifecycleEventHookExecutionId: id }),
      }),
    );
    return lab.eventually('the verdict of the hook', async () => {
      const { events = [] } = await logs.send(
        new FilterLogEventsCommand({
          logGroupName: lab.output('BeforeTrafficLogGroupName'),
          filterPattern: `"${id}"`,
          startTime,
        }),
      );
      return events
        .map(({ message = '' }) => message)
        .find((message) => /\b(Succeeded|Failed) /.test(message))
        ?.trim();
    });
  };
  /** Starts a deployment from the current version of the alias to another one, as CloudFormation does. */
  const deploy = async (version: string) => {
    await tellHooks(version);
    const { version: current } = await route(live);
    const { deploymentId } = await codedeploy.send(
      new CreateDeploymentCommand({
        applicationName: lab.output('ApplicationName'),
        deploymentGroupName: lab.output('DeploymentGroupName'),
        revision: {
          revisionType: 'AppSpecContent',
          appSpecContent: {
            content: JSON.stringify({
              version: 0.0,
              Resources: [
                {
                  Cashier: {
                    Type: 'AWS::Lambda::Function',
                    Properties: {
                      Name: FunctionName,
                      Alias: live,
                      CurrentVersion: current,
                      TargetVersion: version,
                    },
                  },
                },
              ],
              Hooks: [{ BeforeAllowTraffic: beforeTraffic }, { AfterAllowTraffic: afterTraffic }],
            }),
          },
        },
      }),
    );
    assert.ok(deploymentId, 'a deployment');
    running = deploymentId;
    return deploymentId;
  };
  const status = async (deploymentId: string) => {
    const { deploymentInfo } = await codedeploy.send(new GetDeploymentCommand({ deploymentId }));
    assert.ok(deploymentInfo, 'information about the deployment');
    return deploymentInfo;
  };
  const ended = (deploymentId: string, everySecond = async () => {}) =>
    lab.eventually<DeploymentInfo>(
      `the end of ${deploymentId}`,
      async () => {
        await everySecond();
        const info = await status(deploymentId);
        return ['Succeeded', 'Failed', 'Stopped'].includes(info.status ?? '') ? info : undefined;
      },
      900,
    );
  /** Waits until the new version has exactly ten percent of the traffic. */
  const canary = (version: string) =>
    lab.eventually(
      'the first ten percent',
      async () => ((await route(live)).weights[version] === 0.1 ? true : undefined),
      240,
    );
  const rolledBack = async ({ rollbackInfo }: DeploymentInfo) => {
    if (!rollbackInfo?.rollbackDeploymentId) return;
    assert.equal((await ended(rollbackInfo.rollbackDeploymentId)).status, 'Succeeded');
  };

  const original = {
    cashier: await variablesOf(FunctionName),
    before: await variablesOf(beforeTraffic),
    after: await variablesOf(afterTraffic),
  };
  const { FunctionArn: functionArn } = await configuration(FunctionName);
  let running: string | undefined;

  await lambda.send(
    new CreateAliasCommand({ FunctionName, Name: ownAlias, FunctionVersion: first }),
  );

  try {
    const better = await release('AT=20,DE=19,FR=20,IT=22');

    await lab.prove('a version keeps its configuration when $LATEST changes', async () => {
      assert.deepEqual(await ask(first, 'IT'), { version: first, cents: undefined });
      assert.deepEqual(await ask(better, 'IT'), { version: better, cents: 1220 });
      await setVariables(FunctionName, { ...original.cashier, VAT_PERCENT: 'IT=99' });
      assert.equal((await ask('$LATEST', 'IT')).cents, 1990);
      assert.deepEqual(await ask(first, 'DE'), { version: first, cents: 1190 });
      assert.deepEqual(await ask(better, 'IT'), { version: better, cents: 1220 });
    });

    await lab.prove(
      'an alias can move to another version and back under the same name',
      async () => {
        for (const version of [first, better, first]) {
          await point(ownAlias, version);
          assert.equal((await ask(ownAlias, 'DE')).version, version);
        }
      },
    );

    await lab.prove('an alias with a weight of 0.1 sends about a tenth of the calls to the other version', async () => {
      await point(ownAlias, first, { [better]: 0.1 });
      const answers: { version: string | undefined }[] = [];
      for (let round = 0; round < 25; round++) {
        answers.push(...(await Promise.all(Array.from({ length: 20 }, () => ask(ownAlias, 'DE')))));
      }
      const met = answers.filter(({ version }) => version === better).length;
      // The range is five standard deviations around 50, so about one correct run in a million falls outside.
      assert.ok(met >= 16 && met <= 84, `expected 16 to 84 of 500 calls, got ${met}`);
      return `${met} of 500`;
    }, ['lambda: weights of an alias']);

    await lab.prove('before traffic, a good version passes the inspection', async () => {
      assert.match(await verdict(better), /\bSucceeded /);
    });

    const dear = await release('AT=20,DE=91,FR=20');
    await lab.prove('before traffic, a version that charges too much is rejected', async () => {
      const words = await verdict(dear);
      assert.match(words, /\bFailed /);
      assert.match(words, /expected 1190 cents .*1910/s);
    });

    const broken = await release('AT=20;DE=19');
    await lab.prove('before traffic, a version that cannot start is rejected', async () => {
      const words = await verdict(broken);
      assert.match(words, /\bFailed /);
      assert.match(words, /expected rates such as/);
    });

    await lab.prove(
      'a deployment that the hook rejects fails before it shifts any traffic',
      async () => {
        const before = await route(live);
        const seen: Record<string, number>[] = [];
        const info = await ended(await deploy(dear), async () => {
          seen.push((await route(live)).weights);
        });
        assert.equal(info.status, 'Failed');
        assert.deepEqual(
          seen.filter((weights) => Object.keys(weights).length > 0),
          [],
        );
        await rolledBack(info);
        assert.deepEqual(await route(live), before);
      },
      needsCodeDeploy,
    );

    await lab.prove('a good version gets ten percent first, all traffic five minutes later, and a last inspection', async () => {
      const deployment = await deploy(better);
      await canary(better);
      const since = Date.now();
      await lab.eventually(
        'the rest of the traffic',
        async () => {
          const { version, weights } = await route(live);
          return version === better && weights[better] === undefined ? true : undefined;
        },
        420,
      );
      const waited = Math.round((Date.now() - since) / 1000);
      assert.ok(waited >= 240, `expected about 300 s at ten percent, got ${waited} s`);
      assert.equal((await ended(deployment)).status, 'Succeeded');
      assert.equal((await ask(live, 'IT')).cents, 1220);
      return `the rest came after ${waited} s`;
    }, [...needsCodeDeploy, 'codedeploy: five minutes of a canary']);

    // This version knows all orders of the hooks but lacks a country that clients order from.
    const forgetful = await release('AT=20,DE=19');
    await lab.prove('when the alarm goes into ALARM, the deployment stops and the old version gets all traffic back', async () => {
      const before = await route(live);
      const deployment = await deploy(forgetful);
      await canary(forgetful);
      let failures = 0;
      const info = await ended(deployment, async () => {
        const answers = await Promise.all(Array.from({ length: 5 }, () => ask(live, 'FR')));
        failures += answers.filter(({ cents }) => cents === undefined).length;
      });
      assert.equal(info.status, 'Stopped');
      assert.ok(failures > 0, 'calls that met the new version');
      const { MetricAlarms = [] } = await cloudwatch.send(
        new DescribeAlarmsCommand({ AlarmNames: [lab.output('LiveErrorsAlarmName')] }),
      );
      assert.equal(MetricAlarms[0]?.StateValue, 'ALARM');
      await rolledBack(info);
      await lab.eventually('the old weights', async () =>
        Object.keys((await route(live)).weights).length === 0 ? true : undefined,
      );
      assert.deepEqual(await route(live), before);
      assert.equal((await ask(live, 'FR')).cents, 1200);
      return `${failures} calls failed`;
    }, [...needsCodeDeploy, 'cloudwatch: alarms on metrics of services']);
  } finally {
    if (running !== undefined) {
      const { status: last } = await status(running);
      if (!['Succeeded', 'Failed', 'Stopped'].includes(last ?? '')) {
        await codedeploy.send(new StopDeploymentCommand({ deploymentId: running }));
        await ended(running);
      }
      await point(live, first);
    }
    await setVariables(FunctionName, original.cashier);
    await setVariables(beforeTraffic, original.before);
    await setVariables(afterTraffic, original.after);
    await lambda.send(new DeleteAliasCommand({ FunctionName, Name: ownAlias }));
    for (const Qualifier of published)
      await lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier }));
  }
};
