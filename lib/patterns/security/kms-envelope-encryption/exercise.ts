import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import {
  DecryptCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  paginateListKeyRotations,
  RotateKeyOnDemandCommand,
} from '@aws-sdk/client-kms';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Exercise } from '../../../model/exercise';

const MEBIBYTE = 1_048_576;
const asSealed =
  /^expected the envelope of \S+ as it was sealed, got a changed one or that of another document$/;

/** What a function returned, or the error with which it failed. */
interface Answer {
  readonly envelope?: string;
  readonly data?: string;
  readonly errorType?: string;
  readonly errorMessage?: string;
}

export const exercise: Exercise = async (lab) => {
  const kms = new KMSClient({});
  const lambda = new LambdaClient({});
  const KeyId = lab.output('WrappingKeyArn');
  const sealer = lab.output('SealerName');
  const opener = lab.output('OpenerName');

  const run = randomUUID().slice(0, 8);
  const document = `${run}/ledger.bin`;
  const other = `${run}/diary.bin`;
  const EncryptionContext = { purpose: 'archive', document };

  const invoke = async (FunctionName: string, event: object): Promise<Answer> => {
    const { Payload, FunctionError } = await lambda.send(
      new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }),
    );
    const answer = JSON.parse(Buffer.from(Payload ?? []).toString()) as Answer;
    assert.equal(FunctionError !== undefined, answer.errorMessage !== undefined, 'an error or not');
    return answer;
  };
  const seal = async (data: Buffer, name = document) => {
    const { envelope, errorMessage } = await invoke(sealer, {
      document: name,
      data: data.toString('base64'),
    });
    assert.ok(envelope, `an envelope of ${name}, got: ${errorMessage}`);
    return Buffer.from(envelope, 'base64');
  };
  const open = (envelope: Buffer, name = document) =>
    invoke(opener, { document: name, envelope: envelope.toString('base64') });
  const assertOpens = async (envelope: Buffer, data: Buffer) => {
    const answer = await open(envelope);
    assert.ok(answer.data !== undefined, `a document, got: ${answer.errorMessage}`);
    assert.ok(Buffer.from(answer.data, 'base64').equals(data), 'the same bytes');
  };
  /** The bytes of an envelope by its format: eight of header, the encrypted key, nonce, ciphertext, tag. */
  const partsOf = (envelope: Buffer) => {
    const nonceAt = 8 + envelope.readUInt16BE(6);
    return {
      encryptedKey: envelope.subarray(8, nonceAt),
      nonce: envelope.subarray(nonceAt, nonceAt + 12),
      ciphertext: envelope.subarray(nonceAt + 12, -16),
      tag: envelope.subarray(-16),
    };
  };
  const flipped = (bytes: Uint8Array, place: number, bit = 0) => {
    const copy = Buffer.from(bytes);
    copy[place] = (copy[place] as number) ^ (1 << bit);
    return copy;
  };

  const megabyte = randomBytes(MEBIBYTE);
  const sealed = await seal(megabyte);

  await lab.prove('a megabyte is sealed and opened again, byte for byte', async () => {
    assert.ok(!sealed.includes(megabyte.subarray(0, 32)), 'nothing of it is in the envelope');
    await assertOpens(sealed, megabyte);
    return `${MEBIBYTE} bytes, ${sealed.length - MEBIBYTE} more as an envelope`;
  });

  await lab.prove('the same document, sealed again, has another data key', async () => {
    const [first, second] = [partsOf(sealed), partsOf(await seal(megabyte))];
    for (const part of ['encryptedKey', 'nonce', 'ciphertext', 'tag'] as const)
      assert.ok(!first[part].equals(second[part]), `two of ${part}`);
  });

  await lab.prove('KMS itself encrypts 4,096 bytes and refuses one more', async () => {
    const encrypt = (length: number) =>
      kms.send(new EncryptCommand({ KeyId, EncryptionContext, Plaintext: Buffer.alloc(length) }));
    await encrypt(4096);
    await assert.rejects(encrypt(4097), { name: 'ValidationException' });
  }, ['kms: 4,096 bytes of Encrypt']);

  await lab.prove('a flipped bit in any part of the envelope is refused', async () => {
    const small = await seal(Buffer.from('tea for two'));
    const keyEnd = 8 + small.readUInt16BE(6);
    const fixed = [flipped(small, 0), flipped(small, 4, 1), flipped(small, 5, 1)];
    for (const envelope of fixed) {
      const { errorMessage } = await open(envelope);
      assert.match(errorMessage ?? 'no error', /^expected an envelope, which begins with/);
    }
    const changed = {
      'length of the key': flipped(small, 7),
      'encrypted key': flipped(small, keyEnd - 1),
      nonce: flipped(small, keyEnd),
      'first byte': flipped(small, keyEnd + 12, 7),
      'last byte': flipped(small, small.length - 17),
      tag: flipped(small, small.length - 1),
      end: small.subarray(0, -1),
      'byte too many': Buffer.concat([small, Buffer.alloc(1)]),
    };
    // One answer for all of them, or a forger could learn which part was right.
    for (const [part, envelope] of Object.entries(changed)) {
      const { errorMessage } = await open(envelope);
      assert.match(errorMessage ?? 'no error', asSealed, `with another ${part}`);
    }
    await assertOpens(small, Buffer.from('tea for two'));
    return `${fixed.length + Object.keys(changed).length} changes`;
  });

  await lab.prove('an envelope does not open under the name of another document', async () => {
    const { data, errorMessage } = await open(sealed, other);
    assert.equal(data, undefined);
    assert.match(errorMessage ?? 'no error', asSealed);
  });

  await lab.prove(
    'KMS decrypts a data key only in the encryption context of its encryption',
    async () => {
      const CiphertextBlob = partsOf(sealed).encryptedKey;
      const { Plaintext } = await kms.send(
        new DecryptCommand({ KeyId, CiphertextBlob, EncryptionContext }),
      );
      assert.equal(Plaintext?.length, 32);
      for (const context of [
        undefined,
        { purpose: 'archive' },
        { ...EncryptionContext, document: other },
        { ...EncryptionContext, purpose: 'Archive' },
        { ...EncryptionContext, more: 'x' },
      ]) {
        await assert.rejects(
          kms.send(new DecryptCommand({ KeyId, CiphertextBlob, EncryptionContext: context })),
          { name: 'InvalidCiphertextException' },
        );
      }
    },
  );

  await lab.prove('KMS refuses an encrypted data key with one changed bit', async () => {
    const { encryptedKey } = partsOf(sealed);
    for (const place of [0, encryptedKey.length >> 1, encryptedKey.length - 1]) {
      const CiphertextBlob = flipped(encryptedKey, place);
      await assert.rejects(
        kms.send(new DecryptCommand({ KeyId, CiphertextBlob, EncryptionContext })),
        { name: /^(InvalidCiphertext|IncorrectKey)Exception$/ },
      );
    }
  }, ['kms: integrity of ciphertexts']);

  await lab.prove(
    'GenerateDataKeyWithoutPlaintext returns only the encrypted data key',
    async () => {
      const { CiphertextBlob, ...rest } = await kms.send(
        new GenerateDataKeyWithoutPlaintextCommand({
          KeyId,
          KeySpec: 'AES_256',
          EncryptionContext,
        }),
      );
      assert.ok(!('Plaintext' in rest) || rest.Plaintext === undefined, 'no plaintext');
      const { Plaintext } = await kms.send(
        new DecryptCommand({ KeyId, CiphertextBlob, EncryptionContext }),
      );
      assert.equal(Plaintext?.length, 32);
    },
  );

  await lab.prove('the same code cannot open with the role of the sealer, nor seal with the role of the opener', async () => {
    const opened = await invoke(sealer, { document, envelope: sealed.toString('base64') });
    const closed = await invoke(opener, { document, data: 'dGVh' });
    assert.deepEqual(
      [opened.errorType, closed.errorType],
      ['AccessDeniedException', 'AccessDeniedException'],
    );
  }, ['lambda: errorType', 'iam: actions and resources of requests']);

  await lab.prove('four megabytes pass through Lambda, and one byte more is refused', async () => {
    const most = randomBytes(4 * MEBIBYTE);
    await assertOpens(await seal(most), most);
    const { errorMessage } = await invoke(sealer, {
      document,
      data: Buffer.alloc(4 * MEBIBYTE + 1).toString('base64'),
    });
    assert.match(errorMessage ?? '', /^expected at most 4194304 bytes of data, got 4194305$/);
  });

  await lab.prove(
    'no envelope opens while the key is disabled, and all open after you enable it',
    async () => {
      try {
        await kms.send(new DisableKeyCommand({ KeyId }));
        await lab.eventually('the key to be disabled', async () =>
          / is disabled/.test((await open(sealed)).errorMessage ?? '') ? true : undefined,
        );
      } finally {
        await kms.send(new EnableKeyCommand({ KeyId }));
      }
      await lab.eventually('the key to be enabled', async () =>
        (await open(sealed)).data ? true : undefined,
      );
      await assertOpens(sealed, megabyte);
    },
  );

  await lab.prove('the key is rotated every 180 days', async () => {
    const status = await kms.send(new GetKeyRotationStatusCommand({ KeyId }));
    assert.deepEqual([status.KeyRotationEnabled, status.RotationPeriodInDays], [true, 180]);
  });

  await lab.prove('an envelope from before a rotation opens after it, and new data keys use new material', async () => {
    const material = async () =>
      (await kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256', EncryptionContext })))
        .KeyMaterialId;
    const before = await material();
    const begun = new Date();
    // A rotation on demand adds a dollar a month to the key, and a key allows 25 of them.
    await kms.send(new RotateKeyOnDemandCommand({ KeyId }));
    await lab.eventually(
      'the rotation',
      async () => {
        for await (const { Rotations = [] } of paginateListKeyRotations({ client: kms }, { KeyId }))
          if (Rotations.some(({ RotationDate }) => RotationDate && RotationDate > begun))
            return true;
        return undefined;
      },
      900,
    );
    await lab.eventually('new key material', async () =>
      (await material()) !== before ? true : undefined,
    );
    await assertOpens(sealed, megabyte);
    await assertOpens(await seal(megabyte), megabyte);
  }, ['kms: RotateKeyOnDemand']);
};
