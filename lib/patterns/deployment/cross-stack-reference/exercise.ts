import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListExportsCommand,
  ListImportsCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import {
  CloudWatchLogsClient,
  DescribeMetricFiltersCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Exercise } from '../../../model/exercise';

export const exercise: Exercise = async (lab) => {
  const cloudformation = new CloudFormationClient({});
  const logs = new CloudWatchLogsClient({});
  const run = randomUUID().slice(0, 8);
  const teamTemplate = lab.output('TeamTemplateBody');
  const exportOf = (stack: string) => `${stack}-SharedLogsName`;
  const made: string[] = [];

  const describe = async (StackName: string) => {
    try {
      const { Stacks = [] } = await cloudformation.send(new DescribeStacksCommand({ StackName }));
      return Stacks[0];
    } catch (error) {
      if (/does not exist/.test((error as Error).message)) return undefined;
      throw error;
    }
  };
  const settled = (StackName: string) =>
    lab.eventually(
      `the end of the operation on ${StackName}`,
      async () => {
        const { StackStatus = 'DELETE_COMPLETE' } = (await describe(StackName)) ?? {};
        return StackStatus.endsWith('_IN_PROGRESS') ? undefined : StackStatus;
      },
      180,
    );
  const create = async (
    StackName: string,
    TemplateBody: string,
    parameters: Record<string, string>,
  ) => {
    await cloudformation.send(
      new CreateStackCommand({ StackName, TemplateBody, Parameters: toParameters(parameters) }),
    );
    made.push(StackName);
    assert.equal(await settled(StackName), 'CREATE_COMPLETE');
  };
  const update = async (
    StackName: string,
    TemplateBody: string,
    parameters: Record<string, string> = {},
  ) => {
    await cloudformation.send(
      new UpdateStackCommand({ StackName, TemplateBody, Parameters: toParameters(parameters) }),
    );
    return settled(StackName);
  };
  const importersOf = async (stack: string) => {
    try {
      const { Imports = [] } = await cloudformation.send(
        new ListImportsCommand({ ExportName: exportOf(stack) }),
      );
      return Imports;
    } catch (error) {
      if (/not imported/.test((error as Error).message)) return [];
      throw error;
    }
  };
  const exported = async (stack: string) => {
    const { Exports = [] } = await cloudformation.send(new ListExportsCommand({}));
    return Exports.find(({ Name }) => Name === exportOf(stack))?.Value;
  };
  const wordsIn = async (logGroupName: string | undefined) => {
    const { metricFilters = [] } = await logs.send(
      new DescribeMetricFiltersCommand({ logGroupName }),
    );
    return metricFilters.map(({ filterPattern }) => filterPattern).sort();
  };

  const [errors, warnings] = [`Errors-${run}`, `Warnings-${run}`];
  await lab.prove('the second stack watches the log group of the first', async () => {
    await create(errors, teamTemplate, { Word: 'ERROR' });
    const name = await exported(lab.stackName);
    assert.equal(name, lab.output('SharedLogsName'));
    assert.ok((await wordsIn(name)).includes('ERROR'), 'a filter for the word ERROR');
  });

  await lab.prove('one template makes many stacks, and each imports the same value', async () => {
    await create(warnings, teamTemplate, { Word: 'WARN' });
    const importers = await importersOf(lab.stackName);
    assert.deepEqual(importers.filter((one) => made.includes(one)).sort(), [errors, warnings]);
  });

  await lab.prove('a value that is not allowed is refused before anything is created', async () => {
    await assert.rejects(
      cloudformation.send(
        new CreateStackCommand({
          StackName: `Debug-${run}`,
          TemplateBody: teamTemplate,
          Parameters: toParameters({ Word: 'DEBUG' }),
        }),
      ),
      /AllowedValues|member of/i,
    );
    assert.equal(await describe(`Debug-${run}`), undefined);
  });

  await lab.prove(
    'an import of an export that is not there fails, and leaves nothing',
    async () => {
      const StackName = `TooEarly-${run}`;
      await assert.rejects(async () => {
        await create(StackName, teamTemplate, { Word: 'ERROR', SharedStack: `Nobody-${run}` });
      });
      const found = await describe(StackName);
      if (found !== undefined) assert.match(`${found.StackStatus}`, /ROLLBACK|FAILED/);
    },
  );

  // A copy of the first stack, with a consumer, to get into the deadlock and out of it again.
  const copy = `Shared-${run}`;
  const consumer = `Consumer-${run}`;
  const { TemplateBody = '' } = await cloudformation.send(
    new GetTemplateCommand({ StackName: lab.stackName, TemplateStage: 'Original' }),
  );
  const original = TemplateBody.replaceAll(exportOf(lab.stackName), exportOf(copy));
  const { Export: _, ...output } = JSON.parse(original).Outputs.SharedLogsName;
  const withoutExport = JSON.stringify({
    ...JSON.parse(original),
    Outputs: { SharedLogsName: output },
  });

  await lab.prove('a stack can import from any copy of the first one, by its name', async () => {
    await create(copy, original, {});
    await create(consumer, teamTemplate, { Word: 'ERROR', SharedStack: copy });
    assert.deepEqual(await importersOf(copy), [consumer]);
  });

  await lab.prove('an update that removes an export in use is rolled back', async () => {
    const status = await update(copy, withoutExport);
    assert.equal(status, 'UPDATE_ROLLBACK_COMPLETE');
    assert.notEqual(await exported(copy), undefined, 'the value of the export');
  }, ['cloudformation: exports in use']);

  await lab.prove('the stack of an export that is in use cannot be deleted', async () => {
    // CloudFormation may refuse the call, or accept it and cancel the deletion.
    const refusal = await cloudformation.send(new DeleteStackCommand({ StackName: copy })).then(
      () => undefined,
      ({ message }: Error) => message,
    );
    const status = await settled(copy);
    assert.notEqual(status, 'DELETE_COMPLETE');
    assert.notEqual(await exported(copy), undefined, 'the value of the export');
    return refusal ?? status;
  });

  await lab.prove(
    'the way out begins with the consumer, which takes the value as text',
    async () => {
      const { Resources, ...rest } = JSON.parse(teamTemplate);
      Resources.WordFilter.Properties.LogGroupName = await exported(copy);
      const status = await update(consumer, JSON.stringify({ ...rest, Resources }), {
        Word: 'ERROR',
        SharedStack: copy,
      });
      assert.equal(status, 'UPDATE_COMPLETE');
      assert.deepEqual(await importersOf(copy), []);
      assert.deepEqual(await wordsIn(await exported(copy)), ['ERROR']);
    },
  );

  await lab.prove('then nothing keeps the export, and its stack can be deleted', async () => {
    await cloudformation.send(new DeleteStackCommand({ StackName: consumer }));
    assert.equal(await settled(consumer), 'DELETE_COMPLETE');
    await cloudformation.send(new DeleteStackCommand({ StackName: copy }));
    assert.equal(await settled(copy), 'DELETE_COMPLETE');
    assert.equal(await exported(copy), undefined);
  });

  // Consumers first, because the stack of an export that is in use stays.
  for (const StackName of made.reverse()) {
    if ((await describe(StackName)) === undefined) continue;
    await cloudformation.send(new DeleteStackCommand({ StackName }));
    await settled(StackName);
  }
};

const toParameters = (values: Record<string, string>) =>
  Object.entries(values).map(([ParameterKey, ParameterValue]) => ({
    ParameterKey,
    ParameterValue,
  }));
