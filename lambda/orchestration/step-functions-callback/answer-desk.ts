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
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { type Answer, BadRequest, isRequestId, opens, parseAnswer } from './answer';

const { TABLE_NAME } = process.env;
if (!TABLE_NAME) throw new Error('expected TABLE_NAME in the environment');

const dynamodb = new DynamoDBClient({});
const sfn = new SFNClient({});

type Request = Readonly<Record<string, AttributeValue>>;

/** Passes an answer to the waiting workflow. Only the first answer counts. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const { requestId } = event.requestContext;
  try {
    const answer = parseAnswer(event.body);
    const id = event.pathParameters?.id;
    const request = isRequestId(id) ? await find(id) : undefined;
    // An unknown id and a wrong key get the same message, so nobody learns which ids exist.
    if (!isRequestId(id) || !opens(answer.key, request?.keyHash?.S ?? '') || !request)
      return reply(404, { message: 'expected the id and the key of a request, found none' });
    return await settle(id, request, answer);
  } catch (error) {
    if (error instanceof BadRequest) return reply(400, { message: error.message });
    console.error('failed', requestId, error);
    return reply(500, { message: `the answer could not be handled; request ${requestId}` });
  }
}

async function settle(id: string, request: Request, answer: Answer) {
  if (request.decision) return repeated(request, answer);
  const answeredAt = new Date().toISOString();
  if (!(await resume(`${request.taskToken?.S}`, answer, answeredAt))) {
    // Another click may have answered a moment ago.
    const after = await find(id);
    return after?.decision ? repeated(after, answer) : reply(410, { message: tooLate });
  }
  console.log(answer.decision, id);
  if (answer.decision === 'hold') return reply(202, { decision: 'hold' });
  await record(id, answer, answeredAt);
  return reply(200, { decision: answer.decision, answeredAt });
}

const tooLate = 'expected a workflow that waits for the answer, found that it no longer waits';

/** Answers a second click: confirms the same decision, refuses a different one. */
function repeated({ decision, answeredAt }: Request, answer: Answer) {
  return decision?.S === answer.decision
    ? reply(200, { decision: decision.S, answeredAt: answeredAt?.S })
    : reply(409, {
        message: `expected no other answer than the first, which was ${decision?.S} at ${answeredAt?.S}`,
      });
}

/**
 * Step Functions decides which answer is the first, because it accepts a token only once.
 * @returns false if the task has ended: it was answered, it timed out, or somebody stopped the workflow
 */
async function resume(
  taskToken: string,
  { decision, comment }: Answer,
  answeredAt: string,
): Promise<boolean> {
  try {
    if (decision === 'hold') await sfn.send(new SendTaskHeartbeatCommand({ taskToken }));
    else if (decision === 'reject')
      await sfn.send(
        new SendTaskFailureCommand({
          taskToken,
          error: 'Rejected',
          cause: comment || 'without a comment',
        }),
      );
    else
      await sfn.send(
        new SendTaskSuccessCommand({
          taskToken,
          output: JSON.stringify({ decision, comment, answeredAt }),
        }),
      );
    return true;
  } catch (error) {
    if (error instanceof TaskTimedOut || error instanceof TaskDoesNotExist) return false;
    throw error;
  }
}

/** Records the answer for the next click. The workflow has continued already, so a failure here must not fail the answer. */
async function record(id: string, { decision }: Answer, answeredAt: string): Promise<void> {
  try {
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: TABLE_NAME,
        Key: { id: { S: id } },
        // Nobody needs the token anymore.
        UpdateExpression: 'SET decision = :decision, answeredAt = :answeredAt REMOVE taskToken',
        // Without this condition, a request that has just expired would come back and never expire.
        ConditionExpression: 'attribute_exists(id)',
        ExpressionAttributeValues: {
          ':decision': { S: decision },
          ':answeredAt': { S: answeredAt },
        },
      }),
    );
  } catch (error) {
    console.error('could not record', decision, 'of', id, error);
  }
}

async function find(id: string): Promise<Request | undefined> {
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: TABLE_NAME, Key: { id: { S: id } }, ConsistentRead: true }),
  );
  return Item;
}

function reply(statusCode: number, body: object): APIGatewayProxyResult {
  return {
    statusCode,
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
    body: JSON.stringify(body),
  };
}
