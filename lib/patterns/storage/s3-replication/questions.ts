import type { ExamQuestion } from '../../../model/exam';

const rule = 'ReplicationConfiguration.Rules.0';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A bank must have every new statement in a bucket of another Region within a quarter of an hour, and must be able to prove it by metrics. The source bucket has versioning. Which two steps are needed?',
    right: [
      'Enable versioning on the destination bucket',
      'Add a rule with Replication Time Control and metrics',
    ],
    because:
      'Replication needs versioning on both buckets, and only Replication Time Control promises 15 minutes.',
    wrong: [
      {
        answer: 'Enable Transfer Acceleration on the destination bucket',
        because: 'It speeds up uploads of clients. Replication does not use it.',
      },
      {
        answer: 'Add a lifecycle rule that copies new objects daily',
        because: 'A lifecycle rule moves or deletes objects within one bucket, and copies nothing.',
      },
      {
        answer: 'Subscribe a queue to the events of the source bucket',
        because: 'Events tell of new objects, but copy nothing without code of your own.',
      },
    ],
    shows: [
      { id: 'Replicas', property: 'VersioningConfiguration.Status' },
      { id: 'Originals', property: `${rule}.Destination.ReplicationTime` },
      { id: 'Originals', property: `${rule}.Destination.Metrics` },
    ],
    tasks: ['SAA-C03 2.2', 'SOA-C03 2.2'],
    seeds: ['004:509', '004:511', '003:571'],
  },
  {
    text: 'A company adds a replication rule to a bucket that has held ten million objects for years. After a week, the destination has only the objects of that week. How does the company bring the others along?',
    right: ['Run an S3 Batch Replication job for the existing objects'],
    because:
      'A rule replicates only objects that are created after it. Batch Replication replicates existing objects on demand.',
    wrong: [
      {
        answer: 'Disable the replication rule, and enable it again for all',
        because: 'The rule still looks only at objects that are created while it is enabled.',
      },
      {
        answer: 'Raise the priority of the rule above that of the others',
        because:
          'The priority decides between rules with the same destination, not about older objects.',
      },
      {
        answer: 'Enable Replication Time Control in the existing rule',
        because: 'It promises 15 minutes for new objects, and does not go back to older ones.',
      },
    ],
    shows: [{ id: 'Originals', property: `${rule}.Status` }],
    tasks: ['SAA-C03 2.2', 'SOA-C03 2.3'],
    seeds: ['003:574', '004:513'],
  },
  {
    text: 'An intruder with stolen credentials deletes all versions of the objects in a source bucket, one by one. The rule to the second bucket has delete marker replication enabled. What happens in the second bucket?',
    right: ['The replicas stay, because the deletion of a version is never replicated'],
    because:
      'S3 replicates delete markers on request, but a deletion with a version ID never goes along.',
    wrong: [
      {
        answer: 'The replicas get delete markers, because the rule replicates these',
        because: 'A deletion with a version ID makes no delete marker.',
      },
      {
        answer: 'The replicas are deleted within 15 minutes, as the rule promises',
        because: 'Deletions of versions are not replicated at any time.',
      },
      {
        answer: 'The replicas stay for 24 hours, and then S3 deletes them as well',
        because: 'S3 has no such delay. Only a lifecycle rule of that bucket would delete them.',
      },
    ],
    shows: [{ id: 'Originals', property: `${rule}.DeleteMarkerReplication.Status` }],
    tasks: ['SAA-C03 1.3', 'SAA-C03 2.2'],
    seeds: ['004:515', '004:516'],
  },
  {
    text: 'A team replicates a bucket to a second Region. To save money, a lifecycle rule on the source expires objects after 90 days. After a year the second bucket is four times as large as the first. What is the reason?',
    right: ['Lifecycle actions are not replicated, and the second bucket has no rule'],
    because: 'S3 does not replicate what lifecycle rules do. Each bucket needs its own rules.',
    wrong: [
      {
        answer: 'Replicas have a longer minimum storage duration than their sources',
        because:
          'The minimum depends on the storage class, and it bills early deletions but keeps no object.',
      },
      {
        answer: 'Replication Time Control keeps an extra copy of each object',
        because: 'It makes one replica for each destination, as a rule without it does.',
      },
      {
        answer: 'Delete marker replication needs versioning on the second bucket',
        because: 'The second bucket must have versioning, or the rule would not exist.',
      },
    ],
    shows: [{ id: 'Originals', property: 'LifecycleConfiguration' }],
    tasks: ['SOA-C03 2.3', 'SAA-C03 2.2'],
    seeds: ['003:573'],
  },
  {
    text: 'Employees overwrite and delete files of a shared bucket by mistake. The company wants to get back any earlier state of a file, with the least effort and without a second bucket. What should it do?',
    right: ['Enable S3 Versioning on the bucket'],
    because:
      'Each write makes a new version, and a deletion only adds a delete marker, so every earlier version is still there.',
    wrong: [
      {
        answer: 'Enable replication within the bucket',
        because: 'A bucket cannot be its own destination, and replication needs versioning anyway.',
      },
      {
        answer: 'Copy the bucket to a disk each night',
        because: 'This is effort, and loses what was written and deleted during the day.',
      },
      {
        answer: 'Deny s3:PutObject to the employees',
        because: 'They could no longer work with the files at all.',
      },
    ],
    shows: [{ id: 'Originals', property: 'VersioningConfiguration.Status' }],
    tasks: ['SAA-C03 2.2', 'SOA-C03 2.3'],
    seeds: ['004:226', '004:228', '004:230', '004:232', '004:236'],
  },
];
