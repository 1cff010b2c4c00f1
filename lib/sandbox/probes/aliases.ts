import {
  CreateAliasCommand,
  InvokeCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { lambdaOf, role, withStack } from './deployed';

/** Whether an alias sends all calls to its other version, whose weight is 1. */
export async function splitsTraffic(): Promise<boolean> {
  return withStack('SplitsTraffic', versionedFunction, async ({ Function: FunctionName }) => {
    const lambda = new LambdaClient({});
    const publish = async (Description: string) => {
      await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Description }));
      const { Version = '' } = await lambda.send(new PublishVersionCommand({ FunctionName }));
      return Version;
    };
    const [one, other] = [await publish('one'), await publish('other')];
    const Qualifier = 'probe';
    await lambda.send(
      new CreateAliasCommand({
        FunctionName,
        Name: Qualifier,
        FunctionVersion: one,
        RoutingConfig: { AdditionalVersionWeights: { [other]: 1 } },
      }),
    );
    const { ExecutedVersion } = await lambda.send(new InvokeCommand({ FunctionName, Qualifier }));
    return ExecutedVersion === other;
  });
}

const versionedFunction = {
  Resources: { Role: role, Function: lambdaOf('exports.handler = async () => undefined') },
  Outputs: { Function: { Value: { Ref: 'Function' } } },
};
