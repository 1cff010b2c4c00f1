import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessTo } from '../../../lib/sandbox/access';
import { selfSigned } from '../../support/aws-emulator';
import { temporaryFolder } from '../../support/folder';

const { cert } = selfSigned(temporaryFolder());
const endpoint = 'https://127.0.0.1:9297';
const keys =
  '# made at start\n[default]\naws_access_key_id = own-key\naws_secret_access_key=s3/cr+et=\n';

/** A home with the folder that AWS Emulator writes, or with parts of it. */
function home(files: Readonly<Record<string, string>>, port = '9297'): string {
  const made = temporaryFolder();
  const folder = join(made, '.aws', 'emulator', port);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return made;
}

/** The environment of a person with an account, and with a bundle of certificates. */
function person(bundle: string) {
  const file = join(temporaryFolder(), 'bundle.pem');
  writeFileSync(file, bundle);
  return {
    AWS_CA_BUNDLE: file,
    AWS_ACCESS_KEY_ID: 'personal-key',
    AWS_SECRET_ACCESS_KEY: 'personal',
  };
}

describe('access to an emulator', () => {
  test('on plain http takes keys that no account knows, whatever the person has', () => {
    expect(accessTo('http://127.0.0.1:4566', person(cert))).toMatchObject({
      accessKeyId: '000000000000',
      secretAccessKey: 'emulator',
    });
  });

  test('of AWS is what it has written for its port, not what the person has', () => {
    const at = home({ 'ca.pem': cert, emulator_credentials: keys });
    const folder = join(at, '.aws', 'emulator', '9297');
    expect(accessTo(endpoint, person(cert), at)).toEqual({
      accessKeyId: 'own-key',
      secretAccessKey: 's3/cr+et=',
      certificate: join(folder, 'ca.pem'),
      pem: cert,
      source: folder,
    });
  });

  test('has the session token, if there is one', () => {
    const at = home({ 'ca.pem': cert, emulator_credentials: `${keys}aws_session_token = t\n` });
    expect(accessTo(endpoint, {}, at)).toMatchObject({ sessionToken: 't' });
  });

  test('takes any keys where AWS Emulator has written none, because it checks none', () => {
    const at = home({ 'ca.pem': cert });
    expect(accessTo(endpoint, person(cert), at)).toMatchObject({
      accessKeyId: '000000000000',
      certificate: join(at, '.aws', 'emulator', '9297', 'ca.pem'),
    });
  });

  test('without a port is that of port 443', () => {
    const at = home({ 'ca.pem': cert, emulator_credentials: keys }, '443');
    expect(accessTo('https://127.0.0.1', {}, at)).toMatchObject({ accessKeyId: 'own-key' });
  });

  test('is what the person has, where the folder is not there', () => {
    const env = { ...person(cert), AWS_SESSION_TOKEN: 't' };
    expect(accessTo(endpoint, env, temporaryFolder())).toEqual({
      accessKeyId: 'personal-key',
      secretAccessKey: 'personal',
      sessionToken: 't',
      certificate: env.AWS_CA_BUNDLE,
      pem: cert,
      source: 'AWS_CA_BUNDLE, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    });
  });
});

describe('no access', () => {
  test('where there is nothing, and the message says what would do', () => {
    const at = home({ 'ca.pem': cert, emulator_credentials: keys }, '9300');
    expect(() => accessTo(endpoint, {}, at)).toThrow(
      /^expected the certificate of the emulator at https:\/\/127\.0\.0\.1:9297 in .*9297\/ca\.pem, but there is no such file\n.*on this port.*\n.*AWS_CA_BUNDLE/,
    );
  });

  test('where the keys are there, but no certificate', () => {
    expect(() => accessTo(endpoint, {}, home({ emulator_credentials: keys }))).toThrow(
      /ca\.pem, but there is no such file/,
    );
  });

  // A company may have its people set AWS_CA_BUNDLE, for AWS.
  test.each([['AWS_ACCESS_KEY_ID'], ['AWS_SECRET_ACCESS_KEY']])(
    'with a bundle of the person, but no %s',
    (name) => {
      expect(() => accessTo(endpoint, { ...person(cert), [name]: '' }, temporaryFolder())).toThrow(
        /ca\.pem, but there is no such file\n/,
      );
    },
  );

  test('with a bundle that is not there', () => {
    const env = { ...person(cert), AWS_CA_BUNDLE: '/nowhere/ca.pem' };
    expect(() => accessTo(endpoint, env, temporaryFolder())).toThrow(
      'expected a file at /nowhere/ca.pem, which AWS_CA_BUNDLE names, but there is none',
    );
  });

  test.each([
    ['empty', ''],
    ['cut off', cert.slice(0, 200)],
    ['no certificate', 'hello'],
  ])('with a certificate that is %s', (_, text) => {
    expect(() => accessTo(endpoint, {}, home({ 'ca.pem': text }))).toThrow(
      /^expected a certificate in PEM in .*ca\.pem: /,
    );
    expect(() => accessTo(endpoint, person(text), temporaryFolder())).toThrow(
      /^expected a certificate in PEM in .*bundle\.pem: /,
    );
  });

  test.each([
    ['empty', ''],
    ['without a secret', '[default]\naws_access_key_id = own-key\n'],
    ['without a value', '[default]\naws_access_key_id =\naws_secret_access_key = s\n'],
  ])('with keys that are %s', (_, text) => {
    const at = home({ 'ca.pem': cert, emulator_credentials: text });
    expect(() => accessTo(endpoint, {}, at)).toThrow(
      /^expected aws_access_key_id and aws_secret_access_key in .*emulator_credentials$/,
    );
  });

  // Root may read everything, so a folder in the place of the file stands for one that cannot be read.
  test.each(['ca.pem', 'emulator_credentials'])('where %s cannot be read', (name) => {
    const at = home(name === 'ca.pem' ? {} : { 'ca.pem': cert });
    mkdirSync(join(at, '.aws', 'emulator', '9297', name));
    expect(() => accessTo(endpoint, {}, at)).toThrow(
      /^expected to be able to read .*, got EISDIR: illegal operation on a directory$/,
    );
  });
});
