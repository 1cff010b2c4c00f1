import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const guardduty = 'https://docs.aws.amazon.com/guardduty/latest/ug';
const macie = 'https://docs.aws.amazon.com/macie/latest/user';
const inspector = 'https://docs.aws.amazon.com/inspector/latest/user';
const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';
const bridge = 'https://docs.aws.amazon.com/eventbridge/latest/userguide';

export const exam: Exam = {
  question:
    'Which service finds an intrusion, personal data, a vulnerability, or a bad setting, and how does one message reach a person?',
  answer:
    'GuardDuty finds intrusions, Macie personal data in S3, Inspector vulnerabilities, and Security Hub CSPM bad settings. Each sends its findings to EventBridge, where a rule filters them and publishes to an SNS topic.',
  wrong: [
    {
      answer: 'Amazon Macie to find vulnerabilities of instances',
      because:
        'Macie looks for sensitive data in S3. Inspector scans instances, images and functions.',
    },
    {
      answer: 'Amazon Inspector to find personal data',
      because:
        'Inspector compares software with known vulnerabilities. It does not read your data.',
    },
    {
      answer: 'AWS Config to detect intruders',
      because:
        'Config records settings and their changes. It does not analyze traffic, logins or calls.',
    },
    {
      answer: 'AWS Trusted Advisor as a detector of threats',
      because:
        'It checks an account against best practices, and does not watch what happens in it.',
    },
    {
      answer: 'A schedule that polls each service for findings',
      because:
        'The services send findings to EventBridge themselves. Polling is later and more work.',
    },
  ],
  questions,
  tasks: ['SAA-C03 1.2', 'SOA-C03 4.1', 'DOP-C02 6.3', 'DOP-C02 5.1'],
  cost: 'free',
  remains: [],
  flow: [
    { from: '(GuardDuty)', to: 'IntrusionRule', label: 'finding' },
    { from: '(Macie)', to: 'PersonalDataRule', label: 'finding' },
    { from: '(Inspector)', to: 'VulnerabilityRule', label: 'finding' },
    { from: 'IntrusionRule', to: 'Alerts', label: 'high' },
    { from: 'PersonalDataRule', to: 'Alerts', label: 'sensitive data' },
    { from: 'VulnerabilityRule', to: 'Alerts', label: 'critical' },
    { from: 'Alerts', to: 'Inbox' },
    { from: 'LeakedKeyRule', to: 'Responder', label: 'key of a user' },
  ],
  checked: '2026-11-28',
  resources: [
    {
      type: 'AWS::GuardDuty::Detector',
      id: 'Intrusions',
      settings: [
        {
          property: 'Enable',
          value: true,
          fact: 'GuardDuty detects threats, such as compromised instances and unusual API calls; it needs one detector in each Region of an account.',
          source: `${guardduty}/what-is-guardduty.html`,
          seeds: ['002:72', '004:3689'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because:
                'The detector is suspended: it analyzes nothing, and keeps its old findings.',
            },
          ],
        },
        {
          property: 'Features',
          value: [{ Name: 'S3_DATA_EVENTS', Status: 'ENABLED' }],
          fact: 'GuardDuty always analyzes CloudTrail management events, VPC flow logs, and DNS logs, without your configuring them; S3 and others are features.',
          source: `${guardduty}/guardduty_data-sources.html`,
          seeds: ['004:3708'],
          today: {
            notes: 'GuardDuty monitors CloudTrail logs, VPC flow logs, and DNS logs.',
            now: 'These are its foundational data sources. Optional features add S3, EKS, runtime monitoring, malware scans, RDS logins, and Lambda.',
            since: 'unknown',
            source: `${guardduty}/guardduty_data-sources.html`,
          },
          experiments: [
            {
              value: [{ Name: 'S3_DATA_EVENTS', Status: 'DISABLED' }],
              outcome: 'update',
              because: 'GuardDuty no longer notices unusual reads of objects in S3.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Events::Rule',
      id: 'IntrusionRule',
      settings: [
        {
          property: 'EventPattern.detail.severity',
          value: [{ numeric: ['>=', 7] }],
          fact: 'The severity of a GuardDuty finding is a number from 1.0 to 10.0, so a pattern needs numeric; 7.0 and above is high or critical.',
          source: `${guardduty}/guardduty_findings-severity.html`,
          seeds: ['004:3704', '004:3712'],
          today: {
            notes: 'GuardDuty sends its alerts to CloudWatch Events.',
            now: 'That service is now Amazon EventBridge, with the same API.',
            since: 'unknown',
            source: `${bridge}/eb-what-is.html`,
          },
          experiments: [
            {
              value: ['HIGH'],
              outcome: 'update',
              because: 'No severity is a text, so the rule never matches, and nobody notices.',
            },
            {
              value: [{ numeric: ['>=', 1] }],
              outcome: 'update',
              because: 'Every finding is an alert, and soon nobody reads them.',
            },
            {
              value: [{ numeric: ['>=', '7'] }],
              outcome: 'refused',
              because:
                'EventBridge refuses a pattern that compares with a text instead of a number.',
            },
          ],
        },
        {
          property: 'State',
          value: 'ENABLED',
          fact: 'GuardDuty, Macie, Inspector, Security Hub CSPM, and AWS Health all send events to the default event bus of the account and Region.',
          source: `${bridge}/eb-service-event-list.html`,
          seeds: ['004:3704', '004:4697'],
          experiments: [
            {
              value: 'DISABLED',
              outcome: 'update',
              because: 'Findings still appear in the console, but nobody gets a message.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Events::Rule',
      id: 'LeakedKeyRule',
      settings: [
        {
          property: 'EventPattern.detail.resource.resourceType',
          value: ['AccessKey'],
          fact: 'A rule can start a response: a Lambda function that deactivates a key or isolates an instance, seconds after the finding.',
          source: `${guardduty}/guardduty_findings_eventbridge.html`,
          seeds: ['004:3712'],
          experiments: [
            {
              value: ['Instance'],
              outcome: 'update',
              because: 'The function gets findings without an access key, and does nothing.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Macie::Session',
      id: 'PersonalData',
      settings: [
        {
          property: 'Status',
          value: 'ENABLED',
          fact: 'Macie discovers sensitive data, such as names, credentials and card numbers, in S3 objects, by machine learning and pattern matching.',
          source: `${macie}/what-is-macie.html`,
          seeds: ['003:1193', '003:1194', '004:3762', '004:3766'],
          today: {
            notes:
              'Macie analyzes CloudTrail logs and notices anomalies in how people access sensitive data.',
            now: 'That was Macie Classic. Macie now discovers sensitive data in S3 objects and assesses the security of S3 buckets.',
            since: 'unknown',
            source: `${macie}/what-is-macie.html`,
          },
          experiments: [
            {
              value: 'PAUSED',
              outcome: 'update',
              because: 'Macie stops its discovery, and keeps its settings.',
            },
          ],
        },
        {
          property: 'FindingPublishingFrequency',
          value: 'FIFTEEN_MINUTES',
          fact: 'Macie publishes a new finding at once; updates of policy findings come every 15 minutes, hour, or six hours.',
          source: `${reference}/aws-resource-macie-session.html`,
          seeds: [],
          experiments: [
            {
              value: 'SIX_HOURS',
              outcome: 'update',
              because: 'A bucket that is public again is reported up to six hours later.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Events::Rule',
      id: 'PersonalDataRule',
      settings: [
        {
          property: 'EventPattern.detail.type',
          value: [{ prefix: 'SensitiveData:S3Object/' }],
          fact: 'Macie has sensitive data findings, such as SensitiveData:S3Object/Personal, and policy findings about the settings of buckets.',
          source: `${macie}/findings-types.html`,
          seeds: ['003:1198', '003:1200', '003:1203', '003:1204'],
          experiments: [
            {
              value: ['SensitiveData'],
              outcome: 'update',
              because: 'No finding has exactly this type, so the rule never matches.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::InspectorV2::Filter',
      id: 'MinorVulnerabilities',
      settings: [
        {
          property: 'FilterAction',
          value: 'SUPPRESS',
          fact: 'Inspector scans EC2 instances, ECR images and Lambda functions for vulnerabilities continuously; a filter can suppress findings.',
          source: `${inspector}/what-is-inspector.html`,
          seeds: ['003:102', '003:103', '004:3774', '004:3776', '004:3790', '004:3796'],
          today: {
            notes:
              'Inspector assesses exposure, vulnerabilities and deviations: you create a target and a template, install an agent, and run an assessment.',
            now: 'That was Inspector Classic, whose support ended. Inspector now finds resources by itself and scans them whenever something changes.',
            since: '2026-05-20',
            source:
              'https://docs.aws.amazon.com/inspector/v1/userguide/inspector_introduction.html',
          },
          experiments: [
            {
              value: 'NONE',
              outcome: 'update',
              because: 'Findings of low severity appear in the list again, and in EventBridge.',
            },
          ],
        },
        {
          property: 'Name',
          value: 'ThreatFindingsAlert-minor',
          fact: 'No CloudFormation type turns on Inspector for an account; you enable it in the console or with the API.',
          source: `${inspector}/getting_started_tutorial.html`,
          seeds: [],
          experiments: [
            {
              value: 'minor',
              outcome: 'update',
              because: 'The filter keeps its ARN and its criteria.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::SecurityHub::Hub',
      id: 'BadSettings',
      settings: [
        {
          property: 'EnableDefaultStandards',
          value: false,
          fact: 'Security Hub CSPM checks an account against standards, such as CIS and PCI DSS, and collects findings of other services in one place.',
          source: `${hub}/what-is-securityhub.html`,
          seeds: ['003:104', '003:105', '004:4091', '004:4097'],
          today: {
            notes: 'Security Hub assesses the environment against standards, in one place.',
            now: 'This service is now called AWS Security Hub CSPM. AWS Security Hub is the name of a newer service.',
            since: 'unknown',
            source: `${hub}/what-is-securityhub.html`,
          },
          experiments: [
            {
              value: true,
              outcome: 'update',
              because: 'The default standards start hundreds of checks that cost money.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Detective::Graph',
      id: 'Causes',
      settings: [
        {
          property: 'AutoEnableMembers',
          fact: 'Detective links logs and findings in a graph, in which you find the cause of a finding; it raises no alarm.',
          source: 'https://docs.aws.amazon.com/detective/latest/userguide/what-is-detective.html',
          seeds: ['004:4053', '004:4055'],
        },
      ],
    },
    {
      type: 'AWS::Events::Rule',
      id: 'HealthRule',
      settings: [
        {
          property: 'EventPattern.detail.eventTypeCategory',
          value: ['issue', 'scheduledChange'],
          fact: 'AWS Health tells which events of AWS affect your resources: issues, scheduled changes, and notifications about the account.',
          source: 'https://docs.aws.amazon.com/health/latest/ug/aws-health-concepts-and-terms.html',
          seeds: ['004:4692', '004:4697'],
          experiments: [
            {
              value: ['issue'],
              outcome: 'update',
              because: 'Nobody is told that AWS will restart an instance next week.',
            },
          ],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'No finding has a severity or a type of that text, so the rules never match: the dashboard is full, and nobody gets a message.',
    changes: [
      {
        type: 'AWS::Events::Rule',
        id: 'IntrusionRule',
        property: 'EventPattern.detail.severity',
        value: ['HIGH', 'CRITICAL'],
      },
      {
        type: 'AWS::Events::Rule',
        id: 'PersonalDataRule',
        property: 'EventPattern.detail.type',
        value: ['SensitiveData'],
      },
      {
        type: 'AWS::Events::Rule',
        id: 'HealthRule',
        property: 'EventPattern.detail.eventTypeCategory',
        value: ['issue'],
      },
    ],
  },
};
