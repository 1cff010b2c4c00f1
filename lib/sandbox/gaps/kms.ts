import {
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  KMSClient,
  PutKeyPolicyCommand,
  RotateKeyOnDemandCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { recognizes, withStack } from './deployed';
import type { GapsOf } from './gap';

export const kms = {
  'kms: 4,096 bytes of Encrypt': {
    seen: '1.5.33',
    what: 'Encrypt accepts a plaintext of any length.',
    handling: 'corrected',
    correction: 'kms_checks',
    how: 'Encrypt refuses a longer plaintext.',
    closed: async () => (await keyAnswers()).limitsEncrypt,
  },
  'kms: integrity of ciphertexts': {
    seen: '1.5.33',
    what:
      'KMS combines a plaintext with a pad by XOR, and checks only the encryption context, so Decrypt turns a ' +
      'changed ciphertext into another plaintext.',
    handling: 'corrected',
    correction: 'kms_checks',
    how: 'A ciphertext ends in a checksum, which Decrypt verifies.',
    closed: async () => (await keyAnswers()).checksIntegrity,
  },
  'kms: RotateKeyOnDemand': {
    seen: '1.5.33',
    what: 'KMS does not know RotateKeyOnDemand and ListKeyRotations, and the material of a key never changes.',
    handling: 'left out',
    how: 'The sandbox proves that rotation is on and how often it is due, but not that a rotated key decrypts older ciphertexts.',
    closed: async () => (await keyAnswers()).rotates,
  },
  'AWS::KMS::Key.Origin': {
    seen: '1.5.33',
    what: 'A key with the origin EXTERNAL that CloudFormation creates has material from the start.',
    handling: 'left out',
    how: 'The sandbox does not prove what imported material does.',
    closed: () =>
      withStack('ImportedKey', importedKey, async ({ KeyId }) => {
        const { KeyMetadata } = await new KMSClient({}).send(new DescribeKeyCommand({ KeyId }));
        return KeyMetadata?.KeyState === 'PendingImport';
      }),
  },
  'AWS::CloudHSM::Cluster': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, and there is no API of AWS CloudHSM.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack.',
    closed: () => recognizes('AWS::CloudHSM::Cluster'),
  },
} satisfies GapsOf;

const importedKey = {
  Resources: { Key: { Type: 'AWS::KMS::Key', Properties: { Origin: 'EXTERNAL' } } },
  Outputs: { KeyId: { Value: { Ref: 'Key' } } },
};

/** Which guarantees of a KMS key the emulator keeps. */
export interface KeyAnswers {
  readonly limitsEncrypt: boolean;
  readonly checksIntegrity: boolean;
  readonly rotates: boolean;
  readonly asksPolicy: boolean;
}

let ofAKey: Promise<KeyAnswers> | undefined;

/** Uses a key in every way that AWS would refuse; several gaps share one run. */
export function keyAnswers(): Promise<KeyAnswers> {
  ofAKey ??= tryKey();
  return ofAKey;
}

async function tryKey(): Promise<KeyAnswers> {
  const kms = new KMSClient({});
  const { KeyMetadata: { KeyId, Arn = '' } = {} } = await kms.send(new CreateKeyCommand({}));
  const encrypt = (length: number) =>
    kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.alloc(length) }));
  const errorOf = (call: Promise<unknown>) =>
    call.then(
      () => undefined,
      (error: Error) => error.name,
    );
  try {
    const { CiphertextBlob = new Uint8Array(1) } = await encrypt(32);
    const changed = Buffer.from(CiphertextBlob);
    changed.writeUInt8(255 - changed.readUInt8(changed.length - 1), changed.length - 1);
    const integrity = await errorOf(
      kms.send(new DecryptCommand({ KeyId, CiphertextBlob: changed })),
    );
    const length = await errorOf(encrypt(4097));
    const rotation = await errorOf(kms.send(new RotateKeyOnDemandCommand({ KeyId })));
    const [, partition, , , account] = Arn.split(':');
    const everything = { Action: 'kms:*', Resource: '*' };
    const owner = { AWS: `arn:${partition}:iam::${account}:root` };
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: owner, ...everything },
        { Effect: 'Deny', Principal: '*', ...everything, Action: 'kms:Encrypt' },
      ],
    });
    await kms.send(new PutKeyPolicyCommand({ KeyId, Policy }));
    return {
      limitsEncrypt: length === 'ValidationException',
      checksIntegrity: integrity === 'InvalidCiphertextException',
      rotates: rotation === undefined,
      asksPolicy: (await errorOf(encrypt(1))) === 'AccessDeniedException',
    };
  } finally {
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
  }
}
