import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import fc from 'fast-check';
import {
  flatten,
  localDaemon,
  parseDatagram,
  parseSegment,
  receiveTraces,
  type Segment,
  waterfall,
} from '../../../../lib/patterns/api/rest-api-tracing/traces';

const header = '{"format":"json","version":1}\n';
const segment: Segment = { id: 'a', name: 'PlaceOrder', start_time: 100, end_time: 100.1 };

describe('the address of the daemon', () => {
  test.each([
    ['127.0.0.1:2000', 2000],
    ['localhost:2000', 2000],
    ['tcp:127.0.0.1:2000 udp:127.0.0.1:2001', 2001],
    ['udp:127.0.0.1:2001 tcp:127.0.0.1:2000', 2001],
  ])('%s is on this machine', (address, port) => {
    expect(localDaemon(address)).toMatchObject({ port });
  });

  test.each(['', '169.254.79.129:2000', 'udp:10.0.0.1:2000 tcp:127.0.0.1:2000'])(
    '%j is not',
    (address) => expect(localDaemon(address)).toBeUndefined(),
  );

  test.each(['127.0.0.1', '127.0.0.1:port', '127.0.0.1:70000', 'tcp:127.0.0.1:1 tcp:127.0.0.1:2'])(
    '%s is refused, with an example of a valid address',
    (address) =>
      expect(() => localDaemon(address)).toThrow('expected AWS_XRAY_DAEMON_ADDRESS such as'),
  );
});

describe('a receiver', () => {
  const freePort = async () => {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const { port } = socket.address();
    socket.close();
    await once(socket, 'close');
    return port;
  };

  test('keeps the segments that are sent to it, and nothing else', async () => {
    const address = { host: '127.0.0.1', port: await freePort() };
    const received = await receiveTraces(address);
    const sender = createSocket('udp4');
    for (const datagram of ['noise', `${header}${JSON.stringify(segment)}`]) {
      await new Promise((sent) => sender.send(datagram, address.port, address.host, sent));
    }
    while (received.segments.length === 0) await new Promise((soon) => setTimeout(soon, 5));
    expect(received.segments).toEqual([segment]);
    sender.close();
    await received.close();
  });

  test('fails with a clear message if a daemon listens there already', async () => {
    const address = { host: '127.0.0.1', port: await freePort() };
    const first = await receiveTraces(address);
    await expect(receiveTraces(address)).rejects.toThrow(
      `expected to listen on UDP 127.0.0.1:${address.port} in place of the X-Ray daemon`,
    );
    await first.close();
  });
});

describe('a datagram', () => {
  test('is a line that names the format, and a segment', () => {
    expect(parseDatagram(`${header}${JSON.stringify(segment)}`)).toEqual(segment);
  });

  test.each([
    ['nothing', ''],
    ['no header', JSON.stringify(segment)],
    ['another format', `{"format":"xml","version":1}\n${JSON.stringify(segment)}`],
    ['another version', `{"format":"json","version":2}\n${JSON.stringify(segment)}`],
    ['null as its header', `null\n${JSON.stringify(segment)}`],
    ['half a segment', `${header}{"id":"a"`],
    ['null', `${header}null`],
    ['a segment without a name', `${header}{"id":"a","start_time":1}`],
    ['a segment whose time is text', `${header}{"id":"a","name":"b","start_time":"1"}`],
    ['prototype keys alone', `${header}{"__proto__":${JSON.stringify(segment)}}`],
  ])('is ignored if it is %s', (_, datagram) => {
    expect(parseDatagram(datagram)).toBeUndefined();
  });

  test('is ignored if it is any other text, and never breaks the receiver', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseDatagram(text)).toBeUndefined();
        expect(parseDatagram(`${header}${text}`)).toBeUndefined();
        expect(parseSegment(text)).toBeUndefined();
      }),
    );
  });
});

describe('flattened', () => {
  test('a segment inside another has the id of its parent', () => {
    const inner = { ...segment, id: 'b' };
    expect(flatten([{ ...segment, subsegments: [inner] }])).toMatchObject([
      { id: 'a', parent: undefined },
      { id: 'b', parent: 'a' },
    ]);
  });

  test('a segment that came twice, open and complete, is listed once, complete', () => {
    const { end_time: _, ...open } = segment;
    expect(flatten([open, segment])).toMatchObject([{ id: 'a', end_time: 100.1 }]);
    expect(flatten([segment, open])).toMatchObject([{ id: 'a', end_time: 100.1 }]);
  });

  test('a segment that X-Ray only inferred is left out', () => {
    expect(flatten([segment, { ...segment, id: 'b', inferred: true }])).toHaveLength(1);
  });
});

describe('a waterfall', () => {
  const call = (id: string, start_time: number, end_time: number, more: Partial<Segment> = {}) => ({
    id,
    name: 'DynamoDB',
    parent_id: 'a',
    aws: { operation: 'PutItem' },
    http: { response: { status: 200 } },
    start_time,
    end_time,
    ...more,
  });

  test('shows each segment below its parent with its time, and the annotations', () => {
    const drawn = waterfall(
      [
        call('c', 100.06, 100.09, { fault: true, http: { response: { status: 400 } } }),
        call('b', 100.01, 100.05),
        { ...segment, annotations: { order_outcome: 'created' } },
      ],
      10,
    );
    expect(drawn.split('\n')).toEqual([
      'PlaceOrder                                100 ms  ██████████',
      '  order_outcome = "created"',
      '  DynamoDB PutItem                 200     40 ms   ████',
      '  DynamoDB PutItem           fault 400     30 ms        ███',
    ]);
  });

  test('draws a segment whose parent has not arrived, and draws an open one to the end', () => {
    const { end_time: _, ...open } = segment;
    const drawn = waterfall([open, call('b', 100.05, 100.1, { parent_id: 'lost' })], 10);
    expect(drawn.split('\n')).toEqual([
      'PlaceOrder                       open  ██████████',
      'DynamoDB PutItem        200     50 ms       █████',
    ]);
  });

  test('draws a single segment that took no time', () => {
    expect(waterfall([{ ...segment, end_time: 100 }], 10)).toMatch(/PlaceOrder +0 ms {2}█$/);
  });

  test('of no segments is empty', () => {
    expect(waterfall([])).toBe('');
  });
});
