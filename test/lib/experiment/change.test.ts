import { App, Stack } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { context } from '../../../cdk.json';
import { checkChange } from '../../../lib/cloudformation/schema';
import { toChange } from '../../../lib/experiment/change';
import { parseWishes, type Wish } from '../../../lib/experiment/wish';
import type { Pattern } from '../../../lib/model/pattern';
import { findPatterns } from '../../../lib/run/find-patterns';

const [pattern] = findPatterns(['SqsDeadLetterQueue']) as [Pattern];
const make = () => new pattern.Stack(new App({ context }), pattern.id);
const wish = (text: string) => parseWishes(text)[0] as Wish;

describe('a change that fits nothing', () => {
  const refused = (text: string) => expect(toChange(make(), wish(text))).rejects;

  test('of an unknown construct is answered with the ids there are', async () => {
    await refused('Queue.DelaySeconds=1').toThrow(
      /got Queue; there are DeadLetterQueue, WorkQueue, /,
    );
  });

  test('of an unknown property is answered with the nearest ones', async () => {
    await refused('WorkQueue.VisibilityTimeOut2=1').toThrow(
      'expected a property of AWS::SQS::Queue, got VisibilityTimeOut2; the nearest is VisibilityTimeout',
    );
  });

  test('of an unknown inner property is answered, too', async () => {
    await refused('Consumer.Environment.Variable=1').toThrow(
      'expected a property of AWS::Lambda::Function.Environment, got Variable; the nearest is Variables',
    );
  });

  test.each([
    ['WorkQueue.DelaySeconds="5"', 'as a whole number, got "5"'],
    ['WorkQueue.DelaySeconds=1.5', 'as a whole number, got 1.5'],
    ['WorkQueue.FifoQueue=yes', 'as true or false, got "yes"'],
    ['Consumer.FunctionResponseTypes=All', 'as a list, each item a string, got "All"'],
    ['Consumer.TracingConfig=Active', 'as an object with Mode, got "Active"'],
    ['WorkQueue.DelaySeconds.Max=1', 'as a whole, because it is a whole number, got Max inside it'],
  ])('for its type is answered with the type: %s', async (text, message) => {
    await refused(text).toThrow(message);
  });

  test('may remove any property', () => {
    expect(() => checkChange('AWS::SQS::Queue', 'DelaySeconds', null)).not.toThrow();
  });
});

describe('the nearest resource', () => {
  test('is the construct’s own before those below it', async () => {
    const stack = make();
    expect(await toChange(stack, wish('Consumer.FunctionName=a'))).toMatchObject({
      type: 'AWS::Lambda::Function',
    });
    expect(await toChange(stack, wish('Consumer.BatchSize=1'))).toMatchObject({
      type: 'AWS::Lambda::EventSourceMapping',
    });
  });

  test('is asked for when several have the property', async () => {
    const stack = new Stack(new App(), 'Two');
    const group = new Stack(stack, 'Group');
    new sqs.Queue(group, 'One');
    new sqs.Queue(group, 'Other');
    await expect(toChange(stack, wish('Group.DelaySeconds=1'))).rejects.toThrow(
      'found several: Group/One, Group/Other',
    );
  });
});
