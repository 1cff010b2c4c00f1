import type { Exam } from '../../../model/exam';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const instance = `${reference}/aws-resource-rds-dbinstance.html`;
const rds = 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide';
const eventbridge = 'https://docs.aws.amazon.com/eventbridge/latest/userguide';
const lambda = 'https://docs.aws.amazon.com/lambda/latest/dg';
const alarm =
  'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html';

export const exam: Exam = {
  question: 'Monthly backups must outlive the 35 days of automated backups: what takes them?',
  wrong: [
    {
      answer: 'Automated backups with a longer retention period',
      because: 'RDS keeps them for 35 days at most, and deletes them with the instance.',
    },
    {
      answer: 'A read replica',
      because: 'It follows the source, so it holds the data of today and not that of last January.',
    },
    {
      answer: 'Multi-AZ',
      because: 'The standby is for failover: it repeats every change, and every mistake, at once.',
    },
    {
      answer: 'A script on an EC2 instance that cron starts',
      because: 'It would work, with a server to pay, patch and watch for one call a month.',
    },
  ],
  tasks: ['SAA-C03 1.3', 'SAA-C03 2.2', 'SAA-C03 4.3', 'SOA-C03 2.3', 'DVA-C02 1.2', 'DOP-C02 3.3'],
  cost: 'opt-in',
  remains: [
    'The final snapshot of the database, and every monthly snapshot: `aws rds describe-db-snapshots --snapshot-type manual --query "DBSnapshots[?contains(DBSnapshotIdentifier, \'rdsscheduledsnapshot\')].DBSnapshotIdentifier"` lists them, `aws rds delete-db-snapshot --db-snapshot-identifier <name>` deletes one.',
    'With -c dbInstanceIdentifier=<instance>, the monthly snapshots of that instance: their names begin with <instance>-monthly- and they are deleted in the same way.',
  ],
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
          fact: 'A cron expression of EventBridge has six fields, in UTC, and one of day-of-month and day-of-week must be a question mark.',
          source: `${eventbridge}/eb-scheduled-rule-pattern.html`,
          seeds: ['003:440', '003:441', '003:1010', '000:37', '001:43', '004:3358', '004:3362'],
          tasks: ['SOA-C03 2.3', 'DOP-C02 3.3'],
          today: {
            notes:
              'A CloudWatch Events rule with a schedule is the way to run a function every month.',
            now: 'CloudWatch Events is EventBridge, whose scheduled rules are called legacy: EventBridge Scheduler is recommended, with time zones and a wider set of API operations as targets.',
            since: '2022-11',
            source: `${eventbridge}/eb-scheduled-rule-pattern.html`,
          },
          experiments: [
            {
              value: 'cron(0 3 1 * * *)',
              outcome: 'refused',
              because: 'Day-of-month and day-of-week are both given: one of them must be ?.',
            },
            {
              value: '0 3 1 * *',
              outcome: 'refused',
              because: 'It is the five-field cron of Unix, without cron(…) and without a year.',
            },
            {
              value: 'rate(1 days)',
              outcome: 'refused',
              because: 'A rate of one takes the singular: rate(1 day).',
            },
            {
              value: 'rate(30 days)',
              outcome: 'update',
              because:
                'A rate counts from its creation: runs drift through the months and March may get none.',
            },
            {
              value: 'cron(0 3 * * ? *)',
              outcome: 'update',
              because:
                'It runs daily but still takes one snapshot a month, because the name has only the month; the second day makes up for a failed first.',
            },
          ],
        },
        {
          property: 'State',
          value: 'ENABLED',
          fact: 'A rule that is DISABLED keeps its schedule and its targets and does not run.',
          source: `${reference}/aws-resource-events-rule.html`,
          seeds: ['003:1009'],
          tasks: ['SOA-C03 2.3'],
          experiments: [
            {
              value: 'DISABLED',
              outcome: 'update',
              because: 'No run, so no error: not one of the alarms rings.',
            },
          ],
        },
        {
          property: 'EventPattern',
          fact: 'A rule is triggered by an event pattern or by a schedule; only the default event bus takes schedules.',
          source: `${eventbridge}/eb-rules.html`,
          seeds: ['004:3344'],
          tasks: ['SOA-C03 2.3'],
        },
        {
          property: 'Targets.0.Input',
          fact: 'A target receives the event with the time of the schedule unchanged, unless the rule defines an input for it.',
          source: `${reference}/aws-properties-events-rule-target.html`,
          seeds: ['003:442'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: '{}',
              outcome: 'update',
              because:
                'The function no longer learns for which month it runs, and refuses to guess.',
            },
          ],
        },
        {
          property: 'Targets.0.RetryPolicy.MaximumRetryAttempts',
          value: 2,
          fact: 'When EventBridge cannot deliver an event, it tries again 185 times unless told otherwise, with back-off and jitter.',
          source: `${eventbridge}/eb-rule-retry-policy.html`,
          seeds: ['003:750'],
          tasks: ['SAA-C03 2.2'],
          experiments: [
            {
              value: 186,
              outcome: 'refused',
              because: '185 is the highest value, and the default.',
            },
            {
              value: 0,
              outcome: 'update',
              because:
                'The first throttling of the Lambda API sends the event to the dead-letter queue.',
            },
          ],
        },
        {
          property: 'Targets.0.RetryPolicy.MaximumEventAgeInSeconds',
          value: 3600,
          fact: 'EventBridge gives an undelivered event up after 24 hours, or earlier, down to 60 seconds; without a dead-letter queue it is then lost.',
          source: `${eventbridge}/eb-rule-retry-policy.html`,
          seeds: ['003:750'],
          tasks: ['SAA-C03 2.2'],
          experiments: [
            { value: 59, outcome: 'refused', because: 'One minute is the shortest age.' },
            {
              value: 86_401,
              outcome: 'refused',
              because: 'A day, 86,400 seconds, is the longest age.',
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
          fact: 'A rule invokes a function by the resource policy of the function, without a role; its SourceArn should name the rule.',
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
          fact: 'Lambda queues an asynchronous event and runs a function that failed two more times, after one minute and after two more.',
          source: `${lambda}/invocation-async-error-handling.html`,
          seeds: ['003:750', '002:572', '000:158'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            { value: 3, outcome: 'refused', because: 'Two is the highest value, and the default.' },
            {
              value: 0,
              outcome: 'update',
              because: 'An instance that is busy for a minute costs the backup of the month.',
            },
          ],
        },
        {
          property: 'MaximumEventAgeInSeconds',
          value: 3600,
          fact: 'Lambda keeps an asynchronous event for at most six hours, 21,600 seconds, which is the default, and at least 60 seconds.',
          source: `${lambda}/invocation-async-configuring.html`,
          seeds: ['000:158'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            { value: 21_601, outcome: 'refused', because: 'Six hours is the longest age.' },
            { value: 59, outcome: 'refused', because: 'One minute is the shortest age.' },
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
          fact: 'An on-failure destination gets the event with its error and the number of attempts; the older dead-letter queue of a function gets the event alone.',
          source: `${lambda}/invocation-async-retain-records.html`,
          seeds: ['003:750', '000:158', '002:572'],
          tasks: ['DVA-C02 1.2', 'SAA-C03 2.2'],
        },
        {
          property: 'VpcConfig',
          fact: 'A function in private subnets reaches the public APIs of AWS through a NAT gateway or an interface endpoint only.',
          source: `${lambda}/configuration-vpc-internet.html`,
          seeds: ['003:757', '003:758', '000:139'],
          tasks: ['DVA-C02 1.2'],
        },
        {
          property: 'Timeout',
          value: 30,
          fact: 'CreateDBSnapshot answers as soon as the snapshot is begun, so a function that calls it need not live through it.',
          source: `${reference}/aws-resource-lambda-function.html`,
          seeds: ['003:440'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: 901,
              outcome: 'refused',
              because: 'Fifteen minutes, 900 seconds, is the longest timeout.',
            },
          ],
        },
        {
          property: 'Runtime',
          value: 'nodejs24.x',
          fact: 'A managed runtime is deprecated when its language version ends; afterwards functions on it can be neither created nor, later, updated.',
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
              because: 'You keep, and pay for, every line forever.',
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
          fact: 'RDS keeps automated backups for 0 to 35 days, 1 unless set by the API or CloudFormation; 0 turns them off.',
          source: instance,
          seeds: ['003:443', '000:39', '001:47'],
          tasks: ['SAA-C03 2.2', 'SOA-C03 2.3'],
          experiments: [
            {
              value: 36,
              outcome: 'refused',
              because:
                'No automated backup lives longer than 35 days: that is what the function is for.',
            },
          ],
        },
        {
          property: 'PreferredBackupWindow',
          value: '00:30-01:30',
          fact: 'Automated backups run daily in a UTC window of at least 30 minutes outside the maintenance window; a snapshot needs an available or storage-optimizing instance.',
          source: instance,
          seeds: ['003:448'],
          tasks: ['SOA-C03 2.3'],
          experiments: [
            {
              value: '03:00-03:30',
              outcome: 'update',
              because:
                'The daily backup and the schedule now meet: the function may find the instance backing-up.',
            },
          ],
        },
        {
          property: 'DeleteAutomatedBackups',
          value: true,
          fact: 'Automated backups are deleted with their instance unless retained; RDS never deletes manual snapshots, of which an account may have 100 per Region by default.',
          source: `${rds}/CHAP_Limits.html`,
          seeds: ['003:441'],
          tasks: ['SOA-C03 2.3'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'They outlive the instance until their 35 days are over, and are paid for.',
            },
          ],
        },
        {
          property: 'CopyTagsToSnapshot',
          value: true,
          fact: 'RDS does not copy the tags of an instance to its snapshots unless told to.',
          source: instance,
          seeds: ['003:450'],
          tasks: ['SAA-C03 4.3', 'SOA-C03 2.3'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'Nobody can tell from the tags of an automated snapshot whose cost it is.',
            },
          ],
        },
        {
          property: 'AutomaticBackupReplicationRegion',
          fact: 'Snapshots and transaction logs of an instance can be replicated to a second Region, where they have a retention period of their own.',
          source: `${rds}/USER_ReplicateBackups.html`,
          seeds: ['003:449', '003:450', '000:240', '000:244'],
          tasks: ['SOA-C03 2.3', 'DOP-C02 3.3'],
          today: {
            notes:
              'Automated backups are limited to a single Region; only manual snapshots and read replicas cross it.',
            now: 'RDS replicates the automated backups of an instance to another Region, also of a Multi-AZ one; a Multi-AZ DB cluster is the exception.',
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
                'Backups are also copied to Ireland, encrypted with a key of that Region: they survive a lost Region, but not the 35 days.',
            },
          ],
        },
        {
          property: 'SourceDBInstanceIdentifier',
          fact: 'An instance with a source is its read replica, kept up asynchronously; it scales reads and can be promoted, and the source needs automated backups.',
          source: instance,
          seeds: ['003:431', '003:445', '003:446', '000:40', '004:1445', '004:1449'],
          tasks: ['SAA-C03 2.2'],
          experiments: [
            {
              value: 'orders',
              outcome: 'refused',
              because:
                'A replica takes user, password and storage from its source and may not state them.',
            },
          ],
        },
        {
          property: 'MultiAZ',
          value: false,
          fact: 'Multi-AZ keeps a standby in another zone by synchronous replication and fails over to it by itself; it serves availability and is no backup.',
          source: `${rds}/Concepts.MultiAZSingleStandby.html`,
          seeds: ['003:454', '003:456', '003:457', '000:41', '004:1419', '004:1427'],
          tasks: ['SAA-C03 2.2', 'DOP-C02 3.3'],
          today: {
            notes: 'A Multi-AZ standby cannot serve reads.',
            now: 'That holds for an instance with one standby; a Multi-AZ DB cluster has two standbys that can be read.',
            since: '2022-03',
            source: `${rds}/Concepts.MultiAZ.html`,
          },
        },
        {
          property: 'AllocatedStorage',
          value: '20',
          fact: 'General purpose storage of PostgreSQL begins at 20 GiB; it can grow and never shrink.',
          source: `${rds}/USER_PIOPS.ModifyingExisting.html`,
          seeds: ['003:452'],
          tasks: ['SAA-C03 4.3'],
          experiments: [
            {
              value: '100',
              outcome: 'update',
              because: 'The volume grows while the database is in use.',
            },
          ],
        },
        {
          property: 'MaxAllocatedStorage',
          value: 50,
          fact: 'With a maximum above the allocated size, RDS grows the storage when at most a tenth of it has been free for five minutes.',
          source: `${rds}/USER_PIOPS.Autoscaling.html`,
          seeds: ['003:451', '003:452'],
          tasks: ['SAA-C03 4.3'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'Storage autoscaling is off: a full volume stops the database.',
            },
          ],
        },
        {
          property: 'StorageType',
          value: 'gp3',
          fact: 'RDS uses gp3 unless you choose gp2, io1 or io2; the older magnetic storage was deprecated on 2026-04-30.',
          source: instance,
          seeds: ['003:406'],
          tasks: ['SAA-C03 4.3'],
        },
        {
          property: 'StorageEncrypted',
          value: true,
          fact: 'An instance is not encrypted unless asked, at its creation; its backups, snapshots and replicas are encrypted with it.',
          source: `${rds}/Overview.Encryption.html`,
          seeds: ['003:419', '002:5'],
          tasks: ['SAA-C03 1.3'],
          experiments: [
            {
              value: false,
              outcome: 'replace',
              because:
                'Encryption cannot be turned on or off: a new, empty database takes the place of the old.',
            },
          ],
        },
        {
          property: 'EnableIAMDatabaseAuthentication',
          value: true,
          fact: 'IAM database authentication takes a token of 15 minutes in place of a password; MariaDB, MySQL and PostgreSQL have it.',
          source: `${rds}/UsingWithRDS.IAMDBAuth.html`,
          seeds: ['003:989', '003:990', '003:991', '003:992'],
          tasks: ['SAA-C03 1.3'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'Only user and password open the database.',
            },
          ],
        },
        {
          property: 'PubliclyAccessible',
          value: false,
          fact: 'The name of an instance that is not publicly accessible resolves to a private address.',
          source: instance,
          seeds: ['000:139'],
          tasks: ['SAA-C03 1.3'],
          experiments: [
            {
              value: true,
              outcome: 'fails',
              because: 'RDS returns an error, because the VPC has no internet gateway.',
              source:
                'https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html',
            },
          ],
        },
        {
          property: 'DeletionProtection',
          value: false,
          fact: 'Deletion protection is off unless set, and while it is on nobody can delete the instance.',
          source: instance,
          seeds: ['003:261'],
          tasks: ['SAA-C03 1.3', 'SAA-C03 2.2'],
          experiments: [
            {
              value: true,
              outcome: 'update',
              because: '`cdk destroy` ends in DELETE_FAILED until it is turned off.',
            },
          ],
        },
        {
          property: 'EngineVersion',
          value: '18',
          fact: 'With a major version alone, RDS chooses the newest minor version of it.',
          source:
            'https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-versions.html',
          seeds: ['003:430'],
          tasks: ['SAA-C03 4.3'],
          experiments: [
            { value: '9.6', outcome: 'refused', because: 'RDS no longer offers it.' },
            {
              value: '17',
              outcome: 'fails',
              because:
                'RDS refuses the deployment, because it does not go back to an older version.',
              source:
                'https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-versions.html',
            },
          ],
        },
        {
          property: 'DBInstanceClass',
          value: 'db.t4g.micro',
          fact: 'The class of an instance is its processors and memory; T classes burst on CPU credits and T4g are the Graviton ones.',
          source: `${rds}/Concepts.DBInstanceClass.Types.html`,
          seeds: ['004:1385'],
          tasks: ['SAA-C03 4.3'],
          experiments: [
            {
              value: 'db.m8g.large',
              outcome: 'update',
              because:
                'The class changes in place, with a few minutes of downtime, and costs about ten times as much.',
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
          fact: 'Secrets Manager can make up a password, which a template then names by a dynamic reference and never spells out.',
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
          fact: 'A subnet is private without a route to an internet gateway; a DB subnet group names subnets in at least two Availability Zones.',
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
          fact: 'A security group lets nothing in until a rule says so.',
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
          fact: 'A dead-letter queue of EventBridge is a standard queue that takes what a target never got; SQS keeps it for up to 14 days.',
          source: `${eventbridge}/eb-rule-dlq.html`,
          seeds: ['003:170'],
          tasks: ['SAA-C03 2.2'],
          experiments: [
            {
              value: 1_209_601,
              outcome: 'refused',
              because: 'Fourteen days is the longest retention.',
            },
          ],
        },
        {
          property: 'SqsManagedSseEnabled',
          value: true,
          fact: 'SSE-SQS encrypts at rest without a key policy; with a customer managed key, EventBridge has to be allowed to use the key.',
          source: `${eventbridge}/eb-rule-dlq.html`,
          seeds: ['003:185'],
          tasks: ['SAA-C03 1.3'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'Messages are no longer encrypted at rest.',
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
          property: 'PolicyDocument.Statement.0.Sid',
          value: 'DenyPlainHttp',
          fact: 'A queue policy can deny every request that does not come over TLS; EventBridge needs an Allow in it to send its dead letters.',
          source: `${eventbridge}/eb-rule-dlq.html`,
          seeds: ['003:177'],
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
          fact: 'A destination of an asynchronous invocation may be a standard queue, and the role of the function must be allowed to send to it.',
          source: `${lambda}/invocation-async-retain-records.html`,
          seeds: ['003:170', '000:158'],
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
          fact: 'The metric Errors of a function counts each failed attempt, also one that a later attempt makes good.',
          source: `${lambda}/monitoring-metrics-types.html`,
          seeds: ['003:1059'],
          tasks: ['DOP-C02 3.3'],
        },
        {
          property: 'Period',
          value: 300,
          fact: 'A period is the span of one data point: 10, 20 or 30 seconds, or a multiple of 60.',
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
          fact: 'M out of N: the alarm goes into ALARM when this many of the evaluation periods breach the threshold.',
          source: alarm,
          seeds: ['003:1062'],
          tasks: ['DOP-C02 3.3'],
        },
        {
          property: 'TreatMissingData',
          value: 'notBreaching',
          fact: 'Where there are no data an alarm keeps its state, unless missing data are to count as breaching, as not breaching or as insufficient.',
          source: alarm,
          seeds: ['003:1061'],
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
      'The instance is busy for one minute at the wrong time, and the month has no backup and nobody hears of it.',
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
