import { randomBytes } from 'node:crypto';
import {
  DecryptCommand,
  DisabledException,
  GenerateDataKeyCommand,
  IncorrectKeyException,
  InvalidCiphertextException,
  KMSClient,
} from '@aws-sdk/client-kms';
import { Template } from 'aws-cdk-lib/assertions';
import {
  contextOf,
  lock,
  MOST_DATA_BYTES,
  parseEnvelope,
  parseErrand,
  unlock,
} from '../../../../lambda/security/kms-envelope-encryption/envelope';
import { KmsEnvelopeEncryptionStack } from '../../../../lib/patterns/security/kms-envelope-encryption/stack';
import { decisions } from '../../../support/decisions';
import { build, logicalId, withoutAssetHashes } from '../../../support/synth';

const KEY_ARN = 'arn:aws:kms:eu-central-1:000000000000:key/wrapping';

describe('the stack', () => {
  const stack = build(KmsEnvelopeEncryptionStack);
  const template = Template.fromStack(stack);
  const resource = (type: string, id: string) =>
    template.toJSON().Resources[logicalId(stack, type, id)];
  const keyArn = { 'Fn::GetAtt': [logicalId(stack, 'AWS::KMS::Key', 'WrappingKey'), 'Arn'] };
  /** The encryption context that the code sends. */
  const sent = Object.entries(contextOf('a/b.pdf'))
    .map(([name, value]) => `kms:EncryptionContext:${name} is ${value}`)
    .join(' and ');
  const lambdas = ['Sealer', 'Opener'].map(
    (id) => resource('AWS::Lambda::Function', id).Properties,
  );

  test.each(['Sealer', 'Opener'])('gives the %s its log group', (id) => {
    expect(resource('AWS::Lambda::Function', id).Properties.LoggingConfig).toEqual({
      LogGroup: { Ref: logicalId(stack, 'AWS::Logs::LogGroup', `${id}Logs`) },
    });
  });

  test('runs the same code twice, so that the roles alone make the difference', () => {
    const [sealer, opener] = lambdas.map(({ Role, LoggingConfig, ...rest }) => rest);
    expect(sealer).toEqual(opener);
    expect(sealer.Environment.Variables).toEqual({ KEY_ARN: keyArn });
  });

  test('fits the largest document into a payload of Lambda and into memory', () => {
    const envelope = MOST_DATA_BYTES + 8 + 6144 + 12 + 16;
    const event = JSON.stringify({ document: 'x'.repeat(128), envelope: '' }).length;
    expect(event + Math.ceil(envelope / 3) * 4).toBeLessThan(6 * 1024 * 1024);
    for (const { MemorySize } of lambdas)
      expect(MemorySize * 1024 * 1024).toBeGreaterThan(20 * MOST_DATA_BYTES);
  });

  test('deletes the key with the stack, after the shortest waiting period', () => {
    expect(resource('AWS::KMS::Key', 'WrappingKey')).toMatchObject({
      DeletionPolicy: 'Delete',
      Properties: { PendingWindowInDays: 7 },
    });
  });

  test('outputs the functions and the key', () => {
    const { Outputs } = template.toJSON();
    expect(
      Object.fromEntries(
        Object.entries<{ Value: unknown }>(Outputs).map(([name, { Value }]) => [name, Value]),
      ),
    ).toEqual({
      WrappingKeyArn: keyArn,
      SealerName: { Ref: logicalId(stack, 'AWS::Lambda::Function', 'Sealer') },
      OpenerName: { Ref: logicalId(stack, 'AWS::Lambda::Function', 'Opener') },
    });
  });

  decisions(
    stack,
    `
      lambda.amazonaws.com may sts:AssumeRole on SealerRole, OpenerRole
      events.amazonaws.com, 222222222222 may not sts:AssumeRole on SealerRole, OpenerRole
      Sealer may kms:GenerateDataKey on WrappingKey when ${sent}
      Sealer may not kms:Decrypt, kms:Encrypt, kms:ReEncryptFrom, kms:CreateGrant on WrappingKey when ${sent}
      Opener may kms:Decrypt on WrappingKey when ${sent}
      Opener may not kms:GenerateDataKey, kms:Encrypt, kms:ReEncryptFrom, kms:CreateGrant on WrappingKey when ${sent}
      Sealer may not kms:GenerateDataKey on WrappingKey when kms:EncryptionContext:purpose is archive
      Opener may not kms:Decrypt on WrappingKey when kms:EncryptionContext:purpose is archive
      Sealer may not kms:GenerateDataKey on WrappingKey when kms:EncryptionContext:document is d-1 and kms:EncryptionContext:purpose is other
      Opener may not kms:Decrypt on WrappingKey when kms:EncryptionContext:document is d-1 and kms:EncryptionContext:purpose is other
      Sealer, Opener may not kms:GenerateDataKey, kms:Decrypt, kms:ScheduleKeyDeletion, kms:PutKeyPolicy on WrappingKey
      111111111111 may kms:PutKeyPolicy on WrappingKey
      anonymous, 222222222222, lambda.amazonaws.com may not kms:Decrypt, kms:GenerateDataKey on WrappingKey when ${sent}
      Sealer may logs:CreateLogStream, logs:PutLogEvents on SealerLogs
      Opener may logs:CreateLogStream, logs:PutLogEvents on OpenerLogs
    `,
  );

  test('matches its snapshot', () => {
    expect(withoutAssetHashes(template.toJSON())).toMatchSnapshot();
  });
});

