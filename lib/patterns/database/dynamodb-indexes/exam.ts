import type { Exam } from '../../../model/exam';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const table = `${reference}/aws-resource-dynamodb-table.html`;
const localIndex = `${reference}/aws-properties-dynamodb-table-localsecondaryindex.html`;
const globalIndex = `${reference}/aws-properties-dynamodb-table-globalsecondaryindex.html`;
const developer = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide';
const local = `${developer}/LSI.html`;
const global = `${developer}/GSI.html`;

export const exam: Exam = {
  question:
    'Queries need another sort key and another partition key: which index is which, and why can it throttle the base table?',
  wrong: [
    {
      answer: 'A local secondary index for the other partition key',
      because:
        'Local means within one partition key value of the table: its partition key is that of the table.',
    },
    {
      answer: 'Add the local secondary index when the query is needed',
      because:
        'It can only be created with its table; later one makes a global index, or another table and copies.',
    },
    {
      answer: 'A global secondary index for reads that must be strongly consistent',
      because:
        'A global index is updated after the write was answered, and refuses such a read with a ValidationException.',
    },
    {
      answer: 'Scan with a filter',
      because:
        'The filter is applied to what was read: every item of the table is paid for, and the pages come back half empty.',
    },
    {
      answer: 'More write capacity for the table whose writes are throttled',
      because:
        'The index that cannot keep up throttles them still; its own capacity, or a partition key that spreads better, is what helps.',
    },
    {
      answer: 'More read capacity for the index',
      because:
        'Queries that are throttled hold up nobody but themselves: the table throttles for writes.',
    },
  ],
  tasks: ['DVA-C02 1.3', 'DVA-C02 4.3', 'SAA-C03 3.3', 'SAA-C03 4.3'],
  cost: 'free',
  remains: [],
  flow: [
    { from: '(shop)', to: 'OrderTaker', label: 'place, ship' },
    { from: 'OrderTaker', to: 'Orders', label: 'one write' },
    { from: 'Orders', to: 'OrderFinder', label: 'by any key' },
    { from: 'OrderFinder', to: '(desk)', label: 'page and cursor' },
    { from: 'Orders', to: 'IndexThrottleAlarm', label: 'index held it up' },
    { from: 'OrderTaker', to: 'OrderTakerLogs', label: 'who throttled' },
    { from: 'OrderFinder', to: 'OrderFinderLogs' },
  ],
  checked: '2026-11-21',
  resources: [
    {
      type: 'AWS::DynamoDB::Table',
      id: 'Orders',
      settings: [
        {
          property: 'KeySchema',
          value: [
            { AttributeName: 'customer', KeyType: 'HASH' },
            { AttributeName: 'order', KeyType: 'RANGE' },
          ],
          fact: 'A query names one partition key value and at most a range of the sort key; any other question needs an index or a scan.',
          source: `${developer}/Query.html`,
          seeds: ['000:127', '000:137', '003:534'],
          experiments: [
            {
              value: [
                { AttributeName: 'customer', KeyType: 'HASH' },
                { AttributeName: 'placedAt', KeyType: 'RANGE' },
              ],
              outcome: 'replace',
              because:
                'The key of a table cannot be changed: an empty table takes the place of the old one. In it a second order of the same moment would overwrite the first.',
            },
            {
              value: [{ AttributeName: 'customer', KeyType: 'HASH' }],
              outcome: 'refused',
              because: 'A table with a local index has a sort key itself.',
            },
          ],
        },
        {
          property: 'AttributeDefinitions',
          value: [
            { AttributeName: 'customer', AttributeType: 'S' },
            { AttributeName: 'order', AttributeType: 'S' },
            { AttributeName: 'placedAt', AttributeType: 'S' },
            { AttributeName: 'openAt', AttributeType: 'S' },
          ],
          fact: 'Key attributes of the table and of its indexes, and no others, are defined with a type: string, number or binary.',
          source: table,
          seeds: ['004:1500'],
          experiments: [
            {
              value: [
                { AttributeName: 'customer', AttributeType: 'S' },
                { AttributeName: 'order', AttributeType: 'S' },
                { AttributeName: 'placedAt', AttributeType: 'S' },
                { AttributeName: 'openAt', AttributeType: 'S' },
                { AttributeName: 'totalCents', AttributeType: 'N' },
              ],
              outcome: 'refused',
              because: 'No key uses totalCents: what is projected need not be defined.',
            },
          ],
        },
        {
          property: 'LocalSecondaryIndexes.0.KeySchema',
          value: [
            { AttributeName: 'customer', KeyType: 'HASH' },
            { AttributeName: 'placedAt', KeyType: 'RANGE' },
          ],
          fact: "A local secondary index shares the table's partition key and has another sort key; a table has at most five, created together with the table.",
          source: local,
          seeds: ['000:127', '000:131', '000:134', '000:136', '003:526'],
          experiments: [
            {
              value: [
                { AttributeName: 'customer', KeyType: 'HASH' },
                { AttributeName: 'totalCents', KeyType: 'RANGE' },
              ],
              outcome: 'refused',
              because: 'A key attribute must be defined with its type.',
            },
          ],
        },
        {
          property: 'LocalSecondaryIndexes.0.IndexName',
          value: 'ByPlacedAt',
          fact: 'Queries name the index, by 3 to 255 letters, digits, dots, hyphens and underscores; DynamoDB never chooses one itself.',
          source: localIndex,
          seeds: ['000:127'],
          experiments: [
            { value: 'By', outcome: 'refused', because: 'Three characters are the least.' },
          ],
        },
        {
          property: 'LocalSecondaryIndexes.0.Projection.ProjectionType',
          value: 'ALL',
          fact: 'With a local index, the items of one partition key value may hold 10 GB, projections included; without one there is no such limit.',
          source: local,
          seeds: ['002:445', '002:446'],
        },
        {
          property: 'LocalSecondaryIndexes.0.Projection',
          value: { ProjectionType: 'ALL' },
          fact: 'A local index has no capacity of its own in either mode: what it reads and writes is taken from the capacity of the table.',
          source: local,
          seeds: ['000:131', '002:447', '003:527', '003:528'],
        },
        {
          property: 'GlobalSecondaryIndexes',
          value: [
            {
              IndexName: 'OpenByWarehouse',
              KeySchema: [
                { AttributeName: 'openAt', KeyType: 'HASH' },
                { AttributeName: 'placedAt', KeyType: 'RANGE' },
              ],
              Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['totalCents'] },
              OnDemandThroughput: { MaxReadRequestUnits: 200, MaxWriteRequestUnits: 100 },
            },
            {
              IndexName: 'ByOrder',
              KeySchema: [{ AttributeName: 'order', KeyType: 'HASH' }],
              Projection: { ProjectionType: 'KEYS_ONLY' },
              OnDemandThroughput: { MaxReadRequestUnits: 200, MaxWriteRequestUnits: 100 },
            },
          ],
          fact: 'A table has up to 20 global secondary indexes by default; an update adds or deletes one, and a new projection needs a new index.',
          source: table,
          seeds: ['000:132', '000:135', '000:136', '000:137'],
          experiments: [
            {
              value: [
                {
                  IndexName: 'OpenByWarehouse',
                  KeySchema: [
                    { AttributeName: 'openAt', KeyType: 'HASH' },
                    { AttributeName: 'placedAt', KeyType: 'RANGE' },
                  ],
                  Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['totalCents'] },
                  OnDemandThroughput: { MaxReadRequestUnits: 200, MaxWriteRequestUnits: 100 },
                },
              ],
              outcome: 'update',
              because:
                'The index ByOrder is deleted and the table stays as it is; a query that names it now fails.',
            },
          ],
        },
        {
          property: 'GlobalSecondaryIndexes.0.KeySchema',
          value: [
            { AttributeName: 'openAt', KeyType: 'HASH' },
            { AttributeName: 'placedAt', KeyType: 'RANGE' },
          ],
          fact: 'An item that lacks a key attribute of an index is not in it: such a sparse index is small, and absent items cost nothing.',
          source: `${developer}/bp-indexes-general-sparse-indexes.html`,
          seeds: ['000:132', '003:530'],
          today: {
            notes: 'A global index has one partition key and one sort key.',
            now: 'Each of the two keys of a global index can consist of up to four attributes, without a joined one in the item; those of a table and of a local index cannot.',
            since: '2025-11',
            source: `${developer}/GSI.DesignPattern.MultiAttributeKeys.html`,
          },
          experiments: [
            {
              value: [{ AttributeName: 'warehouse', KeyType: 'HASH' }],
              outcome: 'refused',
              because:
                'The key is not defined. If it were, shipped orders would stay in the index, because every order has a warehouse.',
            },
          ],
        },
        {
          property: 'GlobalSecondaryIndexes.0.Projection',
          value: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['totalCents'] },
          fact: "An index holds its own and the table's keys, plus your projection: nothing (KEYS_ONLY), up to 100 attributes over all indexes (INCLUDE), or ALL.",
          source: `${reference}/aws-properties-dynamodb-table-projection.html`,
          seeds: ['003:533'],
        },
        {
          property: 'GlobalSecondaryIndexes.1.KeySchema',
          value: [{ AttributeName: 'order', KeyType: 'HASH' }],
          fact: 'A global secondary index has its own partition key and spans the whole table; it is updated asynchronously, so its reads are always eventually consistent.',
          source: global,
          seeds: ['000:132', '000:135', '002:451', '003:532', '004:1508'],
          experiments: [
            {
              value: [{ AttributeName: 'state', KeyType: 'HASH' }],
              outcome: 'refused',
              because:
                'The key is not defined. If it were, all open orders would be in one partition, which takes 1,000 write units a second.',
            },
          ],
        },
        {
          property: 'GlobalSecondaryIndexes.1.Projection.ProjectionType',
          value: 'KEYS_ONLY',
          fact: 'A query of a local index fetches missing attributes from the table and pays for those reads; a global index returns only what is projected.',
          source: global,
          seeds: ['003:533'],
        },
        {
          property: 'BillingMode',
          value: 'PAY_PER_REQUEST',
          fact: 'On-demand mode bills each request to a table and its indexes; provisioned mode bills each capacity unit by the hour, used or not.',
          source: `${developer}/capacity-mode.html`,
          seeds: ['002:473', '002:475', '002:476', '004:1539', '004:1543'],
          today: {
            notes: 'Provisioned is the default of the two capacity modes.',
            now: 'On-demand is the default and recommended mode; only a template without BillingMode still means PROVISIONED.',
            since: 'unknown',
            source: `${developer}/on-demand-capacity-mode.html`,
          },
          experiments: [
            {
              value: 'PROVISIONED',
              outcome: 'refused',
              because:
                'Provisioned mode also needs ProvisionedThroughput in the table and each global index; then it is an update in place, billed by the hour.',
            },
            {
              value: null,
              outcome: 'refused',
              because:
                'Without it CloudFormation means PROVISIONED, and misses ProvisionedThroughput.',
            },
          ],
        },
        {
          property: 'ProvisionedThroughput',
          fact: 'A write unit is one write a second of 1 KB; a read unit is one strongly or two eventually consistent reads of 4 KB.',
          source: `${developer}/provisioned-capacity-mode.html`,
          seeds: ['002:453', '002:478', '002:480', '004:2554', '004:2568', '004:2584'],
          today: {
            notes: 'The capacity mode can be switched twice in 24 hours.',
            now: 'To on-demand a table can be switched up to four times in any 24 hours, to provisioned at any time.',
            since: 'unknown',
            source: `${developer}/bp-switching-capacity-modes.html`,
          },
        },
        {
          property: 'GlobalSecondaryIndexes.0.ProvisionedThroughput',
          fact: "In provisioned mode every global index has its own capacity; its write capacity should be at least the table's, because a write goes to both.",
          source: global,
          seeds: ['000:133', '002:429', '002:498', '003:531'],
          today: {
            notes: 'A global index needs provisioned capacity of its own.',
            now: 'That holds in provisioned mode only; the global index of an on-demand table has none, and at most a maximum.',
            since: 'unknown',
            source: globalIndex,
          },
        },
        {
          property: 'GlobalSecondaryIndexes.0.OnDemandThroughput.MaxWriteRequestUnits',
          value: 100,
          fact: 'A global index without enough write capacity throttles writes to the base table (back-pressure); throttled reads of an index do not affect the table.',
          source: `${developer}/gsi-throttling.html`,
          seeds: ['002:429', '002:498', '003:532'],
          experiments: [
            {
              value: 1,
              outcome: 'update',
              because:
                'Orders are throttled at the table, which could take a hundred a second, with the reason IndexWriteMaxOnDemandThroughputExceeded.',
            },
            { value: 0, outcome: 'refused', because: 'One unit is the least.' },
          ],
        },
        {
          property: 'GlobalSecondaryIndexes.1.OnDemandThroughput.MaxWriteRequestUnits',
          value: 100,
          fact: 'A throttling exception names each reason and the ARN of the table or index that throttled, such as IndexWriteMaxOnDemandThroughputExceeded.',
          source: `${developer}/throttling-diagnosing-workflow.html`,
          seeds: ['002:437'],
          experiments: [
            {
              value: 10,
              outcome: 'update',
              because:
                'Every order is in this index, so ten new ones a second are all that the table takes; to ship one does not change its keys and is not held up.',
            },
          ],
        },
        {
          property: 'OnDemandThroughput.MaxWriteRequestUnits',
          value: 100,
          fact: 'A maximum of read or write units a second for an on-demand table or global index throttles requests beyond it and so bounds the cost.',
          source: `${developer}/on-demand-capacity-mode-max-throughput.html`,
          seeds: ['002:475', '004:2587'],
          experiments: [
            {
              value: 1000,
              outcome: 'update',
              because:
                'It helps nobody: beyond a hundred writes a second the indexes throttle at the table.',
            },
            {
              value: -1,
              outcome: 'refused',
              because:
                'AWS contradicts itself: the text of the property says that -1 removes the maximum, and its schema allows nothing below 1.',
            },
          ],
        },
        {
          property: 'OnDemandThroughput.MaxReadRequestUnits',
          value: 200,
          fact: 'Without a maximum, only account quotas bound an on-demand table: by default 40,000 read and 40,000 write units a second for each table.',
          source: `${developer}/on-demand-capacity-mode-max-throughput.html`,
          seeds: ['004:1541'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'A program that queries in a loop is stopped by the quota, and by the bill.',
            },
          ],
        },
        {
          property: 'GlobalSecondaryIndexes.0.ContributorInsightsSpecification',
          fact: 'CloudWatch Contributor Insights shows the most accessed and most throttled keys of a table or index, or, in the mode THROTTLED_KEYS, only the throttled ones.',
          source: `${reference}/aws-properties-dynamodb-table-contributorinsightsspecification.html`,
          seeds: ['002:439'],
          experiments: [
            {
              value: { Enabled: true, Mode: 'THROTTLED_KEYS' },
              outcome: 'update',
              because:
                'It tells which warehouse is too much for its partition. It can be switched on while the index is in use.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::CloudWatch::Alarm',
      id: 'IndexThrottleAlarm',
      settings: [
        {
          property: 'MetricName',
          value: 'WriteThrottleEvents',
          fact: 'CloudWatch counts throttled write events separately for the table and each global index; ThrottledRequests counts a request once, however many of its parts were throttled.',
          source: `${developer}/TroubleshootingThrottling-cloudwatch.html`,
          seeds: ['002:429', '003:532'],
          experiments: [
            {
              value: 'ReadThrottleEvents',
              outcome: 'update',
              because: 'Throttled queries of the index do not touch the table.',
            },
          ],
        },
        {
          property: 'Period',
          value: 60,
          fact: 'The period of an alarm is 10, 20, 30 or a multiple of 60 seconds.',
          source: `${reference}/aws-resource-cloudwatch-alarm.html`,
          seeds: [],
          experiments: [
            {
              value: 15,
              outcome: 'refused',
              because: 'Below a minute there are 10, 20 and 30 only.',
            },
          ],
        },
        {
          property: 'TreatMissingData',
          value: 'notBreaching',
          fact: 'An alarm takes minutes without data for missing, good, bad or no reason to change, as it is told.',
          source:
            'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html',
          seeds: [],
          experiments: [
            {
              value: 'breaching',
              outcome: 'update',
              because: 'It is in ALARM while nothing is throttled, because then there is no data.',
            },
          ],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'An index that takes one write a second holds up a table that takes a hundred, the other one is written at every change of an order, and the alarm looks at the queries.',
    changes: [
      {
        type: 'AWS::DynamoDB::Table',
        id: 'Orders',
        property: 'GlobalSecondaryIndexes.0.OnDemandThroughput.MaxWriteRequestUnits',
        value: 1,
      },
      {
        type: 'AWS::DynamoDB::Table',
        id: 'Orders',
        property: 'GlobalSecondaryIndexes.1.Projection.ProjectionType',
        value: 'ALL',
      },
      {
        type: 'AWS::CloudWatch::Alarm',
        id: 'IndexThrottleAlarm',
        property: 'MetricName',
        value: 'ReadThrottleEvents',
      },
    ],
  },
};
