import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const trail = `${reference}/aws-resource-cloudtrail-trail.html`;
const recorder = `${reference}/aws-resource-config-configurationrecorder.html`;
const remediation = `${reference}/aws-resource-config-remediationconfiguration.html`;
const guide = 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide';
const config = 'https://docs.aws.amazon.com/config/latest/developerguide';

export const exam: Exam = {
  question:
    'Which service tells who called which API, which one tells how a resource was set, and what closes a bucket that somebody has opened?',
  answer:
    'CloudTrail records who called which API, and AWS Config records how each resource was set over time. An EventBridge rule on the call, or the remediation of a Config rule, closes the bucket again.',
  wrong: [
    {
      answer: 'CloudWatch metrics, to find out who deleted a table',
      because: 'A metric is a number over time. It has no caller and no request.',
    },
    {
      answer: 'A Config rule, to prevent public buckets',
      because:
        'A rule is detective: it reports a bucket after the change. A service control policy or Block Public Access prevents it.',
    },
    {
      answer: 'VPC flow logs, to record API calls',
      because: 'Flow logs record IP traffic of network interfaces, not calls of the AWS API.',
    },
    {
      answer: 'AWS X-Ray, to audit an account',
      because: 'X-Ray traces requests through an application. It does not record who changed what.',
    },
  ],
  questions,
  tasks: ['SAA-C03 1.2', 'SOA-C03 4.1', 'SOA-C03 1.2', 'DOP-C02 4.2', 'DOP-C02 5.2'],
  cost: 'free',
  remains: [
    'With Recording=on, the bucket Archive has log files, and cdk destroy fails. Delete them with aws s3 rm s3://<ArchiveName> --recursive.',
  ],
  flow: [
    { from: 'Audit', to: 'Archive', label: 'calls' },
    { from: '(CloudTrail)', to: 'OpenedRule', label: 'call' },
    { from: 'OpenedRule', to: 'Closer' },
    { from: 'Closer', to: 'Papers', label: 'closes' },
    { from: 'PublicReadRule', to: 'Papers', label: 'checks' },
    { from: 'Remediation', to: 'PublicReadRule', label: 'on failure' },
    { from: 'ComplianceRule', to: 'Alerts', label: 'not compliant' },
  ],
  checked: '2026-11-28',
  resources: [
    {
      type: 'AWS::CloudTrail::Trail',
      id: 'Audit',
      settings: [
        {
          property: 'IsLogging',
          value: true,
          fact: 'CloudTrail keeps management events of the last 90 days at no charge; a trail keeps events in S3 for as long as you like.',
          source: `${guide}/cloudtrail-concepts.html`,
          seeds: ['003:117', '003:118', '004:3594', '004:3596', '004:3598'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'The trail stays, but records nothing from now on.',
            },
          ],
        },
        {
          property: 'IsMultiRegionTrail',
          value: true,
          fact: 'A multi-Region trail records events of all enabled Regions of the account in one bucket; by default, a trail of CloudFormation records one Region.',
          source: trail,
          seeds: ['004:3598'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'Calls in other Regions are not recorded, such as instances of an intruder.',
            },
          ],
        },
        {
          property: 'EnableLogFileValidation',
          value: true,
          fact: 'With log file validation, CloudTrail delivers a signed digest every hour, which proves whether a log file was changed or deleted.',
          source: `${guide}/cloudtrail-log-file-validation-intro.html`,
          seeds: ['004:3627'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'Nobody can prove that the log files are complete and unchanged.',
            },
          ],
        },
        {
          property: 'EventSelectors',
          value: [{ IncludeManagementEvents: true, ReadWriteType: 'All' }],
          fact: 'A trail logs management events, such as a changed policy, but no data events, such as reads of S3 objects, unless a selector names them.',
          source: `${guide}/logging-data-events-with-cloudtrail.html`,
          seeds: ['004:3600', '004:3602', '004:3616', '004:3625'],
          today: {
            notes: 'CloudTrail has two types of events: management events and data events.',
            now: 'It has four: management events, data events, network activity events of VPC endpoints, and Insights events.',
            since: 'unknown',
            source: `${guide}/cloudtrail-concepts.html`,
          },
          experiments: [
            {
              value: [{ IncludeManagementEvents: true, ReadWriteType: 'WriteOnly' }],
              outcome: 'update',
              because: 'The trail no longer shows who looked around before a change.',
            },
          ],
        },
        {
          property: 'KMSKeyId',
          fact: 'CloudTrail encrypts log files with SSE-S3 by default; with KMSKeyId, readers also need permission to decrypt with your KMS key.',
          source: `${guide}/encrypting-cloudtrail-log-files-with-aws-kms.html`,
          seeds: ['004:3627'],
        },
        {
          property: 'TrailName',
          value: 'CloudtrailAndConfig-audit',
          fact: 'CloudTrail records calls of AWS APIs, but no calls to an API of your own, and no CreateVolume for volumes that RunInstances creates.',
          source: `${guide}/cloudtrail-user-guide.html`,
          seeds: ['000:175', '003:424', '004:2826'],
          experiments: [
            {
              value: 'audit',
              outcome: 'replace',
              because:
                'A new trail replaces this one, and the bucket policy, which names the old ARN, lets it write nothing.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::S3::BucketPolicy',
      id: 'Archive/Policy',
      settings: [
        {
          property: 'PolicyDocument.Statement.1.Principal',
          value: { Service: 'cloudtrail.amazonaws.com' },
          fact: 'The bucket policy of a trail should name the ARN of the trail in aws:SourceArn, so that no other trail can write to the bucket.',
          source: `${guide}/create-s3-bucket-policy-for-cloudtrail.html`,
          seeds: [],
        },
      ],
    },
    {
      type: 'AWS::Config::ConfigurationRecorder',
      id: 'Recorder',
      settings: [
        {
          property: 'RecordingGroup',
          value: { AllSupported: false, ResourceTypes: ['AWS::S3::Bucket'] },
          fact: 'AWS Config records the settings of resources and their history; you enable it for each Region, and it bills every recorded item.',
          source: recorder,
          seeds: ['004:4400', '004:4402', '004:4430'],
          experiments: [
            {
              value: { AllSupported: true },
              outcome: 'update',
              because: 'Every change of every resource is a recorded item, which costs money.',
            },
          ],
        },
        {
          property: 'Name',
          fact: 'An account has one customer managed configuration recorder and one delivery channel in a Region.',
          source: `${config}/stop-start-recorder.html`,
          seeds: ['004:4408'],
          experiments: [
            {
              value: 'recorder',
              outcome: 'replace',
              because:
                'CloudFormation would create the second recorder before it deletes the first one, and a Region has only one.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Config::DeliveryChannel',
      id: 'Channel',
      settings: [
        {
          property: 'ConfigSnapshotDeliveryProperties.DeliveryFrequency',
          value: 'TwentyFour_Hours',
          fact: 'A delivery channel sends the history of configurations, and a snapshot every 1 to 24 hours, to a bucket.',
          source: `${reference}/aws-properties-config-deliverychannel-configsnapshotdeliveryproperties.html`,
          seeds: ['004:4402'],
          experiments: [
            {
              value: 'One_Hour',
              outcome: 'update',
              because: 'The bucket gets a snapshot of all recorded resources every hour.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Config::ConfigRule',
      id: 'PublicReadRule',
      settings: [
        {
          property: 'Source',
          value: { Owner: 'AWS', SourceIdentifier: 'S3_BUCKET_PUBLIC_READ_PROHIBITED' },
          fact: 'A Config rule of AWS or of your own evaluates settings on a change or a schedule; it detects, and does not prevent.',
          source: `${config}/evaluate-config.html`,
          seeds: ['004:4419', '004:4421', '004:4423', '004:4425'],
          experiments: [
            {
              value: { Owner: 'AWS', SourceIdentifier: 'S3_BUCKET_VERSIONING_ENABLED' },
              outcome: 'update',
              because: 'The rule now reports buckets without versioning, and no public ones.',
            },
          ],
        },
        {
          property: 'ConfigRuleName',
          fact: 'AWS Config sends a change of compliance to EventBridge, and can also publish to an SNS topic.',
          source: `${config}/monitor-config-with-cloudwatchevents.html`,
          seeds: ['004:4406', '004:4437', '004:4439'],
          experiments: [
            {
              value: 'public-read',
              outcome: 'replace',
              because: 'A new rule replaces this one, and its history of compliance begins again.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Config::RemediationConfiguration',
      id: 'Remediation',
      settings: [
        {
          property: 'Automatic',
          value: true,
          fact: 'A remediation runs an Automation document of Systems Manager on a resource that does not comply, by hand or automatically.',
          source: `${config}/remediation.html`,
          seeds: [],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'The bucket stays open until somebody starts the remediation.',
            },
          ],
        },
        {
          property: 'MaximumAutomaticAttempts',
          value: 3,
          fact: 'An automatic remediation is tried at most 5 times by default, or 1 to 25 times, within RetryAttemptSeconds.',
          source:
            'https://docs.aws.amazon.com/config/latest/APIReference/API_RemediationConfiguration.html',
          seeds: [],
          experiments: [
            {
              value: 26,
              outcome: 'fails',
              because: 'Config tries a remediation at most 25 times.',
              source:
                'https://docs.aws.amazon.com/config/latest/APIReference/API_RemediationConfiguration.html',
            },
          ],
        },
        {
          property: 'TargetType',
          value: 'SSM_DOCUMENT',
          fact: 'An automatic remediation needs the role that the document assumes, in the parameter AutomationAssumeRole.',
          source: remediation,
          seeds: [],
        },
      ],
    },
    {
      type: 'AWS::Events::Rule',
      id: 'OpenedRule',
      settings: [
        {
          property: 'EventPattern.detail-type',
          value: ['AWS API Call via CloudTrail'],
          fact: 'EventBridge gets API calls as events of CloudTrail only if a trail logs them; read-only calls are left out by default.',
          source:
            'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html',
          seeds: ['004:3594'],
          experiments: [
            {
              value: ['Object Created'],
              outcome: 'update',
              because: 'The rule waits for new objects, and does not notice who opens the bucket.',
            },
          ],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'The trail sees one Region, and nobody can prove that its files are complete. The rule waits for the wrong event, so the bucket stays open until a person reads a report.',
    changes: [
      {
        type: 'AWS::CloudTrail::Trail',
        id: 'Audit',
        property: 'IsMultiRegionTrail',
        value: false,
      },
      {
        type: 'AWS::CloudTrail::Trail',
        id: 'Audit',
        property: 'EnableLogFileValidation',
        value: null,
      },
      {
        type: 'AWS::Config::RemediationConfiguration',
        id: 'Remediation',
        property: 'Automatic',
        value: false,
      },
      {
        type: 'AWS::Events::Rule',
        id: 'OpenedRule',
        property: 'EventPattern.detail-type',
        value: ['Object Created'],
      },
    ],
  },
};
