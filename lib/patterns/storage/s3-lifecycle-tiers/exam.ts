import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const guide = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide';
const api = 'https://docs.aws.amazon.com/AmazonS3/latest/API';
const classes = `${guide}/storage-class-intro.html`;
const transitions = `${guide}/lifecycle-transition-general-considerations.html`;
const elements = `${guide}/intro-lifecycle-rules.html`;
const expiring = `${guide}/lifecycle-expire-general-considerations.html`;
const retrieval = `${guide}/restoring-objects-retrieval-options.html`;
const tiering = `${guide}/intelligent-tiering-overview.html`;
const rule = `${reference}/aws-properties-s3-bucket-rule.html`;

export const exam: Exam = {
  question:
    'Objects are rarely read after a month and must stay for seven years: which storage classes, and which rules move and delete them?',
  answer:
    'A lifecycle rule moves the objects to Standard-IA after 30 days, then to Glacier classes, and deletes them after seven years. A versioned bucket also needs a rule for noncurrent versions. Intelligent-Tiering is for unknown patterns, and One Zone-IA for what can be re-created.',
  wrong: [
    {
      answer: 'A nightly script that copies old objects to another class',
      because:
        'You would write, run and pay for it. A lifecycle rule does this without code, and S3 needs no copy.',
    },
    {
      answer: 'Standard-IA for small files that are read every day',
      because:
        'Each read has a retrieval fee per GB, each object is billed as 128 KB at least, and for 30 days at least.',
    },
    {
      answer: 'One Zone-IA for the only copy of the records',
      because: 'Its data does not survive the loss of its Availability Zone.',
    },
    {
      answer: 'Glacier Flexible Retrieval for scans that a page must show at once',
      because:
        'Its objects must be restored first, which takes minutes to hours. Glacier Instant Retrieval returns them within milliseconds.',
    },
    {
      answer: 'An expiration rule alone, to delete the objects of a versioned bucket',
      because:
        'The rule only adds a delete marker. The version stays, and is billed, until a rule for noncurrent versions deletes it.',
    },
    {
      answer: 'Access logs, to find out which objects are not encrypted',
      because:
        'They list requests. An S3 Inventory report lists all objects with their encryption status.',
    },
  ],
  questions,
  tasks: ['SAA-C03 4.1', 'SAA-C03 3.1', 'DVA-C02 1.3', 'SOA-C03 1.3', 'SOA-C03 2.3'],
  cost: 'free',
  remains: [
    'The buckets, if they still have objects or versions: cdk destroy then fails. Empty both of them in the S3 console (Empty), which also deletes versions.',
  ],
  flow: [
    { from: '(uploads)', to: 'Archive', label: 'STANDARD' },
    { from: 'Archive', to: 'InventoryReports', label: 'weekly inventory' },
    { from: 'InventoryReports/Policy', to: 'InventoryReports', label: 'lets S3 write' },
  ],
  checked: '2026-11-28',
  resources: [
    {
      type: 'AWS::S3::Bucket',
      id: 'Archive',
      settings: [
        {
          property: 'LifecycleConfiguration.Rules.0.Status',
          value: 'Enabled',
          fact: 'A lifecycle rule moves or deletes objects without code; a disabled rule does nothing, and S3 keeps it.',
          source: elements,
          seeds: ['004:336', '004:338', '004:340'],
          experiments: [
            {
              value: 'Disabled',
              outcome: 'update',
              because:
                'The records stay in STANDARD for good, the most expensive of these classes. Nothing fails, but the bill grows.',
            },
          ],
        },
        {
          property: 'LifecycleConfiguration.Rules.0.Transitions.0.StorageClass',
          value: 'STANDARD_IA',
          fact: 'Standard-IA stores at a lower price and returns objects within milliseconds, but has a retrieval fee per GB and a minimum of 30 days.',
          source: classes,
          seeds: ['004:270', '004:274', '004:276', '004:278'],
          experiments: [
            {
              value: 'STANDARD',
              outcome: 'fails',
              because: 'No lifecycle rule moves an object to STANDARD.',
              source: transitions,
            },
            {
              value: 'ONEZONE_IA',
              outcome: 'update',
              because:
                'The records are cheaper, but for two months the loss of one Availability Zone would lose them.',
            },
          ],
        },
        {
          property: 'LifecycleConfiguration.Rules.0.Transitions.0.TransitionInDays',
          value: 30,
          fact: 'An object must be 30 days old before a lifecycle rule moves it to Standard-IA or One Zone-IA.',
          source: transitions,
          seeds: ['004:270', '004:272'],
          experiments: [
            {
              value: 29,
              outcome: 'fails',
              because: 'Thirty days is the shortest age for STANDARD_IA.',
              source: transitions,
            },
            {
              value: 61,
              outcome: 'fails',
              because:
                'The objects would leave STANDARD_IA after 29 days, and one rule must keep them there for 30.',
              source: transitions,
            },
          ],
        },
        {
          property: 'LifecycleConfiguration.Rules.0.Transitions.1.StorageClass',
          value: 'GLACIER',
          fact: 'Objects in Glacier Flexible Retrieval must be restored before you read them: expedited in 1-5 minutes, standard in 3-5 hours, bulk in 5-12 hours.',
          source: retrieval,
          seeds: ['002:409', '002:411', '002:412', '002:413', '004:311', '004:324', '004:326'],
          today: {
            notes: 'You pay each time you access data in a Glacier storage class.',
            now: 'Bulk retrievals from Glacier Flexible Retrieval are free. The other retrievals have a fee per GB.',
            source: retrieval,
          },
          experiments: [
            {
              value: 'GLACIER_IR',
              outcome: 'update',
              because:
                'The records stay readable within milliseconds, at a higher price per GB and with a higher retrieval fee than in STANDARD_IA.',
            },
          ],
        },
        {
          property: 'LifecycleConfiguration.Rules.0.Transitions.2.TransitionInDays',
          value: 180,
          fact: 'S3 bills Glacier Flexible Retrieval for at least 90 days and Glacier Deep Archive for at least 180, even if the object leaves earlier.',
          source: transitions,
          seeds: ['004:328', '004:330'],
          experiments: [
            {
              value: 120,
              outcome: 'update',
              because:
                'The objects leave GLACIER after 30 days, and S3 bills 60 more days of it for early deletion.',
            },
            {
              value: 60,
              outcome: 'fails',
              because:
                'The rule would move the objects from DEEP_ARCHIVE up to GLACIER, and a lifecycle rule only moves down.',
              source: transitions,
            },
          ],
        },
        {
          property: 'LifecycleConfiguration.Rules.0.Transitions.2.StorageClass',
          value: 'DEEP_ARCHIVE',
          fact: 'Glacier Deep Archive has the lowest price; a standard restore takes up to 12 hours, bulk up to 48, and there is no expedited one.',
          source: retrieval,
          seeds: ['004:328', '004:330', '002:411'],
        },
        {
          property: 'LifecycleConfiguration.Rules.0.ExpirationInDays',
          value: 2557,
          fact: 'S3 adds the days to the creation time and acts at the next midnight UTC; the expiration must be later than the last transition.',
          source: elements,
          seeds: ['004:330', '004:336'],
          experiments: [
            {
              value: 180,
              outcome: 'fails',
              because: 'The expiration must be later than the transition after 180 days.',
              source: rule,
            },
            {
              value: 200,
              outcome: 'update',
              because:
                'S3 deletes the records after 20 days in DEEP_ARCHIVE, and bills 160 more days of it.',
            },
          ],
        },
        {
          property: 'LifecycleConfiguration.Rules.1.Transitions.0.StorageClass',
          value: 'GLACIER_IR',
          fact: 'Glacier Instant Retrieval is for data read about once a quarter, within milliseconds; it bills at least 90 days and 128 KB per object.',
          source: classes,
          seeds: ['004:320', '004:322'],
          experiments: [
            {
              value: 'GLACIER',
              outcome: 'update',
              because:
                'A scan is no longer there at once: it must be restored for minutes or hours.',
            },
          ],
        },
        {
          property: 'LifecycleConfiguration.Rules.2.Transitions.0.StorageClass',
          value: 'ONEZONE_IA',
          fact: 'One Zone-IA is for data that you can re-create: one Availability Zone, 99.5 percent availability, at 20 percent less than Standard-IA.',
          source: classes,
          seeds: ['004:196', '004:281', '004:283', '004:285', '004:287', '004:290'],
          today: {
            notes:
              'S3 is built for an availability of 99.95 to 99.99 percent, depending on the class.',
            now: 'The classes are designed for 99.5 percent (One Zone-IA), 99.9 percent, or 99.99 percent.',
            source: classes,
          },
        },
        {
          property: 'LifecycleConfiguration.Rules.3.Transitions.0.StorageClass',
          value: 'INTELLIGENT_TIERING',
          fact: 'Intelligent-Tiering moves objects of 128 KB or more by their last access, with a monthly fee per object and no retrieval fee.',
          source: tiering,
          seeds: ['004:292', '004:294', '004:296', '004:298', '004:300', '004:303'],
          today: {
            notes: 'Intelligent-Tiering has an availability of 99.99 percent.',
            now: 'It is designed for 99.9 percent, as Standard-IA is.',
            source: classes,
          },
          experiments: [
            {
              value: 'STANDARD_IA',
              outcome: 'fails',
              because: 'Zero days are too few for STANDARD_IA.',
              source: transitions,
            },
          ],
        },
        {
          property: 'IntelligentTieringConfigurations.0.Tierings',
          value: [
            { AccessTier: 'ARCHIVE_ACCESS', Days: 90 },
            { AccessTier: 'DEEP_ARCHIVE_ACCESS', Days: 180 },
          ],
          fact: 'The two archive tiers of Intelligent-Tiering are optional, after 90 and 180 days without access, up to 730; their objects must be restored.',
          source: tiering,
          seeds: ['004:294', '004:296'],
          experiments: [
            {
              value: [{ AccessTier: 'ARCHIVE_ACCESS', Days: 89 }],
              outcome: 'refused',
              because: 'Ninety days is the least for the Archive Access tier.',
            },
            {
              value: [{ AccessTier: 'DEEP_ARCHIVE_ACCESS', Days: 730 }],
              outcome: 'update',
              because:
                'The objects stay readable within milliseconds for two years without access, the longest time.',
            },
          ],
        },
        {
          property: 'LifecycleConfiguration.TransitionDefaultMinimumObjectSize',
          value: 'all_storage_classes_128K',
          fact: 'By default no rule moves objects under 128 KB; a rule with a size filter of its own overrides this.',
          source: `${api}/API_PutBucketLifecycleConfiguration.html`,
          seeds: [],
          experiments: [
            {
              value: 'varies_by_storage_class',
              outcome: 'update',
              because:
                'Small records move to GLACIER and DEEP_ARCHIVE, where S3 bills 40 KB of metadata for each of them.',
            },
          ],
        },
        {
          property: 'LifecycleConfiguration.Rules.4.NoncurrentVersionExpiration',
          value: { NoncurrentDays: 365 },
          fact: 'In a versioned bucket, an expiration adds a delete marker; only NoncurrentVersionExpiration deletes versions permanently.',
          source: expiring,
          seeds: ['004:234', '004:338', '004:340'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because:
                'Old versions and deleted objects stay in the bucket and on the bill for good, although no list of objects shows them.',
            },
          ],
        },
        {
          property:
            'LifecycleConfiguration.Rules.4.NoncurrentVersionTransitions.0.TransitionInDays',
          value: 30,
          fact: 'A version is noncurrent from the day on which its successor is created; the minimum of 30 days for Standard-IA counts from there.',
          source: elements,
          seeds: ['004:234', '004:340'],
          experiments: [
            {
              value: 29,
              outcome: 'fails',
              because: 'A version must be noncurrent for 30 days before it moves to STANDARD_IA.',
              source: transitions,
            },
          ],
        },
        {
          property: 'LifecycleConfiguration.Rules.4.AbortIncompleteMultipartUpload',
          value: { DaysAfterInitiation: 7 },
          fact: 'The parts of an incomplete multipart upload are billed until you abort it or a lifecycle rule does; expiration rules do not delete them.',
          source: elements,
          seeds: ['004:487', '004:489', '003:595'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'Parts of uploads that never finished stay, invisible and billed.',
            },
          ],
        },
        {
          property: 'VersioningConfiguration.Status',
          value: 'Enabled',
          fact: 'You can suspend versioning, but never turn it off again; existing versions stay.',
          source: `${guide}/Versioning.html`,
          seeds: ['004:228', '004:232', '004:234'],
          experiments: [
            {
              value: 'Suspended',
              outcome: 'update',
              because:
                'New uploads overwrite each other. The versions that exist stay until the rule for noncurrent versions deletes them.',
            },
          ],
        },
        {
          property: 'InventoryConfigurations.0.OptionalFields',
          value: ['Size', 'StorageClass', 'EncryptionStatus', 'ReplicationStatus'],
          fact: 'S3 Inventory lists all objects daily or weekly, with fields such as encryption and replication status, to audit a bucket.',
          source: `${guide}/storage-inventory.html`,
          seeds: ['003:612', '003:614'],
          experiments: [
            {
              value: ['Encryption'],
              outcome: 'fails',
              because: 'The field is called EncryptionStatus.',
              source: `${reference}/aws-properties-s3-bucket-inventoryconfiguration.html`,
            },
          ],
        },
        {
          property: 'AnalyticsConfigurations.0.Prefix',
          value: 'records/',
          fact: 'S3 Analytics observes the access to a group of objects and tells when to move them from Standard to Standard-IA.',
          source: `${guide}/analytics-storage-class.html`,
          seeds: ['003:613'],
        },
      ],
    },
    {
      type: 'AWS::S3::BucketPolicy',
      id: 'InventoryReports/Policy',
      settings: [
        {
          property: 'PolicyDocument.Statement.1.Principal',
          value: { Service: 's3.amazonaws.com' },
          fact: 'The bucket that receives inventory reports must allow s3.amazonaws.com to put objects, limited to the source bucket and its account.',
          source: `${guide}/example-bucket-policies.html`,
          seeds: ['003:612'],
          tasks: ['SOA-C03 1.3'],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'Nothing moves, because the rule is disabled. Old versions and parts of broken uploads stay forever, and the bill grows with every overwrite.',
    changes: [
      {
        type: 'AWS::S3::Bucket',
        id: 'Archive',
        property: 'LifecycleConfiguration.Rules.0.Status',
        value: 'Disabled',
      },
      {
        type: 'AWS::S3::Bucket',
        id: 'Archive',
        property: 'LifecycleConfiguration.Rules.4.NoncurrentVersionExpiration',
        value: null,
      },
      {
        type: 'AWS::S3::Bucket',
        id: 'Archive',
        property: 'LifecycleConfiguration.Rules.4.AbortIncompleteMultipartUpload',
        value: null,
      },
    ],
  },
};
