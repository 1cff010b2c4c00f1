import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { type StandIn, startStandIn } from '../../support/aws-emulator';
import { temporaryFolder } from '../../support/folder';
import { type Incoming, sign } from '../../support/signature';

// On a busy machine, a certificate takes a while.
jest.setTimeout(30_000);

/** A request that is signed well, at a time. */
async function signed(standIn: StandIn, signingDate = new Date(), keys = standIn.keys) {
  const body = Buffer.from('Action=GetCallerIdentity&Version=2011-06-15');
  const plain: Incoming = {
    method: 'POST',
    path: '/',
    headers: {
      host: new URL(standIn.endpoint).host,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body,
  };
  const scope = { service: 'sts', region: 'us-east-1', signingDate };
  return { ...plain, headers: await sign(plain, keys, scope) };
}

/** The status and the text with which it answers a request. */
function send(standIn: StandIn, { method, path, headers, body }: Incoming) {
  const { hostname, port } = new URL(standIn.endpoint);
  const ca = readFileSync(join(standIn.folder, 'ca.pem'));
  return new Promise<{ status?: number; text: string }>((resolve, reject) => {
    const sent = request({ hostname, port, ca, method, path, headers }, (reply) => {
      let text = '';
      reply.on('data', (chunk) => {
        text += chunk;
      });
      reply.on('end', () => resolve({ status: reply.statusCode, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

// What the other tests show of the sandbox is worth nothing if this checks nothing.
describe('the stand-in for AWS Emulator', () => {
  let standIn: StandIn;
  beforeAll(async () => {
    standIn = await startStandIn({ home: temporaryFolder() });
  });
  afterAll(() => standIn.stop());

  test('takes what is signed with its keys', async () => {
    const { status, text } = await send(standIn, await signed(standIn));
    expect(status).toBe(200);
    expect(text).toContain('<Account>000000000000</Account>');
  });

  const alterations: [string, (good: Incoming) => Incoming, string][] = [
    [
      'without a signature',
      ({ headers: { authorization: _, ...headers }, ...rest }) => ({ ...rest, headers }),
      'MissingAuthenticationToken',
    ],
    [
      'with a signature of another form',
      (good) => ({ ...good, headers: { ...good.headers, authorization: 'Bearer abc' } }),
      'IncompleteSignature',
    ],
    [
      'with another body',
      (good) => ({ ...good, body: Buffer.from(`${good.body}`.replace('2011', '2012')) }),
      'SignatureDoesNotMatch',
    ],
    ['with another path', (good) => ({ ...good, path: '/other' }), 'SignatureDoesNotMatch'],
    ['with another query', (good) => ({ ...good, path: '/?a=1' }), 'SignatureDoesNotMatch'],
    ['with another method', (good) => ({ ...good, method: 'PUT' }), 'SignatureDoesNotMatch'],
    [
      'with another header that is signed',
      (good) => ({
        ...good,
        headers: { ...good.headers, 'content-type': 'application/x-www-form-urlencoded; a' },
      }),
      'SignatureDoesNotMatch',
    ],
    [
      'with a session token that nobody gave out',
      (good) => ({ ...good, headers: { ...good.headers, 'x-amz-security-token': 'made up' } }),
      'InvalidClientTokenId',
    ],
    [
      'with a hash that is not that of its body',
      (good) => ({ ...good, headers: { ...good.headers, 'x-amz-content-sha256': '0'.repeat(64) } }),
      'XAmzContentSHA256Mismatch',
    ],
  ];
  test.each(alterations)('refuses a request %s', async (_, alter, name) => {
    const { status, text } = await send(standIn, alter(await signed(standIn)));
    expect({ status, text }).toMatchObject({ status: 403, text: expect.stringContaining(name) });
  });

  test('refuses other keys, another secret, and a signature that is ten minutes old', async () => {
    const others = [
      await signed(standIn, new Date(), { ...standIn.keys, accessKeyId: 'other-key' }),
      await signed(standIn, new Date(), { ...standIn.keys, secretAccessKey: 'other' }),
      await signed(standIn, new Date(Date.now() - 600_000)),
    ];
    const answers = await Promise.all(others.map((one) => send(standIn, one)));
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
  });

  test('answers 501 to everything else, in the form of its protocol', async () => {
    const good = await signed(standIn);
    const body = Buffer.from('Action=AssumeRole&Version=2011-06-15');
    const { authorization: _, ...headers } = good.headers;
    const again = await sign({ ...good, headers, body }, standIn.keys, {
      service: 'sts',
      region: 'us-east-1',
    });
    const { status, text } = await send(standIn, { ...good, headers: again, body });
    expect({ status, text }).toEqual({
      status: 501,
      text: expect.stringContaining('<Code>NotImplemented</Code>'),
    });
  });
});
