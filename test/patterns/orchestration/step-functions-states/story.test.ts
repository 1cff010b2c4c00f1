import {
  DynamoDBClient,
  GetItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { getLanguageService, TextDocument } from 'amazon-states-language-service';
import { Template } from 'aws-cdk-lib/assertions';
import { handler as cashier } from '../../../../lambda/orchestration/step-functions-states/cashier';
import { parseMove, priceOf } from '../../../../lambda/orchestration/step-functions-states/order';
import { StepFunctionsStatesStack } from '../../../../lib/patterns/orchestration/step-functions-states/stack';
import { decisions } from '../../../support/decisions';
import { build, logicalId, withoutAssetHashes } from '../../../support/synth';

/** A state of a definition, as far as the tests look at it. */
interface State {
  readonly Type: string;
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[] }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly ItemProcessor?: Definition;
  readonly Branches?: readonly Definition[];
  readonly [field: string]: unknown;
}

interface Definition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** All states of a definition, with those inside of Map and Parallel states, by name. */
function statesOf({ States }: Definition): [string, State][] {
  return Object.entries(States).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...[state.ItemProcessor ?? [], state.Branches ?? []].flat().flatMap(statesOf),
  ]);
}

/** What AWS's own language service for the Amazon States Language objects to, as the editors of AWS show it. */
async function objections(definition: unknown): Promise<string[]> {
  const service = getLanguageService({});
  const text = JSON.stringify(definition);
  const document = TextDocument.create('definition.asl.json', 'asl', 1, text);
  const found = await service.doValidation(document, service.parseJSONDocument(document));
  return found.map(({ message }) => String(message));
}

const stack = build(StepFunctionsStatesStack);
const template = Template.fromStack(stack).toJSON();
const properties = (type: string, id: string) =>
  template.Resources[logicalId(stack, type, id)].Properties;
const machine = (id: string) => properties('AWS::StepFunctions::StateMachine', id);
/** The definition with a text in place of what only a deployment knows. */
const definitionOf = (id: string): Definition =>
  JSON.parse(
    JSON.stringify(machine(id).Definition).replace(
      /\{"(Ref|Fn::GetAtt|Fn::Join)":("\w+"|\[[^\]]*(\[[^\]]*\])?[^\]]*\])\}/g,
      '"arn:aws:states:::lambda:invoke"',
    ),
  );
const order = definitionOf('OrderWorkflow');
const machines = ['OrderWorkflow', 'QuoteWorkflow', 'PackingWorkflow'];