describe('the clerk', () => {
  const document = 'ledgers/2026.bin';
  const refusal = new Error(
    `expected the envelope of ${document} as it was sealed, got a changed one or that of another document`,
  );
  let send: jest.SpyInstance;
  let handler: typeof import('../../../../lambda/security/kms-envelope-encryption/clerk').handler;
  /** Every key that KMS handed out in plaintext. */
  let handedOut: Uint8Array[];

  const seal = async (data: Buffer, name = document) => {
    const answer = await handler({ document: name, data: data.toString('base64') });
    if (!('envelope' in answer)) throw new Error('expected an envelope, got a document');
    return Buffer.from(answer.envelope, 'base64');
  };
  const open = async (envelope: Buffer, name = document) => {
    const answer = await handler({ document: name, envelope: envelope.toString('base64') });
    if (!('data' in answer)) throw new Error('expected a document, got an envelope');
    return Buffer.from(answer.data, 'base64');
  };
  const flipped = (bytes: Buffer, place: number) => {
    const copy = Buffer.from(bytes);
    copy[place] = (copy[place] as number) ^ 1;
    return copy;
  };
  const inputs = () => send.mock.calls.map(([{ input }]) => input);

  beforeAll(async () => {
    process.env.KEY_ARN = KEY_ARN;
    ({ handler } = await import('../../../../lambda/security/kms-envelope-encryption/clerk'));
  });

  /** A KMS that remembers what it has encrypted, by key, context and ciphertext. */
  beforeEach(() => {
    handedOut = [];
    const wrapped = new Map<string, Buffer>();
    const handOut = (key: Buffer) => {
      const copy = Uint8Array.from(key);
      handedOut.push(copy);
      return copy;
    };
    const nameOf = (blob: Uint8Array, { KeyId, EncryptionContext }: { [name: string]: unknown }) =>
      JSON.stringify([KeyId, EncryptionContext, Buffer.from(blob).toString('hex')]);
    send = jest.spyOn(KMSClient.prototype, 'send').mockImplementation((async (command: unknown) => {
      if (command instanceof GenerateDataKeyCommand) {
        const key = randomBytes(32);
        const CiphertextBlob = randomBytes(184);
        wrapped.set(nameOf(CiphertextBlob, { ...command.input }), key);
        return { Plaintext: handOut(key), CiphertextBlob };
      }
      if (!(command instanceof DecryptCommand)) throw new Error('expected another command');
      const { CiphertextBlob = new Uint8Array(), ...rest } = command.input;
      const key = wrapped.get(nameOf(CiphertextBlob, { ...rest, KeySpec: 'AES_256' }));
      if (!key) throw new InvalidCiphertextException({ message: '', $metadata: {} });
      return { Plaintext: handOut(key) };
    }) as never);
    jest.spyOn(console, 'error').mockImplementation();
  });

  test('seals a megabyte and opens it again, with one call of KMS each', async () => {
    const megabyte = randomBytes(1_048_576);
    const envelope = await seal(megabyte);
    expect((await open(envelope)).equals(megabyte)).toBe(true);
    expect(send).toHaveBeenCalledTimes(2);
  });

  test('sends KMS the encryption context and the encrypted key, but nothing of the document', async () => {
    const envelope = await seal(Buffer.from('secret'));
    await open(envelope);
    const EncryptionContext = { purpose: 'archive', document };
    expect(inputs()).toEqual([
      { KeyId: KEY_ARN, KeySpec: 'AES_256', EncryptionContext },
      { KeyId: KEY_ARN, CiphertextBlob: envelope.subarray(8, 8 + 184), EncryptionContext },
    ]);
  });

  test('uses a new data key and a new nonce each time, even for the same document', async () => {
    const [first, second] = [await seal(Buffer.from('tea')), await seal(Buffer.from('tea'))].map(
      parseEnvelope,
    );
    expect(first?.encryptedKey).not.toEqual(second?.encryptedKey);
    expect(first?.nonce).not.toEqual(second?.nonce);
  });

  test('erases every data key after use, even after a refusal', async () => {
    const envelope = await seal(Buffer.from('tea'));
    await open(envelope);
    await expect(open(flipped(envelope, envelope.length - 1))).rejects.toThrow(refusal);
    expect(handedOut).toHaveLength(3);
    for (const key of handedOut) expect(key).toEqual(new Uint8Array(32));
  });

  test.each([
    ['the encrypted key', 8],
    ['the nonce', 8 + 184],
    ['the ciphertext', 8 + 184 + 12],
    ['the tag', 8 + 184 + 12 + 3],
  ])('refuses a change of %s with the same message as any other change', async (_, place) => {
    const envelope = await seal(Buffer.from('tea'));
    await expect(open(flipped(envelope, place))).rejects.toThrow(refusal);
    expect(console.error).toHaveBeenCalledTimes(1);
  });

  test('shows a forger neither in message nor in stack trace which check failed', async () => {
    const envelope = await seal(Buffer.from('tea'));
    const errors = await Promise.all(
      [8, envelope.length - 1].map((place) =>
        open(flipped(envelope, place)).catch((error) => error),
      ),
    );
    const [byKms, byTag] = errors.map(({ message, stack }) => [message, stack.split('\n')[1]]);
    expect(byKms).toEqual(byTag);
  });

  test('logs which check refused an envelope, and never its content', async () => {
    const envelope = await seal(Buffer.from('tea'));
    await open(flipped(envelope, 8)).catch(() => undefined);
    await open(flipped(envelope, envelope.length - 1)).catch(() => undefined);
    expect((console.error as jest.Mock).mock.calls).toEqual([
      ['refused by KMS', document, 'InvalidCiphertextException'],
      ['refused by the tag', document],
    ]);
  });

  test('refuses the envelope of another document', async () => {
    const envelope = await seal(Buffer.from('tea'), 'diaries/2026.bin');
    await expect(open(envelope)).rejects.toThrow(refusal);
  });

  test('refuses an envelope that has the data key of another envelope', async () => {
    const [first, second] = [await seal(Buffer.from('tea')), await seal(Buffer.from('tea'))];
    const mixed = Buffer.concat([first.subarray(0, 8 + 184), second.subarray(8 + 184)]);
    await expect(open(mixed)).rejects.toThrow(refusal);
  });

  test('refuses a data key under another KMS key, and one of another length', async () => {
    const envelope = await seal(Buffer.from('tea'));
    send.mockRejectedValueOnce(new IncorrectKeyException({ message: '', $metadata: {} }));
    await expect(open(envelope)).rejects.toThrow(refusal);
    send.mockResolvedValueOnce({ Plaintext: new Uint8Array(16) });
    await expect(open(envelope)).rejects.toThrow(refusal);
  });

  test.each([
    ['a disabled key', new DisabledException({ message: 'disabled', $metadata: {} })],
    ['a denied call', Object.assign(new Error('denied'), { name: 'AccessDeniedException' })],
    ['a throttled call', Object.assign(new Error('slow down'), { name: 'ThrottlingException' })],
  ])('passes on the error of %s, because the envelope is not at fault', async (_, error) => {
    const envelope = await seal(Buffer.from('tea'));
    send.mockRejectedValue(error);
    await expect(open(envelope)).rejects.toBe(error);
    await expect(seal(Buffer.from('tea'))).rejects.toBe(error);
  });

  test.each([
    ['nothing', {}, 'got undefined and undefined bytes'],
    ['no encrypted copy', { Plaintext: new Uint8Array(32).fill(1) }, 'got 32 and undefined bytes'],
    [
      'an empty encrypted copy',
      { Plaintext: new Uint8Array(32).fill(1), CiphertextBlob: new Uint8Array() },
      'got 32 and 0 bytes',
    ],
    [
      'a key of 128 bits',
      { Plaintext: new Uint8Array(16).fill(1), CiphertextBlob: new Uint8Array(9) },
      'got 16 and 9 bytes',
    ],
  ])('does not seal when KMS answers %s', async (_, answer, words) => {
    send.mockResolvedValue(answer);
    await expect(seal(Buffer.from('tea'))).rejects.toThrow(
      `expected a data key of 32 bytes and its encrypted copy, ${words}`,
    );
    const { Plaintext } = answer as { Plaintext?: Uint8Array };
    if (Plaintext) expect(Plaintext).toEqual(new Uint8Array(Plaintext.length));
  });

  test('fails when KMS returns no data key', async () => {
    const envelope = await seal(Buffer.from('tea'));
    send.mockResolvedValue({});
    await expect(open(envelope)).rejects.toThrow('expected a data key from KMS, got none');
  });

  test('does not call KMS for an invalid request', async () => {
    await expect(handler({ document, data: 'tea!' })).rejects.toThrow('expected data in base64');
    expect(send).not.toHaveBeenCalled();
  });
});

