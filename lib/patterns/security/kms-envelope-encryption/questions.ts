import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A desktop application has to encrypt drawings of 20 MB before they leave the computer. The company manages its keys in AWS KMS. A developer calls KMS Encrypt and gets an error about the length of the plaintext. Which two steps solve this?',
    right: [
      'Call GenerateDataKey, and encrypt the drawing locally with the plaintext key',
      'Store the encrypted data key beside the drawing, and erase the plaintext key',
    ],
    because:
      'This is envelope encryption. KMS only protects the data key, so the size of the drawing does not matter.',
    wrong: [
      {
        answer: 'Call Encrypt for pieces of 4 KB, and join the results in their order',
        because: 'It takes 5,000 calls for a drawing, and nothing proves that no piece is missing.',
      },
      {
        answer: 'Store the plaintext data key beside the drawing, for later decryption',
        because: 'Anyone who can read the drawing can then decrypt it.',
      },
      {
        answer: 'Create an asymmetric KMS key of 4,096 bits, and use its public key',
        because: 'RSA encrypts even less, at most 470 bytes with this key.',
      },
    ],
    shows: [
      { id: 'SealerRole', property: 'PolicyDocument.Statement.1.Action' },
      { id: 'WrappingKey', property: 'KeySpec' },
    ],
    tasks: ['DVA-C02 2.2', 'SAA-C03 1.3'],
    seeds: [
      '003:143',
      '003:144',
      '003:145',
      '003:146',
      '003:148',
      '003:149',
      '003:154',
      '003:156',
      '002:320',
      '002:322',
    ],
  },
  {
    text: 'A provisioning service prepares storage volumes. For each volume, it must create a data key that other components use weeks later to encrypt data. The service itself must never be able to see a plaintext key. Which KMS operation should it call?',
    right: ['GenerateDataKeyWithoutPlaintext'],
    because:
      'It returns only the encrypted data key. The component that encrypts later calls Decrypt on it to get the plaintext key.',
    wrong: [
      {
        answer: 'GenerateDataKey',
        because: 'It also returns the plaintext key, which the service must not see.',
      },
      {
        answer: 'GenerateRandom',
        because: 'It returns random bytes in plaintext, and nothing is encrypted under a KMS key.',
      },
      {
        answer: 'CreateKey',
        because: 'It creates a KMS key with a monthly price, not a data key.',
      },
    ],
    shows: [
      { id: 'SealerRole', property: 'PolicyDocument.Statement.1.Action' },
      { id: 'OpenerRole', property: 'PolicyDocument.Statement.1.Action' },
    ],
    tasks: ['DVA-C02 2.2', 'SAA-C03 1.3'],
    seeds: ['003:151', '003:152', '003:153'],
  },
  {
    text: 'An application wants to read a document that another team protected by envelope encryption. It has the encrypted document and the encrypted data key from the same folder, and permission for kms:Decrypt. What should it send to AWS KMS?',
    right: ['The encrypted data key only'],
    because:
      'KMS decrypts the data key, and the application decrypts the document locally with the result.',
    wrong: [
      {
        answer: 'The encrypted document only',
        because:
          'KMS never had the document. It was encrypted with the data key, which KMS does not keep.',
      },
      {
        answer: 'The document together with the key',
        because: 'KMS has no operation for this, and its Decrypt takes at most 6,144 bytes.',
      },
      {
        answer: 'The ID of the document to look up',
        because: 'KMS stores neither documents nor data keys.',
      },
    ],
    shows: [{ id: 'OpenerRole', property: 'PolicyDocument.Statement.1.Action' }],
    tasks: ['DVA-C02 2.2'],
    seeds: ['003:150', '003:153'],
  },
  {
    text: 'A regulation demands that the key material of a customer managed KMS key, which KMS has generated, changes at least once a year. Documents of ten years are encrypted under it, and nobody wants to encrypt them again. Which solution needs the least effort?',
    right: ['Automatic rotation of the key'],
    because:
      'KMS creates new material each year by default, under the same ID and ARN, and it keeps the old material to decrypt.',
    wrong: [
      {
        answer: 'A new key each year, with its alias moved',
        because: 'It works for new data, but someone has to do it and must keep all old keys.',
      },
      {
        answer: 'A schedule that deletes the key each year',
        because: 'Without the key, the documents cannot be decrypted any more.',
      },
      {
        answer: 'Imported material, replaced by a function',
        because: 'You would have to create, protect, and import key material yourself.',
      },
    ],
    shows: [
      { id: 'WrappingKey', property: 'EnableKeyRotation' },
      { id: 'WrappingKey', property: 'RotationPeriodInDays' },
    ],
    tasks: ['SAA-C03 1.3', 'DVA-C02 2.2', 'DOP-C02 6.2'],
    seeds: ['004:3837', '004:3839'],
  },
  {
    text: 'A Lambda function needs a certificate bundle of 60 KB and some settings. A developer puts everything into environment variables, and the update is refused. Which rule has the developer met?',
    right: ['All variables of a function together have at most 4 KB'],
    because:
      'The limit is on the sum, and there is no limit on their number. Larger data belongs in the package, in S3, or in a parameter.',
    wrong: [
      {
        answer: 'Each single variable of a function has at most 4 KB',
        because: 'The limit is on all variables together.',
      },
      {
        answer: 'A function has at most 50 variables, of any size',
        because: 'There is no limit on their number.',
      },
      {
        answer: 'Variables with a KMS key have at most 256 bytes',
        because: 'A KMS key does not change the limit.',
      },
    ],
    shows: [
      { id: 'Sealer', property: 'Environment.Variables.SEALED_DOCUMENT' },
      { id: 'Sealer', property: 'KmsKeyArn' },
    ],
    tasks: ['DVA-C02 2.3', 'DVA-C02 1.2'],
    seeds: ['000:172', '000:173', '003:157', '003:740', '003:741'],
  },
  {
    text: 'Every decryption of payroll files must name the purpose payroll. A call with another purpose must fail, even if the caller may use the key, and audit logs must show the purpose. Which feature of AWS KMS does this without another key?',
    right: ['The encryption context'],
    because:
      'KMS binds the context to the ciphertext, and Decrypt must give the same pairs. CloudTrail logs them, and policies can test them.',
    wrong: [
      {
        answer: 'The tags of the key',
        because:
          'Tags describe a key. They are the same for all data and are not bound to a ciphertext.',
      },
      {
        answer: 'The alias of the key',
        because: 'An alias is another name of a key. It is no part of the ciphertext.',
      },
      {
        answer: 'The key ID in Decrypt',
        because: 'It makes sure that a certain key is used, for whatever purpose.',
      },
    ],
    shows: [
      { id: 'OpenerRole', property: 'PolicyDocument.Statement.1.Condition' },
      { id: 'SealerRole', property: 'PolicyDocument.Statement.1.Condition' },
    ],
    tasks: ['DVA-C02 2.2', 'SAA-C03 1.3'],
    seeds: ['003:146', '003:150'],
  },
  {
    text: 'A company encrypts records on the client in Ireland and copies them to Sydney. An application there must decrypt them without a call to another Region, and nothing may be encrypted again. The keys are about to be created. Which kind of key is needed?',
    right: ['A multi-Region key in Ireland with a replica in Sydney'],
    because:
      'A replica shares the key ID and the key material, so it decrypts what the primary key has encrypted.',
    wrong: [
      {
        answer: 'A single-Region key in Ireland with an alias in Sydney',
        because: 'An alias belongs to a key of its own Region. The key never leaves Ireland.',
      },
      {
        answer: 'Two keys with the same description and the same policy',
        because:
          'They have different key material, so one cannot decrypt what the other encrypted.',
      },
      {
        answer: 'An AWS managed key, which is the same in all of the Regions',
        because:
          'An AWS managed key belongs to one account and Region, and client code cannot use it.',
      },
    ],
    shows: [{ id: 'WrappingKey', property: 'MultiRegion' }],
    tasks: ['SAA-C03 1.3', 'DVA-C02 2.2'],
    seeds: ['002:320', '002:33'],
  },
  {
    text: 'An administrator gives a role kms:Decrypt on a customer managed key with an IAM policy. The call is still denied. The key policy has one statement, which allows everything to a single security role. What is the reason?',
    right: ['The key policy does not let the account use IAM policies'],
    because:
      'IAM policies count for a key only if its key policy allows the account, as the default key policy does.',
    wrong: [
      {
        answer: 'The role must be a member of the group of key users',
        because: 'KMS knows no such group, and a role cannot be in an IAM group.',
      },
      {
        answer: 'The key must be shared with the role by AWS RAM first',
        because: 'KMS keys are not shared by AWS RAM. Policies and grants give access.',
      },
      {
        answer: 'The IAM policy must name the alias of the key instead of its ARN',
        because:
          'A policy names a key by its ARN. An alias as the resource does not give access to the key.',
      },
    ],
    shows: [{ id: 'WrappingKey', property: 'KeyPolicy.Statement.0.Action' }],
    tasks: ['SAA-C03 1.1', 'DVA-C02 2.1', 'SOA-C03 4.2'],
    seeds: ['004:3844', '004:3846', '004:3850', '004:3852'],
  },
];
