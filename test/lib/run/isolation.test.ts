import { emulatorEnvironment, loopbackEndpoint } from '../../../lib/run/isolation';

describe('the address of an emulator', () => {
  test.each([
    ['http://127.0.0.1:4566', 'http://127.0.0.1:4566'],
    ['http://127.1.2.3:80/', 'http://127.1.2.3'],
    ['http://localhost:4566', 'http://127.0.0.1:4566'],
    ['http://[::1]:4566', 'http://[::1]:4566'],
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
    'https://127.0.0.1:4566',
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

  test('runs the same Node as the sandbox itself', () => {
    expect(env.PATH?.startsWith(process.execPath.replace(/\/[^/]+$/, ''))).toBe(true);
  });

  test('is not made for an address elsewhere', () => {
    expect(() => emulatorEnvironment(person, 'http://10.0.0.1', '/run')).toThrow(
      'expected AWS_ENDPOINT_URL',
    );
  });
});
