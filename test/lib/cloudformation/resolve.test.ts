import { arnOf, hasArn, resolve } from '../../../lib/cloudformation/resolve';
import type { Resource } from '../../../lib/cloudformation/template';

const resource = (Type: string, Properties: Resource['Properties'] = {}): Resource => ({
  Type,
  Properties,
});
const template = {
  Parameters: { Stage: { Type: 'String', Default: 'prod' }, Secret: { Type: 'String' } },
  Resources: {
    Queue: resource('AWS::SQS::Queue'),
    Fifo: resource('AWS::SQS::Queue', { QueueName: { 'Fn::Sub': `\${AWS::StackName}-a.fifo` } }),
    Topic: resource('AWS::SNS::Topic'),
    Bucket: resource('AWS::S3::Bucket'),
    Inbox: resource('AWS::S3::Bucket', { BucketNamePrefix: 'inbox' }),
    Table: resource('AWS::DynamoDB::Table'),
    Global: resource('AWS::DynamoDB::GlobalTable'),
    Worker: resource('AWS::Lambda::Function'),
    Live: resource('AWS::Lambda::Alias', { FunctionName: { Ref: 'Worker' }, Name: 'live' }),
    First: resource('AWS::Lambda::Version', { FunctionName: { 'Fn::GetAtt': ['Worker', 'Arn'] } }),
    Logs: resource('AWS::Logs::LogGroup'),
    Role: resource('AWS::IAM::Role', { Path: '/team/' }),
    Bus: resource('AWS::Events::EventBus', { Name: 'orders' }),
    Rule: resource('AWS::Events::Rule'),
    BusRule: resource('AWS::Events::Rule', { EventBusName: { Ref: 'Bus' } }),
    Schedule: resource('AWS::Scheduler::Schedule', { GroupName: 'closing' }),
    Nightly: resource('AWS::Scheduler::Schedule'),
    Application: resource('AWS::CodeDeploy::Application'),
    Group: resource('AWS::CodeDeploy::DeploymentGroup', {
      ApplicationName: { Ref: 'Application' },
    }),
    Machine: resource('AWS::StepFunctions::StateMachine'),
    Api: resource('AWS::ApiGateway::RestApi'),
    Stage1: resource('AWS::ApiGateway::Stage', { StageName: 'prod' }),
    Key: resource('AWS::KMS::Key'),
    Database: resource('AWS::RDS::DBInstance'),
    Site: resource('AWS::CloudFront::Distribution'),
    Identity: resource('AWS::CloudFront::CloudFrontOriginAccessIdentity'),
  },
};

test.each([
  ['Queue', 'arn:aws:sqs:xx-here-1:111111111111:Queue'],
  ['Fifo', 'arn:aws:sqs:xx-here-1:111111111111:Stack-a.fifo'],
  ['Topic', 'arn:aws:sns:xx-here-1:111111111111:Topic'],
  ['Bucket', 'arn:aws:s3:::Bucket'],
  ['Inbox', 'arn:aws:s3:::inbox-111111111111-xx-here-1-an'],
  ['Table', 'arn:aws:dynamodb:xx-here-1:111111111111:table/Table'],
  ['Global', 'arn:aws:dynamodb:xx-here-1:111111111111:table/Global'],
  ['Worker', 'arn:aws:lambda:xx-here-1:111111111111:function:Worker'],
  ['Live', 'arn:aws:lambda:xx-here-1:111111111111:function:Worker:live'],
  ['First', 'arn:aws:lambda:xx-here-1:111111111111:function:Worker:1'],
  ['Logs', 'arn:aws:logs:xx-here-1:111111111111:log-group:Logs:*'],
  ['Role', 'arn:aws:iam::111111111111:role/team/Role'],
  ['Bus', 'arn:aws:events:xx-here-1:111111111111:event-bus/orders'],
  ['Rule', 'arn:aws:events:xx-here-1:111111111111:rule/Rule'],
  ['BusRule', 'arn:aws:events:xx-here-1:111111111111:rule/orders/BusRule'],
  ['Schedule', 'arn:aws:scheduler:xx-here-1:111111111111:schedule/closing/Schedule'],
  ['Nightly', 'arn:aws:scheduler:xx-here-1:111111111111:schedule/default/Nightly'],
  ['Group', 'arn:aws:codedeploy:xx-here-1:111111111111:deploymentgroup:Application/Group'],
  ['Machine', 'arn:aws:states:xx-here-1:111111111111:stateMachine:Machine'],
  ['Api', 'arn:aws:execute-api:xx-here-1:111111111111:Api'],
  ['Key', 'arn:aws:kms:xx-here-1:111111111111:key/Key'],
  ['Database', 'arn:aws:rds:xx-here-1:111111111111:db:Database'],
  ['Site', 'arn:aws:cloudfront::111111111111:distribution/Site'],
])('the ARN of %s is %s', (id, arn) => {
  expect(arnOf(template, id)).toBe(arn);
  expect(hasArn(template, id)).toBe(true);
});

