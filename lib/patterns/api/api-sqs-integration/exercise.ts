import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { DeleteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  GetQueueAttributesCommand,
  type QueueAttributeName,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type Answer, call, callableUrl } from '../../../exercise/http';
import type { Exercise } from '../../../model/exercise';

const otherTypes = ['application/x-www-form-urlencoded', 'text/plain', 'application/xml'];

/** A job as the API returns it. */
interface Job {
  readonly id: string;
  readonly state: string;
  readonly attempts: number;
  readonly name?: string;
  readonly order?: readonly number[];
  readonly metres?: number;
  readonly milliseconds?: number;
  readonly reason?: string;
}

export const exercise: Exercise = async (lab) => {
  const dynamodb = new DynamoDBClient({});
  const lambda = new LambdaClient({});
  const sqs = new SQSClient({});
  const url = callableUrl(lab.output('JobsUrl'));
  const queueUrl = lab.output('JobQueueUrl');
  const deadLetterQueueUrl = lab.output('DeadLetterQueueUrl');
  const tableName = lab.output('JobsTableName');
  const workerName = lab.output('WorkerName');
  const ids: string[] = [];

  const post = (body: string, type = 'application/json') =>
    call(url, { method: 'POST', headers: { 'Content-Type': type }, body });
  const accepted = async (job: object) => {
    const answer = await post(JSON.stringify(job));
    assert.equal(answer.status, 202, answer.text);
    const { id } = answer.json as { id: string };
    assert.match(id, /^[0-9a-f-]{36}$/, answer.text);
    ids.push(id);
    return id;
  };
  const get = (id: string) => call(`${url}/${encodeURIComponent(id)}`);
  /** The API answers 404 while a job waits in the queue, and 200 after the worker has started it. */
  const finished = (id: string) =>
    lab.eventually(
      `job ${id} to be finished`,
      async () => {
        const answer = await get(id);
        assert.ok([200, 404].includes(answer.status), `expected 200 or 404, got ${answer.text}`);
        const job = answer.json as Job;
        return ['DONE', 'FAILED'].includes(job.state) ? job : undefined;
      },
      180,
    );
  const waiting = async (QueueUrl: string) => {
    const AttributeNames: QueueAttributeName[] = [
      'ApproximateNumberOfMessages',
      'ApproximateNumberOfMessagesNotVisible',
    ];
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames }),
    );
    return AttributeNames.reduce((sum, name) => sum + Number(Attributes[name]), 0);
  };

  try {
    let long = '';
    let answeredAfter = 0;
    await lab.prove('a long job gets 202 with its id, before there is a result', async () => {
      // The first call also opens the connection, so it is not measured.
      await get(randomUUID());
      const started = Date.now();
      long = await accepted({ stops: circle(22) });
      answeredAfter = Date.now() - started;
      return `after ${answeredAfter} ms`;
    });

    await lab.prove(
      'the work continues after the response, and takes longer than the response took',
      async () => {
        const { state, milliseconds = 0 } = await finished(long);
        assert.equal(state, 'DONE');
        assert.ok(
          milliseconds > answeredAfter,
          `expected more than ${answeredAfter} ms of work, got ${milliseconds}`,
        );
        return `${milliseconds} ms of work, ${answeredAfter} ms to the answer`;
      },
    );

    await lab.prove('the id gives access to the result, the shortest round trip', async () => {
      // These are shuffled stops on a circle. The shortest trip goes around it, in one direction or the other.
      const stops = circle(11);
      const shuffled = stops.map((_, index) => stops[(index * 4) % 11]);
      const { order = [], metres, attempts } = await finished(await accepted({ stops: shuffled }));
      const around = order.map((stop) => (stop * 4) % 11);
      const steps = around.map((place, index) => (around[(index + 1) % 11] ?? 0) - place);
      const turn = new Set(steps.map((step) => (step + 11) % 11));
      assert.ok(turn.size === 1 && (turn.has(1) || turn.has(10)), `went ${around.join(', ')}`);
      assert.equal(attempts, 1);
      return `${metres} m`;
    });

    await lab.prove('the body arrives in the queue unchanged, with any characters', async () => {
      const name =
        'Fish & Chips + 50% off=yes; "Tee" – お茶 🍵 $input.body #set($x=1)&DelaySeconds=900';
      const job = await finished(await accepted({ name, stops: circle(3) }));
      assert.deepEqual([job.state, job.name], ['DONE', name]);
    });

    await lab.prove('a dozen concurrent jobs get a dozen ids, and all finish', async () => {
      const dozen = await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          accepted({ name: `${index}`, stops: circle(5 + index) }),
        ),
      );
      assert.equal(new Set(dozen).size, 12);
      const done = await Promise.all(dozen.map(finished));
      assert.deepEqual(
        done.map(({ state, name }) => `${state} ${name}`),
        dozen.map((_, index) => `DONE ${index}`),
      );
    });

    await lab.prove('an invalid job gets 400 at once, with an example of a valid one', async () => {
      const bad = [
        '',
        'poison',
        '{}',
        '[]',
        '{"stops":[]}',
        '{"stops":[[1,2]]}',
        '{"stops":[[1,2],[181,0]]}',
        '{"stops":[[1,2],["3",4]]}',
        '{"stops":[[1,2],[3,4]],"more":1}',
        JSON.stringify({ stops: circle(25) }),
      ];
      for (const body of bad) {
        const answer = await post(body);
        assert.equal(answer.status, 400, `${body}: ${answer.text}`);
        assert.match(message(answer), /^expected a job such as/);
      }
      return `${bad.length} bodies`;
    }, ['AWS::ApiGateway::Method.RequestValidatorId']);

    await lab.prove('a job with another content type gets 415', async () => {
      const job = JSON.stringify({ stops: circle(3) });
      for (const type of otherTypes) {
        const answer = await post(job, type);
        assert.equal(answer.status, 415, `${type}: ${answer.text}`);
      }
      assert.equal(await waiting(queueUrl), 0, 'messages in the queue');
      return otherTypes.join(', ');
    });

    await lab.prove('a form, which would be the client’s own call of SQS, gets 415 too', async () => {
      for (const type of otherTypes) {
        const answer = await post('Action=SendMessage&MessageBody=forged&DelaySeconds=900', type);
        assert.equal(answer.status, 415, `${type}: ${answer.text}`);
      }
      assert.equal(await waiting(queueUrl), 0, 'messages in the queue');
    }, ['apigateway: models of other content types']);

    await lab.prove('an unknown id gets 404, and an invalid id 400', async () => {
      assert.equal((await get(randomUUID())).status, 404);
      for (const id of ['1', '__proto__', "' OR 1=1", 'x'.repeat(500)])
        assert.equal((await get(id)).status, 400, id);
    });

    await lab.prove('a message that is no job ends as FAILED, with the reason', async () => {
      const { MessageId = '' } = await sqs.send(
        new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: '{"stops":"poison"}' }),
      );
      ids.push(MessageId);
      const { state, reason = '' } = await finished(MessageId);
      assert.equal(state, 'FAILED');
      assert.match(reason, /^expected 2 to 24 stops/);
      return reason;
    });

    await lab.prove('a message that arrives twice is processed once', async () => {
      const messageId = randomUUID();
      ids.push(messageId);
      const event = { Records: [{ messageId, body: JSON.stringify({ stops: circle(4) }) }] };
      for (let time = 0; time < 2; time++) {
        const { FunctionError } = await lambda.send(
          new InvokeCommand({ FunctionName: workerName, Payload: JSON.stringify(event) }),
        );
        assert.equal(FunctionError, undefined);
      }
      const { state, attempts } = await finished(messageId);
      assert.deepEqual([state, attempts], ['DONE', 1]);
    });

    await lab.prove('no job ends in the dead-letter queue', async () => {
      assert.equal(await waiting(deadLetterQueueUrl), 0);
    });
  } finally {
    for (const id of ids)
      await dynamodb.send(new DeleteItemCommand({ TableName: tableName, Key: { id: { S: id } } }));
  }
};

/** Stops at even distances on a circle of one degree, in order. */
function circle(length: number): [number, number][] {
  return Array.from({ length }, (_, index) => {
    const angle = (2 * Math.PI * index) / length;
    return [Math.sin(angle), Math.cos(angle)];
  });
}

function message({ json, text }: Answer): string {
  return (json as { message?: string } | undefined)?.message ?? text;
}
