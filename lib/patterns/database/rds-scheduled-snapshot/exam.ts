import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const instance = `${reference}/aws-resource-rds-dbinstance.html`;
const rds = 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide';
const eventbridge = 'https://docs.aws.amazon.com/eventbridge/latest/userguide';
const lambda = 'https://docs.aws.amazon.com/lambda/latest/dg';
const alarm =
  'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html';

export const exam: Exam = {
  question:
    'How do you take monthly backups that last longer than the 35 days of automated backups?',
  answer:
    'Take manual snapshots on a schedule, because RDS keeps them until you delete them. A scheduled function creates one each month.',
  wrong: [
    {
      answer: 'Automated backups with a longer retention period',
      because: 'RDS keeps them for at most 35 days, and deletes them with the instance by default.',
    },
    {
      answer: 'A read replica',
      because:
        'A replica follows its source, so it contains the data of today and not the data of last January.',
    },
    {
      answer: 'Multi-AZ',
      because:
        'The standby exists for failover: it repeats every change at once, and so also every mistake.',
    },
    {
      answer: 'A script on an EC2 instance that cron starts',
      because: 'It works, but you pay for, patch and monitor a server that makes one call a month.',
    },
  ],
  questions,
  tasks: ['SAA-C03 1.3', 'SAA-C03 2.2', 'SAA-C03 4.3', 'SOA-C03 2.3', 'DVA-C02 1.2', 'DOP-C02 3.3'],
  cost: 'opt-in',
  remains: [
    'The final snapshot of the database, and every monthly snapshot: `aws rds describe-db-snapshots --snapshot-type manual --query "DBSnapshots[?contains(DBSnapshotIdentifier, \'rdsscheduledsnapshot\')].DBSnapshotIdentifier"` lists them, `aws rds delete-db-snapshot --db-snapshot-identifier <name>` deletes one.',
    'With -c dbInstanceIdentifier=<instance>, the monthly snapshots of that instance: their names begin with <instance>-monthly-, and you delete them in the same way.',
  ],
  deploy: {
    before: [
      {
        text: 'An account on the Free Plan may not keep automated backups for 35 days. Upgrade the plan, or add `-c backupDays=1` to every command.',
        source: 'https://github.com/yc-software/qm/issues/352',
      },
    ],
    fails: [
      {
        symptom:
          'FreeTierRestrictionError: the specified backup retention period exceeds the maximum',
        remedy: 'The account is on the Free Plan. Deploy with `-c backupDays=1`.',
        source: 'https://github.com/yc-software/qm/issues/352',
      },
      {
        symptom: 'Verify that you have permission to create service linked role',
        remedy:
          'RDS creates this role at the first database of an account, and may be too early to use it. Deploy again, or create it first: `aws iam create-service-linked-role --aws-service-name rds.amazonaws.com`.',
        source: 'https://github.com/aws-samples/eks-workshop-v2/issues/1609',
      },
      {
        symptom: '`cdk destroy` ends with DELETE_FAILED for the database',
        remedy:
          'The final snapshot needs a database that is available, not one that is backing up. Wait until `aws rds describe-db-instances` says so, and destroy again. `npm run sweep` waits by itself.',
        source:
          'https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSnapshot.html',
      },
    ],
  },
  flow: [
    { from: 'MonthlySchedule', to: 'SnapshotTaker', label: 'event, monthly' },
    { from: 'MonthlySchedule', to: 'UndeliveredEvents', label: 'not delivered' },
    { from: 'SnapshotTaker', to: 'Database', label: 'CreateDBSnapshot' },
    { from: 'Database', to: '(manual snapshot)', label: 'kept until deleted' },
    { from: 'SnapshotTaker', to: 'SnapshotTakerLogs' },
    { from: 'SnapshotTaker', to: 'ErrorAlarm', label: 'every error' },
    { from: 'SnapshotTaker', to: 'FailedRuns', label: 'third error' },
    { from: 'FailedRuns', to: 'FailedRunAlarm', label: 'first message' },
    { from: 'UndeliveredEvents', to: 'UndeliveredAlarm', label: 'first message' },
  ],
  checked: '2026-11-21',
  resources: [
    {
      type: 'AWS::Events::Rule',
      id: 'MonthlySchedule',
      settings: [
        {
          property: 'ScheduleExpression',
          value: 'cron(0 3 1 * ? *)',
          fact: 'A cron expression of EventBridge has six fields in UTC, and either day-of-month or day-of-week must be a question mark.',
          source: `${eventbridge}/eb-scheduled-rule-pattern.html`,
          seeds: [
            '003:440',
            '003:441',
            '003:1009',
            '003:1010',
            '000:37',
            '001:43',
            '004:3358',
            '004:3362',
          ],
          tasks: ['SOA-C03 2.3', 'DOP-C02 3.3'],
          today: {
            notes:
              'A CloudWatch Events rule with a schedule is the way to run a function every month.',
            now: 'CloudWatch Events is now EventBridge, and AWS calls its scheduled rules a legacy feature. AWS recommends EventBridge Scheduler, which adds time zones and more API operations as targets.',
            since: '2022-11',
            source: `${eventbridge}/eb-scheduled-rule-pattern.html`,
          },
          experiments: [
            {
              value: 'cron(0 3 1 * * *)',
              outcome: 'refused',
              because:
                'Both day-of-month and day-of-week have a value, but one of them must be a question mark.',
            },
            {
              value: '0 3 1 * *',
              outcome: 'refused',
              because: 'This is the five-field cron of Unix, without cron(…) and without a year.',
            },
            {
              value: 'rate(1 days)',
              outcome: 'refused',
              because: 'A rate of one needs the singular: rate(1 day).',
            },
            {
              value: 'rate(30 days)',
              outcome: 'update',
              because:
                'A rate counts from the creation of the rule, so runs drift through the calendar and February may get none.',
            },
            {
              value: 'cron(0 3 * * ? *)',
              outcome: 'update',
              because:
                'The function runs daily but takes one snapshot a month, because the name contains only the month. If one run fails, the run of the next day takes the snapshot.',
            },
          ],
        },
        {
          property: 'State',
          value: 'ENABLED',
          fact: 'A DISABLED rule keeps its schedule and its targets but does not run.',
          source: `${reference}/aws-resource-events-rule.html`,
          seeds: [],
          tasks: ['SOA-C03 2.3'],
          experiments: [
            {
              value: 'DISABLED',
              outcome: 'update',
              because:
                'The function does not run, so it reports no error and no alarm goes into ALARM.',
            },
          ],
        },
        {
          property: 'EventPattern',
          fact: 'An event pattern or a schedule triggers a rule, and only the default event bus supports schedules.',
          source: `${eventbridge}/eb-rules.html`,
          seeds: ['004:3344'],
          tasks: ['SOA-C03 2.3'],
        },
        {
          property: 'Targets.0.Input',
          fact: 'A target receives the whole event, including the time of the schedule, unless the rule defines an input for the target.',
          source: `${reference}/aws-properties-events-rule-target.html`,
          seeds: ['003:442'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: '{}',
              outcome: 'update',
              because:
                'The event no longer tells the function which month the snapshot is for, so the function fails.',
            },
          ],
        },
        {
          property: 'Targets.0.RetryPolicy.MaximumRetryAttempts',
          value: 2,
          fact: 'By default, EventBridge retries the delivery of an event up to 185 times, with exponential backoff and jitter.',
          source: `${eventbridge}/eb-rule-retry-policy.html`,
          seeds: [],
          tasks: ['SAA-C03 2.2'],
          experiments: [
            {
              value: 186,
              outcome: 'refused',
              because: 'The highest value is 185, which is also the default.',
            },
            {
              value: 0,
              outcome: 'update',
              because:
                'If Lambda throttles the first attempt, the event goes to the dead-letter queue at once.',
            },
          ],
        },
        {
          property: 'Targets.0.RetryPolicy.MaximumEventAgeInSeconds',
          value: 3600,
          fact: 'EventBridge stops retrying after 24 hours or a shorter time that you set, at least 60 seconds; without a dead-letter queue, it drops the event.',
          source: `${eventbridge}/eb-rule-retry-policy.html`,
          seeds: [],
          tasks: ['SAA-C03 2.2'],
          experiments: [
            { value: 59, outcome: 'refused', because: 'The shortest age is one minute.' },
            {
              value: 86_401,
              outcome: 'refused',
              because: 'The longest age is one day, 86,400 seconds.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Lambda::Permission',
      id: 'MonthlySchedule',
      settings: [
        {
          property: 'Principal',
          value: 'events.amazonaws.com',
          fact: 'The resource-based policy of a function lets a rule invoke it without a role; the SourceArn should name the rule.',
          source: `${eventbridge}/eb-use-resource-based.html`,
          seeds: ['003:442'],
          tasks: ['DVA-C02 1.2'],
        },
      ],
    },
    {
      type: 'AWS::Lambda::EventInvokeConfig',
      id: 'SnapshotTaker',
      settings: [
        {
          property: 'MaximumRetryAttempts',
          value: 2,
          fact: 'Lambda queues an asynchronous event and retries a failed function twice, first after one minute and then after two minutes.',
          source: `${lambda}/invocation-async-error-handling.html`,
          seeds: ['003:750', '002:572', '000:158'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: 3,
              outcome: 'refused',
              because: 'The highest value is two, which is also the default.',
            },
            {
              value: 0,
              outcome: 'update',
              because: 'If the instance is busy for a minute, the month has no backup.',
            },
          ],
        },
        {
          property: 'MaximumEventAgeInSeconds',
          value: 3600,
          fact: 'You can limit the age of an asynchronous event to 60 to 21,600 seconds; the default is the maximum, six hours.',
          source: `${lambda}/invocation-async-configuring.html`,
          seeds: ['000:158'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            { value: 21_601, outcome: 'refused', because: 'The longest age is six hours.' },
            { value: 59, outcome: 'refused', because: 'The shortest age is one minute.' },
          ],
        },
      ],
    },
    {
      type: 'AWS::Lambda::Function',
      id: 'SnapshotTaker',
      settings: [
        {
          property: 'DeadLetterConfig',
          fact: 'An on-failure destination receives the event with its error and number of attempts; the older dead-letter queue receives only the event.',
          source: `${lambda}/invocation-async-retain-records.html`,
          seeds: ['003:750', '000:158', '002:572'],
          tasks: ['DVA-C02 1.2', 'SAA-C03 2.2'],
        },
        {
          property: 'VpcConfig',
          fact: 'A function in private subnets needs a NAT gateway or an interface endpoint to reach the public APIs of AWS.',
          source: `${lambda}/configuration-vpc-internet.html`,
          seeds: ['003:757', '003:758', '000:139'],
          tasks: ['DVA-C02 1.2'],
        },
        {
          property: 'Timeout',
          value: 30,
          fact: 'CreateDBSnapshot returns while the snapshot is in the state creating, so the caller does not have to wait until the snapshot is available.',
          source:
            'https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSnapshot.html',
          seeds: [],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: 901,
              outcome: 'refused',
              because: 'The longest timeout is 15 minutes, 900 seconds.',
            },
          ],
        },
        {
          property: 'Runtime',
          value: 'nodejs24.x',
          fact: 'AWS deprecates a runtime when its language version loses support; Lambda later blocks creating functions that use it, and then also updating them.',
          source: `${lambda}/lambda-runtimes.html`,
          seeds: [],
          tasks: ['DVA-C02 1.2'],
        },
      ],
    },
    {
      type: 'AWS::Logs::LogGroup',
      id: 'SnapshotTakerLogs',
      settings: [
        {
          property: 'RetentionInDays',
          value: 7,
          fact: 'A log group keeps its events forever unless you set a retention in days.',
          source: `${reference}/aws-resource-logs-loggroup.html`,
          seeds: [],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'CloudWatch Logs keeps every log line forever, and you pay for it.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::RDS::DBInstance',
      id: 'Database',
      settings: [
        {
          property: 'BackupRetentionPeriod',
          value: 35,
          fact: 'RDS keeps automated backups for up to 35 days; in CloudFormation the default is 1 day, and 0 turns them off.',
          source: instance,
          seeds: ['003:443', '000:39', '001:47'],
          tasks: ['SAA-C03 2.2', 'SOA-C03 2.3'],
          experiments: [
            {
              value: 36,
              outcome: 'refused',
              because:
                'RDS keeps no automated backup for more than 35 days, which is why the function exists.',
            },
          ],
        },
        {
          property: 'PreferredBackupWindow',
          value: '00:30-01:30',
          fact: 'RDS takes automated backups daily, in a UTC window of at least 30 minutes that must not overlap the maintenance window.',
          source: instance,
          seeds: ['003:448'],
          tasks: ['SOA-C03 2.3'],
          experiments: [
            {
              value: '03:00-03:30',
              outcome: 'update',
              because:
                'The daily backup now overlaps the schedule: in the state backing-up, the instance refuses a manual snapshot.',
            },
          ],
        },
        {
          property: 'DeleteAutomatedBackups',
          value: true,
          fact: 'By default, RDS deletes automated backups with their instance; you must delete manual snapshots yourself, and the quota is 100 in each Region.',
          source: `${rds}/CHAP_Limits.html`,
          seeds: [],
          tasks: ['SOA-C03 2.3'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because:
                'The backups outlive the instance until they expire after 35 days, and you pay for them.',
            },
          ],
        },
        {
          property: 'CopyTagsToSnapshot',
          value: true,
          fact: 'By default, RDS does not copy the tags of an instance to its snapshots.',
          source: instance,
          seeds: [],
          tasks: ['SAA-C03 4.3', 'SOA-C03 2.3'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'Automated snapshots no longer have the tags that show who pays for them.',
            },
          ],
        },
        {
          property: 'AutomaticBackupReplicationRegion',
          fact: 'RDS can replicate the snapshots and transaction logs of an instance to a second Region, where they have their own retention period.',
          source: `${rds}/USER_ReplicateBackups.html`,
          seeds: ['003:449', '003:450', '000:240', '000:244'],
          tasks: ['SOA-C03 2.3', 'DOP-C02 3.3'],
          today: {
            notes:
              'Automated backups are limited to a single Region; only manual snapshots and read replicas cross it.',
            now: 'RDS can replicate the automated backups of an instance, with or without Multi-AZ, to another Region. It does not replicate those of a Multi-AZ DB cluster.',
            since: '2020-12',
            source: `${rds}/USER_ReplicateBackups.html`,
          },
          experiments: [
            {
              value: 'eu-west-1',
              also: [
                {
                  property: 'AutomaticBackupReplicationKmsKeyId',
                  value:
                    'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
                },
              ],
              outcome: 'update',
              because:
                'RDS also copies the backups to Ireland, encrypted with a key of that Region. The copies survive the loss of the first Region, but still expire after their retention period.',
            },
          ],
        },
        {
          property: 'SourceDBInstanceIdentifier',
          fact: 'A read replica follows its source asynchronously, scales reads and can be promoted; its source needs automated backups.',
          source: instance,
          seeds: ['003:431', '003:445', '003:446', '000:40', '004:1445', '004:1449'],
          tasks: ['SAA-C03 2.2'],
          experiments: [
            {
              value: 'orders',
              outcome: 'refused',
              because:
                'A replica takes its user, password and storage from its source, so its template must not set them.',
            },
          ],
        },
        {
          property: 'MultiAZ',
          value: false,
          fact: 'Multi-AZ keeps a synchronous standby in another Availability Zone and fails over to it automatically; it provides availability and not backups.',
          source: `${rds}/Concepts.MultiAZSingleStandby.html`,
          seeds: ['003:454', '003:456', '003:457', '000:41', '004:1419', '004:1427'],
          tasks: ['SAA-C03 2.2', 'DOP-C02 3.3'],
          today: {
            notes: 'A Multi-AZ standby cannot serve reads.',
            now: 'That is still true for an instance with one standby, but the two standbys of a Multi-AZ DB cluster serve reads.',
            since: '2022-03',
            source: `${rds}/Concepts.MultiAZ.html`,
          },
        },
        {
          property: 'AllocatedStorage',
          value: '20',
          fact: 'General purpose storage of PostgreSQL starts at 20 GiB, and it can grow but never shrink.',
          source: `${rds}/USER_PIOPS.ModifyingExisting.html`,
          seeds: ['003:452'],
          tasks: ['SAA-C03 4.3'],
          experiments: [
            {
              value: '100',
              also: [{ property: 'MaxAllocatedStorage', value: 200 }],
              outcome: 'update',
              because:
                'The volume grows while the database is in use. The maximum must be at least 10 percent higher than the allocated storage.',
            },
          ],
        },
        {
          property: 'MaxAllocatedStorage',
          value: 50,
          fact: 'With a maximum above the allocated size, RDS grows the storage when 10 percent or less has been free for five minutes.',
          source: `${rds}/USER_PIOPS.Autoscaling.html`,
          seeds: ['003:451', '003:452'],
          tasks: ['SAA-C03 4.3'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'Storage autoscaling is off, so a full volume stops the database.',
            },
          ],
        },
        {
          property: 'StorageType',
          value: 'gp3',
          fact: 'RDS uses gp3 unless you choose gp2, io1 or io2; the older magnetic storage was deprecated on 2026-04-30.',
          source: instance,
          seeds: [],
          tasks: ['SAA-C03 4.3'],
        },
        {
          property: 'StorageEncrypted',
          value: true,
          fact: 'You can encrypt an instance only when you create it; encryption includes its backups, snapshots and read replicas.',
          source: `${rds}/Overview.Encryption.html`,
          seeds: ['002:5'],
          tasks: ['SAA-C03 1.3'],
          experiments: [
            {
              value: false,
              outcome: 'replace',
              because:
                'You cannot turn encryption on or off later, so a new, empty database replaces the old one.',
            },
          ],
        },
        {
          property: 'EnableIAMDatabaseAuthentication',
          value: true,
          fact: 'IAM database authentication uses a token that is valid for 15 minutes instead of a password; MariaDB, MySQL and PostgreSQL support it.',
          source: `${rds}/UsingWithRDS.IAMDBAuth.html`,
          seeds: ['003:989', '003:990', '003:991', '003:992'],
          tasks: ['SAA-C03 1.3'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'Clients can then log in only with a user name and a password.',
            },
          ],
        },
        {
          property: 'PubliclyAccessible',
          value: false,
          fact: 'The DNS name of an instance that is not publicly accessible resolves to a private IP address.',
          source: instance,
          seeds: [],
          tasks: ['SAA-C03 1.3'],
          experiments: [
            {
              value: true,
              outcome: 'fails',
              because: 'RDS returns an error when the VPC has no internet gateway.',
              source:
                'https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html',
            },
          ],
        },
        {
          property: 'DeletionProtection',
          value: false,
          fact: 'Deletion protection is off by default; while it is on, nobody can delete the instance.',
          source: instance,
          seeds: [],
          tasks: ['SAA-C03 1.3', 'SAA-C03 2.2'],
          experiments: [
            {
              value: true,
              outcome: 'update',
              because:
                '`cdk destroy` ends in DELETE_FAILED until you turn deletion protection off.',
            },
          ],
        },
        {
          property: 'EngineVersion',
          value: '18',
          fact: 'If you give only a major version, RDS chooses a minor version of it.',
          source:
            'https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-versions.html',
          seeds: [],
          tasks: ['SAA-C03 4.3'],
          experiments: [
            { value: '9.6', outcome: 'refused', because: 'RDS no longer offers this version.' },
            {
              value: '17',
              outcome: 'fails',
              because:
                'RDS refuses the update of an existing instance, because you can upgrade only to a newer version.',
              source: `${rds}/USER_UpgradeDBInstance.PostgreSQL.MajorVersion.html`,
            },
          ],
        },
        {
          property: 'DBInstanceClass',
          value: 'db.t4g.micro',
          fact: 'The class of an instance sets its processors and memory; T classes burst on CPU credits, and T4g classes run on Graviton.',
          source: `${rds}/Concepts.DBInstanceClass.Types.html`,
          seeds: [],
          tasks: ['SAA-C03 4.3'],
          experiments: [
            {
              value: 'db.m8g.large',
              outcome: 'update',
              because:
                'The class changes in place with a few minutes of downtime, and it costs about ten times as much.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::SecretsManager::Secret',
      id: 'Database/Secret',
      settings: [
        {
          property: 'GenerateSecretString.PasswordLength',
          value: 30,
          fact: 'Secrets Manager can generate a password, and a template can use that password through a dynamic reference without containing it.',
          source: `${reference}/aws-properties-secretsmanager-secret-generatesecretstring.html`,
          seeds: ['003:115', '004:3867'],
          tasks: ['SAA-C03 1.3'],
        },
      ],
    },
    {
      type: 'AWS::EC2::Subnet',
      id: 'Network/IsolatedSubnet1',
      settings: [
        {
          property: 'MapPublicIpOnLaunch',
          value: false,
          fact: 'A subnet without a route to an internet gateway is private; a DB subnet group names subnets in at least two Availability Zones.',
          source: `${rds}/USER_VPC.WorkingWithRDSInstanceinaVPC.html`,
          seeds: ['000:139'],
          tasks: ['SAA-C03 1.3'],
        },
      ],
    },
    {
      type: 'AWS::EC2::SecurityGroup',
      id: 'DatabaseFirewall',
      settings: [
        {
          property: 'SecurityGroupIngress',
          fact: 'A security group allows no inbound traffic until you add a rule.',
          source: `${reference}/aws-resource-ec2-securitygroup.html`,
          seeds: ['000:139'],
          tasks: ['SAA-C03 1.3'],
        },
      ],
    },
    {
      type: 'AWS::SQS::Queue',
      id: 'UndeliveredEvents',
      settings: [
        {
          property: 'MessageRetentionPeriod',
          value: 1_209_600,
          fact: 'A dead-letter queue of EventBridge is a standard queue for events that a target never received; SQS keeps them for up to 14 days.',
          source: `${eventbridge}/eb-rule-dlq.html`,
          seeds: [],
          tasks: ['SAA-C03 2.2'],
          experiments: [
            {
              value: 1_209_601,
              outcome: 'refused',
              because: 'The longest retention period is 14 days.',
            },
          ],
        },
        {
          property: 'SqsManagedSseEnabled',
          value: true,
          fact: 'SSE-SQS encrypts at rest without a key policy; a customer managed key needs a policy that lets EventBridge use it.',
          source: `${eventbridge}/eb-rule-dlq.html`,
          seeds: ['003:185'],
          tasks: ['SAA-C03 1.3'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'SQS no longer encrypts the messages at rest.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::SQS::QueuePolicy',
      id: 'UndeliveredEvents/Policy',
      settings: [
        {
          property: 'PolicyDocument.Statement.0.Condition.Bool',
          value: { 'aws:SecureTransport': 'false' },
          fact: 'A queue policy can deny every request without TLS; it must also allow EventBridge to send events to the dead-letter queue.',
          source: `${eventbridge}/eb-rule-dlq.html`,
          seeds: [],
          tasks: ['SAA-C03 1.3'],
        },
      ],
    },
    {
      type: 'AWS::SQS::Queue',
      id: 'FailedRuns',
      settings: [
        {
          property: 'MessageRetentionPeriod',
          value: 1_209_600,
          fact: 'A destination of an asynchronous invocation can be a standard queue, and the role of the function needs permission to send to it.',
          source: `${lambda}/invocation-async-retain-records.html`,
          seeds: ['000:158'],
          tasks: ['DVA-C02 1.2', 'SAA-C03 2.2'],
        },
      ],
    },
    {
      type: 'AWS::CloudWatch::Alarm',
      id: 'ErrorAlarm',
      settings: [
        {
          property: 'Threshold',
          value: 1,
          fact: 'The metric Errors of a function counts every failed attempt, even if a later attempt succeeds.',
          source: `${lambda}/monitoring-metrics-types.html`,
          seeds: [],
          tasks: ['DOP-C02 3.3'],
        },
        {
          property: 'Period',
          value: 300,
          fact: 'The period is the length of one data point: 10, 20 or 30 seconds, or a multiple of 60 seconds.',
          source: alarm,
          seeds: ['003:1060'],
          tasks: ['DOP-C02 3.3'],
        },
        {
          property: 'EvaluationPeriods',
          value: 1,
          fact: 'An alarm looks back at most seven days, or one day with periods below an hour, so no alarm can notice a missed monthly run.',
          source: alarm,
          seeds: ['003:1061'],
          tasks: ['DOP-C02 3.3'],
        },
        {
          property: 'DatapointsToAlarm',
          value: 1,
          fact: 'An M out of N alarm goes into ALARM when at least M of the last N evaluation periods breach the threshold.',
          source: alarm,
          seeds: ['003:1062'],
          tasks: ['DOP-C02 3.3'],
        },
        {
          property: 'TreatMissingData',
          value: 'notBreaching',
          fact: 'You choose whether missing data counts as breaching or not breaching, keeps the state of the alarm, or leads to INSUFFICIENT_DATA.',
          source: alarm,
          seeds: [],
          tasks: ['DOP-C02 3.3'],
          experiments: [
            {
              value: 'breaching',
              outcome: 'update',
              because:
                'The alarm is in ALARM all month, because a function that does not run reports nothing.',
            },
          ],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'If the instance is busy for one minute at the wrong time, the month has no backup, and only one error metric shows that.',
    changes: [
      {
        type: 'AWS::Events::Rule',
        id: 'MonthlySchedule',
        property: 'ScheduleExpression',
        value: 'rate(30 days)',
      },
      {
        type: 'AWS::Events::Rule',
        id: 'MonthlySchedule',
        property: 'Targets.0.DeadLetterConfig',
        value: null,
      },
      {
        type: 'AWS::Lambda::EventInvokeConfig',
        id: 'SnapshotTaker',
        property: 'MaximumRetryAttempts',
        value: 0,
      },
      {
        type: 'AWS::Lambda::EventInvokeConfig',
        id: 'SnapshotTaker',
        property: 'DestinationConfig',
        value: null,
      },
      {
        type: 'AWS::RDS::DBInstance',
        id: 'Database',
        property: 'PreferredBackupWindow',
        value: '03:00-03:30',
      },
    ],
  },
};
