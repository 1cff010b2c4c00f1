import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import { type Answer, call, callableUrl } from '../../../exercise/http';
import type { Exercise } from '../../../model/exercise';
import { compact, newIssuer } from './issuer';

export const exercise: Exercise = async (lab) => {
  const dynamodb = new DynamoDBClient({});
  const reportsUrl = callableUrl(lab.output('ReportsUrl'));
  const tenantsUrl = callableUrl(lab.output('TenantsUrl'));
  const reportsTable = lab.output('ReportsTableName');
  const keySets = { TableName: lab.output('KeySetsTableName') };
  const iss = lab.output('Issuer');
  const aud = lab.output('Audience');

  const run = randomUUID().slice(0, 8);
  const home = `home-${run}`;
  const other = `other-${run}`;
  const issuer = newIssuer();
  const stranger = newIssuer();

  /** The claims of a valid token. Each token has its own id, so the cache has no policy for it yet. */
  const claims = (parts: object = {}) => ({
    iss,
    aud,
    sub: `exercise-${run}`,
    jti: randomUUID(),
    exp: inSeconds(600),
    tenant: home,
    scope: 'reports:read reports:write',
    audits: [home, other],
    ...parts,
  });
  const good = (parts: object = {}) => issuer.token(claims(parts));
  const ask = async (url: string, token: string | undefined, init: RequestInit = {}) => {
    const headers = token === undefined ? undefined : { Authorization: `Bearer ${token}` };
    const send = () => call(url, { ...init, ...(headers && { headers }) });
    const answer = await send();
    // An authorizer that times out gives a 500 without a message, before anything else happens. On a busy
    // machine, the start of a worker of the emulator can take the five seconds of the function.
    const timedOut = answer.status === 500 && /"message":\s*null/.test(answer.text);
    return timedOut ? send() : answer;
  };
  const list = (token?: string) => ask(reportsUrl, token);
  const post = (token: string | undefined, body: object) =>
    ask(reportsUrl, token, { method: 'POST', body: JSON.stringify(body) });
  const ofTenant = (token: string | undefined, tenant = other) =>
    ask(`${tenantsUrl}/${tenant}/reports`, token);

  const key = { issuer: { S: iss } };
  const { Item: before } = await dynamodb.send(new GetItemCommand({ ...keySets, Key: key }));
  try {
    await dynamodb.send(
      new PutItemCommand({ ...keySets, Item: { ...key, keySet: { S: issuer.keySet } } }),
    );

    // Only the emulator counts the start of the function toward its timeout. AWS allows the start ten
    // seconds of its own.
    await lab.eventually('the authorizer to start', async () =>
      (await list(good())).status === 500 ? undefined : true,
    );

    await lab.prove('a call without a token gets 401 and learns which header to send', async () => {
      for (const answer of [await list(), await post(undefined, {}), await ofTenant(undefined)]) {
        assert.equal(answer.status, 401, answer.text);
        assert.equal(answer.headers.get('www-authenticate'), 'Bearer');
        assert.match(message(answer), /^expected a valid token/);
      }
    });

    const token = good();
    await lab.prove('a token that the issuer signed grants access', () =>
      // The function may cache the keys of an earlier run for a minute.
      lab.eventually(
        'the function to read the new key set',
        async () => {
          const { status } = await list(token);
          assert.ok([200, 401].includes(status), `expected 200 or 401, got ${status}`);
          return status === 200 ? '200' : undefined;
        },
        90,
      ),
    );

    await lab.prove(
      'the backend uses the tenant and the caller of the token, not those of the body',
      async () => {
        const posted = await post(token, { title: run, author: 'somebody', tenant: other });
        assert.equal(posted.status, 201, posted.text);
        assert.equal((posted.json as { author?: unknown }).author, `exercise-${run}`);
        const { json } = await list(token);
        assert.deepEqual(json, { tenant: home, reports: [posted.json] });
        return `author ${(posted.json as { author?: unknown }).author}`;
      },
    );

    await lab.prove(
      'API Gateway caches the policy of a token for its next calls, even to another method',
      async () => {
        const kept = good();
        const answers = [await list(kept), await post(kept, { title: run }), await list(kept)];
        assert.deepEqual(
          answers.map(({ status }) => status),
          [200, 201, 200],
        );
        assert.equal(new Set(answers.map(decision)).size, 1, 'decisions');
        return 'three calls, one decision';
      },
    );

    await lab.prove('without a cache, the function decides every request', async () => {
      const answers = [await ofTenant(token), await ofTenant(token)];
      assert.deepEqual(
        answers.map(({ status }) => status),
        [200, 200],
      );
      assert.equal(new Set(answers.map(decision)).size, 2, 'decisions');
      return 'two calls, two decisions';
    });

    await lab.prove('a forged, expired or foreign token gets 401 everywhere', async () => {
      const [head, , signature] = token.split('.');
      const changed = compact({}, claims({ tenant: other })).split('.')[1];
      const [published] = (JSON.parse(issuer.keySet) as { keys: { kid: string }[] }).keys;
      const kid = published?.kid;
      const tokens = {
        'of another key': stranger.token(claims(), { kid }),
        'of an unknown key': stranger.token(claims()),
        'with other claims': `${head}.${changed}.${signature}`,
        'of alg none': compact({ alg: 'none' }, claims()),
        'of alg none, with a signature': issuer.token(claims(), { alg: 'none' }),
        'of HS256 with the public key': compact({ alg: 'HS256', kid }, claims(), (data) =>
          createHmac('sha256', issuer.keySet).update(data).digest(),
        ),
        'that has expired': good({ exp: inSeconds(-1) }),
        'that is not valid yet': good({ nbf: inSeconds(600) }),
        'without an end': good({ exp: undefined }),
        'of another issuer': good({ iss: 'https://login.example.org/' }),
        'for another audience': good({ aud: 'https://other.example.com' }),
        'of nobody': good({ sub: undefined }),
        'that is none': 'a.b.c',
      };
      for (const [what, one] of Object.entries(tokens)) {
        for (const answer of [await list(one), await ofTenant(one)])
          assert.equal(answer.status, 401, `a token ${what}: ${answer.text}`);
      }
      return `${Object.keys(tokens).length} tokens, two authorizers`;
    });

    await lab.prove(
      'a valid token gets 403 only for the calls that it does not grant',
      async () => {
        const reader = good({ scope: 'reports:read' });
        const answers = [
          await list(reader),
          await post(reader, { title: run }),
          await list(reader),
          await list(good({ scope: '' })),
          await list(good({ tenant: '*' })),
        ];
        assert.deepEqual(
          answers.map(({ status }) => status),
          [200, 403, 200, 403, 403],
        );
        return message(answers[1]);
      },
    );

    await lab.prove('the path decides too: one token grants two tenants and no third', async () => {
      const answers = [];
      for (const tenant of [home, other, `third-${run}`, '*', '__proto__'])
        answers.push(await ofTenant(token, tenant));
      assert.deepEqual(
        answers.map(({ status }) => status),
        [200, 200, 403, 403, 403],
      );
    });

    await lab.prove(
      'a cached policy outlives its token; without a cache, the token ends on time',
      async () => {
        const exp = inSeconds(3);
        const short = good({ exp });
        assert.equal((await list(short)).status, 200);
        await lab.eventually('the token to expire', async () =>
          Date.now() > (exp + 1) * 1000 ? true : undefined,
        );
        assert.deepEqual([(await list(short)).status, (await ofTenant(short)).status], [200, 401]);
      },
    );

    await lab.prove('the backend answers an invalid report with 400', async () => {
      for (const body of [{}, { title: '' }, { title: 1 }, { title: 'x'.repeat(201) }, []]) {
        const answer = await post(token, body);
        assert.equal(answer.status, 400, answer.text);
        assert.match(message(answer), /^expected a report such as/);
      }
    });
  } finally {
    if (before) await dynamodb.send(new PutItemCommand({ ...keySets, Item: before }));
    else await dynamodb.send(new DeleteItemCommand({ ...keySets, Key: key }));
    const pages = paginateQuery(
      { client: dynamodb },
      {
        TableName: reportsTable,
        KeyConditionExpression: 'tenant = :tenant',
        ExpressionAttributeValues: { ':tenant': { S: home } },
        ProjectionExpression: 'tenant, id',
      },
    );
    for await (const { Items = [] } of pages) {
      for (const Key of Items)
        await dynamodb.send(new DeleteItemCommand({ TableName: reportsTable, Key }));
    }
  }
};

function inSeconds(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds;
}

function decision({ headers }: Answer): string {
  const id = headers.get('x-decision');
  assert.ok(id, 'expected the id of a decision');
  return id;
}

function message(answer: Answer | undefined): string {
  const { message, Message } = (answer?.json ?? {}) as { message?: string; Message?: string };
  // API Gateway's own policy check spells it Message.
  return message ?? Message ?? String(answer?.text);
}
