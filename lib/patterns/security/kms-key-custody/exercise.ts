import assert from 'node:assert/strict';
import { constants, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import {
  DecryptCommand,
  DeleteImportedKeyMaterialCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GetKeyRotationStatusCommand,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import { credentialsOf, errorOf } from '../../../exercise/callers';
import type { Exercise } from '../../../model/exercise';

export const exercise: Exercise = async (lab) => {
  const CustodyKey = lab.output('CustodyKeyArn');
  const ImportedKey = lab.output('ImportedKeyArn');
  const administrator = new KMSClient({
    credentials: await credentialsOf(lab.output('KeyAdminRoleArn')),
  });
  const user = new KMSClient({ credentials: await credentialsOf(lab.output('KeyUserRoleArn')) });
  const text = new TextEncoder().encode('a record');
  const encrypt = async (KeyId: string) =>
    (await user.send(new EncryptCommand({ KeyId, Plaintext: text }))).CiphertextBlob;
  const decrypt = async (CiphertextBlob: Uint8Array | undefined) =>
    new TextDecoder().decode((await user.send(new DecryptCommand({ CiphertextBlob }))).Plaintext);
  const stateOf = async (KeyId: string) =>
    (await administrator.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState;

  await lab.prove(
    'the user of a key encrypts and decrypts, with material that nobody has seen',
    async () => {
      const sealed = await encrypt(CustodyKey);
      assert.equal(await decrypt(sealed), 'a record');
      const { KeyMetadata } = await administrator.send(
        new DescribeKeyCommand({ KeyId: CustodyKey }),
      );
      assert.deepEqual([KeyMetadata?.Origin, KeyMetadata?.KeyManager], ['AWS_KMS', 'CUSTOMER']);
    },
  );

  await lab.prove(
    'who manages the key cannot use it, and who uses it cannot manage it',
    async () => {
      const use = administrator.send(new EncryptCommand({ KeyId: CustodyKey, Plaintext: text }));
      assert.equal(await errorOf(use), 'AccessDeniedException');
      const manage = user.send(new GetKeyRotationStatusCommand({ KeyId: CustodyKey }));
      assert.equal(await errorOf(manage), 'AccessDeniedException');
    },
  );

  await lab.prove(
    'KMS rotates its own material every year, and imported material never',
    async () => {
      const status = async (KeyId: string) =>
        (await administrator.send(new GetKeyRotationStatusCommand({ KeyId }))).KeyRotationEnabled;
      assert.deepEqual([await status(CustodyKey), await status(ImportedKey)], [true, false]);
    },
  );

  const material = randomBytes(32);
  const importMaterial = async (bytes: Uint8Array) => {
    const { PublicKey = new Uint8Array(), ImportToken } = await administrator.send(
      new GetParametersForImportCommand({
        KeyId: ImportedKey,
        WrappingAlgorithm: 'RSAES_OAEP_SHA_256',
        WrappingKeySpec: 'RSA_2048',
      }),
    );
    // Only the HSM of KMS can unwrap it.
    const EncryptedKeyMaterial = publicEncrypt(
      {
        key: createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' }),
        padding: constants.RSA_PKCS1_OAEP_PADDING,
        oaepHash: 'sha256',
      },
      bytes,
    );
    await administrator.send(
      new ImportKeyMaterialCommand({
        KeyId: ImportedKey,
        ImportToken,
        EncryptedKeyMaterial,
        ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
      }),
    );
  };

  try {
    let sealed: Uint8Array | undefined;
    await lab.prove('a key with the origin EXTERNAL is useless until you import your material', async () => {
      assert.equal(await stateOf(ImportedKey), 'PendingImport');
      assert.equal(await errorOf(encrypt(ImportedKey)), 'KMSInvalidStateException');
      await importMaterial(material);
      assert.equal(await stateOf(ImportedKey), 'Enabled');
      sealed = await encrypt(ImportedKey);
      assert.equal(await decrypt(sealed), 'a record');
      return '32 bytes, wrapped for KMS';
    }, ['AWS::KMS::Key.Origin']);

    await lab.prove('without its material, the key opens nothing, and with the same material again, everything', async () => {
      await administrator.send(new DeleteImportedKeyMaterialCommand({ KeyId: ImportedKey }));
      assert.equal(await stateOf(ImportedKey), 'PendingImport');
      assert.equal(await errorOf(decrypt(sealed)), 'KMSInvalidStateException');
      await importMaterial(material);
      assert.equal(await decrypt(sealed), 'a record');
    }, ['AWS::KMS::Key.Origin']);
  } finally {
    // The key is as it was before.
    await errorOf(administrator.send(new DeleteImportedKeyMaterialCommand({ KeyId: ImportedKey })));
  }
};
