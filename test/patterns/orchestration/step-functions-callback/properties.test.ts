import {
  type AttributeValue,
  DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as fc from 'fast-check';
import { hashOf } from '../../../../lambda/orchestration/step-functions-callback/answer';
import { anyJson, anyText, anyValue } from '../../../support/arbitraries';
import { holds } from '../../../support/properties';

const ID = 'abcdefghijklmnopqrstuv';
const KEY = 'the key of the request';
const TOKEN = 'AQCEAAAAKgAAAAMAAAAA';
/** Internals that no answer may reveal. */
const INSIDE = new RegExp(`${TOKEN}|${hashOf(KEY)}|arn:aws|node_modules|\\.[jt]s:\\d|at \\w+ \\(`);

const click = fc.record({
  key: fc.oneof({ weight: 6, arbitrary: fc.constant(KEY) }, anyText),
  decision: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom('approve', 'reject', 'hold') },
    anyValue,
  ),
  comment: fc.oneof(fc.constant(undefined), anyText),
});

type Click = Readonly<Record<'key' | 'decision' | 'comment', unknown>>;

let item: Record<string, AttributeValue> | undefined;
/** The calls to the workflow, in order. It accepts one answer, and then the token is closed. */
let told: string[];
let open: boolean;
let recordingFails: boolean;
/** What each call waits for, so that concurrent requests interleave in any order. */
let turn: () => Promise<unknown>;
let handler: typeof import('../../../../lambda/orchestration/step-functions-callback/answer-desk').handler;

const tell = async (body: string | null, id: unknown = ID) => {
  const { statusCode, body: text } = await handler({
    body,
    pathParameters: { id },
    requestContext: { requestId: 'r1' },
  } as unknown as APIGatewayProxyEvent);
  expect(text).not.toMatch(INSIDE);
  expect(text.length).toBeLessThan(500);
  return { statusCode, answer: JSON.parse(text) };
};

beforeAll(async () => {
  process.env.TABLE_NAME = 'requests';
  ({ handler } = await import(
    '../../../../lambda/orchestration/step-functions-callback/answer-desk'
  ));
});

beforeEach(() => {
  jest.spyOn(DynamoDBClient.prototype, 'send').mockImplementation((async (command: unknown) => {
    await turn();
    if (command instanceof GetItemCommand) return { Item: item && { ...item } };
    if (!(command instanceof UpdateItemCommand)) throw new Error(`expected an update: ${command}`);
    if (recordingFails) throw new Error('throttled');
    const { ':decision': decision, ':answeredAt': answeredAt } =
      command.input.ExpressionAttributeValues ?? {};
    expect(item?.decision).toBeUndefined();
    if (!decision || !answeredAt) throw new Error('expected a decision and a time');
    const { taskToken: _, ...rest } = item ?? {};
    item = { ...rest, decision, answeredAt };
    return {};
  }) as never);
  jest.spyOn(SFNClient.prototype, 'send').mockImplementation((async (command: unknown) => {
    await turn();
    if (!open) throw new TaskTimedOut({ message: `closed: ${TOKEN}`, $metadata: {} });
    if (command instanceof SendTaskHeartbeatCommand) return {};
    if (command instanceof SendTaskSuccessCommand) {
      expect(command.input.taskToken).toBe(TOKEN);
      told.push(JSON.parse(`${command.input.output}`).decision);
    } else if (command instanceof SendTaskFailureCommand) {
      expect(command.input).toMatchObject({ taskToken: TOKEN, error: 'Rejected' });
      expect(`${command.input.cause}`.length).toBeGreaterThan(0);
      told.push('reject');
    }
    open = false;
    return {};
  }) as never);
  jest.spyOn(console, 'error').mockImplementation();
  jest.spyOn(console, 'log').mockImplementation();
});

const reset = () => {
  item = { id: { S: ID }, keyHash: { S: hashOf(KEY) }, taskToken: { S: TOKEN } };
  told = [];
  open = true;
  recordingFails = false;
  turn = async () => undefined;
};

const isRight = ({ key, decision, comment = '' }: Click) =>
  key === KEY &&
  ['approve', 'reject', 'hold'].includes(decision as string) &&
  typeof comment === 'string' &&
  comment.length <= 500 &&
  !/\p{Surrogate}/u.test(comment);

test('the workflow gets the first answer once, whatever approvers click, how often and in which order', async () => {
  await holds(
    400,
    fc.asyncProperty(
      fc.array(click, { minLength: 1, maxLength: 8 }),
      fc.scheduler(),
      fc.boolean(),
      fc.boolean(),
      async (clicks, scheduler, atOnce, failing) => {
        reset();
        recordingFails = failing;
        if (atOnce) turn = () => scheduler.schedule(Promise.resolve());
        const answers: Awaited<ReturnType<typeof tell>>[] = [];
        if (atOnce) {
          const all = Promise.all(clicks.map((one) => tell(JSON.stringify(one))));
          answers.push(...(await scheduler.waitFor(all)));
        } else {
          for (const one of clicks) answers.push(await tell(JSON.stringify(one)));
        }
        const decided = clicks.some((one) => isRight(one) && one.decision !== 'hold');
        expect(told).toHaveLength(decided ? 1 : 0);
        for (const [index, { statusCode, answer }] of answers.entries()) {
          const one = clicks[index] as Click;
          if (!isRight(one)) expect([400, 404]).toContain(statusCode);
          // A confirmed answer is the one that the workflow got.
          else if (statusCode === 200)
            expect([one.decision, answer.decision]).toEqual([told[0], told[0]]);
          else if (statusCode === 202) expect(one.decision).toBe('hold');
          else expect([409, 410]).toContain(statusCode);
        }
        if (decided) expect(answers.some(({ statusCode }) => statusCode === 200)).toBe(true);
        // Later clicks, after the answer was recorded: the same decision is confirmed, a different one refused.
        if (decided && !atOnce && !failing)
          expect(answers.map(({ statusCode }) => statusCode)).not.toContain(410);
      },
    ),
  );
});

test('no body and no id makes the desk throw, answer 5xx or reveal its internals', async () => {
  await holds(
    400,
    fc.asyncProperty(
      fc.oneof(
        fc.constant(null),
        anyJson,
        click.map((one) => JSON.stringify(one)),
      ),
      fc.oneof(anyText, fc.constant(ID), fc.constant(undefined)),
      async (body, id) => {
        reset();
        if (id !== ID) item = undefined;
        const { statusCode } = await tell(body, id);
        expect([200, 202, 400, 404]).toContain(statusCode);
        if (id !== ID) expect([400, 404]).toContain(statusCode);
      },
    ),
  );
});
