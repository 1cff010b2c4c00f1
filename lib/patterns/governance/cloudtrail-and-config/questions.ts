import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A parameter in Parameter Store was changed last week, and a service failed because of it. The team wants to know which user made the call, from which address, and at what time. Where does it look?',
    right: ['In the event history of AWS CloudTrail, which has the calls of the last 90 days'],
    because:
      'CloudTrail records the caller, the address, the time and the request of every management call.',
    wrong: [
      {
        answer: 'In the metrics of Amazon CloudWatch, which has the calls of the last 15 months',
        because: 'A metric counts calls, and does not know who made them.',
      },
      {
        answer: 'In the flow logs of the VPC, which have the addresses of all connections',
        because: 'Flow logs have addresses and ports, but neither users nor API calls.',
      },
      {
        answer: 'In the timeline of AWS Config, which has the settings of all parameters',
        because:
          'Config shows how a resource was set before and after. Who called is in CloudTrail.',
      },
    ],
    shows: [{ id: 'Audit', property: 'IsLogging' }],
    tasks: ['SAA-C03 1.2', 'DOP-C02 4.2'],
    seeds: ['003:117', '003:118', '004:3594', '004:3596'],
  },
  {
    text: 'An auditor must be sure that nobody has changed or removed a log file of a trail, not even an administrator of the bucket. Which setting of the trail gives this proof?',
    right: ['Log file validation, whose signed digests cover every log file'],
    because: 'The digests form a chain. A file that was changed or is missing breaks it.',
    wrong: [
      {
        answer: 'Encryption with a KMS key, which only auditors can use',
        because:
          'Encryption limits who reads a file. It does not prove that a file is still there.',
      },
      {
        answer: 'Data events for the bucket, which show every write to it',
        because: 'They show writes as far as somebody still has the log files with these events.',
      },
      {
        answer: 'A multi-Region trail, which records each call in all Regions',
        because: 'It records calls of all Regions, and does not protect the files.',
      },
    ],
    shows: [{ id: 'Audit', property: 'EnableLogFileValidation' }],
    tasks: ['DOP-C02 4.2', 'SOA-C03 4.1'],
    seeds: ['004:3627'],
  },
  {
    text: 'A company wants a list of all buckets that are public, wants to see how a bucket was set last month, and wants public ones to be closed automatically. Which two features does it need?',
    right: [
      'A managed rule of AWS Config that checks buckets for public access',
      'An automatic remediation of this rule, which runs an Automation document',
    ],
    because:
      'Config records the history and evaluates the rule, and the remediation repairs what fails.',
    wrong: [
      {
        answer: 'A trail of CloudTrail that logs the data events of every bucket',
        because: 'Data events show reads and writes of objects, not which buckets are public.',
      },
      {
        answer: 'An alarm of CloudWatch on the number of requests to each bucket',
        because: 'Many requests do not mean that a bucket is public, and an alarm closes nothing.',
      },
      {
        answer: 'An Amazon Inspector scan, which runs once a day for every bucket',
        because: 'Inspector scans instances, images and functions, not buckets.',
      },
    ],
    shows: [
      { id: 'PublicReadRule', property: 'Source' },
      { id: 'Remediation', property: 'Automatic' },
    ],
    tasks: ['SOA-C03 4.1', 'DOP-C02 5.2'],
    seeds: ['004:4402', '004:4421', '004:4425'],
  },
  {
    text: 'A team needs to know who downloaded a certain object from S3. The account has a trail with default settings, and the log files do not show any download. What is the reason?',
    right: ['Reads of objects are data events, which a trail logs only if a selector names them'],
    because:
      'By default, a trail logs management events. Data events must be selected, and cost money.',
    wrong: [
      {
        answer: 'Log files are delivered to the bucket only after 90 days in the event history',
        because: 'A trail delivers log files within minutes, and the history is independent of it.',
      },
      {
        answer: 'The trail is in another Region than the bucket, so it misses its downloads',
        because: 'Downloads would be missing in every Region, because they are data events.',
      },
      {
        answer: 'The log files are encrypted with a key that hides reads from the auditors',
        because: 'Encryption covers whole files. It does not leave out certain events.',
      },
    ],
    shows: [{ id: 'Audit', property: 'EventSelectors' }],
    tasks: ['SOA-C03 1.2', 'SAA-C03 1.2'],
    seeds: ['004:3602', '004:3616', '004:3625'],
  },
];
