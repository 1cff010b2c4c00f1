import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A team designs a DynamoDB table of orders with the customer as partition key and the order number as sort key. The application must also list the orders of one customer by date, and it must see an order at once after the write. The table does not exist yet. What should the team define?',
    right: ['A local secondary index with the date as its sort key'],
    because:
      'A local index shares the partition key, has another sort key, and supports strongly consistent reads. It must be created with the table.',
    wrong: [
      {
        answer: 'A global secondary index with the date as its sort key',
        because:
          'Reads of a global index are eventually consistent, so an order may not be seen at once.',
      },
      {
        answer: 'A global secondary index with the date as its partition key',
        because: 'It finds orders of a day instead of a customer, and it is eventually consistent.',
      },
      {
        answer: 'A local secondary index with the date as its partition key',
        because: 'A local index always has the partition key of its table.',
      },
    ],
    shows: [{ id: 'Orders', property: 'LocalSecondaryIndexes.0.KeySchema' }],
    tasks: ['DVA-C02 1.3', 'SAA-C03 3.3'],
    seeds: ['000:127', '000:131', '000:134', '003:526', '002:446', '002:451'],
  },
  {
    text: 'A DynamoDB table with ten million user profiles has the user ID as its only key. A new log-in page knows just the email address. The table is in use, so it cannot be created again. How can the page find a profile with little read capacity?',
    right: ['With a query of a global secondary index on the email address'],
    because:
      'A global secondary index has its own partition key and can be added to an existing table.',
    wrong: [
      {
        answer: 'With a query of a local secondary index on the email address',
        because:
          'A local index keeps the partition key of the table and can only be created together with it.',
      },
      {
        answer: 'With a scan of the table with a filter on the email address',
        because: 'The filter applies after the read, so each log-in would pay for all profiles.',
      },
      {
        answer: 'With a query of the table with a filter on the email address',
        because:
          'A query needs the value of the partition key, and the page does not know the user ID.',
      },
    ],
    shows: [
      { id: 'Orders', property: 'GlobalSecondaryIndexes.1.KeySchema' },
      { id: 'Orders', property: 'GlobalSecondaryIndexes' },
    ],
    tasks: ['DVA-C02 1.3', 'SAA-C03 3.3'],
    seeds: ['000:132', '000:135', '000:136', '000:137', '003:530'],
  },
  {
    text: 'A provisioned DynamoDB table has 500 write capacity units and uses 300 of them. Since a global secondary index with 100 write units was added, writes to the table are throttled. What should be changed?',
    right: ['The write capacity of the index, to at least that of the table'],
    because:
      'A write goes to the table and to the index. When the index has too little write capacity, it throttles the writes of its table.',
    wrong: [
      {
        answer: 'The write capacity of the table, to the sum of both numbers',
        because: 'The table has capacity to spare. The index would still throttle.',
      },
      {
        answer: 'The read capacity of the index, to at least that of the table',
        because: 'Throttled reads of an index do not affect the writes of the table.',
      },
      {
        answer: 'The consistency of the reads, to eventually consistent for all',
        because: 'It halves the read units, and writes are throttled here.',
      },
    ],
    shows: [
      { id: 'Orders', property: 'GlobalSecondaryIndexes.0.ProvisionedThroughput' },
      { id: 'IndexThrottleAlarm', property: 'MetricName' },
    ],
    tasks: ['DVA-C02 4.3', 'SAA-C03 3.3'],
    seeds: ['002:429', '003:531', '003:532'],
  },
  {
    text: 'A start-up launches a quiz app next week and cannot tell whether a hundred or a million people will come. Its DynamoDB table must take any load without planning, and it should cost next to nothing if nobody comes. Which capacity setting fits?',
    right: ['On-demand mode'],
    because:
      'In on-demand mode, you pay for each request, and there is no capacity to plan. An idle table costs only its storage.',
    wrong: [
      {
        answer: 'Provisioned mode with auto scaling',
        because:
          'It needs a minimum that is paid by the hour, and it follows a sudden rise only after minutes.',
      },
      {
        answer: 'Provisioned mode with reserved capacity',
        because: 'Reserved capacity is a commitment of a year or more for a known load.',
      },
      {
        answer: 'A DAX cluster with three small nodes',
        because:
          'A cache speeds up repeated reads, costs money by the hour, and does not take writes off the table.',
      },
    ],
    shows: [
      { id: 'Orders', property: 'BillingMode' },
      { id: 'Orders', property: 'ProvisionedThroughput' },
    ],
    tasks: ['SAA-C03 4.3', 'DVA-C02 1.3'],
    seeds: ['002:473', '002:475', '004:1539', '004:1543', '004:1547', '004:2578'],
  },
  {
    text: 'A metering company stores readings in DynamoDB with the date as partition key and the time as sort key. Each day, almost all writes are throttled, although the table has much more capacity than it uses on average. Which design solves this?',
    right: ['The number of the meter as partition key and the time as sort key'],
    because:
      'With many different partition key values, the writes spread over the partitions. A date sends all writes of a day to one of them.',
    wrong: [
      {
        answer: 'The month as partition key and the date with the time as sort key',
        because: 'All writes of a month would then go to the same partition key value.',
      },
      {
        answer: 'The date as partition key, and a global secondary index on the meter',
        because: 'The table still has one hot key, and an index adds a second write.',
      },
      {
        answer: 'The date as partition key, and twice as much capacity for the table',
        because:
          'One partition has a limit of its own of 1,000 write units per second, however large the table is.',
      },
    ],
    shows: [
      { id: 'Orders', property: 'KeySchema' },
      { id: 'Orders', property: 'GlobalSecondaryIndexes.0.ContributorInsightsSpecification' },
    ],
    tasks: ['DVA-C02 4.3', 'SAA-C03 3.3', 'DVA-C02 1.3'],
    seeds: ['004:1525', '004:2581', '002:431', '002:439'],
  },
  {
    text: 'A service reads 50 items of 6 KB from a provisioned DynamoDB table in each second, all with strongly consistent reads. How many read capacity units does it need?',
    right: ['100 units'],
    because:
      'A read capacity unit is one strongly consistent read per second of up to 4 KB. An item of 6 KB needs 2 units, so 50 items need 100.',
    wrong: [
      {
        answer: '50 units',
        because:
          'That would be enough for eventually consistent reads, which need half as many units.',
      },
      {
        answer: '75 units',
        because: 'Each item is rounded up to the next 4 KB. You cannot add up the sizes first.',
      },
      { answer: '300 units', because: 'A unit of 1 KB is the measure of writes, not of reads.' },
    ],
    shows: [{ id: 'Orders', property: 'ProvisionedThroughput' }],
    tasks: ['DVA-C02 1.3', 'DVA-C02 4.3'],
    seeds: ['002:453', '002:480'],
  },
  {
    text: 'A query of a global secondary index returns the order numbers but not the totals, although every order in the table has a total. The index has the projection KEYS_ONLY. The application should get the totals with one query. What has to be done?',
    right: ['Create another index that includes the total, and query it'],
    because:
      'A global secondary index returns only what is projected, and the projection of an existing index cannot be changed.',
    wrong: [
      {
        answer: 'Add the total to the projection expression of the query',
        because:
          'The expression selects among the attributes of the index. The index does not have the total.',
      },
      {
        answer: 'Make the query of the index strongly consistent instead',
        because: 'A global index refuses it, and consistency would not add attributes.',
      },
      {
        answer: 'Update the index, and set its projection type to ALL',
        because: 'You can add or delete an index, but you cannot change its projection.',
      },
    ],
    shows: [
      { id: 'Orders', property: 'GlobalSecondaryIndexes.1.Projection.ProjectionType' },
      { id: 'Orders', property: 'GlobalSecondaryIndexes' },
    ],
    tasks: ['DVA-C02 1.3', 'DVA-C02 4.1'],
    seeds: ['000:132', '003:533'],
  },
  {
    text: 'A toll system writes 2,000 items per second to a DynamoDB table, day and night, and the rate has not changed for two years. The table is in on-demand mode. Finance asks for a lower bill with the same service. What should be changed?',
    right: ['The capacity mode, to provisioned with enough write units for the rate'],
    because:
      'For a steady load that is known, provisioned capacity costs less than a price for each request. It can be reserved for a further discount.',
    wrong: [
      {
        answer: 'The capacity mode, to on-demand with a maximum of write units per second',
        because: 'A maximum limits the cost of a peak. The price of each request stays the same.',
      },
      {
        answer: 'The number of indexes, to one more that spreads the writes over both',
        because: 'Each write then goes to the table and to the index, which costs more.',
      },
      {
        answer: 'The cache of the table, to a DAX cluster that takes its writes first',
        because:
          'DAX writes through to the table, so the writes cost as much, and the cluster is added.',
      },
    ],
    shows: [
      { id: 'Orders', property: 'BillingMode' },
      { id: 'Orders', property: 'OnDemandThroughput.MaxWriteRequestUnits' },
    ],
    tasks: ['SAA-C03 4.3'],
    seeds: ['002:475', '002:476', '004:1545', '004:2578', '004:2586'],
  },
];
