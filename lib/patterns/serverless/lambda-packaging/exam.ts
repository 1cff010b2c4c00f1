import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const fn = `${reference}/aws-resource-lambda-function.html`;
const code = `${reference}/aws-properties-lambda-function-code.html`;
const guide = 'https://docs.aws.amazon.com/lambda/latest/dg';
const samGuide = 'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide';

export const exam: Exam = {
  question:
    'How do you package a function: inline, as a ZIP file, with a layer, with a runtime of your own, as an image, or with SAM?',
  answer:
    'Write a few lines without a library inline; otherwise upload a ZIP file. Put what functions share, a library or a runtime, into a layer. Beyond 250 MB, use an image. SAM is shorthand that CloudFormation expands.',
  wrong: [
    {
      answer: 'Inline code in ZipFile that requires a library from npm',
      because:
        'CloudFormation writes the text into one file and installs nothing, so the first invocation fails. Only a layer can add the library.',
    },
    {
      answer: 'CodeUri in an AWS::Lambda::Function',
      because:
        'CodeUri is a property of AWS::Serverless::Function. The native type has Code with S3Bucket and S3Key, ZipFile, or ImageUri.',
    },
    {
      answer: 'One image for x86_64 and arm64',
      because: 'Lambda refuses multi-architecture images. Build one image for each architecture.',
    },
    {
      answer: 'A layer, to reach a database in a VPC',
      because: 'A layer is files and nothing else. Only VpcConfig connects a function to a VPC.',
    },
    {
      answer: 'A layer, to shorten cold starts',
      because:
        'Lambda adds the files of a layer to the same environment, and the code loads them as before. Less code shortens a cold start.',
    },
  ],
  questions,
  tasks: [
    'DVA-C02 1.2',
    'DVA-C02 2.1',
    'DVA-C02 3.1',
    'DVA-C02 3.2',
    'DVA-C02 3.4',
    'DVA-C02 4.1',
    'SOA-C03 3.1',
    'DOP-C02 1.3',
  ],
  cost: 'free',
  remains: [],
  flow: [
    { from: '(caller)', to: 'InlineCounter', label: 'plain list' },
    { from: '(caller)', to: 'ZipCounter', label: 'any list' },
    { from: '(caller)', to: 'LayerCounter', label: 'any list' },
    { from: 'PriceList', to: 'LayerCounter', label: 'library' },
    { from: '(caller)', to: 'ShellMeter', label: 'any event' },
    { from: 'ShellRuntime', to: 'ShellMeter', label: 'bootstrap' },
    { from: 'ImageStore', to: 'ImageCounter', label: 'image' },
    { from: '(caller)', to: 'SamCounter', label: 'POST /totals' },
  ],
  checked: '2026-11-28',
  resources: [
    {
      type: 'AWS::Lambda::Function',
      id: 'InlineCounter',
      settings: [
        {
          property: 'Handler',
          value: 'index.handler',
          fact: 'CloudFormation puts inline code from ZipFile into a file named index, so the handler must begin with index.',
          source: code,
          seeds: ['002:894', '003:79'],
          tasks: ['DVA-C02 1.2', 'DVA-C02 3.1'],
          experiments: [
            {
              value: 'app.handler',
              outcome: 'update',
              because:
                'The deployment succeeds, but every invocation fails, because the package has no file app.js.',
            },
            {
              value: null,
              outcome: 'fails',
              because: 'A function that is packaged as a ZIP file must have a handler.',
              source: fn,
            },
          ],
        },
        {
          property: 'Code.S3Key',
          fact: 'Code is inline in ZipFile, only for Node.js and Python and up to 4 MB zipped, or an object in S3, or an image.',
          source: code,
          seeds: ['002:894', '002:896', '003:78', '003:79', '003:80'],
          tasks: ['DVA-C02 3.1'],
        },
        {
          property: 'Runtime',
          value: 'nodejs24.x',
          fact: 'Lambda deprecates a runtime when its language or operating system gets no more security updates; later it blocks creating and updating functions.',
          source: `${guide}/lambda-runtimes.html`,
          seeds: ['002:840', '002:884'],
          tasks: ['DVA-C02 1.2'],
          today: {
            notes: 'The examples use the runtimes nodejs12.x and nodejs8.10.',
            now: 'Both are deprecated, and Lambda creates no functions that use them. The newest runtime for Node.js is nodejs24.x.',
            since: '2023-03-31',
            source: `${guide}/lambda-runtimes.html`,
          },
          experiments: [
            {
              value: 'nodejs12.x',
              outcome: 'refused',
              because: 'The runtime is deprecated: Lambda does not create functions that use it.',
            },
            {
              value: 'java21',
              outcome: 'refused',
              because: 'CloudFormation takes inline code for Node.js and Python only.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Lambda::Function',
      id: 'ZipCounter',
      settings: [
        {
          property: 'PackageType',
          fact: 'PackageType is Zip by default, or Image; you cannot change it for an existing function.',
          source: fn,
          seeds: ['003:747'],
          tasks: ['DVA-C02 3.1'],
          experiments: [
            {
              value: 'Zip',
              outcome: 'replace',
              because:
                'CloudFormation only sees that the property has changed, although Zip is the default.',
            },
          ],
        },
        {
          property: 'Code.S3ObjectVersion',
          fact: 'CloudFormation does not notice new code under the same key of a bucket: change the key or the version in the template.',
          source: code,
          seeds: ['003:81', '003:85'],
          tasks: ['DVA-C02 3.1', 'DVA-C02 3.4', 'DOP-C02 1.3'],
        },
        {
          property: 'MemorySize',
          value: 256,
          fact: 'Lambda extracts a ZIP file and its layers to at most 250 MB; directly, without S3, you can upload at most 50 MB.',
          source: `${guide}/gettingstarted-limits.html`,
          seeds: ['003:747'],
          tasks: ['DVA-C02 3.1'],
        },
        {
          property: 'FunctionName',
          fact: 'A function name has up to 64 characters, and CloudFormation generates one unless you do; another name replaces the function.',
          source: fn,
          seeds: ['002:546'],
          tasks: ['SOA-C03 3.1'],
          experiments: [
            {
              value: 'price-list',
              outcome: 'replace',
              because:
                'The new name is a new function. A second copy of the stack in the Region would fail, because the name is taken.',
            },
          ],
        },
        {
          property: 'VpcConfig',
          fact: 'A layer gives a function files and no network access; to reach a private database, set VpcConfig.',
          source: `${guide}/configuration-vpc.html`,
          seeds: ['000:139', '000:141'],
          tasks: ['DVA-C02 1.2'],
        },
      ],
    },
    {
      type: 'AWS::IAM::Role',
      id: 'ZipCounterRole',
      settings: [
        {
          property: 'AssumeRolePolicyDocument.Statement.0.Principal.Service',
          value: 'lambda.amazonaws.com',
          fact: 'If Lambda cannot assume the execution role, CreateFunction returns InvalidParameterValueException.',
          source: `${guide}/lambda-intro-execution-role.html`,
          seeds: ['002:545', '003:756'],
          tasks: ['DVA-C02 1.2', 'DVA-C02 4.1', 'SOA-C03 3.1'],
          experiments: [
            {
              value: 'ec2.amazonaws.com',
              outcome: 'fails',
              because: 'Lambda may not assume the role, so it refuses to create the function.',
              source: 'https://repost.aws/knowledge-center/lambda-function-assume-iam-role',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Lambda::LayerVersion',
      id: 'PriceList',
      settings: [
        {
          property: 'CompatibleRuntimes',
          value: ['nodejs24.x'],
          fact: 'A layer is a ZIP file of libraries, a custom runtime, or other files, which Lambda extracts into /opt; a function takes up to five.',
          source: `${guide}/chapter-layers.html`,
          seeds: ['000:141', '003:25'],
          tasks: ['DVA-C02 1.2', 'DVA-C02 3.1'],
          experiments: [
            {
              value: ['nodejs24.x', 'nodejs22.x'],
              outcome: 'replace',
              because:
                'A layer version never changes, so this is a new version. Functions keep the old one until they name the new one.',
            },
          ],
        },
        {
          property: 'LayerName',
          fact: 'A layer version is immutable; if it is deleted, functions that have it keep it, but no other function can add it.',
          source: `${guide}/adding-layers.html`,
          seeds: ['003:25'],
          tasks: ['DVA-C02 3.1', 'DOP-C02 1.3'],
          experiments: [
            {
              value: 'price-list',
              outcome: 'replace',
              because: 'The new name is a new layer, whose versions begin with 1.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Lambda::Function',
      id: 'ShellMeter',
      settings: [
        {
          property: 'Runtime',
          value: 'provided.al2023',
          fact: 'With an OS-only runtime, Lambda starts the executable file bootstrap from the package or a layer, so functions can be in any language.',
          source: `${guide}/runtimes-custom.html`,
          seeds: ['002:860'],
          tasks: ['DVA-C02 1.2', 'DVA-C02 3.1'],
          experiments: [
            {
              value: 'provided',
              outcome: 'refused',
              because: 'This runtime, on the first Amazon Linux, is deprecated.',
            },
            {
              value: 'provided.al2',
              outcome: 'update',
              because:
                'The script also runs on Amazon Linux 2, but Lambda deprecated this runtime in July 2026.',
            },
          ],
        },
        {
          property: 'Handler',
          value: 'function.handler',
          fact: 'A custom runtime reads the handler from the environment variable _HANDLER, and decides itself what it means.',
          source: `${guide}/runtimes-custom.html`,
          seeds: ['002:860'],
          tasks: ['DVA-C02 1.2'],
        },
      ],
    },
    {
      type: 'AWS::Lambda::Function',
      id: 'ImageCounter',
      settings: [
        {
          property: 'PackageType',
          value: 'Image',
          fact: 'An image must implement the runtime API and be based on Linux; uncompressed, it can have up to 10 GB.',
          source: `${guide}/images-create.html`,
          seeds: ['003:933', '003:934', '003:936', '003:938'],
          tasks: ['DVA-C02 3.1', 'DOP-C02 1.3'],
          experiments: [
            {
              value: 'Zip',
              outcome: 'fails',
              because: 'A ZIP package must have a handler and a runtime, and its code is no image.',
              source: fn,
            },
          ],
        },
        {
          property: 'Architectures',
          value: ['arm64'],
          fact: 'A function has one instruction set architecture, x86_64 or arm64, and Lambda does not support multi-architecture images.',
          source: `${guide}/images-create.html`,
          seeds: ['003:935'],
          tasks: ['DVA-C02 3.1', 'DOP-C02 1.3'],
          experiments: [
            {
              value: ['arm64', 'x86_64'],
              outcome: 'refused',
              because: 'A function runs on one architecture.',
            },
          ],
        },
        {
          property: 'Runtime',
          fact: 'A function from an image has no Runtime and no Handler: the image has both, and ImageConfig can override its command.',
          source: fn,
          seeds: ['003:934'],
          tasks: ['DVA-C02 3.1'],
          experiments: [
            {
              value: 'nodejs24.x',
              outcome: 'refused',
              because: 'A runtime is for ZIP packages only.',
            },
          ],
        },
        {
          property: 'ImageConfig',
          fact: 'AWS base images have the runtime interface client and an emulator of the runtime API, with which you test them locally.',
          source: `${guide}/images-test.html`,
          seeds: ['003:934', '003:937'],
          tasks: ['DVA-C02 3.2'],
        },
        {
          property: 'Layers',
          fact: 'A function from an image cannot have layers: copy their files into the image when you build it.',
          source: `${guide}/chapter-layers.html`,
          seeds: [],
          tasks: ['DVA-C02 3.1'],
        },
      ],
    },
    {
      type: 'AWS::ECR::Repository',
      id: 'ImageStore',
      settings: [
        {
          property: 'ImageTagMutability',
          value: 'IMMUTABLE',
          fact: 'By default, the tags of a repository are MUTABLE: somebody can push another image under the same tag.',
          source: `${reference}/aws-resource-ecr-repository.html`,
          seeds: [],
          tasks: ['DOP-C02 1.3'],
          experiments: [
            {
              value: 'MUTABLE',
              outcome: 'update',
              because:
                'A new image under an old tag changes nothing in the template, so CloudFormation does not update the function.',
            },
          ],
        },
        {
          property: 'EmptyOnDelete',
          value: true,
          fact: 'CloudFormation cannot delete a repository that has images, unless EmptyOnDelete is true.',
          source: `${reference}/aws-resource-ecr-repository.html`,
          seeds: [],
          tasks: ['SOA-C03 3.1'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'cdk destroy fails as soon as the repository has an image.',
            },
          ],
        },
        {
          property: 'EncryptionConfiguration',
          fact: 'ECR encrypts images at rest by default; another kind of encryption needs a new repository.',
          source: `${reference}/aws-resource-ecr-repository.html`,
          seeds: [],
          tasks: ['DOP-C02 1.3'],
          experiments: [
            {
              value: { EncryptionType: 'KMS' },
              outcome: 'replace',
              because: 'The new repository is empty, so the image function loses its image.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Serverless::Function',
      id: 'SamCounter',
      settings: [
        {
          property: 'Events.Totals.Type',
          value: 'Api',
          fact: 'The transform AWS::Serverless-2016-10-31 expands a function with an Api event into a function, a REST API, a deployment, and a stage.',
          source: `${samGuide}/sam-specification-generated-resources-function.html`,
          seeds: [
            '002:825',
            '002:831',
            '002:849',
            '002:851',
            '002:852',
            '002:853',
            '002:875',
            '003:19',
          ],
          tasks: ['DVA-C02 3.1', 'SOA-C03 3.1'],
          today: {
            notes:
              'AWS::Serverless::Function is not a CloudFormation type, and the documentation does not have it.',
            now: 'It is not a native type of CloudFormation, but the SAM developer guide describes it with all its properties.',
            source: `${samGuide}/sam-resource-function.html`,
          },
        },
        {
          property: 'Runtime',
          value: 'nodejs24.x',
          fact: 'SAM has types of its own, such as Api, HttpApi, Function, LayerVersion, SimpleTable, and StateMachine; a template can mix them with native types.',
          source: `${samGuide}/sam-specification-resources-and-properties.html`,
          seeds: ['002:866', '003:20', '003:24', '003:28'],
          tasks: ['SOA-C03 3.1'],
          today: {
            notes: 'SAM supports seven resource types.',
            now: 'SAM has more of them today, for example Connector, GraphQLApi, and WebSocketApi.',
            since: 'unknown',
            source: `${samGuide}/sam-specification-resources-and-properties.html`,
          },
        },
        {
          property: 'Handler',
          value: 'index.handler',
          fact: 'The command sam deploy zips the code, uploads it to S3, and lets CloudFormation deploy; sam sync updates only what changed, for development.',
          source: `${samGuide}/sam-cli-command-reference-sam-package.html`,
          seeds: ['002:855', '002:857', '002:858', '003:29', '003:33', '003:34'],
          tasks: ['DVA-C02 3.1', 'DVA-C02 3.4'],
          today: {
            notes: 'To deploy with SAM, first run sam package and then sam deploy.',
            now: 'sam deploy does the work of sam package itself.',
            since: 'unknown',
            source: `${samGuide}/sam-cli-command-reference-sam-package.html`,
          },
        },
        {
          property: 'Policies',
          fact: 'In Policies, a SAM policy template such as DynamoDBReadPolicy allows some actions on the one resource that you name.',
          source: `${samGuide}/serverless-policy-templates.html`,
          seeds: ['003:36', '003:37', '003:38', '003:39'],
          tasks: ['DVA-C02 2.1', 'DVA-C02 3.1'],
        },
        {
          property: 'FunctionName',
          fact: 'AWS::Serverless::Application nests an application of the Serverless Application Repository in a stack, with its ApplicationId and its exact SemanticVersion.',
          source: `${samGuide}/sam-resource-application.html`,
          seeds: ['003:13', '003:14', '003:15', '003:16', '003:23', '004:3249', '004:3251'],
          tasks: ['DVA-C02 3.1', 'SOA-C03 3.1'],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'The function requires a library inline. CloudFormation deploys it without an error, but every invocation fails, because the module is not there.',
    changes: [
      {
        type: 'AWS::Lambda::Function',
        id: 'InlineCounter',
        property: 'Code.ZipFile',
        value:
          "const { parse } = require('papaparse');\nexports.handler = async ({ csv }) => ({ items: parse(csv).data.length - 1 });\n",
      },
    ],
  },
};