describe('the definitions', () => {
  test.each(machines)('of %s has nothing that the rules of AWS object to', async (id) => {
    expect(await objections(definitionOf(id))).toEqual([]);
  });

  test.each([
    ['another start', { ...order, StartAt: 'Missing' }, /StartAt/],
    ['no terminal state', { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'A' } } }, /terminal/],
    [
      'a state that nobody reaches',
      { ...order, States: { ...order.States, Lost: { Type: 'Succeed' } } },
      /cannot be reached/,
    ],
  ])('with %s would be objected to', async (_, definition, message) => {
    expect((await objections(definition)).join()).toMatch(message);
  });

  test('have a state of each of the eight types', () => {
    const types = new Set(statesOf(order).map(([, { Type }]) => Type));
    expect([...types].sort()).toEqual(
      ['Choice', 'Fail', 'Map', 'Parallel', 'Pass', 'Succeed', 'Task', 'Wait'].sort(),
    );
  });

  test.each(machines)('of %s has tasks that retry, and that time out', (id) => {
    const tasks = statesOf(definitionOf(id)).filter(([, { Type }]) => Type === 'Task');
    expect(tasks.length).toBeGreaterThan(0);
    for (const [name, { Retry = [], TimeoutSeconds }] of tasks) {
      expect([name, Retry.length > 0, typeof TimeoutSeconds]).toEqual([name, true, 'number']);
    }
  });

  test('invoke functions, and retry the errors of Lambda itself', () => {
    for (const id of ['OrderWorkflow', 'QuoteWorkflow']) {
      for (const [, { Type, Retry = [] }] of statesOf(definitionOf(id))) {
        if (Type !== 'Task') continue;
        expect(Retry.flatMap(({ ErrorEquals }) => ErrorEquals)).toEqual(
          expect.arrayContaining([
            'Lambda.ServiceException',
            'Lambda.AWSLambdaException',
            'Lambda.SdkClientException',
            'Lambda.TooManyRequestsException',
          ]),
        );
      }
    }
  });

  test('release every line, whichever part of an order fails', () => {
    for (const name of ['ReserveLines', 'ChargeAndLabel']) {
      const [{ ErrorEquals, Next } = { ErrorEquals: [], Next: '' }] =
        order.States[name]?.Catch ?? [];
      expect([ErrorEquals, Next]).toEqual([['States.ALL'], 'ReleaseLines']);
    }
    expect(order.States.ReleaseLines?.Next).toBe('Refused');
  });

  test('reserve and release a line with the same token', () => {
    const [reserve, release] = ['ReserveLines', 'ReleaseLines'].map(
      (name) => order.States[name]?.ItemSelector,
    );
    expect(release).toEqual({ ...Object(reserve), action: 'release' });
  });

  test('retry a busy warehouse by the name of the error that the stocker throws', () => {
    const [retrier] = statesOf(order).find(([name]) => name === 'Reserve')?.[1].Retry ?? [];
    expect(retrier?.ErrorEquals).toEqual(['WarehouseBusy']);
  });

  test('have the activity as the task of a standard workflow', () => {
    expect(machine('PackingWorkflow').Definition.States.Pack.Resource).toEqual({
      Ref: logicalId(stack, 'AWS::StepFunctions::Activity', 'Packing'),
    });
    expect(machine('PackingWorkflow').StateMachineType).toBe('STANDARD');
  });

  test('have no callback or job in the express workflow, which ends within five minutes', () => {
    expect(JSON.stringify(machine('QuoteWorkflow').Definition)).not.toMatch(
      /\.sync|\.waitForTaskToken|:activity:/,
    );
    for (const [, { TimeoutSeconds = 0 }] of statesOf(definitionOf('QuoteWorkflow'))) {
      expect(TimeoutSeconds).toBeLessThan(300);
    }
  });
});

describe('the stack', () => {
  test.each(machines)('writes the events of %s to the log', (id) => {
    const [destination] = machine(id).LoggingConfiguration.Destinations;
    expect(destination.CloudWatchLogsLogGroup.LogGroupArn).toEqual({
      'Fn::GetAtt': [logicalId(stack, 'AWS::Logs::LogGroup', 'WorkflowLogs'), 'Arn'],
    });
  });

  decisions(
    stack,
    `
      states.amazonaws.com may sts:AssumeRole on OrderWorkflowRole, QuoteWorkflowRole, PackingWorkflowRole when aws:SourceAccount is 111111111111
      states.amazonaws.com may not sts:AssumeRole on OrderWorkflowRole, QuoteWorkflowRole, PackingWorkflowRole when aws:SourceAccount is 222222222222
      lambda.amazonaws.com may sts:AssumeRole on StockerRole, CashierRole
      ec2.amazonaws.com may sts:AssumeRole on PackerRole
      222222222222 may not sts:AssumeRole on StockerRole, CashierRole, PackerRole, OrderWorkflowRole
      OrderWorkflowRole may lambda:InvokeFunction on Stocker, Cashier
      QuoteWorkflowRole may lambda:InvokeFunction on Cashier
      QuoteWorkflowRole may not lambda:InvokeFunction on Stocker
      PackingWorkflowRole may not lambda:InvokeFunction on Stocker, Cashier
      OrderWorkflowRole, QuoteWorkflowRole, PackingWorkflowRole may logs:CreateLogDelivery, logs:GetLogDelivery, logs:UpdateLogDelivery, logs:DeleteLogDelivery on *
      OrderWorkflowRole, QuoteWorkflowRole, PackingWorkflowRole may logs:ListLogDeliveries, logs:PutResourcePolicy, logs:DescribeResourcePolicies, logs:DescribeLogGroups on *
      QuoteWorkflowRole may not logs:DeleteLogGroup on WorkflowLogs
      PackerRole may states:GetActivityTask, states:SendTaskSuccess, states:SendTaskFailure, states:SendTaskHeartbeat on Packing
      PackerRole may not states:DeleteActivity on Packing
      PackerRole may not states:StartExecution on OrderWorkflow, PackingWorkflow
      Stocker may dynamodb:GetItem, dynamodb:PutItem, dynamodb:UpdateItem, dynamodb:DeleteItem on Stock
      Stocker may not dynamodb:Scan on Stock
      Cashier may not dynamodb:GetItem, dynamodb:UpdateItem on Stock
      Stocker may logs:CreateLogStream, logs:PutLogEvents on StockerLogs
      Cashier may logs:CreateLogStream, logs:PutLogEvents on CashierLogs
      Stocker may not logs:CreateLogGroup on StockerLogs
      anonymous, 222222222222 may not lambda:InvokeFunction on Stocker, Cashier
      anonymous, 222222222222 may not states:StartExecution on OrderWorkflow
    `,
  );

  test('matches its snapshot', () => {
    expect(withoutAssetHashes(template)).toMatchSnapshot();
  });
});

