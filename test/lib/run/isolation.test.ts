import { emulatorEnvironment, loopbackEndpoint } from '../../../lib/run/isolation';

describe('the address of an emulator', () => {
  test.each([
    ['http://127.0.0.1:4566', 'http://127.0.0.1:4566'],
    ['http://127.1.2.3:80/', 'http://127.1.2.3'],
    ['http://localhost:4566', 'http://127.0.0.1:4566'],
    ['http://[::1]:4566', 'http://[::1]:4566'],
    ['https://127.0.0.1:9297/', 'https://127.0.0.1:9297'],
    ['https://localhost:9297', 'https://127.0.0.1:9297'],
    ['https://ada:secret@127.0.0.1:9297', 'https://127.0.0.1:9297'],
  ])('may be %s', (given, used) => {
    expect(loopbackEndpoint(given)).toBe(used);
  });

  test.each([
    'https://sqs.us-east-1.amazonaws.com',
    'http://10.0.0.1:4566',
    'http://127.0.0.1.example.com:4566',
    'http://localhost.example.com',
    'http://127.0.0.1@example.com',
    'http://0.0.0.0:4566',
    'ftp://127.0.0.1',
    'https://10.0.0.1:9297',
    'https://127.0.0.1.example.com:9297',
    'https://127.0.0.1@example.com',
    '127.0.0.1:4566',
    '',
  ])('may not be %s', (url) => {
    expect(() => loopbackEndpoint(url)).toThrow(/^expected AWS_ENDPOINT_URL .*, got /);
  });
});

describe('the environment of the emulator', () => {
  const person = {
    PATH: '/usr/bin',
    HOME: '/home/ada',
    AWS_PROFILE: 'production',
    AWS_ACCESS_KEY_ID: 'AKIAREALKEY',
    AWS_SECRET_ACCESS_KEY: 'real',
    AWS_SESSION_TOKEN: 'real',
    AWS_REGION: 'eu-west-1',
    AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/Admin',
    AWS_WEB_IDENTITY_TOKEN_FILE: '/token',
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/credentials',
    AWS_ENDPOINT_URL_SQS: 'https://sqs.eu-west-1.amazonaws.com',
    AWS_CONFIG_FILE: '/home/ada/.aws/config',
    CDK_DEFAULT_ACCOUNT: '123456789012',
    HTTPS_PROXY: 'http://proxy:3128',
    https_proxy: 'http://proxy:3128',
  };
  const env = emulatorEnvironment(person, 'http://127.0.0.1:4566', '/run');

  test('passes on nothing that could lead to an account of the person', () => {
    expect(Object.keys(env).filter((name) => name in person)).toEqual([
      'PATH',
      'HOME',
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_REGION',
      'AWS_CONFIG_FILE',
    ]);
    expect(JSON.stringify(env)).not.toMatch(
      /AKIAREALKEY|production|eu-west-1|123456789012|proxy|\.aws|ada/,
    );
  });

  test('gives the CDK CLI a home of its own, so that it reads no .cdk.json of the person', () => {
    expect(env).toMatchObject({ HOME: '/run', USERPROFILE: '/run', CDK_HOME: '/run/cdk' });
  });

  test('names an account that is nobody’s and an endpoint on this machine', () => {
    expect(env).toMatchObject({
      AWS_ACCESS_KEY_ID: '000000000000',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      AWS_EC2_METADATA_DISABLED: 'true',
    });
  });

  test('has the keys and the certificate of an emulator on https, and no way around the latter', () => {
    const careless = {
      ...person,
      AWS_CA_BUNDLE: '/company.pem',
      NODE_EXTRA_CA_CERTS: '/company.pem',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    };
    const access = { accessKeyId: 'a', secretAccessKey: 's', certificate: '/ca.pem' };
    const given = emulatorEnvironment(careless, 'https://localhost:9297', '/run', access);
    expect(given).toMatchObject({
      AWS_ENDPOINT_URL: 'https://127.0.0.1:9297',
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 's',
      AWS_CA_BUNDLE: '/ca.pem',
      NODE_EXTRA_CA_CERTS: '/ca.pem',
    });
    expect(given).not.toHaveProperty('NODE_TLS_REJECT_UNAUTHORIZED');
    expect(given).not.toHaveProperty('AWS_SESSION_TOKEN');
    expect(env).not.toHaveProperty('AWS_CA_BUNDLE');
  });

  test('runs the same Node as the sandbox itself', () => {
    expect(env.PATH?.startsWith(process.execPath.replace(/\/[^/]+$/, ''))).toBe(true);
  });

  test('is not made for an address elsewhere', () => {
    expect(() => emulatorEnvironment(person, 'http://10.0.0.1', '/run')).toThrow(
      'expected AWS_ENDPOINT_URL',
    );
  });
});
