import { call, callableUrl, callOnce, isLoopback } from '../../../lib/exercise/http';

const url = 'https://a1b2c3d4.execute-api.eu-central-1.amazonaws.com/prod/orders?page=2';

describe('the address of an API', () => {
  test('is the one of the output on AWS', () => {
    expect(callableUrl(url, '')).toBe(url);
    expect(callableUrl(url, 'https://vpce-1.execute-api.eu-central-1.vpce.amazonaws.com')).toBe(
      url,
    );
  });

  test.each(['http://127.0.0.1:4566', 'http://localhost:4566/', 'http://[::1]:4566'])(
    'is a path below %s, because that is an emulator on this machine',
    (endpoint) => {
      expect(callableUrl(url, endpoint)).toBe(
        `${endpoint.replace(/\/$/, '')}/_aws/execute-api/a1b2c3d4/prod/orders?page=2`,
      );
    },
  );

  test('is taken from the environment of the SDK unless it is said', () => {
    expect(callableUrl(url)).toBe(
      'http://127.0.0.1:9/_aws/execute-api/a1b2c3d4/prod/orders?page=2',
    );
  });

  test('is left alone if it is not that of an API', () => {
    const page = 'https://d111111abcdef8.cloudfront.net/index.html';
    expect(callableUrl(page, 'http://127.0.0.1:4566')).toBe(page);
  });

  test.each(['127.0.0.1.example', '128.0.0.1', 'localhost.example', '0.0.0.0', ''])(
    'is not taken for one on this machine because the endpoint is at %j',
    (hostname) => expect(isLoopback(hostname)).toBe(false),
  );
});

describe('a call', () => {
  const answer = (status: number, text: string) => new Response(text, { status });

  test('has the text of the answer, and the JSON if it is any', async () => {
    const fetched = jest.spyOn(globalThis, 'fetch');
    fetched.mockResolvedValueOnce(answer(200, '{"id":1}'));
    expect(await callOnce(url)).toMatchObject({ status: 200, text: '{"id":1}', json: { id: 1 } });
    fetched.mockResolvedValueOnce(answer(502, '<html>'));
    expect(await callOnce(url)).toMatchObject({ status: 502, text: '<html>', json: undefined });
  });

  test('that an emulator has not built is an error, and on AWS an answer', async () => {
    const fetched = jest.spyOn(globalThis, 'fetch');
    fetched.mockResolvedValueOnce(answer(501, ''));
    await expect(
      callOnce('http://127.0.0.1:4566/_aws/execute-api/a1/prod?key=1', { method: 'POST' }),
    ).rejects.toThrow('not built in this emulator: POST /_aws/execute-api/a1/prod');
    fetched.mockResolvedValueOnce(answer(501, 'mine'));
    expect(await callOnce(url)).toMatchObject({ status: 501, text: 'mine' });
  });

  test('is repeated while it is throttled, with a growing pause', async () => {
    const pauses: number[] = [];
    jest.spyOn(globalThis, 'setTimeout').mockImplementation(((wake: () => void, pause: number) => {
      pauses.push(pause);
      wake();
    }) as typeof setTimeout);
    jest
      .spyOn(globalThis, 'fetch')
      .mockResolvedValueOnce(answer(429, ''))
      .mockResolvedValueOnce(answer(429, ''))
      .mockResolvedValueOnce(answer(201, '{}'));
    expect((await call(url)).status).toBe(201);
    expect(pauses).toEqual([200, 400]);
  });
});