const line = { sku: 'tea', quantity: 2, cents: 350 };

describe('an order', () => {
  test('costs the sum of its lines', async () => {
    const lines = [line, { sku: 'coffee', quantity: 1, cents: 425 }];
    expect(await cashier({ order: 'o-1', card: 'good', lines })).toEqual({ cents: 1125 });
  });

  test('with a declined card fails with the name that a catcher sees', () => {
    expect(() => priceOf({ card: 'declined', lines: [line] })).toThrow(
      expect.objectContaining({ name: 'CardDeclined' }),
    );
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['text', 'order'],
    ['a list', []],
    ['no lines', { lines: [] }],
    ['101 lines', { lines: Array(101).fill(line) }],
    ['lines that are no list', { lines: { length: 1 } }],
    ['a line that is null', { lines: [null] }],
    ['no sku', { lines: [{ ...line, sku: undefined }] }],
    ['a sku with a slash', { lines: [{ ...line, sku: 'a/b' }] }],
    ['a sku of 65 characters', { lines: [{ ...line, sku: 'x'.repeat(65) }] }],
    ['no pieces', { lines: [{ ...line, quantity: 0 }] }],
    ['half a piece', { lines: [{ ...line, quantity: 0.5 }] }],
    ['1,001 pieces', { lines: [{ ...line, quantity: 1001 }] }],
    ['a price as text', { lines: [{ ...line, cents: '350' }] }],
    ['a negative price', { lines: [{ ...line, cents: -1 }] }],
    ['NaN', { lines: [{ ...line, cents: Number.NaN }] }],
  ])('is not %s', (_, event) => {
    expect(() => priceOf(event)).toThrow(
      expect.objectContaining({
        name: 'BadOrder',
        message: expect.stringMatching(/^expected .*, got /),
      }),
    );
  });
});

describe('a move', () => {
  test('is an action, a line and a token', () => {
    const move = { action: 'reserve', line, token: 'e/0' };
    expect(parseMove({ ...move, note: 'ignored' })).toEqual(move);
  });

  test.each([
    ['nothing', undefined],
    ['another action', { action: 'sell', line, token: 'e/0' }],
    ['no line', { action: 'reserve', token: 'e/0' }],
    ['no token', { action: 'reserve', line }],
    ['an empty token', { action: 'reserve', line, token: '' }],
    ['a token of 129 characters', { action: 'reserve', line, token: 'x'.repeat(129) }],
  ])('is not %s', (_, event) => {
    expect(() => parseMove(event)).toThrow(/^expected .*, got /);
  });
});

