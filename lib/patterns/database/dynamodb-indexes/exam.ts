import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const table = `${reference}/aws-resource-dynamodb-table.html`;
const localIndex = `${reference}/aws-properties-dynamodb-table-localsecondaryindex.html`;
const globalIndex = `${reference}/aws-properties-dynamodb-table-globalsecondaryindex.html`;
const developer = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide';
const local = `${developer}/LSI.html`;
const global = `${developer}/GSI.html`;

export const exam: Exam = {
  question:
    'Which index gives a query another sort key or another partition key, and when does an index throttle its table?',
  answer:
    'A local secondary index gives another sort key for the same partition key, and a global one another partition key. A global index that is throttled on writes also throttles its table.',
  wrong: [
    {
      answer: 'A local secondary index for the other partition key',
      because:
        'A local index always has the partition key of its table; local means within one partition key value.',
    },
    {
      answer: 'Add the local secondary index when the query is needed',
      because:
        'You can create it only together with its table. Later, you need a global index, or a new table and a copy of the items.',
    },
    {
      answer: 'A global secondary index for reads that must be strongly consistent',
      because:
        'DynamoDB updates a global index asynchronously, and it refuses a strongly consistent read with a ValidationException.',
    },
    {
      answer: 'Scan with a filter',
      because:
        'DynamoDB applies the filter after it reads: you pay for every item of the table, and many pages are almost empty.',
    },
    {
      answer: 'More write capacity for the table whose writes are throttled',
      because:
        'The index still throttles the writes: it needs more capacity of its own, or a partition key that spreads the writes.',
    },
    {
      answer: 'More read capacity for the index',
      because:
        'Throttled reads of an index do not affect the table: only missing write capacity of an index throttles the writes of the table.',
    },
  ],
  questions,
  tasks: ['DVA-C02 1.3', 'DVA-C02 4.3', 'SAA-C03 3.3', 'SAA-C03 4.3'],
  cost: 'free',
  remains: [],
  flow: [
    { from: '(shop)', to: 'OrderTaker', label: 'place, ship' },
    { from: 'OrderTaker', to: 'Orders', label: 'one write' },
    { from: 'Orders', to: 'OrderFinder', label: 'by any key' },
    { from: 'OrderFinder', to: '(desk)', label: 'page and cursor' },
    { from: 'Orders', to: 'IndexThrottleAlarm', label: 'index throttles' },
    { from: 'OrderTaker', to: 'OrderTakerLogs', label: 'what throttled' },
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
          seeds: ['000:127', '000:137'],
          experiments: [
            {
              value: [
                { AttributeName: 'customer', KeyType: 'HASH' },
                { AttributeName: 'placedAt', KeyType: 'RANGE' },
              ],
              also: [
                {
                  property: 'LocalSecondaryIndexes.0.KeySchema',
                  value: [
                    { AttributeName: 'customer', KeyType: 'HASH' },
                    { AttributeName: 'order', KeyType: 'RANGE' },
                  ],
                },
              ],
              outcome: 'replace',
              because:
                'The key of a table cannot change, so an empty table replaces the old one. If a customer placed two orders at the same moment, the second one would then overwrite the first one.',
            },
            {
              value: [{ AttributeName: 'customer', KeyType: 'HASH' }],
              outcome: 'refused',
              because: 'A table with a local index needs a sort key of its own.',
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
          fact: 'You define only the key attributes of a table and its indexes, each with a type: string, number or binary.',
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
              because: 'No key uses totalCents, and a projected attribute needs no definition.',
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
              because:
                'AttributeDefinitions does not define totalCents, and every key attribute needs a definition.',
            },
          ],
        },
        {
          property: 'LocalSecondaryIndexes.0.IndexName',
          value: 'ByPlacedAt',
          fact: 'A query must name its index, because DynamoDB never chooses one; a name has 3 to 255 letters, digits, dots, hyphens and underscores.',
          source: localIndex,
          seeds: ['000:127'],
          experiments: [
            { value: 'By', outcome: 'refused', because: 'A name has at least three characters.' },
          ],
        },
        {
          property: 'LocalSecondaryIndexes.0.Projection.ProjectionType',
          value: 'ALL',
          fact: 'With a local index, one partition key value allows at most 10 GB of items and index entries; otherwise there is no limit.',
          source: local,
          seeds: ['002:445', '002:446'],
        },
        {
          property: 'LocalSecondaryIndexes.0.Projection',
          value: { ProjectionType: 'ALL' },
          fact: 'A local index never has its own capacity: its reads and writes consume the capacity of the table.',
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
          fact: 'By default, a table has up to 20 global secondary indexes; an update can add or delete one, but not change its projection.',
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
                'DynamoDB deletes the index ByOrder and keeps the table; a query that names the index then fails.',
            },
          ],
        },
        {
          property: 'GlobalSecondaryIndexes.0.KeySchema',
          value: [
            { AttributeName: 'openAt', KeyType: 'HASH' },
            { AttributeName: 'placedAt', KeyType: 'RANGE' },
          ],
          fact: 'An item without a key attribute of an index is not in that index: such a sparse index is small, and absent items cost nothing.',
          source: `${developer}/bp-indexes-general-sparse-indexes.html`,
          seeds: ['000:132', '003:530'],
          today: {
            notes: 'A global index has its own partition key and sort key.',
            now: 'Each key of a global index can consist of up to four attributes, so items need no concatenated attribute. This does not apply to the keys of tables and local indexes.',
            since: '2025-11',
            source: `${developer}/GSI.DesignPattern.MultiAttributeKeys.html`,
          },
          experiments: [
            {
              value: [{ AttributeName: 'warehouse', KeyType: 'HASH' }],
              outcome: 'refused',
              because:
                'AttributeDefinitions does not define warehouse. If it did, shipped orders would stay in the index, because every order has a warehouse.',
            },
          ],
        },
        {
          property: 'GlobalSecondaryIndexes.0.Projection',
          value: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['totalCents'] },
          fact: "An index contains its own keys, the table's keys and your projection: nothing more (KEYS_ONLY), up to 100 attributes over all indexes (INCLUDE), or ALL.",
          source: `${reference}/aws-properties-dynamodb-table-projection.html`,
          seeds: ['003:533'],
          today: {
            notes: 'The option --project-expression returns only a part of the attributes.',
            now: 'The option is --projection-expression. It shortens the answer but not the bill, because DynamoDB counts the size of the whole items in the table or index.',
            source: `${developer}/Expressions.ProjectionExpressions.html`,
          },
        },
        {
          property: 'GlobalSecondaryIndexes.1.KeySchema',
          value: [{ AttributeName: 'order', KeyType: 'HASH' }],
          fact: 'A global secondary index has its own partition key and covers the whole table; asynchronous updates make its reads always eventually consistent.',
          source: global,
          seeds: ['000:132', '000:135', '002:451', '003:532'],
          experiments: [
            {
              value: [{ AttributeName: 'state', KeyType: 'HASH' }],
              outcome: 'refused',
              because:
                'AttributeDefinitions does not define state. If it did, all open orders would share one partition, which allows 1,000 write units a second.',
            },
          ],
        },
        {
          property: 'GlobalSecondaryIndexes.1.Projection.ProjectionType',
          value: 'KEYS_ONLY',
          fact: 'A query of a local index fetches missing attributes from the table and pays for those reads; a global index returns only what is projected.',
          source: global,
          seeds: [],
        },
        {
          property: 'BillingMode',
          value: 'PAY_PER_REQUEST',
          fact: 'On-demand mode bills each request to a table and its indexes; provisioned mode bills each capacity unit by the hour, used or not.',
          source: `${developer}/capacity-mode.html`,
          seeds: ['002:473', '002:475', '002:476', '004:1539', '004:1543'],
          today: {
            notes: 'Provisioned is the default of the two capacity modes.',
            now: 'On-demand is the default and recommended mode. Only a template without BillingMode still creates a provisioned table.',
            since: 'unknown',
            source: `${developer}/on-demand-capacity-mode.html`,
          },
          experiments: [
            {
              value: 'PROVISIONED',
              outcome: 'refused',
              because:
                'Provisioned mode also needs ProvisionedThroughput for the table and each global index; with it, the table changes in place and costs money by the hour.',
            },
            {
              value: null,
              outcome: 'refused',
              because:
                'Without BillingMode, CloudFormation assumes PROVISIONED, and ProvisionedThroughput is missing.',
            },
          ],
        },
        {
          property: 'ProvisionedThroughput',
          fact: 'A write unit is one write a second of 1 KB; a read unit is one strongly or two eventually consistent reads of 4 KB.',
          source: `${developer}/provisioned-capacity-mode.html`,
          seeds: ['002:453', '002:478', '002:480', '004:2554', '004:2568', '004:2584'],
          today: {
            notes: 'You can switch the capacity mode of a table only twice in 24 hours.',
            now: 'You can switch a table to on-demand up to four times in any 24 hours, and to provisioned at any time.',
            since: 'unknown',
            source: `${developer}/bp-switching-capacity-modes.html`,
          },
        },
        {
          property: 'GlobalSecondaryIndexes.0.ProvisionedThroughput',
          fact: "In provisioned mode, every global index has its own capacity; its write capacity should be at least the table's, because a write goes to both.",
          source: global,
          seeds: ['000:133', '002:429', '002:498', '003:531'],
          today: {
            notes: 'A global index needs its own provisioned capacity.',
            now: 'That is true only in provisioned mode. The global index of an on-demand table has no capacity setting except an optional maximum.',
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
                'The table allows a hundred writes a second, but DynamoDB now throttles them with the reason IndexWriteMaxOnDemandThroughputExceeded.',
            },
            { value: 0, outcome: 'refused', because: 'The lowest maximum is one unit.' },
          ],
        },
        {
          property: 'GlobalSecondaryIndexes.1.OnDemandThroughput.MaxWriteRequestUnits',
          value: 100,
          fact: 'A throttling exception contains each reason, such as IndexWriteMaxOnDemandThroughputExceeded, and the ARN of the table or index.',
          source: `${developer}/throttling-diagnosing-workflow.html`,
          seeds: ['002:437'],
          experiments: [
            {
              value: 10,
              outcome: 'update',
              because:
                'Every order is in this index, so the table accepts only ten new orders a second. A shipped order keeps its keys, so this index does not throttle that write.',
            },
          ],
        },
        {
          property: 'OnDemandThroughput.MaxWriteRequestUnits',
          value: 100,
          fact: 'You can set a maximum of read and write units a second for an on-demand table or global index, which limits the cost.',
          source: `${developer}/on-demand-capacity-mode-max-throughput.html`,
          seeds: ['002:475'],
          experiments: [
            {
              value: 1000,
              outcome: 'update',
              because:
                'This does not help: above a hundred writes a second, the indexes throttle the table.',
            },
            {
              value: -1,
              outcome: 'refused',
              because:
                'AWS contradicts itself: the description of the property says that -1 removes the maximum, but its schema allows nothing below 1.',
            },
          ],
        },
        {
          property: 'OnDemandThroughput.MaxReadRequestUnits',
          value: 200,
          fact: 'Without a maximum, only quotas limit an on-demand table: by default 40,000 read and 40,000 write units a second for each table.',
          source: `${developer}/on-demand-capacity-mode-max-throughput.html`,
          seeds: [],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because:
                'Only the quota stops a program that queries in an endless loop, and you pay for its reads.',
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
                'Contributor Insights now shows which warehouse is throttled. You can turn it on while the index is in use.',
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
              because: 'The alarm then watches throttled reads, which do not affect the table.',
            },
          ],
        },
        {
          property: 'Period',
          value: 60,
          fact: 'The period of an alarm is 10, 20 or 30 seconds, or a multiple of 60 seconds.',
          source: `${reference}/aws-resource-cloudwatch-alarm.html`,
          seeds: [],
          experiments: [
            {
              value: 15,
              outcome: 'refused',
              because: 'Below one minute, only 10, 20 and 30 seconds are allowed.',
            },
          ],
        },
        {
          property: 'TreatMissingData',
          value: 'notBreaching',
          fact: 'Alarms on metrics in the AWS/DynamoDB namespace always ignore missing data and keep their state, whatever TreatMissingData says.',
          source:
            'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html',
          seeds: [],
          experiments: [
            {
              value: 'breaching',
              outcome: 'update',
              because:
                'Nothing changes, because the alarm keeps its state as long as DynamoDB reports no data.',
            },
          ],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'An index that allows one write a second throttles a table that allows a hundred. Every change also updates the other index, and the alarm watches only reads.',
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
