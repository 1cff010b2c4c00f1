import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A bucket policy of a tax office denies s3:PutObject with StringNotEquals s3:x-amz-server-side-encryption AES256. Since then, uploads that send no encryption header fail too, although S3 would encrypt them with SSE-S3. The office wants to refuse only uploads that ask for another encryption. What should it add?',
    right: ['A Null condition of false for the same key'],
    because:
      'A negated operator is also true when its key is missing. The Null condition limits the Deny to requests that have the header.',
    wrong: [
      {
        answer: 'An Allow for uploads without the header',
        because: 'An explicit Deny overrides every Allow.',
      },
      {
        answer: 'A default encryption of SSE-S3 for the bucket',
        because:
          'It is the default already. The policy is evaluated on the request, which has no header.',
      },
      {
        answer: 'The operator StringNotEqualsIfExists instead',
        because: 'A negated operator with IfExists is true as well when the key is missing.',
      },
    ],
    shows: [
      { id: 'Records/Policy', property: 'PolicyDocument.Statement.1.Condition.Null' },
      { id: 'Records/Policy', property: 'PolicyDocument.Statement.1.Condition.StringNotEquals' },
    ],
    tasks: ['SAA-C03 1.3', 'DVA-C02 2.2'],
    seeds: ['003:544', '003:545', '004:424', '004:428', '004:432'],
  },
  {
    text: 'The security policy of a university demands that no request to a bucket travels over plain HTTP, no matter who sends it with which client library. How can an administrator enforce this with the least effort?',
    right: ['A bucket policy that denies requests with aws:SecureTransport false'],
    because:
      'S3 answers HTTP and HTTPS. An explicit Deny in the bucket policy refuses each request without TLS, whatever else allows it.',
    wrong: [
      {
        answer: 'A bucket policy that allows requests with aws:SecureTransport true',
        because: 'It adds a permission. Other policies can still allow requests over HTTP.',
      },
      {
        answer: 'A default encryption with a customer managed KMS key for the bucket',
        because: 'It encrypts objects at rest. It does not require TLS for the requests.',
      },
      {
        answer: 'A network ACL that admits port 443 to the subnet of the bucket only',
        because: 'A bucket is in no subnet, so no network ACL can filter its requests.',
      },
    ],
    shows: [{ id: 'Records/Policy', property: 'PolicyDocument.Statement.0.Condition.Bool' }],
    tasks: ['SAA-C03 1.3', 'DVA-C02 2.2', 'SOA-C03 4.2'],
    seeds: ['003:588', '003:590', '003:591', '004:381', '004:383', '004:387', '004:388'],
  },
  {
    text: 'An application has to upload objects with keys of its own, which S3 must use for encryption and then forget. It sends the three headers of SSE-C over HTTPS. A bucket that was created this week answers each upload with 403, although the role has s3:PutObject. What is the reason?',
    right: ['The bucket blocks SSE-C, as new buckets do by default'],
    because:
      'S3 disables SSE-C for new buckets today. The bucket can allow it by the value NONE in its blocked encryption types.',
    wrong: [
      {
        answer: 'The role lacks kms:GenerateDataKey for the key',
        because: 'SSE-C does not use AWS KMS. The key comes with the request.',
      },
      {
        answer: 'SSE-C works over plain HTTP only, not over HTTPS',
        because: 'It is the other way around. S3 refuses SSE-C requests over HTTP.',
      },
      {
        answer: 'The object must be encrypted on the client first',
        because: 'With SSE-C, S3 encrypts. Client-side encryption is another method.',
      },
    ],
    shows: [
      {
        id: 'Records',
        property:
          'BucketEncryption.ServerSideEncryptionConfiguration.0.BlockedEncryptionTypes.EncryptionType',
      },
    ],
    tasks: ['DVA-C02 2.2', 'SAA-C03 1.3'],
    seeds: ['002:313', '003:589', '004:407', '004:409'],
  },
  {
    text: 'A developer creates a bucket with default settings and uploads a PDF file. Nobody has written a bucket policy. Who can download the file?',
    right: ['Principals of the own account to whom an IAM policy grants it'],
    because:
      'A new bucket is private: it has no policy, ACLs are disabled, and Block Public Access is on.',
    wrong: [
      {
        answer: 'Anyone who knows the address of the object in the bucket',
        because:
          'An anonymous request needs a policy or an ACL that allows it, and Block Public Access would refuse both.',
      },
      {
        answer: 'All users of all AWS accounts, but no anonymous visitors',
        because:
          'The group of all authenticated users would have to be in an ACL, and ACLs are disabled.',
      },
      {
        answer: 'Only the root user, until a bucket policy names the others',
        because: 'Within one account, an IAM policy is enough. A bucket policy need not repeat it.',
      },
    ],
    shows: [
      { id: 'Records', property: 'AccessControl' },
      { id: 'Records', property: 'PublicAccessBlockConfiguration.RestrictPublicBuckets' },
      { id: 'UploaderRole', property: 'PolicyDocument.Statement.0.Action' },
    ],
    tasks: ['SAA-C03 1.1', 'DVA-C02 2.1'],
    seeds: ['004:3917', '004:3919', '003:566', '000:122'],
  },
  {
    text: 'A trainee lists ways to control who may read the objects of a bucket. A colleague says that one of them has no effect on Amazon S3. Which one does she mean?',
    right: ['Security groups'],
    because:
      'A security group filters the traffic of network interfaces, such as those of EC2 instances. A bucket has none.',
    wrong: [
      {
        answer: 'Bucket policies',
        because: 'A bucket policy allows or denies actions on the bucket and its objects.',
      },
      {
        answer: 'IAM policies',
        because: 'An identity-based policy grants S3 actions to a user or a role.',
      },
      {
        answer: 'Presigned URLs',
        because:
          'For a limited time, a presigned URL grants one request with the permissions of its creator.',
      },
    ],
    shows: [
      { id: 'UploaderRole', property: 'PolicyDocument.Statement.0.Action' },
      { id: 'Records/Policy', property: 'PolicyDocument.Statement.0.Action' },
    ],
    tasks: ['SAA-C03 1.1', 'DVA-C02 2.1'],
    seeds: ['000:119', '000:122', '000:123', '000:124', '003:565', '003:566', '003:567'],
  },
  {
    text: 'Branches of a company upload reports from their own AWS accounts to a central bucket. In an old bucket, the central account could not read the reports, because the branches owned them. What prevents this in a new bucket, with the least effort?',
    right: ['The object ownership BucketOwnerEnforced, which is the default'],
    because:
      'With BucketOwnerEnforced, ACLs are disabled, and the bucket owner owns every object, also one that another account uploads.',
    wrong: [
      {
        answer: 'The canned ACL bucket-owner-full-control for every upload',
        because:
          'It works only if ownership prefers the bucket owner and if no branch forgets the header.',
      },
      {
        answer: 'The object ownership ObjectWriter with a policy for each branch',
        because: 'With ObjectWriter, the account that uploads owns the object.',
      },
      {
        answer: 'A nightly function that copies each report onto its own key',
        because: 'A copy by the central account needs read access first, which is what is missing.',
      },
    ],
    shows: [{ id: 'Records', property: 'OwnershipControls.Rules.0.ObjectOwnership' }],
    tasks: ['SAA-C03 1.1', 'DVA-C02 2.1'],
    seeds: ['003:558', '003:559', '003:560', '003:562', '003:563', '003:564', '000:124'],
  },
  {
    text: 'A junior engineer tries to make a bucket public with a bucket policy that names the principal *. S3 refuses the policy. In another bucket, an old policy of this kind exists, and anonymous visitors are refused there as well. Which two settings explain this?',
    right: ['BlockPublicPolicy of the first bucket', 'RestrictPublicBuckets of the second bucket'],
    because:
      'BlockPublicPolicy refuses a new public policy. RestrictPublicBuckets limits a bucket that has one to AWS services and users of its own account.',
    wrong: [
      {
        answer: 'IgnorePublicAcls of the second bucket',
        because: 'It ignores public ACLs. The access here comes from a policy.',
      },
      {
        answer: 'BlockPublicAcls of the first bucket',
        because: 'It refuses requests that set a public ACL, not a policy.',
      },
      {
        answer: 'BucketOwnerEnforced of both buckets',
        because: 'It disables ACLs and says who owns objects. A policy can still be public.',
      },
    ],
    shows: [
      { id: 'Records', property: 'PublicAccessBlockConfiguration.BlockPublicPolicy' },
      { id: 'Records', property: 'PublicAccessBlockConfiguration.RestrictPublicBuckets' },
    ],
    tasks: ['SAA-C03 1.1', 'SOA-C03 4.2', 'DOP-C02 6.2'],
    seeds: ['003:604', '003:605', '003:606', '004:3917'],
  },
];
