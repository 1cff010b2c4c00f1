import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A parcel service offers an endpoint that takes scan events from 30,000 devices. Today, a Lambda function behind the endpoint only copies each event to an SQS queue. At peak times, the function is throttled and events are lost. Which solution needs the least operational effort and cost?',
    right: ['An AWS integration of the REST API that sends each event to the queue directly'],
    because:
      'API Gateway calls SendMessage itself, with a role and a mapping template. No function has to be run, paid, or throttled.',
    wrong: [
      {
        answer: 'A higher memory setting of the function, so that it copies the events faster',
        because:
          'You still pay for a function that adds nothing, and its concurrency can still run out.',
      },
      {
        answer: 'Provisioned concurrency for the function, as high as the highest peak of the year',
        because:
          'You would pay for the peak at all times, although API Gateway can do this step itself.',
      },
      {
        answer: 'An HTTP proxy integration with the public endpoint of Amazon SQS as its address',
        because:
          'SQS wants requests that are signed by AWS credentials. A proxy passes the request of the device on unsigned.',
      },
    ],
    shows: [
      { id: 'JobsApi/Default/jobs/POST', property: 'Integration.Type' },
      { id: 'JobsApi/Default/jobs/POST', property: 'Integration.RequestTemplates' },
    ],
    tasks: ['SAA-C03 4.2', 'DVA-C02 1.1', 'SAA-C03 2.1'],
    seeds: ['003:686', '003:705'],
  },
  {
    text: 'Most requests to a REST API with a Lambda integration succeed within two seconds. At the end of each month, when reports grow, some of the requests end with the status 504. Nothing was deployed, and no throttling is reported. What is the most likely cause?',
    right: ['The function sometimes runs longer than the integration timeout'],
    because:
      'API Gateway answers 504 with the response type INTEGRATION_TIMEOUT when an integration takes longer than its timeout, 29 seconds by default.',
    wrong: [
      {
        answer: 'The function returns some of its larger reports in a wrong format',
        because: 'A response without the shape of a proxy integration leads to 502.',
      },
      {
        answer: 'The rate of requests exceeds the throttle of the stage',
        because: 'API Gateway answers 429 to requests beyond a throttle.',
      },
      {
        answer: 'The authorizer of the API denies some of the callers',
        because: 'A policy that denies the caller leads to 403.',
      },
    ],
    shows: [
      { id: 'JobsApi/TimedOut', property: 'ResponseType' },
      { id: 'JobsApi/Default/jobs/POST', property: 'Integration.TimeoutInMillis' },
    ],
    tasks: ['DVA-C02 4.1', 'SOA-C03 1.2'],
    seeds: ['002:363', '002:366', '002:368', '002:370', '002:372', '003:705'],
  },
  {
    text: 'An accounting system accepts only form-encoded requests. A new mobile app sends JSON. The company wants to put a REST API between them and to translate the requests without running any code of its own. Which integration does the method need?',
    right: ['A non-proxy integration with a mapping template for JSON requests'],
    because:
      'Only the integration types HTTP and AWS apply mapping templates. A template can create a form-encoded body from JSON.',
    wrong: [
      {
        answer: 'An HTTP proxy integration with a mapping template for JSON requests',
        because: 'A proxy integration passes the request on as it is, and no template applies.',
      },
      {
        answer: 'A Lambda proxy integration with a function that translates the JSON',
        because: 'It works, but the function is code that the company would have to run.',
      },
      {
        answer: 'A mock integration with a response template for form-encoded data',
        because: 'A mock integration has no backend, so the accounting system gets no request.',
      },
    ],
    shows: [
      { id: 'JobsApi/Default/jobs/POST', property: 'Integration.RequestTemplates' },
      { id: 'JobsApi/Default/jobs/{id}/GET', property: 'Integration.Type' },
    ],
    tasks: ['DVA-C02 1.1'],
    seeds: ['003:641', '003:684', '003:685', '003:686', '003:687'],
  },
  {
    text: 'A developer connects a method of a REST API to an SQS queue, without a function in between. In the first test, SQS refuses the message, because the sender has no permission. How does API Gateway get the permission?',
    right: ['From a role in the integration that trusts API Gateway and allows sqs:SendMessage'],
    because:
      'API Gateway assumes the role in Credentials of the integration and signs the call to SQS with its temporary credentials.',
    wrong: [
      {
        answer: 'From the execution role of the function that later receives the messages',
        because:
          'This role belongs to another function, which trusts Lambda and needs to receive, not to send.',
      },
      {
        answer:
          'From a resource policy of the REST API that allows sqs:SendMessage for all callers',
        because:
          'A resource policy of an API says who can invoke its methods. It grants nothing on a queue.',
      },
      {
        answer: 'From an API key of a usage plan that the mapping template adds to the message',
        because:
          'An API key counts the requests of a customer. No AWS service accepts it as a credential.',
      },
    ],
    shows: [
      { id: 'IntakeRole', property: 'AssumeRolePolicyDocument.Statement.0.Principal.Service' },
      { id: 'IntakeRole', property: 'PolicyDocument.Statement.0.Action' },
    ],
    tasks: ['DVA-C02 2.1', 'SAA-C03 1.1'],
    seeds: ['003:686', '003:746'],
  },
  {
    text: 'A Lambda function takes jobs from a standard queue and calls a partner system, which accepts five connections at a time. At busy hours, hundreds of jobs wait. Jobs may wait longer, but none may end in the dead-letter queue only because the partner was busy. What should the developer configure?',
    right: ['A maximum concurrency of 5 on the event source mapping'],
    because:
      'Lambda then invokes the function at most five times at once for this queue, and it leaves further messages in the queue without receiving them.',
    wrong: [
      {
        answer: 'A reserved concurrency of 5 on the Lambda function itself',
        because:
          'The pollers still receive more messages than the function can take. Throttled messages return to the queue, and each receive counts toward the dead-letter queue.',
      },
      {
        answer: 'A batch size of 5 on the event source mapping',
        because:
          'It limits how many messages one invocation gets, not how many invocations run at once.',
      },
      {
        answer: 'A delivery delay of 5 minutes on the whole queue',
        because:
          'Each message becomes visible later, but then as many are processed at once as before.',
      },
    ],
    shows: [{ id: 'Worker', property: 'ScalingConfig.MaximumConcurrency' }],
    tasks: ['DVA-C02 1.2', 'SAA-C03 2.1'],
    seeds: ['003:193'],
  },
  {
    text: 'A photo service expects twenty times its usual number of uploads on a holiday. Each upload puts one message on a standard queue, and a fleet of workers empties it. The operations team asks how to prepare the queue itself for the peak. What is the right advice?',
    right: ['Do nothing, because Amazon SQS scales with the number of messages'],
    because:
      'A standard queue takes a nearly unlimited number of calls per second, and its capacity is not provisioned. Only the workers may need to scale.',
    wrong: [
      {
        answer: 'Raise the provisioned throughput of the queue well before the holiday',
        because:
          'A queue has no such setting. Provisioned throughput is a concept of DynamoDB and Kinesis.',
      },
      {
        answer: 'Create more shards, and spread the messages over them by a key',
        because: 'Shards belong to Kinesis data streams. A queue has none.',
      },
      {
        answer: 'Ask AWS to warm up the queue, as for a load balancer of old',
        because: 'SQS needs no warm-up. It scales by itself.',
      },
    ],
    shows: [{ id: 'JobQueue', property: 'MessageRetentionPeriod' }],
    tasks: ['SAA-C03 2.1', 'SAA-C03 3.2'],
    seeds: ['000:147', '000:149'],
  },
  {
    text: 'A translation service has free and paying users. Their jobs share one standard queue and one Lambda function, and at noon paying users wait behind thousands of free jobs. Paying users must be served first, with as little change as possible. What should the architect propose?',
    right: ['A second queue for paying users, with an event source mapping of its own'],
    because:
      'A queue has no priorities. With two queues, each has its own pollers and its own maximum concurrency, so free jobs cannot hold up the others.',
    wrong: [
      {
        answer: 'A message attribute with the priority, by which SQS sorts the messages',
        because:
          'SQS does not sort messages. Consumers of a queue cannot choose by attribute either.',
      },
      {
        answer: 'A delivery delay of 15 minutes on the queue for the time around noon',
        because: 'The delay applies to the jobs of all users of a queue.',
      },
      {
        answer: 'A FIFO queue with the kind of user as the message group of each job',
        because:
          'Groups keep order, but no group goes before another one, and free jobs would run one by one.',
      },
    ],
    shows: [{ id: 'Worker', property: 'ScalingConfig.MaximumConcurrency' }],
    tasks: ['SAA-C03 2.1', 'DVA-C02 1.1'],
    seeds: ['004:2662'],
  },
];