test.each([
  [{ Ref: 'Queue' }, 'https://sqs.xx-here-1.amazonaws.com/111111111111/Queue'],
  [{ Ref: 'Topic' }, 'arn:aws:sns:xx-here-1:111111111111:Topic'],
  [{ Ref: 'Machine' }, 'arn:aws:states:xx-here-1:111111111111:stateMachine:Machine'],
  [{ Ref: 'Live' }, 'arn:aws:lambda:xx-here-1:111111111111:function:Worker:live'],
  [{ Ref: 'Bucket' }, 'Bucket'],
  [{ Ref: 'Role' }, 'Role'],
  [{ Ref: 'Bus' }, 'orders'],
  [{ Ref: 'Stage1' }, 'prod'],
  [{ Ref: 'Stage' }, 'prod'],
  [{ Ref: 'AWS::Region' }, 'xx-here-1'],
  [{ 'Fn::GetAtt': ['Worker', 'Arn'] }, 'arn:aws:lambda:xx-here-1:111111111111:function:Worker'],
  [{ 'Fn::GetAtt': 'Topic.TopicArn' }, 'arn:aws:sns:xx-here-1:111111111111:Topic'],
  [{ 'Fn::GetAtt': ['Topic', 'TopicName'] }, 'Topic'],
  [{ 'Fn::GetAtt': ['Fifo', 'QueueName'] }, 'Stack-a.fifo'],
  [
    { 'Fn::GetAtt': ['Table', 'StreamArn'] },
    'arn:aws:dynamodb:xx-here-1:111111111111:table/Table/stream/latest',
  ],
  [{ 'Fn::GetAtt': ['Identity', 'S3CanonicalUserId'] }, 'Identity.S3CanonicalUserId'],
  [{ 'Fn::Join': ['/', ['a', { Ref: 'Bucket' }, '*']] }, 'a/Bucket/*'],
  [{ 'Fn::Select': [1, { 'Fn::Split': ['-', 'a-b-c'] }] }, 'b'],
  [
    { 'Fn::Sub': `\${Bucket}/\${Worker.Arn}` },
    'Bucket/arn:aws:lambda:xx-here-1:111111111111:function:Worker',
  ],
  [
    { 'Fn::Sub': [`\${Name}-\${!aws:username}`, { Name: { Ref: 'Bucket' } }] },
    `Bucket-\${aws:username}`,
  ],
  [
    { a: [{ Ref: 'Bucket' }, { Ref: 'AWS::NoValue' }], b: { Ref: 'AWS::NoValue' }, c: 1 },
    { a: ['Bucket'], c: 1 },
  ],
])('%j is %j', (tree, value) => {
  expect(resolve(template, tree)).toEqual(value);
});

test.each([
  [{ Ref: 'Nothing' }, 'expected a resource or parameter of the template, got Nothing'],
  [{ Ref: 'toString' }, 'expected a resource or parameter of the template, got toString'],
  [{ Ref: 'Secret' }, 'expected a default of the parameter Secret, because nobody is there to ask'],
  [{ 'Fn::GetAtt': ['Queue', 'Url'] }, 'expected an attribute of Queue, AWS::SQS::Queue, got Url'],
  [
    { 'Fn::ImportValue': 'x' },
    'expected Ref, Fn::GetAtt, Fn::GetAZs, Fn::Join, Fn::Select, Fn::Split or Fn::Sub, got {"Fn::ImportValue":"x"}',
  ],
])('%j has no value', (tree, message) => {
  expect(() => resolve(template, tree)).toThrow(message);
});

test('a resource without an ARN is told so', () => {
  expect(hasArn(template, 'Stage1')).toBe(false);
  expect(() => arnOf(template, 'Stage1')).toThrow(
    'expected a resource with an ARN, got Stage1, AWS::ApiGateway::Stage',
  );
});
