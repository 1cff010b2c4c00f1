import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanKeyCommand,
  DeleteApiKeyCommand,
  DeleteUsagePlanKeyCommand,
  GetApiKeyCommand,
  GetUsageCommand,
  GetUsagePlanCommand,
} from '@aws-sdk/client-api-gateway';
import { type Answer, call, callableUrl, callOnce } from '../../../exercise/http';
import type { Exercise } from '../../../model/exercise';

/** The message for a throttled request; a used-up quota has another one. */
const tooMany = 'too many requests at once';

/** A customer of this exercise alone, so that it does not use up the quotas of the stack's customers. */
interface Customer {
  readonly id: string;
  readonly key: string;
}

export const exercise: Exercise = async (lab) => {
  const apigateway = new APIGatewayClient({});
  const url = callableUrl(lab.output('DistanceUrl'));
  const health = callableUrl(lab.output('HealthUrl'));
  const usagePlanId = lab.output('FreePlanId');
  const run = randomUUID().slice(0, 8);
  const way = '?from=52.52,13.405&to=48.137,11.575';

  const ask = (key: string | undefined, query = way) => call(`${url}${query}`, withKey(key));
  const askOnce = (key: string) => callOnce(`${url}${way}`, withKey(key));

  const customers: Customer[] = [];
  const newCustomer = async (name: string): Promise<Customer> => {
    const { id = '', value: key = '' } = await apigateway.send(
      new CreateApiKeyCommand({ name: `${lab.stackName}-${run}-${name}`, enabled: true }),
    );
    const customer = { id, key };
    customers.push(customer);
    return customer;
  };
  const subscribe = ({ id }: Customer) =>
    apigateway.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId: id, keyType: 'API_KEY' }));
  /** API Gateway takes some seconds, sometimes a minute, to see a new key or a changed one. */
  const untilAnswered = (what: string, key: string, status: number) =>
    lab.eventually(
      what,
      async () => {
        const answer = await askOnce(key);
        return answer.status === status ? answer : undefined;
      },
      180,
    );

  try {
    await lab.prove('a method that requires no key answers everyone', async () => {
      const { status, json } = await call(health);
      assert.deepEqual([status, json], [200, { healthy: true }]);
    });

    await lab.prove('a missing, an empty and an invented key get 403', async () => {
      for (const key of [undefined, '', 'x', 'x'.repeat(20), 'x'.repeat(4000)]) {
        const answer = await ask(key);
        assert.equal(answer.status, 403, answer.text);
        assert.match(message(answer), /^expected the key of a customer/);
      }
    });

    const keyIds = [lab.output('FreeCustomerKeyId'), lab.output('GoldCustomerKeyId')];
    const gold = await keyOf(apigateway, lab.output('GoldCustomerKeyId'));
    await lab.prove(
      'the key of a customer opens the API, but the id of the key does not',
      async () => {
        const answer = await untilAnswered('the key to be known', gold, 200);
        assert.deepEqual(answer.json, { kilometers: 504.34 });
        for (const id of keyIds) assert.equal((await ask(id)).status, 403, 'the id as a key');
        return answer.text;
      },
    );

    await lab.prove('API Gateway returns the value of a key only on request', async () => {
      for (const apiKey of keyIds) {
        const { value } = await apigateway.send(new GetApiKeyCommand({ apiKey }));
        assert.equal(value, undefined);
      }
    }, ['apigateway: GetApiKey without a value']);

    const flooder = await newCustomer('flooder');
    await lab.prove('a new key gets 403 until it is in a usage plan', async () => {
      assert.equal((await ask(flooder.key)).status, 403);
      await subscribe(flooder);
      await untilAnswered('the key to be in its plan', flooder.key, 200);
    });

    const neighbor = await newCustomer('neighbor');
    await subscribe(neighbor);
    await untilAnswered('the neighbor to be in the plan', neighbor.key, 200);
    const { throttle, quota } = await apigateway.send(new GetUsagePlanCommand({ usagePlanId }));
    const burst = throttle?.burstLimit ?? 10;
    const limit = quota?.limit ?? 50;

    await lab.prove(
      'a customer who floods the API gets 429, and API Gateway still serves the others',
      async () => {
        const flood = Array.from({ length: 3 * burst }, () => askOnce(flooder.key));
        const others = [neighbor.key, gold, gold, gold].map((key) => askOnce(key));
        const answers = await Promise.all(flood);
        const refused = answers.filter(({ status }) => status === 429);
        assert.ok(refused.length > 0, `expected 429 among ${answers.length} answers at once`);
        for (const answer of refused) {
          assert.equal(answer.headers.get('retry-after'), '1', answer.text);
          assert.equal(message(answer), tooMany);
        }
        for (const { status, text } of await Promise.all(others)) assert.equal(status, 200, text);
        return `${refused.length} of ${answers.length} requests refused`;
      },
    );

    await lab.prove('a customer who waits as Retry-After says is served again', async () => {
      assert.equal((await ask(flooder.key)).status, 200);
    });

    await lab.prove(
      'a used-up quota has its own 429, and the other keys of the plan still work',
      async () => {
        const eager = await newCustomer('eager');
        await subscribe(eager);
        await untilAnswered('the eager one to be in the plan', eager.key, 200);
        let served = 0;
        const last = await lab.eventually(
          'the quota to be used up',
          async () => {
            for (;;) {
              const answer = await askOnce(eager.key);
              if (answer.status === 200) {
                served++;
                assert.ok(served <= 3 * limit, `expected an end after ${limit}, served ${served}`);
              } else {
                // A throttled request does not mean that the quota is used up, so wait and continue.
                return message(answer) === tooMany ? undefined : answer;
              }
            }
          },
          180,
        );
        assert.deepEqual(
          [last.status, message(last)],
          [429, 'the requests of this day are used up'],
        );
        assert.equal((await ask(neighbor.key)).status, 200);
        return `after ${served + 1} of ${limit} a day`;
      },
    );

    await lab.prove('the plan shows how many requests a customer has made', async () => {
      // This includes yesterday, because a day may end during the exercise.
      const day = (ago: number) =>
        new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
      const used = await lab.eventually(
        'the usage of the day',
        async () => {
          const { items = {} } = await apigateway.send(
            new GetUsageCommand({
              usagePlanId,
              keyId: flooder.id,
              startDate: day(1),
              endDate: day(0),
            }),
          );
          const sum = (items[flooder.id] ?? []).reduce((total, [one = 0]) => total + one, 0);
          return sum > 0 ? sum : undefined;
        },
        300,
      );
      return `${used} requests`;
    }, ['apigateway: GetUsage']);

    await lab.prove('a key that you remove from its plan gets 403 again', async () => {
      await apigateway.send(new DeleteUsagePlanKeyCommand({ usagePlanId, keyId: neighbor.id }));
      await untilAnswered('the key to be out of its plan', neighbor.key, 403);
    });

    await lab.prove('the backend answers a bad request with 400', async () => {
      const places = [
        '',
        'Berlin',
        '91,0',
        '0,181',
        '1e1,0',
        '52.52',
        '52.52,13.405,0',
        ',',
        '0x1,0',
      ];
      for (const place of places) {
        const answer = await ask(gold, `?from=${encodeURIComponent(place)}&to=0,0`);
        assert.equal(answer.status, 400, `${place}: ${answer.text}`);
        assert.match(message(answer), /^expected from as latitude and longitude/);
      }
      return `${places.length} places`;
    });
  } finally {
    for (const { id } of customers) await apigateway.send(new DeleteApiKeyCommand({ apiKey: id }));
  }
};

async function keyOf(apigateway: APIGatewayClient, apiKey: string): Promise<string> {
  const { value } = await apigateway.send(new GetApiKeyCommand({ apiKey, includeValue: true }));
  assert.ok(value, `expected the value of the key ${apiKey}`);
  return value;
}

function withKey(key: string | undefined): RequestInit {
  return { headers: key === undefined ? {} : { 'X-API-Key': key } };
}

function message({ json, text }: Answer): string {
  return String((json as { message?: unknown } | undefined)?.message ?? text);
}
