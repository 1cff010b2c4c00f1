import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateModelCommand,
  CreateRequestValidatorCommand,
  CreateRestApiCommand,
  DeleteRestApiCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway';
import { call, callableUrl } from '../../exercise/http';

/** Whether a body is held against the model of its own content type, and of no other. */
export async function validatesByContentType(): Promise<boolean> {
  const apigateway = new APIGatewayClient({});
  const { id: restApiId, rootResourceId: resourceId } = await apigateway.send(
    new CreateRestApiCommand({ name: 'ValidatesByContentType' }),
  );
  try {
    const schema = JSON.stringify({ type: 'object', required: ['wanted'] });
    const contentType = 'application/json';
    await apigateway.send(
      new CreateModelCommand({ restApiId, name: 'Wanted', contentType, schema }),
    );
    const { id: requestValidatorId } = await apigateway.send(
      new CreateRequestValidatorCommand({ restApiId, name: 'body', validateRequestBody: true }),
    );
    const method = { restApiId, resourceId, httpMethod: 'POST' };
    await apigateway.send(
      new PutMethodCommand({
        ...method,
        authorizationType: 'NONE',
        requestValidatorId,
        requestModels: { [contentType]: 'Wanted' },
      }),
    );
    await apigateway.send(
      new PutIntegrationCommand({
        ...method,
        type: 'MOCK',
        requestTemplates: { [contentType]: '{"statusCode":200}' },
      }),
    );
    const ok = { ...method, statusCode: '200' };
    await apigateway.send(new PutMethodResponseCommand(ok));
    await apigateway.send(new PutIntegrationResponseCommand(ok));
    await apigateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'probe' }));
    const region = await apigateway.config.region();
    const url = callableUrl(`https://${restApiId}.execute-api.${region}.amazonaws.com/probe/`);
    const send = (type: string) =>
      call(url, { method: 'POST', headers: { 'Content-Type': type }, body: '{"statusCode":200}' });
    const [json, text] = [await send(contentType), await send('text/plain')];
    if (json.status !== 400)
      throw new Error(
        `expected a body without the wanted key to be answered 400, got ${json.status}`,
      );
    return text.status !== 400;
  } finally {
    await apigateway.send(new DeleteRestApiCommand({ restApiId }));
  }
}