describe('a request', () => {
  test('can ask to seal data', () => {
    expect(parseErrand({ document: 'a/B_1-2.pdf', data: 'dGVh', note: 'ignored' })).toEqual({
      document: 'a/B_1-2.pdf',
      data: Buffer.from('tea'),
    });
  });

  test('can ask to seal an empty file', () => {
    expect(parseErrand({ document: 'a', data: '' })).toEqual({
      document: 'a',
      data: Buffer.alloc(0),
    });
  });

  test('can ask to seal 4 MiB, but not one byte more', () => {
    const data = (length: number) => Buffer.alloc(length).toString('base64');
    expect(parseErrand({ document: 'a', data: data(4_194_304) })).toHaveProperty(
      'data.length',
      4_194_304,
    );
    expect(() => parseErrand({ document: 'a', data: data(4_194_305) })).toThrow(
      'expected at most 4194304 bytes of data, got 4194305',
    );
  });

  test('can ask to open the largest envelope, but not one byte more', () => {
    const key = { plaintext: randomBytes(32), encrypted: randomBytes(6144) };
    const envelope = lock('a', Buffer.alloc(MOST_DATA_BYTES), key, randomBytes(12));
    const errand = parseErrand({ document: 'a', envelope: envelope.toString('base64') });
    expect(errand).toHaveProperty('envelope.ciphertext.length', MOST_DATA_BYTES);
    const longer = Buffer.concat([envelope, Buffer.alloc(1)]);
    expect(() => parseErrand({ document: 'a', envelope: longer.toString('base64') })).toThrow(
      `expected at most ${envelope.length} bytes of envelope, got ${longer.length}`,
    );
  });

  test.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a number', 1e308],
    ['a text', '{"document":"a","data":""}'],
    ['a list', []],
    ['no name', { data: '' }],
    ['an empty name', { document: '', data: '' }],
    ['a name of 129 characters', { document: 'x'.repeat(129), data: '' }],
    ['a number as name', { document: 1, data: '' }],
    ['no name in null', { document: null, data: '' }],
    ['a name with a line feed', { document: 'a\n', data: '' }],
    ['a name with a space', { document: 'a b', data: '' }],
    ['a name of unicode', { document: 'чай 🍵', data: '' }],
    ['half a character as name', { document: '\ud800', data: '' }],
    ['prototype keys alone', JSON.parse('{"__proto__":{"document":"a","data":""}}')],
  ])('must name a document, not %s', (_, event) => {
    expect(() => parseErrand(event)).toThrow(
      /^expected a document of 1 to 128 .*, got \S.{0,1300}$/,
    );
  });

  test.each<[string, object, string]>([
    ['neither data nor envelope', {}, 'got data undefined and envelope undefined'],
    ['both', { data: '', envelope: '' }, 'got data string and envelope string'],
    ['data and null', { data: '', envelope: null }, 'got data string and envelope object'],
    ['an envelope and null', { data: null, envelope: '' }, 'got data object and envelope string'],
    ['bytes in a list', { data: [1] }, 'got data object and envelope undefined'],
    ['a number', { envelope: 5 }, 'got data undefined and envelope number'],
  ])('must have either data or an envelope, not %s', (_, more, words) => {
    expect(() => parseErrand({ document: 'a', ...more })).toThrow(
      `expected data to seal or an envelope to open, as text, ${words}`,
    );
  });

  test.each(['tea!', 'dGVhcw', 'dGVhcx==', 'dGVh\n', ' ', 'dGV-', '🍵'])(
    'must be canonical base64, not %j',
    (text) => {
      for (const name of ['data', 'envelope']) {
        expect(() => parseErrand({ document: 'a', [name]: text })).toThrow(
          `expected ${name} in base64, got ${text.length} characters of another text`,
        );
      }
    },
  );

  test('is never quoted in an error, except for the start of its document name', () => {
    const secret = 'hunter2 '.repeat(1000);
    for (const event of [
      { document: 'a', data: secret },
      { document: 'a', data: [secret] },
      { data: secret },
    ])
      expect(() => parseErrand(event)).toThrow(expect.not.stringContaining('hunter2'));
    expect(() => parseErrand({ document: ' '.repeat(1_000_000) })).toThrow(/^.{1,400}$/);
  });
});

