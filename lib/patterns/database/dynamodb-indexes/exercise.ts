import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Exercise } from '../../../model/exercise';

interface Page {
  readonly orders: readonly Readonly<Record<string, string | number>>[];
  readonly cursor?: string;
}
interface Taken {
  readonly placedAt: string;
  readonly units: Readonly<Record<string, number>>;
}

export const exercise: Exercise = async (lab) => {
  const dynamodb = new DynamoDBClient({});
  const lambda = new LambdaClient({});
  const TableName = lab.output('OrdersTableName');

  const run = randomUUID().slice(0, 8);
  const [ann, bob] = [`ann-${run}`, `bob-${run}`];
  const warehouse = `ulm-${run}`;
  const placed: { readonly customer: string; readonly order: string }[] = [];

  /** The answer of a function, or the message of the error that it threw. */
  const invoke = async (FunctionName: string, event: object) => {
    const { Payload, FunctionError } = await lambda.send(
      new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }),
    );
    const answer = JSON.parse(Buffer.from(Payload ?? []).toString());
    return FunctionError ? { failed: String(answer.errorMessage) } : { answer };
  };
  const take = async (event: object): Promise<Taken> => {
    const { answer, failed } = await invoke(lab.output('OrderTakerName'), event);
    assert.equal(failed, undefined);
    return answer;
  };
  const place = (customer: string, order: string, totalCents: number) => {
    placed.push({ customer, order });
    return take({ place: { customer, order, warehouse, totalCents } });
  };
  const ship = (customer: string, order: string) => take({ ship: { customer, order } });
  const find = async (question: object): Promise<Page> => {
    const { answer, failed } = await invoke(lab.output('OrderFinderName'), question);
    assert.equal(failed, undefined);
    return answer;
  };
  const refusal = async (question: object) => {
    const { failed } = await invoke(lab.output('OrderFinderName'), question);
    assert.ok(failed, 'expected the function to refuse the question');
    return failed;
  };
  const names = ({ orders }: Page) => orders.map(({ order }) => order);
  /** Asks until a global index, which follows its table asynchronously, gives the wanted page. */
  const indexed = (what: string, question: object, wanted: (page: Page) => boolean) =>
    lab.eventually(what, async () => {
      const page = await find(question);
      return wanted(page) ? page : undefined;
    });
  const query = (IndexName: string, key: string, value: string, ConsistentRead = false) =>
    dynamodb.send(
      new QueryCommand({
        TableName,
        IndexName,
        KeyConditionExpression: '#key = :value',
        ExpressionAttributeNames: { '#key': key },
        ExpressionAttributeValues: { ':value': { S: value } },
        ConsistentRead,
      }),
    );

  // The exercise places these orders as c, a, b, and their numbers sort as a, b, c.
  const [c, a, b] = [`c-${run}`, `a-${run}`, `b-${run}`];

  await lab.prove(
    'a write consumes units in the table and in every index that contains the item',
    async () => {
      const { units } = await place(ann, c, 300);
      assert.deepEqual(units, { table: 1, ByPlacedAt: 1, OpenByWarehouse: 1, ByOrder: 1 });
      return '4 write units for one small order';
    },
  );

  await place(ann, a, 100);
  const { placedAt: last } = await place(ann, b, 200);
  await place(bob, `z-${run}`, 900);

  await lab.prove('a local index has the same partition key and another sort key', async () => {
    assert.deepEqual(names(await find({ by: 'customer', of: ann, consistent: true })), [a, b, c]);
    assert.deepEqual(names(await find({ by: 'time', of: ann, consistent: true })), [c, a, b]);
    const since = await find({ by: 'time', of: ann, from: last, consistent: true });
    assert.deepEqual(names(since), [b]);
    return 'by number a, b, c; by time c, a, b';
  });

  await lab.prove(
    'a strongly consistent read of the local index returns an order that was just placed',
    async () => {
      for (let round = 0; round < 5; round++) {
        const order = `d${round}-${run}`;
        await place(bob, order, 1);
        const found = await find({ by: 'time', of: bob, limit: 100, consistent: true });
        assert.equal(names(found).at(-1), order);
      }
      return '5 times out of 5';
    },
  );

  await lab.prove(
    'a global index with another partition key returns orders of all customers',
    async () => {
      const question = { by: 'warehouse', of: warehouse, limit: 100 };
      const page = await indexed(
        'nine open orders',
        question,
        ({ orders }) => orders.length === placed.length,
      );
      assert.deepEqual(new Set(page.orders.map(({ customer }) => customer)), new Set([ann, bob]));
      return `${page.orders.length} open orders of 2 customers`;
    },
  );

  await lab.prove('DynamoDB refuses a strongly consistent read of a global index', async () => {
    for (const [index, key, value] of [
      ['OpenByWarehouse', 'openAt', warehouse],
      ['ByOrder', 'order', a],
    ] as const) {
      await assert.rejects(query(index, key, value, true), { name: 'ValidationException' });
    }
    const words = await refusal({ by: 'warehouse', of: warehouse, consistent: true });
    assert.match(words, /^expected an eventually consistent read/);
    return 'ValidationException from DynamoDB; the function refuses it even earlier';
  });

  await lab.prove(
    'an index contains the keys and the projected attributes, and nothing else',
    async () => {
      const [open] = (await query('OpenByWarehouse', 'openAt', warehouse)).Items ?? [];
      assert.deepEqual(Object.keys(open ?? {}).sort(), [
        'customer',
        'openAt',
        'order',
        'placedAt',
        'totalCents',
      ]);
      const [key] = await lab.eventually('the order in its index', async () => {
        const { Items = [] } = await query('ByOrder', 'order', a);
        return Items.length > 0 ? Items : undefined;
      });
      assert.deepEqual(Object.keys(key ?? {}).sort(), ['customer', 'order']);
      const [local] = (await query('ByPlacedAt', 'customer', ann, true)).Items ?? [];
      assert.ok(local?.state && local.warehouse, 'expected the attributes that ALL projects');
      return 'INCLUDE 5 attributes, KEYS_ONLY 2, ALL 7';
    },
  );

  await lab.prove('the order number alone is enough to find the whole order', async () => {
    const { orders } = await find({ by: 'order', of: a });
    assert.equal(orders.length, 1);
    const [{ customer, totalCents, state } = {}] = orders;
    assert.deepEqual(
      { customer, totalCents, state },
      { customer: ann, totalCents: 100, state: 'open' },
    );
  });

  await lab.prove('a shipped order leaves the sparse index and stays in the others', async () => {
    const { units } = await ship(ann, a);
    // The write consumes no unit in ByOrder, because the keys of the order do not change.
    assert.deepEqual(
      { ByOrder: 0, ...units },
      {
        table: 1,
        ByPlacedAt: 1,
        OpenByWarehouse: 1,
        ByOrder: 0,
      },
    );
    const open = await indexed(
      'the index without it',
      { by: 'warehouse', of: warehouse, limit: 100 },
      (page) => !names(page).includes(a),
    );
    assert.equal(open.orders.length, placed.length - 1);
    assert.deepEqual(names(await find({ by: 'time', of: ann, consistent: true })), [c, a, b]);
    assert.deepEqual(names(await find({ by: 'order', of: a })), [a]);
    const { failed } = await invoke(lab.output('OrderTakerName'), {
      ship: { customer: ann, order: a },
    });
    assert.equal(failed, 'expected an open order, found none');
  });

  await lab.prove(
    'pages follow each other without a gap in the table and in each index',
    async () => {
      for (const [by, of, count] of [
        ['customer', bob, 6],
        ['time', bob, 6],
        ['warehouse', warehouse, placed.length - 1],
      ] as const) {
        const whole = names(await find({ by, of, limit: 100 }));
        assert.equal(whole.length, count);
        const seen: unknown[] = [];
        let cursor: string | undefined;
        do {
          const page = await find({ by, of, limit: 2, ...(cursor && { cursor }) });
          assert.ok(page.orders.length <= 2, 'orders on a page');
          seen.push(...names(page));
          cursor = page.cursor;
        } while (cursor);
        assert.deepEqual(seen, whole);
      }
      return 'by customer, by time and by warehouse, two orders a page';
    },
  );

  await lab.prove(
    'a cursor gives no access to another partition and fits no other question',
    async () => {
      const { cursor } = await find({ by: 'time', of: bob, limit: 1 });
      assert.ok(cursor, 'a cursor behind the first order');
      // The cursor is a position and not a permission: the question alone decides the customer.
      const { orders } = await find({ by: 'time', of: ann, cursor });
      assert.deepEqual(
        orders.filter(({ customer }) => customer !== ann),
        [],
      );
      for (const other of [
        { by: 'customer', of: bob, cursor },
        { by: 'time', of: bob, cursor: 'bm8gY3Vyc29y' },
        { by: 'time', of: bob, from: '9', cursor },
      ])
        assert.match(await refusal(other), /^expected a cursor of this question/);
    },
  );

  await lab.prove('the table and its indexes have the same maximum of writes', async () => {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
    const maxima = [Table, ...(Table?.GlobalSecondaryIndexes ?? [])].map(
      (part) => part?.OnDemandThroughput?.MaxWriteRequestUnits,
    );
    assert.deepEqual(maxima, [100, 100, 100]);
  }, ['AWS::DynamoDB::Table.OnDemandThroughput']);

  /** Changes the limit of the index; the caller puts the deployed value back. */
  const limitIndex = async (MaxWriteRequestUnits: number) => {
    await dynamodb.send(
      new UpdateTableCommand({
        TableName,
        GlobalSecondaryIndexUpdates: [
          {
            Update: {
              IndexName: 'OpenByWarehouse',
              OnDemandThroughput: { MaxReadRequestUnits: 200, MaxWriteRequestUnits },
            },
          },
        ],
      }),
    );
    await lab.eventually(
      'the table to be active again',
      async () => {
        const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
        const parts = [
          Table?.TableStatus,
          ...(Table?.GlobalSecondaryIndexes ?? []).map(({ IndexStatus }) => IndexStatus),
        ];
        return parts.every((status) => status === 'ACTIVE') || undefined;
      },
      300,
    );
  };
  await lab.prove('an index that cannot keep up throttles the writes of its table', async () => {
    const impatient = new DynamoDBClient({ maxAttempts: 1 });
    const reasons = new Set<string>();
    try {
      await limitIndex(1);
      await lab.eventually(
        'a throttled write',
        async () => {
          const writes = Array.from({ length: 40 }, () => {
            const order = `t-${randomUUID()}`;
            placed.push({ customer: bob, order });
            const Item = {
              customer: { S: bob },
              order: { S: order },
              placedAt: { S: new Date().toISOString() },
              openAt: { S: warehouse },
            };
            return impatient.send(new PutItemCommand({ TableName, Item }));
          });
          for (const result of await Promise.allSettled(writes)) {
            if (result.status === 'fulfilled') continue;
            const { ThrottlingReasons, throttlingReasons } = result.reason;
            for (const { reason, resource } of ThrottlingReasons ?? throttlingReasons ?? [])
              if (String(resource).endsWith('/index/OpenByWarehouse')) reasons.add(reason);
          }
          return reasons.size > 0 || undefined;
        },
        120,
      );
    } finally {
      await limitIndex(100);
    }
    return [...reasons].join(', ');
  }, ['dynamodb: throttling']);

  for (const { customer, order } of placed) {
    const Key = { customer: { S: customer }, order: { S: order } };
    await dynamodb.send(new DeleteItemCommand({ TableName, Key }));
  }
};
