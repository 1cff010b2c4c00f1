import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'An account suddenly has API calls from a known malicious address, and an instance that talks to a mining pool. The security team wants a managed service that notices such behavior by itself, without agents. Which service should it turn on?',
    right: ['Amazon GuardDuty, which analyzes CloudTrail, VPC flow logs and DNS logs'],
    because:
      'GuardDuty detects threats in these sources continuously, and needs no agent for them.',
    wrong: [
      {
        answer: 'Amazon Inspector, which scans the software of instances and images',
        because: 'Inspector finds vulnerabilities that an intruder could use, not the intruder.',
      },
      {
        answer: 'Amazon Detective, which links logs and findings in a graph',
        because: 'Detective helps to investigate a finding. It does not raise one.',
      },
      {
        answer: 'AWS Config, which records the settings of all resources',
        because: 'Config knows how resources are set, but not what traffic and calls they see.',
      },
    ],
    shows: [
      { id: 'Intrusions', property: 'Enable' },
      { id: 'Intrusions', property: 'Features' },
    ],
    tasks: ['SAA-C03 1.2', 'SOA-C03 4.1'],
    seeds: ['002:72', '004:3689', '004:3708'],
  },
  {
    text: 'A company stores uploads of its customers in thousands of S3 objects. It must find out which objects have passport or card numbers, and tell the data protection officer about every new one. What should it use?',
    right: ['Amazon Macie, and an EventBridge rule for its sensitive data findings'],
    because: 'Macie discovers personal data in S3 and sends a finding, which the rule passes on.',
    wrong: [
      {
        answer: 'Amazon GuardDuty, and an EventBridge rule for its S3 findings',
        because:
          'GuardDuty notices suspicious access to objects, but does not read what they contain.',
      },
      {
        answer: 'Amazon Inspector, and an EventBridge rule for its package findings',
        because: 'Inspector does not scan objects in S3 for personal data.',
      },
      {
        answer: 'AWS Trusted Advisor, and an EventBridge rule for its S3 checks',
        because: 'Trusted Advisor checks the permissions of buckets, not their contents.',
      },
    ],
    shows: [
      { id: 'PersonalData', property: 'Status' },
      { id: 'PersonalDataRule', property: 'EventPattern.detail.type' },
    ],
    tasks: ['SAA-C03 1.2', 'DOP-C02 6.3'],
    seeds: ['003:1193', '003:1198', '004:3762'],
  },
  {
    text: 'An EventBridge rule should send a message for each grave GuardDuty finding. Its pattern lists the severity as the text "HIGH". There have been grave findings for weeks, but no message. How should the pattern be changed?',
    right: ['Compare the severity as a number, with numeric and at least 7'],
    because: 'GuardDuty sends the severity as a number, so a text never matches.',
    wrong: [
      {
        answer: 'Compare the severity by its prefix, with the text "HIGH" at the start',
        because: 'A prefix matches texts only, and the severity is none.',
      },
      {
        answer: 'Use the source aws.securityhub and leave the severity as it is',
        because:
          'Security Hub CSPM sends findings in another form, which this pattern does not match either.',
      },
      {
        answer: 'Move the rule to an event bus of its own with the same pattern',
        because: 'AWS services send their events to the default bus, so the rule would get none.',
      },
    ],
    shows: [{ id: 'IntrusionRule', property: 'EventPattern.detail.severity' }],
    tasks: ['DOP-C02 5.1', 'SOA-C03 4.1'],
    seeds: ['004:3704', '004:3712'],
  },
  {
    text: 'A company runs containers from images in Amazon ECR, and functions in AWS Lambda. It wants to know within hours when a library in one of them has a newly published vulnerability. Nobody should have to start a scan. Which service fits?',
    right: ['Amazon Inspector, which scans images and functions continuously'],
    because: 'Inspector scans again when an image changes or a new vulnerability is published.',
    wrong: [
      {
        answer: 'Amazon Macie, which looks for sensitive data with machine learning',
        because: 'Macie looks into S3 objects, not into the packages of an image.',
      },
      {
        answer: 'AWS Security Hub CSPM, which checks the account against standards',
        because: 'It checks settings, and shows vulnerabilities only if Inspector reports them.',
      },
      {
        answer: 'Amazon GuardDuty, which watches the traffic of the containers',
        because: 'GuardDuty notices an attack that is going on, not a library that allows one.',
      },
    ],
    shows: [{ id: 'MinorVulnerabilities', property: 'FilterAction' }],
    tasks: ['SAA-C03 1.2', 'SOA-C03 4.1'],
    seeds: ['003:102', '003:103', '004:3774', '004:3776'],
  },
  {
    text: 'An auditor wants one list of all security findings of twenty accounts, and a yearly report on how well they follow the CIS benchmark. The company already uses GuardDuty and Inspector. What should it add?',
    right: ['AWS Security Hub CSPM with the standard for the CIS benchmark'],
    because:
      'It collects the findings of other services and accounts, and checks settings against standards.',
    wrong: [
      {
        answer: 'Amazon Detective with a behavior graph of all the accounts',
        because: 'Detective investigates single findings. It checks no benchmark.',
      },
      {
        answer: 'AWS Firewall Manager with a policy for all of the accounts',
        because: 'Firewall Manager administers firewalls and WAF rules in many accounts.',
      },
      {
        answer: 'AWS Health with an organizational view of all the accounts',
        because: 'AWS Health tells what happens in AWS itself, such as maintenance.',
      },
    ],
    shows: [{ id: 'BadSettings', property: 'EnableDefaultStandards' }],
    tasks: ['SAA-C03 1.2', 'DOP-C02 6.3'],
    seeds: ['003:104', '003:105', '004:4091', '004:4097'],
  },
];
