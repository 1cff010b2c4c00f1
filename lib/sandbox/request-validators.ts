import { APIGatewayClient, UpdateMethodCommand } from '@aws-sdk/client-api-gateway';
import {
  CloudFormationClient,
  GetTemplateCommand,
  paginateListStackResources,
  paginateListStacks,
} from '@aws-sdk/client-cloudformation';

interface Method {
  readonly Type: string;
  readonly Properties?: {
    readonly HttpMethod?: string;
    readonly RestApiId?: Reference;
    readonly ResourceId?: Reference;
    readonly RequestValidatorId?: Reference;
  };
}

type Reference = { readonly Ref?: string };

/** Gives every deployed method the request validator that its template names. */
export async function setRequestValidators(): Promise<() => Promise<void>> {
  const cloudformation = new CloudFormationClient({});
  const apigateway = new APIGatewayClient({});
  for await (const { StackSummaries = [] } of paginateListStacks({ client: cloudformation }, {})) {
    for (const { StackName, StackStatus } of StackSummaries) {
      if (StackStatus !== 'CREATE_COMPLETE') continue;
      const { TemplateBody = '{}' } = await cloudformation.send(
        new GetTemplateCommand({ StackName }),
      );
      // The bootstrap stack is YAML, and has no API.
      if (!TemplateBody.trimStart().startsWith('{')) continue;
      const { Resources = {} } = JSON.parse(TemplateBody) as { Resources?: Record<string, Method> };
      const methods = Object.values(Resources).filter(
        ({ Type, Properties }) =>
          Type === 'AWS::ApiGateway::Method' && Properties?.RequestValidatorId?.Ref,
      );
      if (methods.length === 0) continue;
      const physicalId = await physicalIds(cloudformation, StackName);
      for (const {
        Properties: { RestApiId, ResourceId, HttpMethod, RequestValidatorId } = {},
      } of methods) {
        await apigateway.send(
          new UpdateMethodCommand({
            restApiId: physicalId(RestApiId),
            resourceId: physicalId(ResourceId),
            httpMethod: HttpMethod,
            patchOperations: [
              { op: 'replace', path: '/requestValidatorId', value: physicalId(RequestValidatorId) },
            ],
          }),
        );
      }
    }
  }
  return async () => undefined;
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
