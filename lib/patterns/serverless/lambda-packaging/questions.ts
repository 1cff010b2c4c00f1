import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A platform team wants a template that anybody can deploy without uploading anything first. It contains a Python function of thirty lines that uses only the standard library. How should the template declare the code?',
    right: ['As text in Code.ZipFile, with a handler that begins with index'],
    because:
      'For Node.js and Python, CloudFormation writes the text into a file named index and zips it, so nothing has to be uploaded.',
    wrong: [
      {
        answer: 'As text in CodeUri, with a handler that begins with index',
        because:
          'CodeUri belongs to AWS::Serverless::Function, and it takes a path or an object in S3, not the code itself.',
      },
      {
        answer: 'As a key in Code.S3Key, without a bucket in the template',
        because: 'An object in S3 needs its bucket, and somebody would have to upload it first.',
      },
      {
        answer: 'As text in Code.ZipFile, with a handler that begins with app',
        because:
          'The file that CloudFormation writes is called index, so Lambda would not find a module named app.',
      },
    ],
    shows: [
      { id: 'InlineCounter', property: 'Handler' },
      { id: 'InlineCounter', property: 'Code.S3Key' },
    ],
    tasks: ['DVA-C02 3.1', 'SOA-C03 3.1'],
    seeds: ['002:894', '002:896', '003:79'],
  },
  {
    text: 'A Node.js function needs a PDF library from npm. The developer puts the code inline into a CloudFormation template and requires the library. The stack is created, but each invocation ends with an error that the module cannot be found. Which two changes would fix it?',
    right: [
      'Zip the code together with its dependencies, upload it to S3, and name the object in Code',
      'Publish the library as a layer version and add it to the Layers of the function',
    ],
    because:
      'The library has to be in the package or in a layer, which Lambda extracts into /opt. CloudFormation installs no dependencies for inline code.',
    wrong: [
      {
        answer: 'Add the library to a package.json in the Metadata section of the template',
        because: 'CloudFormation stores metadata and installs nothing from it for a function.',
      },
      {
        answer: 'Raise the timeout, so that the first invocation can download the library',
        because: 'Lambda never downloads modules; it starts the package as it is.',
      },
      {
        answer: 'Add the transform AWS::Serverless-2016-10-31 to the template of the function',
        because:
          'The transform expands AWS::Serverless types. It changes nothing about a native function.',
      },
    ],
    shows: [
      { id: 'InlineCounter', property: 'Code.S3Key' },
      { id: 'PriceList', property: 'CompatibleRuntimes' },
    ],
    tasks: ['DVA-C02 3.1', 'DVA-C02 1.2'],
    seeds: ['003:80', '003:81', '000:141'],
  },
  {
    text: 'A company has a pricing engine in C++ and wants to run it in Lambda, without rewriting it. Several functions will share what starts the engine. Which solution fits?',
    right: ['A layer with a bootstrap, and functions with the runtime provided.al2023'],
    because:
      'An OS-only runtime starts the executable file bootstrap, and a layer can bring it to all of the functions.',
    wrong: [
      {
        answer: 'A SAM template with the runtime cpp20, and functions with inline code',
        because:
          'SAM deploys functions and has no runtimes of its own, and Lambda has none for C++.',
      },
      {
        answer: 'A layer with the engine, and functions with the runtime nodejs24.x in C++',
        because: 'A managed runtime runs its own language; it does not become another one.',
      },
      {
        answer: 'A function with the runtime provided, which is for every language',
        because: 'The runtime provided was on the first Amazon Linux and is deprecated.',
      },
    ],
    shows: [
      { id: 'ShellMeter', property: 'Runtime' },
      { id: 'ShellMeter', property: 'Handler' },
    ],
    tasks: ['DVA-C02 1.2', 'DVA-C02 3.1'],
    seeds: ['002:860'],
  },
  {
    text: 'A function in a managed network has to read from a private RDS database. A developer suggests putting the driver and the connection settings into a layer. What gives the function access to the database?',
    right: ['Subnets and a security group in the VpcConfig of the function'],
    because:
      'VpcConfig connects the function to the VPC by network interfaces, and security groups allow the traffic.',
    wrong: [
      {
        answer: 'A layer with the driver, whose files are placed inside the VPC',
        because: 'A layer is files in /opt. It has no network of its own.',
      },
      {
        answer: 'An environment variable with the private address of the database',
        because: 'An address is needed, but it opens no way into the VPC.',
      },
      {
        answer: 'A public subnet and no security group in the VpcConfig of the function',
        because:
          'A function in a public subnet gets no public address, and VpcConfig needs security groups.',
      },
    ],
    shows: [{ id: 'ZipCounter', property: 'VpcConfig' }],
    tasks: ['DVA-C02 1.2'],
    seeds: ['000:139', '000:141', '000:145'],
  },
  {
    text: 'A data team wants to deploy a function with 3 GB of models. Its pipeline already builds images for x86_64 and arm64 and pushes them under one tag. Which two statements are true about such an image in Lambda?',
    right: [
      'It must be built for one architecture, because Lambda does not support multi-architecture images',
      'It must implement the runtime API, which a base image of AWS or a runtime interface client does',
    ],
    because:
      'Lambda takes images of up to 10 GB that are based on Linux, implement the runtime API, and have one architecture.',
    wrong: [
      {
        answer: 'It must be smaller than 250 MB, because that is the limit of all packages',
        because: '250 MB is the limit of a ZIP file with its layers. An image can have 10 GB.',
      },
      {
        answer: 'It may be based on Windows, if the function asks for more memory',
        because: 'Lambda runs images that are based on Linux only.',
      },
      {
        answer: 'It can add the models from a layer, which Lambda copies into the image',
        because: 'A function from an image cannot have layers.',
      },
    ],
    shows: [
      { id: 'ImageCounter', property: 'PackageType' },
      { id: 'ImageCounter', property: 'Architectures' },
    ],
    tasks: ['DVA-C02 3.1', 'DOP-C02 1.3'],
    seeds: ['003:932', '003:933', '003:935', '003:936', '003:938'],
  },
  {
    text: 'A team packages its functions as container images. Before a developer pushes an image to Amazon ECR, she wants to send it a test event on her laptop, as Lambda would. What can she use?',
    right: ['The runtime interface emulator, which the base images of AWS contain'],
    because:
      'The emulator answers the runtime API inside the container and takes events by HTTP on the outside.',
    wrong: [
      {
        answer: 'The dry run of the Invoke API, with the image as its payload',
        because:
          'A dry run checks parameters and permissions of a function that is deployed. It runs nothing.',
      },
      {
        answer: 'The scan of Amazon ECR, which starts each image after a push',
        because: 'A scan looks for vulnerabilities in the packages of an image. It starts nothing.',
      },
      {
        answer: 'The runtime interface client, which replaces Lambda on a laptop',
        because:
          'The client is the part of the image that asks the runtime API for events. It needs one to ask.',
      },
    ],
    shows: [{ id: 'ImageCounter', property: 'ImageConfig' }],
    tasks: ['DVA-C02 3.2'],
    seeds: ['003:934', '003:937'],
  },
  {
    text: 'A template begins with Transform: AWS::Serverless-2016-10-31 and has one function with an event of the type Api. After the deployment, the stack also has a REST API, a deployment, and a stage, although nobody wrote them. Where do they come from?',
    right: [
      'CloudFormation ran the SAM macro, which expanded the template before creating resources',
    ],
    because:
      'AWS::Serverless is a macro that CloudFormation hosts: it turns the shorthand into native resource types.',
    wrong: [
      {
        answer: 'Lambda created them when it saw an API among the triggers of the function',
        because: 'Lambda creates no APIs. The resources are in the expanded template of the stack.',
      },
      {
        answer: 'The SAM CLI created them on the laptop, by calls beside the template',
        because:
          'The CLI uploads the code and the template. The expansion takes place in CloudFormation.',
      },
      {
        answer: 'API Gateway imported them from an OpenAPI document in the package',
        because: 'An import needs such a document, and nobody wrote one here.',
      },
    ],
    shows: [{ id: 'SamCounter', property: 'Events.Totals.Type' }],
    tasks: ['DVA-C02 3.1', 'SOA-C03 3.1'],
    seeds: ['002:825', '002:849', '002:852', '002:875', '003:19'],
  },
  {
    text: 'In a SAM template, a function only looks up items of one DynamoDB table. A reviewer finds AmazonDynamoDBFullAccess among its Policies. Which replacement is the least privilege with the least effort?',
    right: ['DynamoDBReadPolicy, with the name of the table'],
    because:
      'SAM replaces a policy template by a policy with the actions of its purpose on the one resource that you name.',
    wrong: [
      {
        answer: 'DynamoDBCrudPolicy, with the name of the table',
        because: 'It is for one table too, but it also allows writing and deleting items.',
      },
      {
        answer: 'AmazonDynamoDBReadOnlyAccess, without a table',
        because: 'This managed policy allows reading every table of the account, and more.',
      },
      {
        answer: 'AWSLambdaDynamoDBExecutionRole, without a table',
        because: 'This managed policy is for reading DynamoDB streams, not for looking up items.',
      },
    ],
    shows: [{ id: 'SamCounter', property: 'Policies' }],
    tasks: ['DVA-C02 3.1', 'DVA-C02 2.1'],
    seeds: ['003:36', '003:37', '003:38'],
  },
  {
    text: 'A team wants to add a ready-made log archiver to its own SAM template. The archiver is published in the AWS Serverless Application Repository. The team does not want to clone, build, or package its source. What does it add to the template?',
    right: ['An AWS::Serverless::Application with the ApplicationId and a SemanticVersion'],
    because:
      'CloudFormation deploys the published application as a nested stack, in exactly the version that the template names.',
    wrong: [
      {
        answer: 'An AWS::Serverless::LayerVersion with the ARN of the application',
        because: 'A layer holds files for functions. It deploys no application.',
      },
      {
        answer: 'An AWS::Serverless::Function with the ApplicationId as its CodeUri',
        because: 'CodeUri is the code of one function, as a path or an object in S3.',
      },
      {
        answer: 'A second Transform with the ARN and the version of the application',
        because: 'A transform names a macro, and an application is none.',
      },
    ],
    shows: [{ id: 'SamCounter', property: 'FunctionName' }],
    tasks: ['DVA-C02 3.1', 'SOA-C03 3.1'],
    seeds: ['003:14', '003:15', '003:16', '003:23', '004:3251'],
  },
  {
    text: 'A deployment script calls CreateFunction with a new role and gets InvalidParameterValueException. The runtime, the handler, and the package are those of a function that works. What is the most likely cause?',
    right: ['The trust policy of the role does not let lambda.amazonaws.com assume it'],
    because:
      'Lambda checks at creation that it can assume the execution role, and names the role as an invalid parameter if it cannot.',
    wrong: [
      {
        answer: 'The account has used up the 75 GB of storage for its functions and layers',
        because: 'That is CodeStorageExceededException.',
      },
      {
        answer: 'Another function of the same name is already there in the Region',
        because: 'That is ResourceConflictException.',
      },
      {
        answer: 'The role has no permission to write to CloudWatch Logs',
        because: 'Lambda creates such a function. It only writes no logs.',
      },
    ],
    shows: [
      {
        id: 'ZipCounterRole',
        property: 'AssumeRolePolicyDocument.Statement.0.Principal.Service',
      },
    ],
    tasks: ['DVA-C02 4.1', 'DVA-C02 1.2'],
    seeds: ['002:544', '002:545', '002:546', '003:756'],
  },
];
