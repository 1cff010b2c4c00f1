import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A cinema chain sells tickets through a REST API whose methods invoke Lambda functions. An engineer wants one trace for each sampled request, which begins at the API and ends in DynamoDB. The code already uses an instrumented AWS SDK. Which two settings are still needed?',
    right: [
      'Enable X-Ray tracing on the stage of the REST API',
      'Set the tracing mode of each function to Active',
    ],
    because:
      'With both settings, the API and the functions send their own segments to X-Ray, and the instrumented SDK adds a subsegment for each call to DynamoDB.',
    wrong: [
      {
        answer: 'Run the X-Ray daemon in a function that listens on UDP port 2000',
        because:
          'Lambda runs the daemon beside a traced function itself. A function cannot serve as a listener for others.',
      },
      {
        answer: 'Set the variable _X_AMZN_TRACE_ID of each function',
        because: 'The name is reserved. Lambda sets it for each invocation, and you cannot.',
      },
      {
        answer: 'Turn on data trace logging for all methods of the stage',
        because:
          'It writes whole requests and responses to CloudWatch Logs. It sends nothing to X-Ray.',
      },
    ],
    shows: [
      { id: 'OrdersApi/DeploymentStage.prod', property: 'TracingEnabled' },
      { id: 'OrderHandler', property: 'TracingConfig.Mode' },
    ],
    tasks: ['DVA-C02 4.2', 'SOA-C03 1.1', 'SAA-C03 2.1'],
    seeds: ['000:11', '002:943', '003:1018', '003:1026', '004:3503'],
  },
  {
    text: 'A bicycle rental service traces its requests with AWS X-Ray. When a customer complains, the support team knows the number of the rental and wants to list the traces of this rental only. Which change makes that possible?',
    right: ['Record the rental number as an annotation, and filter the traces by it'],
    because:
      'X-Ray indexes annotations, up to 50 for each trace, so filter expressions and groups can find them.',
    wrong: [
      {
        answer: 'Record the rental number as metadata, and filter the traces by it',
        because: 'X-Ray stores metadata but does not index it, so no filter expression finds it.',
      },
      {
        answer: 'Create a sampling rule for each rental number, with a rate of 100 percent',
        because:
          'A sampling rule decides which requests are traced. It does not label the traces, and it cannot match a rental number in a body.',
      },
      {
        answer: 'Use the rental number as the name of the segment of the function',
        because:
          'The name of a segment is the name of a service. Each rental would become a service of its own on the trace map.',
      },
    ],
    shows: [{ id: 'RepeatedOrders', property: 'FilterExpression' }],
    tasks: ['DVA-C02 4.2', 'SOA-C03 1.1'],
    seeds: ['003:1037', '003:1038', '003:1039', '003:1041', '002:962', '002:964', '002:991'],
  },
  {
    text: 'A company builds a debugging tool of its own on the X-Ray API. The tool has to show the complete traces of the last ten minutes that contain a fault. Which calls does it make?',
    right: ['GetTraceSummaries with a filter expression, then BatchGetTraces with the trace IDs'],
    because:
      'GetTraceSummaries finds the IDs and annotations of the traces that match. BatchGetTraces then returns the whole segment documents of these IDs.',
    wrong: [
      {
        answer: 'BatchGetTraces with a filter expression and the start and end of the ten minutes',
        because: 'BatchGetTraces takes trace IDs only. It has neither a filter nor a time range.',
      },
      {
        answer:
          'GetServiceGraph for the ten minutes, then GetTraceSummaries for each of its services',
        because:
          'The graph has statistics of services, and the summaries have no segments, so no complete trace is returned.',
      },
      {
        answer: 'GetTraceSummaries with a sampling rule, then PutTraceSegments with the trace IDs',
        because: 'A sampling rule is no filter of a query, and PutTraceSegments uploads segments.',
      },
    ],
    shows: [{ id: 'RepeatedOrders', property: 'FilterExpression' }],
    tasks: ['DVA-C02 4.1'],
    seeds: ['002:951', '002:954', '002:956', '002:960'],
  },
  {
    text: 'An API receives a steady 401 requests per second. Tracing is active, and nobody has added a sampling rule, so the default rule of X-Ray applies. About how many requests does X-Ray trace each second?',
    right: ['About 21 requests'],
    because:
      'The default rule traces the first request of each second and 5 percent of the others: 1 + 0.05 x 400 = 21.',
    wrong: [
      {
        answer: 'Exactly 1 request',
        because: 'That is the reservoir alone. The rate applies to all other requests.',
      },
      {
        answer: 'About 40 requests',
        because: 'The rate of the default rule is 5 percent, not 10 percent.',
      },
      {
        answer: 'All 401 requests',
        because: 'X-Ray samples by default, which keeps the cost of tracing low.',
      },
    ],
    shows: [
      { id: 'SamplingRule', property: 'SamplingRule.ReservoirSize' },
      { id: 'SamplingRule', property: 'SamplingRule.FixedRate' },
    ],
    tasks: ['DVA-C02 4.2', 'SOA-C03 1.1'],
    seeds: ['003:1013', '003:1014', '003:1015', '003:1016'],
  },
  {
    text: 'A team moves a traced service from an EC2 instance to a Lambda function. On the instance, the X-Ray daemon listened on UDP port 2000 and used the instance profile. What replaces the daemon in Lambda, with the least operational overhead?',
    right: [
      'Active tracing of the function, with permission to upload segments in its execution role',
    ],
    because:
      'Lambda runs the daemon for a traced function. The function needs xray:PutTraceSegments and xray:PutTelemetryRecords in its role, and no installation.',
    wrong: [
      {
        answer:
          'A layer with the daemon, which a script of the function starts before each invocation',
        because: 'Lambda runs a daemon already, so the layer is work without a use.',
      },
      {
        answer:
          'A small EC2 instance that runs the daemon, with UDP port 2000 open to the function',
        because:
          'It works against the aim: you would patch, scale, and pay for an instance only to relay traces.',
      },
      {
        answer:
          'Access keys of an IAM user with X-Ray permissions, in the environment variables of the function',
        because:
          'An execution role gives temporary credentials. Long-term keys in variables are a risk and replace no daemon.',
      },
    ],
    shows: [{ id: 'OrderHandler', property: 'TracingConfig.Mode' }],
    tasks: ['DVA-C02 4.2', 'DVA-C02 2.1'],
    seeds: ['003:1017', '003:1018', '003:1019', '002:943', '004:3532'],
  },
  {
    text: 'An insurance company replaces an old endpoint by a REST API with a Lambda proxy integration. The log of the function shows that each request succeeds and that the function returns an XML document as a string. Clients get the status 502. What fixes this?',
    right: ['Return an object with a status code, headers, and the document as its body'],
    because:
      'API Gateway builds the response of a proxy integration from statusCode, headers and body. It answers 502 to any other shape.',
    wrong: [
      {
        answer: 'Add a mapping template for application/xml to the integration response',
        because:
          'A proxy integration passes requests and responses on and ignores mapping templates.',
      },
      {
        answer:
          'Raise the timeout of the integration, and also the timeout of the function behind it',
        because: 'An integration that is too slow leads to 504, and this function ends in time.',
      },
      {
        answer: 'Allow API Gateway to invoke the function in its resource-based policy',
        because: 'Without the permission, the function would not run, and clients would get 500.',
      },
    ],
    shows: [{ id: 'OrdersApi/Default/orders/POST', property: 'Integration.Type' }],
    tasks: ['DVA-C02 4.1', 'DVA-C02 1.1'],
    seeds: ['002:390', '002:392', '002:403', '003:685', '003:687', '003:703'],
  },
  {
    text: 'The web shop of a bakery and its REST API have different domain names, so browsers send an OPTIONS request before each order. The requests must be answered with CORS headers at the lowest cost. Which solution fits?',
    right: ['An OPTIONS method with a mock integration that returns the headers'],
    because: 'API Gateway answers a mock integration itself, so no backend runs and costs money.',
    wrong: [
      {
        answer: 'An OPTIONS method that invokes the function of the POST method',
        because:
          'It can return the headers, but you pay for an invocation before each order, and the browser waits for it.',
      },
      {
        answer: 'The CORS headers in the DEFAULT_4XX gateway response of the API',
        because:
          'They help a browser to read an error. A preflight request still needs a method that answers it with success.',
      },
      {
        answer: 'A Lambda authorizer on the POST method that accepts the origin of the shop',
        because:
          'An authorizer admits callers. It adds no CORS headers, and it does not answer the OPTIONS request.',
      },
    ],
    shows: [{ id: 'OrdersApi/Default/orders/OPTIONS', property: 'Integration.Type' }],
    tasks: ['DVA-C02 1.1', 'SAA-C03 4.2'],
    seeds: ['003:659', '003:660', '003:661'],
  },
  {
    text: 'A developer turns on execution logging at the level INFO for a stage of a REST API. API Gateway refuses the change, because no CloudWatch Logs role is set for the account. What has to be done?',
    right: [
      'Create a role that API Gateway can assume to write logs, and set its ARN in the account settings of API Gateway',
    ],
    because:
      'API Gateway writes execution logs with one role for each account and Region. The role trusts apigateway.amazonaws.com and may write to CloudWatch Logs.',
    wrong: [
      {
        answer:
          'Add logs:CreateLogStream and logs:PutLogEvents to the execution role of the function behind the method',
        because: 'This role lets the function write its own log. API Gateway does not use it.',
      },
      {
        answer:
          'Create the log group of the stage in advance, and set its retention to the same value as in the other groups',
        because:
          'A log group gives no permission. API Gateway creates the group itself once it has a role.',
      },
      {
        answer:
          'Attach a resource policy to the API that allows the service principal of CloudWatch Logs to invoke its methods',
        because:
          'A resource policy says who can call the API. It does not let the API call other services.',
      },
    ],
    shows: [{ id: 'OrdersApi/DeploymentStage.prod', property: 'MethodSettings.0.LoggingLevel' }],
    tasks: ['DVA-C02 4.2', 'SOA-C03 1.1'],
    seeds: ['003:670', '003:671', '003:672'],
  },
  {
    text: 'Customers of a weather API complain about slow answers. The operators suspect the backend, but they do not want to add code or tracing before they know. Which comparison of existing metrics tells them whether the backend is slow?',
    right: ['IntegrationLatency with Latency of the API'],
    because:
      'Latency is the whole time from request to answer, and IntegrationLatency is the part that the backend took. If both are high, the backend is slow.',
    wrong: [
      {
        answer: 'CacheHitCount with CacheMissCount of the API',
        because: 'They say how often a stage cache answers, not how long the backend takes.',
      },
      {
        answer: 'Count with the sum of 5XXError of the API',
        because: 'They give the share of requests that fail. A slow answer is not an error.',
      },
      {
        answer: '4XXError with Throttles of the function',
        because: 'They count requests that were refused, and these are answered quickly.',
      },
    ],
    shows: [{ id: 'LatencyAlarm', property: 'MetricName' }],
    tasks: ['DVA-C02 4.1', 'SOA-C03 1.2'],
    seeds: ['003:673', '003:674', '003:675', '003:676'],
  },
  {
    text: 'A Lambda function draws route maps and needs twelve seconds at a memory setting of 512 MB. Its log says that it uses 190 MB at most, and a profile shows that the processor is busy all the time. Which change makes the function faster?',
    right: ['Raise its memory, because Lambda gives it more CPU in proportion'],
    because: 'The share of a processor grows with the memory setting, up to 10,240 MB.',
    wrong: [
      {
        answer: 'Raise its number of vCPUs, because its memory is large enough',
        because: 'A function has no setting for vCPUs. Memory is the only way to get more CPU.',
      },
      {
        answer: 'Raise its timeout, because a function with more time gets more CPU',
        because: 'The timeout only says when Lambda stops the function.',
      },
      {
        answer: 'Raise its ephemeral storage, because maps are written to /tmp',
        because:
          'A larger /tmp holds more files. It changes neither CPU nor the time of the drawing.',
      },
    ],
    shows: [{ id: 'OrderHandler', property: 'MemorySize' }],
    tasks: ['DVA-C02 4.3', 'SAA-C03 3.2'],
    seeds: ['003:714', '003:715', '003:742', '004:3223'],
  },
  {
    text: 'A function needs a 400 MB model file, which it downloads from Amazon S3 in every invocation. The download takes most of the time and of the cost, and the file changes once a month. What improves this with the least effort?',
    right: ['Keep the file in /tmp, and download it only if it is not there'],
    because:
      'Files in /tmp stay for the next invocation in the same environment. The folder has 512 MB by default and can have up to 10,240 MB.',
    wrong: [
      {
        answer: 'Put the file into a Lambda layer, and attach it to the function',
        because:
          'A function and its layers have at most 250 MB together when unpacked, so the file does not fit.',
      },
      {
        answer: 'Keep the file in an environment variable, encoded in Base64',
        because: 'All environment variables of a function together can have 4 KB.',
      },
      {
        answer: 'Put the file into the event, so that the caller has to send it',
        because:
          'A synchronous payload is limited to 6 MB, and the file would still travel each time.',
      },
    ],
    shows: [{ id: 'OrderHandler', property: 'EphemeralStorage' }],
    tasks: ['DVA-C02 4.3', 'DVA-C02 1.2'],
    seeds: ['003:732', '003:733', '003:734'],
  },
  {
    text: 'One REST API has a test stage and a production stage. The test stage has to invoke the alias test of a function, and the production stage its alias live. The team wants a single API definition for both. Which solution fits?',
    right: ['A stage variable with the name of the alias, used in the ARN of the integration'],
    because:
      'Each stage gives the variable its own value, so the same integration calls another alias. The permission of each alias must allow API Gateway to invoke it.',
    wrong: [
      {
        answer:
          'An environment variable of the function with the name of the stage that invokes it',
        because:
          'It has one value for each published version, and both stages would invoke the same version.',
      },
      {
        answer:
          'A canary on the production stage that sends half of its requests to the test alias',
        because: 'A canary shares out the requests of one stage. Customers would get test code.',
      },
      {
        answer:
          'A second REST API for tests, which a pipeline imports from an export of the first one',
        because: 'It works, but there are then two definitions and two addresses to keep alike.',
      },
    ],
    shows: [
      { id: 'OrdersApi/DeploymentStage.prod', property: 'Variables' },
      { id: 'Live', property: 'Name' },
    ],
    tasks: ['DVA-C02 3.2', 'DVA-C02 3.4', 'DOP-C02 1.4'],
    seeds: ['003:634', '003:635'],
  },
  {
    text: 'A travel agency changes models and mapping templates of its REST API. It wants to send 5 percent of the production requests to the new deployment, under the same address, and then promote or remove it. What should it use?',
    right: ['A canary on the production stage with 5 percent of the traffic'],
    because:
      'A canary sends a percentage of the requests of a stage to another deployment of the API. You can then promote it to the stage or delete it.',
    wrong: [
      {
        answer: 'A weighted alias with 5 percent for the new function version',
        because:
          'It shifts requests between versions of a function. Models and templates belong to the API.',
      },
      {
        answer: 'A second stage with a throttle of 5 percent of the requests',
        because:
          'A stage has an address of its own, and a throttle refuses requests instead of sharing them out.',
      },
      {
        answer: 'A usage plan with a quota of 5 percent for all of the beta customers',
        because:
          'A usage plan limits how much its customers can call. It does not choose a deployment.',
      },
    ],
    shows: [{ id: 'OrdersApi/DeploymentStage.prod', property: 'CanarySetting' }],
    tasks: ['DVA-C02 3.4', 'DOP-C02 1.4'],
    seeds: ['003:634', '004:2798'],
  },
  {
    text: 'A pipeline creates a Lambda function with a role that another team has prepared. CreateFunction fails with InvalidParameterValueException: the role cannot be assumed by Lambda. The role has all permissions that the code needs. What should be checked first?',
    right: ['Whether the trust policy of the role names lambda.amazonaws.com'],
    because:
      'Lambda assumes the execution role, so its trust policy must allow lambda.amazonaws.com to call sts:AssumeRole.',
    wrong: [
      {
        answer: 'Whether the policy of the role allows lambda:InvokeFunction',
        because: 'A function does not invoke itself. Callers need this permission.',
      },
      {
        answer: 'Whether the resource-based policy of the function names the role',
        because: 'The function does not exist yet, and its resource policy says who can invoke it.',
      },
      {
        answer: 'Whether the permissions boundary of the role has a Deny',
        because: 'A boundary limits what the role can do. It does not decide who can assume it.',
      },
    ],
    shows: [
      { id: 'HandlerRole', property: 'AssumeRolePolicyDocument.Statement.0.Principal.Service' },
    ],
    tasks: ['DVA-C02 2.1', 'DVA-C02 4.1'],
    seeds: ['003:756'],
  },
  {
    text: 'Analysts work in another AWS account and use an IAM role there. Its policy already allows them to invoke a REST API in the account of a data team. The API must accept these analysts and refuse everyone else, without code. Which two settings of the API are needed?',
    right: [
      'The authorization type AWS_IAM for its methods',
      'A resource policy that allows the role to invoke it',
    ],
    because:
      'With AWS_IAM, callers sign their requests by Signature Version 4. Across accounts, the resource policy of the API must allow the role as well.',
    wrong: [
      {
        answer: 'A Lambda authorizer that knows the analysts',
        because: 'It is code, and the signature of AWS credentials needs no code to be verified.',
      },
      {
        answer: 'A user pool with an account for each analyst',
        because: 'The analysts have a role already. They would get second log-ins.',
      },
      {
        answer: 'An API key that only the analysts receive',
        because: 'A key identifies a customer of a usage plan. It is no authentication.',
      },
    ],
    shows: [
      { id: 'OrdersApi/Default/orders/POST', property: 'AuthorizationType' },
      { id: 'OrdersApi', property: 'Policy' },
    ],
    tasks: ['DVA-C02 2.1', 'SAA-C03 1.1'],
    seeds: ['003:688', '003:689', '003:690', '003:692', '003:693', '003:644', '000:117'],
  },
  {
    text: 'A function needs machine learning libraries that take 1.4 GB when unpacked. The pipeline builds a ZIP archive, and Lambda refuses it. The team wants to keep using Lambda. How should it package the function?',
    right: ['As a container image in Amazon ECR'],
    because:
      'A container image can have up to 10 GB. A ZIP archive can have 250 MB unpacked, with all layers.',
    wrong: [
      {
        answer: 'As a ZIP archive with five Lambda layers',
        because: 'The limit of 250 MB is on the function and its layers together.',
      },
      {
        answer: 'As a ZIP archive that is uploaded by S3',
        because: 'S3 allows a larger upload than the API, but the unpacked limit is the same.',
      },
      {
        answer: 'As inline code in the template of the stack',
        because: 'Inline code is text of at most 4 MB, without libraries.',
      },
    ],
    shows: [{ id: 'OrderHandler', property: 'PackageType' }],
    tasks: ['DVA-C02 3.1', 'DVA-C02 1.2'],
    seeds: ['003:747'],
  },
  {
    text: 'The frontend team of a bank wants to test against a new REST API this week. The backend of the API will be ready next month, and its definition is final. No server should run and no function should be written for the tests. What can the API team do?',
    right: ['Give the methods mock integrations with example responses'],
    because:
      'API Gateway answers a mock integration itself, with the response that you define, and there is no backend to pay for.',
    wrong: [
      {
        answer: 'Give the methods proxy integrations with a very short timeout',
        because: 'Without a backend, each request would end with an error.',
      },
      {
        answer: 'Give the stage a cache that holds the example responses',
        because: 'A cache stores responses of a backend. It cannot be filled without one.',
      },
      {
        answer: 'Give the stage a canary that sends all requests nowhere',
        because: 'A canary is another deployment of the same API, which needs integrations too.',
      },
    ],
    shows: [{ id: 'OrdersApi/Default/orders/OPTIONS', property: 'Integration.Type' }],
    tasks: ['DVA-C02 3.2', 'DVA-C02 1.1'],
    seeds: ['003:659', '003:660'],
  },
  {
    text: 'A developer imports a REST API with a Lambda proxy integration from a definition file. Every call ends with the status 500, and the function has no log. API Gateway has no permission to invoke it. Which two changes would each solve this?',
    right: [
      'A statement for API Gateway in the policy of the function',
      'A role for API Gateway in the credentials of the integration',
    ],
    because:
      'API Gateway can call a function if its resource-based policy allows it, or with a role that it assumes and that allows lambda:InvokeFunction.',
    wrong: [
      {
        answer: 'A statement for API Gateway in the execution role of the function',
        because: 'The execution role says what the code may do, not who may invoke the function.',
      },
      {
        answer: 'A statement for the function in the resource policy of the API',
        because: 'The policy of the API says who can call the API. The call goes the other way.',
      },
      {
        answer: 'A role for the function in the settings of the API Gateway account',
        because: 'This role lets API Gateway write logs. It invokes nothing.',
      },
    ],
    shows: [
      { id: 'OrdersApi/Default/orders/POST', property: 'Principal' },
      { id: 'OrdersApi/Default/orders/POST', property: 'Integration.Credentials' },
    ],
    tasks: ['DVA-C02 2.1', 'DVA-C02 4.1', 'SAA-C03 1.1'],
    seeds: ['003:743', '003:744', '003:745', '003:746'],
  },
];
