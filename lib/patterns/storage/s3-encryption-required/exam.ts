import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const guide = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide';
const api = 'https://docs.aws.amazon.com/AmazonS3/latest/API';
const iamGuide = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';
const bucket = `${reference}/aws-resource-s3-bucket.html`;
const managedKeys = `${guide}/UsingServerSideEncryption.html`;
const blockedTypes = `${guide}/blocking-unblocking-s3-c-encryption-gpb.html`;
const ownership = `${guide}/about-object-ownership.html`;
const ownershipErrors = `${guide}/object-ownership-error-responses.html`;
const publicAccess = `${reference}/aws-properties-s3-bucket-publicaccessblockconfiguration.html`;
const inTransit = `${guide}/UsingEncryptionInTransit.html`;
const operators = `${iamGuide}/reference_policies_elements_condition_operators.html`;
const actions =
  'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html';
const newBuckets =
  'https://aws.amazon.com/about-aws/whats-new/2022/12/amazon-s3-automatically-enable-block-public-access-disable-access-control-lists-buckets-april-2023/';
const header = 's3:x-amz-server-side-encryption';

export const exam: Exam = {
  question:
    'How do you make sure that every object is encrypted with SSE-S3, travels over HTTPS only, and stays private?',
  answer:
    'A bucket policy denies plain HTTP and every other encryption header, and Block Public Access keeps the bucket private. S3 itself encrypts new objects with SSE-S3 by default.',
  wrong: [
    {
      answer: 'Tell every client to send the header x-amz-server-side-encryption: AES256',
      because:
        'S3 encrypts without the header too. Only a policy refuses the client that sends aws:kms instead.',
    },
    {
      answer: 'Allow s3:PutObject only if the request has the header',
      because:
        'Other policies may allow the same action without the condition. Only an explicit Deny overrides them.',
    },
    {
      answer: 'Deny with StringNotEqualsIfExists, so that the header is optional',
      because:
        'Both this operator and StringNotEquals are true if the header is missing, so they deny that upload. Only a Null test makes the header optional.',
    },
    {
      answer: 'Do nothing about HTTP, because S3 always encrypts in transit',
      because: 'S3 also answers plain HTTP, unless a policy denies it.',
    },
    {
      answer: 'Keep the objects private with ACLs',
      because: 'ACLs are disabled on new buckets, and no ACL controls encryption or transport.',
    },
    {
      answer: 'Open only port 443 in a security group',
      because: 'A security group filters the traffic of network interfaces. A bucket has none.',
    },
    {
      answer: 'Encrypt on the client',
      because:
        'Then you manage keys that S3 can manage, and a policy still has to refuse other uploads.',
    },
  ],
  questions,
  tasks: ['DVA-C02 2.2', 'SAA-C03 1.1', 'SAA-C03 1.3', 'SOA-C03 4.2', 'DOP-C02 6.2'],
  cost: 'free',
  remains: [
    'The bucket, if it still has objects: cdk destroy then fails. Delete them with aws s3 rm s3://<RecordsName> --recursive.',
  ],
  flow: [
    { from: '(account)', to: 'UploaderRole', label: 'assumes' },
    { from: 'UploaderRole', to: 'Records', label: 'AES256 or no header' },
    { from: 'Records/Policy', to: 'Records', label: 'denies the rest' },
  ],
  checked: '2026-11-28',
  resources: [
    {
      type: 'AWS::S3::Bucket',
      id: 'Records',
      settings: [
        {
          property:
            'BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.SSEAlgorithm',
          value: 'AES256',
          fact: 'S3 encrypts every new object with SSE-S3 (AES256), at no charge, unless the request or the bucket default chooses another type.',
          source: managedKeys,
          seeds: ['002:309', '004:204', '004:416', '004:417', '004:418'],
          today: {
            notes: 'For SSE-S3, the upload must have the x-amz-server-side-encryption header.',
            now: 'S3 encrypts every new object with SSE-S3, without any header.',
            since: '2023-01-05',
            source: managedKeys,
          },
          experiments: [
            {
              value: 'aws:kms',
              outcome: 'update',
              because:
                'S3 now encrypts uploads without the header with the AWS managed KMS key, and the policy does not deny them.',
            },
            {
              value: 'AES128',
              outcome: 'fails',
              because: 'The allowed values are AES256, aws:kms and aws:kms:dsse.',
              source: `${reference}/aws-properties-s3-bucket-serversideencryptionbydefault.html`,
            },
          ],
        },
        {
          property:
            'BucketEncryption.ServerSideEncryptionConfiguration.0.BlockedEncryptionTypes.EncryptionType',
          value: ['SSE-C'],
          fact: 'A bucket that blocks SSE-C returns 403 to every upload, copy, or replication that brings its own key; existing objects stay readable.',
          source: blockedTypes,
          seeds: ['002:313', '003:589', '004:407', '004:409'],
          today: {
            notes:
              'An upload with SSE-C works if it has three customer-key headers and uses HTTPS.',
            now: 'SSE-C is disabled for new buckets, and for old ones in accounts that had no such objects. BlockedEncryptionTypes NONE enables it.',
            since: '2026-04',
            source: blockedTypes,
          },
          experiments: [
            {
              value: ['NONE'],
              outcome: 'update',
              because:
                'A client can upload with its own key. SSE-C does not use the header that the policy checks.',
            },
            {
              value: ['SSE-KMS'],
              outcome: 'fails',
              because: 'The setting can block only SSE-C. To refuse SSE-KMS, you need a policy.',
              source: `${api}/API_BlockedEncryptionTypes.html`,
            },
          ],
        },
        {
          property: 'PublicAccessBlockConfiguration.BlockPublicAcls',
          value: true,
          fact: 'BlockPublicAcls rejects requests that set a public ACL on the bucket or an object; it does not change existing ACLs.',
          source: publicAccess,
          seeds: ['003:604', '003:605'],
          tasks: ['SAA-C03 1.1', 'SAA-C03 1.3', 'SOA-C03 4.2'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'BucketOwnerEnforced still rejects every public ACL.',
            },
          ],
        },
        {
          property: 'PublicAccessBlockConfiguration.IgnorePublicAcls',
          value: true,
          fact: 'IgnorePublicAcls makes S3 ignore all public ACLs on the bucket and its objects.',
          source: publicAccess,
          seeds: [],
          tasks: ['SAA-C03 1.1', 'SAA-C03 1.3', 'SOA-C03 4.2'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'Nothing changes, because the ACLs of this bucket are disabled.',
            },
          ],
        },
        {
          property: 'PublicAccessBlockConfiguration.BlockPublicPolicy',
          value: true,
          fact: 'BlockPublicPolicy rejects a bucket policy that allows public access; it does not change an existing policy.',
          source: publicAccess,
          seeds: ['003:605', '003:606', '004:3917'],
          tasks: ['SAA-C03 1.1', 'SAA-C03 1.3', 'SOA-C03 4.2'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because:
                'S3 accepts a public policy. RestrictPublicBuckets still keeps anonymous readers out.',
            },
          ],
        },
        {
          property: 'PublicAccessBlockConfiguration.RestrictPublicBuckets',
          value: true,
          fact: 'RestrictPublicBuckets limits a bucket with a public policy to AWS services and authorized users of its own account.',
          source: publicAccess,
          seeds: [],
          tasks: ['SAA-C03 1.1', 'SAA-C03 1.3', 'SOA-C03 4.2'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'BlockPublicPolicy still rejects a new public policy.',
            },
          ],
        },
        {
          property: 'OwnershipControls.Rules.0.ObjectOwnership',
          value: 'BucketOwnerEnforced',
          fact: 'With BucketOwnerEnforced, the default of new buckets, the bucket owner owns every object, even those of other accounts, and ACLs are disabled.',
          source: ownership,
          seeds: ['000:124', '003:558', '003:560', '003:562', '003:563'],
          tasks: ['SAA-C03 1.1', 'SAA-C03 1.3'],
          today: {
            notes:
              'The permissions of a bucket policy apply only to objects that the bucket owner creates, because the uploading account owns its objects.',
            now: 'With BucketOwnerEnforced, the default of new buckets, the bucket owner owns all objects, so the policy applies to all of them.',
            since: '2023-04',
            source: newBuckets,
          },
          experiments: [
            {
              value: 'ObjectWriter',
              outcome: 'update',
              because:
                'ACLs are enabled again, and another account owns what it uploads to this bucket.',
            },
            {
              value: 'BucketOwnerForced',
              outcome: 'fails',
              because:
                'The three settings are ObjectWriter, BucketOwnerPreferred and BucketOwnerEnforced.',
              source: `${reference}/aws-properties-s3-bucket-ownershipcontrolsrule.html`,
            },
          ],
        },
        {
          property: 'AccessControl',
          fact: 'A request that sets an ACL fails with AccessControlListNotSupported if BucketOwnerEnforced has disabled ACLs.',
          source: ownershipErrors,
          seeds: ['000:123', '003:568', '004:206', '004:213'],
          tasks: ['SAA-C03 1.1', 'SAA-C03 1.3'],
          today: {
            notes:
              'Each bucket and object has an ACL that S3 checks, and you use ACLs to secure individual objects.',
            now: 'ACLs are disabled on new buckets, and only policies grant access. AccessControl is a legacy property.',
            since: '2023-04',
            source: newBuckets,
          },
          experiments: [
            {
              value: 'PublicRead',
              outcome: 'fails',
              because: 'S3 rejects a public ACL for a bucket whose ACLs are disabled.',
              source: ownershipErrors,
            },
          ],
        },
        {
          property: 'BucketName',
          fact: 'You cannot rename a bucket: a new name is a new bucket, and CloudFormation can delete the old one only if it is empty.',
          source: bucket,
          seeds: [],
          tasks: ['SAA-C03 1.3'],
          experiments: [
            {
              value: 'records-of-the-exam-patterns',
              outcome: 'replace',
              because:
                'CloudFormation creates another bucket, and the objects of the old one do not move.',
            },
            {
              value: 'Records_2026',
              outcome: 'refused',
              because:
                'A bucket name has lowercase letters, digits, periods and hyphens only, because it is part of a host name.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::S3::BucketPolicy',
      id: 'Records/Policy',
      settings: [
        {
          property: 'PolicyDocument.Statement.0.Condition.Bool',
          value: { 'aws:SecureTransport': 'false' },
          fact: 'S3 accepts both HTTP and HTTPS; a bucket policy can deny each request for which aws:SecureTransport is false.',
          source: inTransit,
          seeds: ['003:588', '003:589', '003:590', '003:591', '004:383', '004:387', '004:388'],
          today: {
            notes: 'Encryption in transit for S3 is always achieved by SSL/TLS.',
            now: 'S3 accepts plain HTTP too, unless a policy denies it.',
            source: inTransit,
          },
          experiments: [
            {
              value: { 'aws:SecureTransport': 'true' },
              outcome: 'update',
              because:
                'The policy now denies every HTTPS request, and lets plain HTTP pass. Over HTTPS, only the root user can still delete the policy.',
            },
          ],
        },
        {
          property: 'PolicyDocument.Statement.0.Action',
          value: 's3:*',
          fact: 'Bucket actions such as s3:ListBucket need the bucket ARN as the resource, and object actions such as s3:GetObject need bucket/*.',
          source: actions,
          seeds: ['002:407', '004:208', '004:217'],
          tasks: ['SAA-C03 1.1', 'SAA-C03 1.3'],
          today: {
            notes:
              'A bucket policy applies at the bucket level only, so ACLs must manage the permissions of objects.',
            now: 'A bucket policy controls objects too: its resource can be bucket/*, a prefix, or one key.',
            source: actions,
          },
          experiments: [
            {
              value: 's3:PutObject',
              outcome: 'update',
              because: 'Uploads need HTTPS, but S3 still sends objects over plain HTTP.',
            },
          ],
        },
        {
          property: 'PolicyDocument.Statement.1.Effect',
          value: 'Deny',
          fact: 'An explicit Deny in a bucket policy overrides every Allow, even that of an administrator of the account.',
          source: `${iamGuide}/reference_policies_evaluation-logic.html`,
          seeds: ['003:545'],
          tasks: ['SAA-C03 1.1', 'SAA-C03 1.3'],
          experiments: [
            {
              value: 'Allow',
              outcome: 'fails',
              because:
                'The statement would let anyone upload with another encryption type, so the policy is public and BlockPublicPolicy rejects it.',
              source: `${api}/API_PublicAccessBlockConfiguration.html`,
            },
          ],
        },
        {
          property: 'PolicyDocument.Statement.1.Condition.StringNotEquals',
          value: { [header]: 'AES256' },
          fact: 'The x-amz-server-side-encryption header chooses AES256 (SSE-S3), aws:kms (SSE-KMS), or aws:kms:dsse (DSSE-KMS); a policy sees it as a condition key.',
          source: `${api}/API_PutObject.html`,
          seeds: ['002:340', '002:342', '002:343', '003:545', '004:428', '004:432', '004:435'],
          today: {
            notes: 'The header accepts two values only: AES256 and aws:kms.',
            now: 'A third value for S3 objects is aws:kms:dsse, two layers of encryption with KMS keys.',
            since: '2023-06',
            source:
              'https://aws.amazon.com/blogs/aws/new-amazon-s3-dual-layer-server-side-encryption-with-keys-stored-in-aws-key-management-service-dsse-kms/',
          },
          experiments: [
            {
              value: { [header]: 'aws:kms' },
              outcome: 'update',
              because: 'The policy denies AES256 in the header, and lets aws:kms pass.',
            },
            {
              value: { [header]: ['AES256', 'aws:kms'] },
              outcome: 'update',
              because:
                'The policy denies only a value that is neither of the two, such as aws:kms:dsse.',
            },
          ],
        },
        {
          property: 'PolicyDocument.Statement.1.Condition.Null',
          value: { [header]: 'false' },
          fact: 'A negated operator such as StringNotEquals is true if its key is missing; a Null condition of false requires the key.',
          source: operators,
          seeds: ['003:544', '003:545'],
          today: {
            notes: 'To enforce SSE-S3, a bucket policy denies every upload without the header.',
            now: 'S3 encrypts these uploads by default. The policy only needs to deny a header that chooses another type.',
            since: '2023-01-05',
            source: managedKeys,
          },
          experiments: [
            {
              value: null,
              outcome: 'update',
              because:
                'The policy also denies an upload without the header, although S3 would encrypt it with AES256.',
            },
            {
              value: { [header]: 'true' },
              outcome: 'update',
              because:
                'The policy denies only uploads without the header, and lets a client choose aws:kms.',
            },
          ],
        },
        {
          property: 'PolicyDocument.Statement.2.Action',
          value: 's3:UpdateObjectEncryption',
          fact: 'UpdateObjectEncryption changes an existing object from SSE-S3 to SSE-KMS without a new upload; it cannot change it back.',
          source: `${api}/API_UpdateObjectEncryption.html`,
          seeds: ['004:445'],
          tasks: ['DVA-C02 2.2', 'SAA-C03 1.3'],
        },
      ],
    },
    {
      type: 'AWS::IAM::Policy',
      id: 'UploaderRole',
      settings: [
        {
          property: 'PolicyDocument.Statement.0.Action',
          value: ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'],
          fact: "Within one account, an Allow in the role's policy or in the bucket policy is enough, unless any policy denies the request.",
          source: `${iamGuide}/reference_policies_evaluation-logic_policy-eval-denyallow.html`,
          seeds: ['000:122', '003:566', '003:567'],
          tasks: ['SAA-C03 1.1', 'SAA-C03 1.3'],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'The policy denies uploads that S3 would encrypt by default, clients can read objects over plain HTTP, and nothing stops a public policy.',
    changes: [
      {
        type: 'AWS::S3::Bucket',
        id: 'Records',
        property: 'PublicAccessBlockConfiguration',
        value: {
          BlockPublicAcls: false,
          BlockPublicPolicy: false,
          IgnorePublicAcls: false,
          RestrictPublicBuckets: false,
        },
      },
      {
        type: 'AWS::S3::BucketPolicy',
        id: 'Records/Policy',
        property: 'PolicyDocument.Statement.0.Action',
        value: 's3:PutObject',
      },
      {
        type: 'AWS::S3::BucketPolicy',
        id: 'Records/Policy',
        property: 'PolicyDocument.Statement.1.Condition.Null',
        value: null,
      },
    ],
  },
};
