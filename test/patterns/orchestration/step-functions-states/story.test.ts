import { Template } from 'aws-cdk-lib/assertions';
import { StepFunctionsStatesStack } from '../../../../lib/patterns/orchestration/step-functions-states/stack';
import { decisions } from '../../../support/decisions';
import { build, withoutAssetHashes } from '../../../support/synth';

describe('the stack', () => {
  const stack = build(StepFunctionsStatesStack);
  const template = Template.fromStack(stack);

  // FILL IN 16: the wiring, with logical ids looked up; then the handler and its core, with bad input.
  decisions(
    stack,
    `
      lambda.amazonaws.com may sts:AssumeRole on WorkerRole
      Worker may logs:CreateLogStream, logs:PutLogEvents on WorkerLogs
      anonymous, 222222222222 may not lambda:InvokeFunction on Worker
    `,
  );

  test('matches its snapshot', () => {
    expect(withoutAssetHashes(template.toJSON())).toMatchSnapshot();
  });
});