describe('an envelope', () => {
  const key = { plaintext: randomBytes(32), encrypted: randomBytes(300) };
  const nonce = randomBytes(12);
  const envelope = lock('a', Buffer.from('tea'), key, nonce);

  test('has its parts in order', () => {
    expect(envelope.subarray(0, 8).toString('hex')).toBe('4b454e560101012c');
    expect(envelope).toHaveLength(8 + 300 + 12 + 3 + 16);
    expect(parseEnvelope(envelope)).toEqual({
      header: envelope.subarray(0, 8),
      encryptedKey: key.encrypted,
      nonce,
      ciphertext: envelope.subarray(320, 323),
      tag: envelope.subarray(323),
    });
  });

  test('opens with its own data key only', () => {
    const parts = parseEnvelope(envelope);
    expect(unlock('a', parts, key.plaintext)?.toString()).toBe('tea');
    for (const other of [randomBytes(32), randomBytes(16), randomBytes(31), new Uint8Array()])
      expect(unlock('a', parts, other)).toBeUndefined();
  });

  test('is bound to its document even without KMS', () => {
    const parts = parseEnvelope(envelope);
    for (const name of ['b', 'A', 'aa', ''])
      expect(unlock(name, parts, key.plaintext)).toBeUndefined();
  });

  test('is bound to its header, so that nobody can change its version', () => {
    const parts = parseEnvelope(envelope);
    const header = Buffer.from(parts.header);
    header[4] = 2;
    expect(unlock('a', { ...parts, header }, key.plaintext)).toBeUndefined();
  });

  test.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'got nothing'],
    ['a header cut short', envelope.subarray(0, 7), 'got 4b454e56010101'],
    ['another file', Buffer.from('%PDF-1.7 and so on'), 'got 255044462d312e37'],
    [
      'version 2',
      Buffer.concat([Buffer.from('KENV\x02\x01'), envelope.subarray(6)]),
      'got 4b454e56',
    ],
    [
      'another algorithm',
      Buffer.concat([Buffer.from('KENV\x01\x02'), envelope.subarray(6)]),
      'got',
    ],
  ])('is not %s', (_, bytes, words) => {
    expect(() => parseEnvelope(bytes)).toThrow(
      `expected an envelope, which begins with 4b454e560101, ${words}`,
    );
  });

  test.each([0, 6145, 65_535])('has an encrypted key of a possible length, not %d', (length) => {
    const bytes = Buffer.alloc(70_000);
    envelope.copy(bytes);
    bytes.writeUInt16BE(length, 6);
    expect(() => parseEnvelope(bytes)).toThrow(
      `expected an encrypted key of 1 to 6144 bytes, got ${length}`,
    );
  });

  test('must have room at least for a nonce and a tag', () => {
    const empty = lock('a', Buffer.alloc(0), key, nonce);
    expect(unlock('a', parseEnvelope(empty), key.plaintext)).toEqual(Buffer.alloc(0));
    expect(() => parseEnvelope(empty.subarray(0, -1))).toThrow(
      'expected an envelope of at least 336 bytes, got 335',
    );
  });
});
