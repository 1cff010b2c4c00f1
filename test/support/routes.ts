import type { Template } from 'aws-cdk-lib/assertions';

interface Part {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: as deep and as various as CloudFormation itself.
  readonly Properties?: Record<string, any>;
}

/**
 * What the stage of the one REST API of a template serves: its methods as `POST /orders`, found as
 * API Gateway finds them, from the stage to its API and from each method up to the root.
 * @returns the routes, sorted, and the logical ids of everything that belongs to another API
 */
export function routes(template: Template): { routes: string[]; strangers: string[] } {
  const resources: Record<string, Part> = template.toJSON().Resources;
  const ofType = (type: string) =>
    Object.entries(resources).filter(([, { Type }]) => Type === type);
  const [[api = ''] = []] = ofType('AWS::ApiGateway::RestApi');
  const [[deployment = ''] = []] = ofType('AWS::ApiGateway::Deployment');
  const [[, stage] = []] = ofType('AWS::ApiGateway::Stage');
  const served =
    isRef(stage?.Properties?.DeploymentId, deployment) && isRef(stage?.Properties?.RestApiId, api);

  const pathOf = (id: unknown): string => {
    if (isAttribute(id, api, 'RootResourceId')) return '';
    const { Type, Properties } = resources[(id as { Ref?: string })?.Ref ?? ''] ?? {};
    return Type === 'AWS::ApiGateway::Resource'
      ? `${pathOf(Properties?.ParentId)}/${Properties?.PathPart}`
      : '/(nowhere)';
  };
  return {
    routes: ofType('AWS::ApiGateway::Method')
      .filter(() => served)
      .map(([, { Properties }]) => `${Properties?.HttpMethod} ${pathOf(Properties?.ResourceId)}`)
      .sort(),
    strangers: Object.entries(resources)
      .filter(([, { Properties }]) => Properties?.RestApiId !== undefined)
      .filter(([, { Properties }]) => !isRef(Properties?.RestApiId, api))
      .map(([id]) => id),
  };
}

const isRef = (value: unknown, id: string) => JSON.stringify(value) === JSON.stringify({ Ref: id });
const isAttribute = (value: unknown, id: string, name: string) =>
  JSON.stringify(value) === JSON.stringify({ 'Fn::GetAtt': [id, name] });
