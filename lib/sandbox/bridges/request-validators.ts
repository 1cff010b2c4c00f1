import {
  APIGatewayClient,
  CreateRequestValidatorCommand,
  UpdateMethodCommand,
} from '@aws-sdk/client-api-gateway';
import {
  CloudFormationClient,
  GetTemplateCommand,
  paginateListStackResources,
  paginateListStacks,
} from '@aws-sdk/client-cloudformation';

interface Resource {
  readonly Type: string;
  readonly Properties?: {
    readonly RestApiId?: Reference;
    /** Of a method. */
    readonly HttpMethod?: string;
    readonly ResourceId?: Reference;
    readonly RequestValidatorId?: Reference;
    /** Of a validator. */
    readonly ValidateRequestBody?: boolean;
    readonly ValidateRequestParameters?: boolean;
  };
}

type Reference = { readonly Ref?: string };

/** Makes the request validators that the deployed templates name, and gives them to their methods. */
export async function setRequestValidators(): Promise<() => Promise<void>> {
  const cloudformation = new CloudFormationClient({});
  for await (const { StackSummaries = [] } of paginateListStacks({ client: cloudformation }, {})) {
    for (const { StackName, StackStatus } of StackSummaries) {
      if (StackStatus !== 'CREATE_COMPLETE') continue;
      const { TemplateBody = '' } = await cloudformation.send(
        new GetTemplateCommand({ StackName }),
      );
      // The bootstrap stack is YAML, and has no API.
      if (!TemplateBody.trimStart().startsWith('{')) continue;
      const { Resources = {} } = JSON.parse(TemplateBody) as {
        Resources?: Record<string, Resource>;
      };
      await setIn(Resources, await physicalIds(cloudformation, StackName));
    }
  }
  return async () => undefined;
}

async function setIn(
  resources: Readonly<Record<string, Resource>>,
  physicalId: (reference: Reference | undefined) => string | undefined,
): Promise<void> {
  const apigateway = new APIGatewayClient({});
  for (const { Type, Properties: method } of Object.values(resources)) {
    const validator = resources[method?.RequestValidatorId?.Ref ?? ''];
    if (Type !== 'AWS::ApiGateway::Method' || method === undefined || validator === undefined)
      continue;
    const { id } = await apigateway.send(
      new CreateRequestValidatorCommand({
        restApiId: physicalId(method.RestApiId),
        name: method.RequestValidatorId?.Ref,
        validateRequestBody: validator.Properties?.ValidateRequestBody,
        validateRequestParameters: validator.Properties?.ValidateRequestParameters,
      }),
    );
    await apigateway.send(
      new UpdateMethodCommand({
        restApiId: physicalId(method.RestApiId),
        resourceId: physicalId(method.ResourceId),
        httpMethod: method.HttpMethod,
        patchOperations: [{ op: 'replace', path: '/requestValidatorId', value: id }],
      }),
    );
  }
}

async function physicalIds(client: CloudFormationClient, StackName: string | undefined) {
  const ids = new Map<string | undefined, string | undefined>();
  for await (const { StackResourceSummaries = [] } of paginateListStackResources(
    { client },
    { StackName },
  )) {
    for (const one of StackResourceSummaries)
      ids.set(one.LogicalResourceId, one.PhysicalResourceId);
  }
  return (reference: Reference | undefined) => ids.get(reference?.Ref);
}
