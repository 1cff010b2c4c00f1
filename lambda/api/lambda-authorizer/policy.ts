import type { APIGatewayAuthorizerResult } from 'aws-lambda';
import type { Caller } from './token';

/** The method and path that each scope grants, as in the ARN of a method. */
const methods: ReadonlyMap<string, string> = new Map([
  ['reports:read', 'GET/reports'],
  ['reports:write', 'POST/reports'],
]);

/**
 * The policy for a TOKEN authorizer. API Gateway caches it and applies it to the next call with this
 * token, even to another method. So it depends only on the token and lists every method that it grants.
 * @param methodArn arn:aws:execute-api:eu-central-1:123456789012:a1b2c3/prod/GET/reports
 * @param decision an id that connects the logs of authorizer and backend
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
 * The policy for a REQUEST authorizer without a cache, for this request and its path only.
 * @param tenant from the path
 */
export function policyOfRequest(
  caller: Caller,
  methodArn: string,
  tenant: string | undefined,
  decision: string,
): APIGatewayAuthorizerResult {
  // `audits` contains only valid tenant names, so a path with `*` as the tenant never gets into a policy.
  const allowed =
    tenant !== undefined &&
    caller.audits.includes(tenant) &&
    caller.scopes.includes('reports:read');
  return allowed
    ? answer('Allow', caller, [methodArn], { tenant, decision })
    : answer('Deny', caller, [`${stageOf(methodArn)}/*`], { decision });
}

/** The ARN of the stage: everything before method and path. */
function stageOf(methodArn: string): string {
  const [, stage] = /^(arn:[\w-]+:execute-api:[\w-]+:\d{12}:\w+\/[\w-]+)\//.exec(methodArn) ?? [];
  if (stage === undefined) throw new Error(`expected the ARN of a method, got ${methodArn}`);
  return stage;
}

function answer(
  Effect: 'Allow' | 'Deny',
  { subject }: Caller,
  Resource: string[],
  // API Gateway accepts only strings, numbers and booleans here, no objects and no lists.
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
