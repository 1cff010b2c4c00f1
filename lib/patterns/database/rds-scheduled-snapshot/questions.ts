import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A law firm must keep the state of its RDS database at the end of each month for seven years. Automated backups are enabled with their longest retention. Which addition meets the requirement at the lowest cost?',
    right: ['A monthly EventBridge schedule that invokes a function to take a manual snapshot'],
    because:
      'RDS keeps manual snapshots until you delete them, also after the instance is gone. You pay for their storage and for one short invocation a month.',
    wrong: [
      {
        answer: 'A retention of 2,555 days for the automated backups of the database instance',
        because: 'Automated backups are kept for 35 days at most.',
      },
      {
        answer: 'A new read replica each month, whose replication is stopped at the month end',
        because: 'Each replica is a running instance that is paid by the hour for seven years.',
      },
      {
        answer: 'A Multi-AZ deployment whose standby instance is promoted at the month end',
        because: 'The standby is for failover and follows every change. It keeps no past state.',
      },
    ],
    shows: [
      { id: 'MonthlySchedule', property: 'ScheduleExpression' },
      { id: 'Database', property: 'BackupRetentionPeriod' },
    ],
    tasks: ['SAA-C03 4.3', 'SAA-C03 2.2', 'SOA-C03 2.3'],
    seeds: [
      '003:439',
      '003:440',
      '003:441',
      '003:442',
      '003:443',
      '000:37',
      '000:39',
      '000:40',
      '000:41',
    ],
  },
  {
    text: 'At noon, a developer deletes the wrong rows of a production database in Amazon RDS. The instance is Multi-AZ, has a read replica, and takes automated backups. What brings the rows back?',
    right: ['A restore to a time before noon, from the automated backups'],
    because:
      'Automated backups include transaction logs, so RDS can restore a new instance to any second in the retention period, up to about five minutes ago.',
    wrong: [
      {
        answer: 'A failover to the standby instance in the other Availability Zone',
        because: 'The standby repeats each change at once, so the rows are missing there too.',
      },
      {
        answer: 'A promotion of the read replica to an instance of its own',
        because: 'The replica follows the source within moments. It has deleted the rows as well.',
      },
      {
        answer: 'A restart of the instance with a failover to the replica',
        because:
          'A restart loses no committed change, and a read replica is no target of a failover.',
      },
    ],
    shows: [
      { id: 'Database', property: 'BackupRetentionPeriod' },
      { id: 'Database', property: 'MultiAZ' },
      { id: 'Database', property: 'SourceDBInstanceIdentifier' },
    ],
    tasks: ['SAA-C03 2.2', 'SOA-C03 2.3'],
    seeds: ['003:443', '003:445', '003:456', '000:40', '000:41'],
  },
  {
    text: 'An RDS for PostgreSQL instance of a clinic was created without encryption. A new rule demands that its data is encrypted at rest. A short downtime is acceptable. How can the operators do it?',
    right: ['Copy a snapshot with encryption, and restore an instance from the copy'],
    because:
      'You can encrypt an instance only when you create it. A copy of a snapshot can be encrypted, and an instance that is restored from it is encrypted too.',
    wrong: [
      {
        answer: 'Change the instance to encrypted storage in its next maintenance window',
        because: 'The setting cannot be changed for an existing instance.',
      },
      {
        answer: 'Create an encrypted read replica of the instance, and promote it',
        because: 'RDS refuses an encrypted replica of an unencrypted instance.',
      },
      {
        answer: 'Require TLS for all the connections in the DB parameter group',
        because: 'It encrypts data in transit, not the storage.',
      },
    ],
    shows: [{ id: 'Database', property: 'StorageEncrypted' }],
    tasks: ['SAA-C03 1.3', 'DVA-C02 2.2', 'SOA-C03 4.2'],
    seeds: ['002:5'],
  },
  {
    text: 'A Lambda function in private subnets calls CreateDBSnapshot once a month. It always runs into its timeout and takes no snapshot, although its role has the permission. The database itself can be reached. What is missing?',
    right: ['A NAT gateway, or an interface endpoint for the RDS API'],
    because:
      'CreateDBSnapshot is a call to a public API of AWS, not to the database. From private subnets, it needs a NAT gateway or an interface endpoint.',
    wrong: [
      {
        answer: 'A public IP address for the function, in a public subnet',
        because: 'A function gets no public IP address, not even in a public subnet.',
      },
      {
        answer: 'An inbound rule for port 443 at the database instance',
        because: 'The call does not go to the instance, so its rules do not matter.',
      },
      {
        answer: 'A gateway endpoint for RDS in the private route tables',
        because: 'Gateway endpoints exist for S3 and DynamoDB only.',
      },
    ],
    shows: [{ id: 'SnapshotTaker', property: 'VpcConfig' }],
    tasks: ['DVA-C02 1.2', 'DVA-C02 4.1', 'SOA-C03 5.3'],
    seeds: ['000:139', '000:143', '003:757', '003:758'],
  },
  {
    text: 'A retailer runs RDS for MySQL in Frankfurt. A rule demands that the database can be restored in Ireland to a state that is at most some minutes old, even if the whole first Region fails. A restore may take hours, and running costs must stay low. What should be enabled?',
    right: ['Replication of the automated backups to Ireland'],
    because:
      'RDS copies snapshots and transaction logs to the second Region. You pay for storage and transfer, but for no running instance there.',
    wrong: [
      {
        answer: 'A read replica of the database in Ireland',
        because:
          'It would be faster to promote, but a second instance runs and is paid all the time.',
      },
      {
        answer: 'A Multi-AZ deployment with a standby in Ireland',
        because: 'A standby is in another Availability Zone of the same Region.',
      },
      {
        answer: 'A monthly manual snapshot that is copied to Ireland',
        because: 'The copy can be a month old instead of some minutes.',
      },
    ],
    shows: [{ id: 'Database', property: 'AutomaticBackupReplicationRegion' }],
    tasks: ['SAA-C03 4.3', 'SAA-C03 2.2', 'DOP-C02 3.3'],
    seeds: ['003:444', '003:445', '003:449', '003:450'],
  },
  {
    text: 'The storage of an RDS instance fills up every few months at unknown times, and twice the database stopped. The operators want it to grow by itself, but not without a limit, because of the cost. Which setting do they need?',
    right: ['A maximum allocated storage above the allocated size'],
    because:
      'With this setting, RDS storage autoscaling grows the storage when little of it is free, up to the maximum.',
    wrong: [
      {
        answer: 'A target tracking policy for the free storage space',
        because:
          'Auto scaling policies of this kind exist for Aurora replicas, not for the storage of an RDS instance.',
      },
      {
        answer: 'A larger DB instance class in the same family',
        because: 'It adds processors and memory. Storage is a setting of its own.',
      },
      {
        answer: 'A read replica that takes over a part of the data',
        because: 'A replica holds all the data of its source.',
      },
    ],
    shows: [
      { id: 'Database', property: 'MaxAllocatedStorage' },
      { id: 'Database', property: 'AllocatedStorage' },
    ],
    tasks: ['SAA-C03 3.3', 'SOA-C03 1.3', 'SAA-C03 4.3'],
    seeds: ['003:451', '003:452'],
  },
  {
    text: 'Security engineers do not want a database password in the configuration of an application on EC2, which connects to RDS for MySQL. The application already has an instance role. Which way to log in uses credentials that expire after 15 minutes?',
    right: ['IAM database authentication'],
    because:
      'The application asks for a token with its role and uses it in place of a password. The token is valid for 15 minutes, and connections use TLS.',
    wrong: [
      {
        answer: 'A SecureString parameter in Systems Manager',
        because: 'It stores a password safely, but the password itself does not expire.',
      },
      {
        answer: 'Yearly rotation with AWS Secrets Manager',
        because:
          'The password changes by the schedule, once a year here, and not after 15 minutes.',
      },
      {
        answer: 'A security group with the instance as source',
        because: 'It limits who can reach the port. Users still log in with a password.',
      },
    ],
    shows: [{ id: 'Database', property: 'EnableIAMDatabaseAuthentication' }],
    tasks: ['SAA-C03 1.2', 'DVA-C02 2.1', 'DVA-C02 2.3'],
    seeds: ['003:989', '003:990', '003:991', '003:992'],
  },
];