describe('the stocker', () => {
  const cancelled = (...codes: string[]) =>
    new TransactionCanceledException({
      message: 'cancelled',
      $metadata: {},
      CancellationReasons: codes.map((Code) => ({ Code })),
    });
  const reserve = { action: 'reserve', line, token: 'e/0' };
  const release = { ...reserve, action: 'release' };
  let transact: jest.Mock;
  let item: object | undefined;
  let updates: UpdateItemCommand[];
  let handler: typeof import('../../../../lambda/orchestration/step-functions-states/stocker').handler;

  beforeAll(async () => {
    process.env.TABLE_NAME = 'stock';
    ({ handler } = await import('../../../../lambda/orchestration/step-functions-states/stocker'));
  });

  beforeEach(() => {
    transact = jest.fn().mockResolvedValue({});
    item = undefined;
    updates = [];
    jest.spyOn(DynamoDBClient.prototype, 'send').mockImplementation((async (command: unknown) => {
      if (command instanceof TransactWriteItemsCommand) return transact(command.input);
      if (command instanceof GetItemCommand) return { Item: item };
      updates.push(command as UpdateItemCommand);
      return {};
    }) as never);
  });

  test('takes the pieces and notes the token in one transaction', async () => {
    expect(await handler(reserve)).toEqual({ sku: 'tea' });
    const [put, update] = transact.mock.calls[0][0].TransactItems;
    expect(put.Put).toMatchObject({
      Item: { id: { S: 'reservation#e/0' }, quantity: { N: '2' } },
      ConditionExpression: 'attribute_not_exists(id)',
    });
    expect(update.Update).toMatchObject({
      Key: { id: { S: 'stock#tea' } },
      UpdateExpression: 'SET pieces = pieces - :quantity',
    });
    expect(update.Update.ConditionExpression).toContain('pieces >= :quantity');
  });

  test('treats a token that it has noted before as a success', async () => {
    transact.mockRejectedValue(cancelled('ConditionalCheckFailed', 'ConditionalCheckFailed'));
    expect(await handler(reserve)).toEqual({ sku: 'tea' });
  });

  test('is busy as often as the article says', async () => {
    transact.mockRejectedValue(cancelled('None', 'ConditionalCheckFailed'));
    item = { pieces: { N: '10' }, busy: { N: '2' } };
    await expect(handler(reserve)).rejects.toMatchObject({ name: 'WarehouseBusy' });
    expect(updates[0]?.input).toMatchObject({ UpdateExpression: 'SET busy = busy - :one' });
  });

  test.each([
    ['no such article', undefined],
    ['too few pieces', { pieces: { N: '1' }, busy: { N: '0' } }],
    ['pieces of another article only', { pieces: { N: '1' } }],
  ])('is out of stock with %s', async (_, found) => {
    transact.mockRejectedValue(cancelled('None', 'ConditionalCheckFailed'));
    item = found;
    await expect(handler(reserve)).rejects.toMatchObject({ name: 'OutOfStock' });
    expect(updates).toEqual([]);
  });

  test.each([[reserve], [release]])(
    'is busy when two orders move the same article',
    async (event) => {
      transact.mockRejectedValue(cancelled('None', 'TransactionConflict'));
      await expect(handler(event)).rejects.toMatchObject({ name: 'WarehouseBusy' });
    },
  );

  test('gives back the pieces and forgets the token in one transaction', async () => {
    await handler(release);
    const [remove, update] = transact.mock.calls[0][0].TransactItems;
    expect(remove.Delete).toMatchObject({
      Key: { id: { S: 'reservation#e/0' } },
      ConditionExpression: 'attribute_exists(id)',
    });
    expect(update.Update.UpdateExpression).toBe('SET pieces = pieces + :quantity');
  });

  test('gives back nothing for a token that it has not noted', async () => {
    transact.mockRejectedValue(cancelled('ConditionalCheckFailed', 'None'));
    expect(await handler(release)).toEqual({ sku: 'tea' });
  });

  test.each([[new Error('throttled')], [cancelled('None', 'ThrottlingError')]])(
    'passes %p on',
    async (error) => {
      transact.mockRejectedValue(error);
      await expect(handler(reserve)).rejects.toBe(error);
    },
  );

  test('refuses a bad event before any call', async () => {
    await expect(handler({})).rejects.toMatchObject({ name: 'BadOrder' });
    expect(transact).not.toHaveBeenCalled();
  });
});
