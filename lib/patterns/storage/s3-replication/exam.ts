import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const guide = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide';
const api = 'https://docs.aws.amazon.com/AmazonS3/latest/API';
const overview = `${guide}/replication.html`;
const whatGoes = `${guide}/replication-what-is-isnot-replicated.html`;
const markers = `${guide}/delete-marker-replication.html`;
const permissions = `${guide}/setting-repl-config-perm-overview.html`;
const metrics = `${guide}/replication-metrics.html`;
const put = `${api}/API_PutBucketReplication.html`;

export const exam: Exam = {
  question:
    'Every new object must be in a second bucket within 15 minutes: what do both buckets need, and what does not go along?',
  answer:
    'Both buckets need versioning, and the source a replication rule with a role and Replication Time Control. Older objects, lifecycle actions, and deletions of a version do not go along, and delete markers only on request.',
  wrong: [
    {
      answer: 'Versioning on the source bucket only',
      because: 'S3 refuses a rule whose destination has no versioning.',
    },
    {
      answer: 'A function that copies each object after its event',
      because:
        'You would have to retry, to watch, and to copy tags and metadata. Replication does all of it.',
    },
    {
      answer: 'Replication, to bring the existing objects along',
      because:
        'A rule replicates objects that are created afterwards. S3 Batch Replication copies the others.',
    },
    {
      answer: 'Replication of delete markers, as a backup',
      because:
        'Then an object that is deleted by mistake is hidden in both buckets. Without it, the replica stays visible.',
    },
    {
      answer: 'A lifecycle rule on the source, to expire the replicas too',
      because: 'Actions of lifecycle rules are not replicated. Each bucket needs its own rules.',
    },
    {
      answer: 'Versioning with MFA delete from a template, instead of a second bucket',
      because:
        'Only the root user can enable MFA delete, by the API or the CLI, and one bucket stays one bucket.',
    },
  ],
  questions,
  tasks: ['SAA-C03 2.2', 'SAA-C03 1.3', 'SOA-C03 2.2', 'SOA-C03 2.3', 'DOP-C02 3.3'],
  cost: 'free',
  remains: [
    'The buckets, if they still have versions: cdk destroy then fails. Empty both of them in the S3 console (Empty), which also deletes versions.',
  ],
  flow: [
    { from: '(writer)', to: 'Originals', label: 'documents/' },
    { from: 'Originals', to: 'Replicas', label: 'replicates' },
    { from: 'Originals', to: 'ReplicationRole', label: 'acts as' },
    { from: 'ReplicationRole', to: 'Replicas', label: 'ReplicateObject' },
    { from: 'Originals', to: 'LateReplicationAlarm', label: 'after 15 minutes' },
    { from: 'Originals', to: 'FailedReplicationAlarm', label: 'first failure' },
  ],
  checked: '2026-11-28',
  resources: [
    {
      type: 'AWS::S3::Bucket',
      id: 'Originals',
      settings: [
        {
          property: 'VersioningConfiguration.Status',
          value: 'Enabled',
          fact: 'Replication needs versioning on both buckets; you can suspend versioning later, but not while the bucket has replication rules.',
          source: overview,
          seeds: ['004:226', '004:228', '004:232', '004:511'],
          experiments: [
            {
              value: 'Suspended',
              outcome: 'fails',
              because:
                'S3 does not suspend versioning on a bucket that has a replication configuration.',
              source: `${guide}/replication-and-other-bucket-configs.html`,
            },
          ],
        },
        {
          property: 'ReplicationConfiguration.Rules.0.Status',
          value: 'Enabled',
          fact: 'A rule replicates only objects that are created after it; S3 Batch Replication copies existing objects.',
          source: whatGoes,
          seeds: ['003:574', '004:513'],
          today: {
            notes:
              'Only objects that are added after replication is enabled are replicated, and you upload the others again.',
            now: 'That is so for live replication. S3 Batch Replication replicates existing objects and failed ones on demand.',
            since: '2022-02',
            source:
              'https://aws.amazon.com/blogs/aws/new-replicate-existing-objects-with-amazon-s3-batch-replication/',
          },
          experiments: [
            {
              value: 'Disabled',
              outcome: 'update',
              because:
                'New objects stay in the first bucket, and do not follow after you enable the rule again.',
            },
          ],
        },
        {
          property: 'ReplicationConfiguration.Rules.0.Filter',
          value: { Prefix: 'documents/' },
          fact: 'A rule applies to the whole bucket, to a prefix, to tags, or to both; with a filter, DeleteMarkerReplication and Priority are mandatory.',
          source: put,
          seeds: ['003:571', '003:572'],
          experiments: [
            {
              value: { TagFilter: { Key: 'class', Value: 'document' } },
              also: [
                {
                  property: 'ReplicationConfiguration.Rules.0.DeleteMarkerReplication.Status',
                  value: 'Enabled',
                },
              ],
              outcome: 'fails',
              because: 'Delete markers are not replicated by a rule with tags.',
              source: `${api}/API_DeleteMarkerReplication.html`,
            },
            {
              value: { TagFilter: { Key: 'class', Value: 'document' } },
              outcome: 'update',
              because:
                'S3 replicates objects that have this tag when they are uploaded, whatever their key. The role may copy only documents/, so the others fail.',
            },
          ],
        },
        {
          property: 'ReplicationConfiguration.Rules.0.Priority',
          value: 1,
          fact: 'If several rules have the same destination bucket, the one with the highest number decides.',
          source: put,
          seeds: ['003:571'],
        },
        {
          property: 'ReplicationConfiguration.Rules.0.DeleteMarkerReplication.Status',
          value: 'Disabled',
          fact: 'By default a delete marker stays in the source bucket; the deletion of one version is never replicated, which protects from malicious deletions.',
          source: markers,
          seeds: ['004:515', '004:516'],
          today: {
            notes: 'Deleting an item in the source bucket never deletes it in the destination.',
            now: 'A rule with DeleteMarkerReplication Enabled replicates delete markers. Only deletions of a version never go along.',
            since: 'unknown',
            source: markers,
          },
          experiments: [
            {
              value: 'Enabled',
              outcome: 'update',
              because:
                'A deleted object would be hidden in both buckets. The role lacks s3:ReplicateDelete, so here the markers fail to replicate.',
            },
          ],
        },
        {
          property: 'ReplicationConfiguration.Rules.0.Destination.ReplicationTime',
          value: { Status: 'Enabled', Time: { Minutes: 15 } },
          fact: 'Replication Time Control replicates 99.99 percent of new objects within 15 minutes, backed by a service level agreement.',
          source: overview,
          seeds: ['004:509'],
          experiments: [
            {
              value: { Status: 'Enabled', Time: { Minutes: 30 } },
              outcome: 'fails',
              because: 'Fifteen minutes is the only value.',
              source: `${api}/API_ReplicationTimeValue.html`,
            },
            {
              value: null,
              outcome: 'update',
              because: 'S3 still replicates, but nobody promises when.',
            },
          ],
        },
        {
          property: 'ReplicationConfiguration.Rules.0.Destination.Metrics',
          value: { Status: 'Enabled', EventThreshold: { Minutes: 15 } },
          fact: 'Replication metrics show bytes and operations that are pending, failed operations, and the latency, per rule, in CloudWatch.',
          source: metrics,
          seeds: [],
          experiments: [
            {
              value: null,
              outcome: 'fails',
              because: 'ReplicationTime must be specified together with Metrics.',
              source: `${api}/API_ReplicationTime.html`,
            },
          ],
        },
        {
          property: 'ReplicationConfiguration.Rules.0.Destination.StorageClass',
          value: 'STANDARD_IA',
          fact: 'A replica has the storage class of its source, unless the rule chooses another one.',
          source: `${api}/API_Destination.html`,
          seeds: ['003:573', '003:575'],
          experiments: [
            {
              value: 'DEEP_ARCHIVE',
              outcome: 'update',
              because:
                'The replicas are cheaper, but must be restored for up to 12 hours before anyone can read them.',
            },
          ],
        },
        {
          property: 'ReplicationConfiguration.Rules.0.SourceSelectionCriteria',
          fact: 'Objects under SSE-KMS are not replicated, unless the rule selects them and names a key for the replicas.',
          source: put,
          seeds: [],
          experiments: [
            {
              value: { SseKmsEncryptedObjects: { Status: 'Enabled' } },
              outcome: 'fails',
              because:
                'The rule must also name the KMS key of the replicas (EncryptionConfiguration).',
              source: `${api}/API_Destination.html`,
            },
          ],
        },
        {
          property: 'LifecycleConfiguration',
          fact: 'Actions of lifecycle rules are not replicated; source and destination have lifecycle rules of their own.',
          source: whatGoes,
          seeds: ['003:573'],
          experiments: [
            {
              value: { Rules: [{ Status: 'Enabled', ExpirationInDays: 30 }] },
              outcome: 'update',
              because: 'The originals get delete markers after 30 days. The replicas stay.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::S3::Bucket',
      id: 'Replicas',
      settings: [
        {
          property: 'VersioningConfiguration.Status',
          value: 'Enabled',
          fact: 'The destination can be in the same Region or in another, in the same account or in another; it needs versioning too.',
          source: overview,
          seeds: ['003:571', '003:572', '004:509', '004:511'],
          experiments: [
            {
              value: 'Suspended',
              outcome: 'update',
              because:
                'S3 can no longer replicate: new originals get the replication status FAILED.',
            },
          ],
        },
        {
          property: 'ReplicationConfiguration',
          fact: 'Replicas are not replicated again: a chain of buckets, or two buckets that replicate to each other, makes no loop.',
          source: whatGoes,
          seeds: [],
        },
      ],
    },
    {
      type: 'AWS::IAM::Role',
      id: 'ReplicationRole',
      settings: [
        {
          property: 'AssumeRolePolicyDocument.Statement.0.Principal',
          value: { Service: 's3.amazonaws.com' },
          fact: 'S3 replicates with a role that trusts s3.amazonaws.com, and that may read the source and write to the destination.',
          source: permissions,
          seeds: ['003:572'],
        },
      ],
    },
    {
      type: 'AWS::IAM::Policy',
      id: 'ReplicationRole',
      settings: [
        {
          property: 'PolicyDocument.Statement.2.Action',
          value: ['s3:ReplicateObject', 's3:ReplicateTags'],
          fact: 'Replicas need s3:ReplicateObject, their tags s3:ReplicateTags, and delete markers s3:ReplicateDelete; none of them is s3:PutObject.',
          source: permissions,
          seeds: ['003:575'],
          experiments: [
            {
              value: 's3:PutObject',
              outcome: 'update',
              because: 'Every replication fails: the source objects get the status FAILED.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::CloudWatch::Alarm',
      id: 'LateReplicationAlarm',
      settings: [
        {
          property: 'Threshold',
          value: 900,
          fact: 'ReplicationLatency is how many seconds the destination is behind the source for a rule, at most.',
          source: metrics,
          seeds: [],
          tasks: ['SOA-C03 2.2'],
        },
      ],
    },
    {
      type: 'AWS::CloudWatch::Alarm',
      id: 'FailedReplicationAlarm',
      settings: [
        {
          property: 'MetricName',
          value: 'OperationsFailedReplication',
          fact: 'An object whose replication fails has the replication status FAILED, and S3 Batch Replication can replicate it later.',
          source: metrics,
          seeds: ['003:612'],
          tasks: ['SOA-C03 2.2'],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'Nobody promises when a copy arrives, and no alarm has a metric to watch. A deletion by mistake hides the object in both buckets.',
    changes: [
      {
        type: 'AWS::S3::Bucket',
        id: 'Originals',
        property: 'ReplicationConfiguration.Rules.0.DeleteMarkerReplication.Status',
        value: 'Enabled',
      },
      {
        type: 'AWS::IAM::Policy',
        id: 'ReplicationRole',
        property: 'PolicyDocument.Statement.2.Action',
        value: ['s3:ReplicateDelete', 's3:ReplicateObject', 's3:ReplicateTags'],
      },
      {
        type: 'AWS::S3::Bucket',
        id: 'Originals',
        property: 'ReplicationConfiguration.Rules.0.Destination.ReplicationTime',
        value: null,
      },
      {
        type: 'AWS::S3::Bucket',
        id: 'Originals',
        property: 'ReplicationConfiguration.Rules.0.Destination.Metrics',
        value: null,
      },
    ],
  },
};
