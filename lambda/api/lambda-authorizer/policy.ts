import type { APIGatewayAuthorizerResult } from 'aws-lambda';
import type { Caller } from './token';

/** What each scope of a token opens: method and path, as in the ARN of a method. */
const methods: ReadonlyMap<string, string> = new Map([
  ['reports:read', 'GET/reports'],
  ['reports:write', 'POST/reports'],
]);

/**
 * The answer for a TOKEN authorizer. API Gateway keeps it and uses it for the next call with the
 * token, whatever its method: it follows from the token alone and names every method that it opens.
 * @param methodArn arn:aws:execute-api:eu-central-1:123456789012:a1b2c3/prod/GET/reports
 * @param decision an id by which the logs of authorizer and backend find each other
 */
export function policyOfToken(
  caller: Caller,
  methodArn: string,
  decision: string,
): APIGatewayAuthorizerResult {
  const { tenant, scopes } = caller;
  const stage = stageOf(methodArn);
  const opened = [...new Set(scopes)]
    .map((scope) => methods.get(scope))
    .filter((method) => method !== undefined)
    .map((method) => `${stage}/${method}`);
  return tenant === undefined || opened.length === 0
    ? answer('Deny', caller, [`${stage}/*`], { decision })
    : answer('Allow', caller, opened, { tenant, decision });
}

/**
 * The answer for a REQUEST authorizer without a cache: for this one request, and about its path.
 * @param tenant from the path
 */
export function policyOfRequest(
  caller: Caller,
  methodArn: string,
  tenant: string | undefined,
  decision: string,
): APIGatewayAuthorizerResult {
  // The list holds names of tenants alone, so a path of `*` is not in it and never gets into a policy.
  const allowed =
    tenant !== undefined &&
    caller.audits.includes(tenant) &&
    caller.scopes.includes('reports:read');
  return allowed
    ? answer('Allow', caller, [methodArn], { tenant, decision })
    : answer('Deny', caller, [`${stageOf(methodArn)}/*`], { decision });
}

/** Everything before method and path: the ARN of the stage, under which all methods are. */
function stageOf(methodArn: string): string {
  const [, stage] = /^(arn:[\w-]+:execute-api:[\w-]+:\d{12}:\w+\/[\w-]+)\//.exec(methodArn) ?? [];
  if (stage === undefined) throw new Error(`expected the ARN of a method, got ${methodArn}`);
  return stage;
}

function answer(
  Effect: 'Allow' | 'Deny',
  { subject }: Caller,
  Resource: string[],
  // Text, numbers and booleans only: API Gateway takes no object and no list.
  context: Readonly<Record<string, string>>,
): APIGatewayAuthorizerResult {
  return {
    principalId: subject,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }],
    },
    context,
  };
}
