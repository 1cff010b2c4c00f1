import { diffTemplate } from '@aws-cdk/cloudformation-diff';
import { outcomeOf } from '../../../lib/experiment/perform';

const queue = (Properties: object) => ({
  Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties } },
});
const source = 'https://docs.aws.amazon.com/refused';
const fails = { value: 5, outcome: 'fails', because: 'No.', source } as const;
const update = { value: 5, outcome: 'update', because: 'Yes.' } as const;

test.each([
  ['none', {}, undefined],
  ['update', { DelaySeconds: 5 }, undefined],
  ['update', { DelaySeconds: 5 }, update],
  ['replace', { DelaySeconds: 5, FifoQueue: true }, update],
  ['fails', { DelaySeconds: 5 }, fails],
  ['fails', { FifoQueue: true }, fails],
] as const)('the outcome is %s for %j where the list says %j', (outcome, after, listed) => {
  expect(outcomeOf(diffTemplate(queue({}), queue(after)), listed)).toBe(outcome);
});
