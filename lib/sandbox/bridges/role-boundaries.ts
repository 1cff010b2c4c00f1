import {
  CloudFormationClient,
  GetTemplateCommand,
  paginateDescribeStacks,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import { IAMClient, PutRolePermissionsBoundaryCommand } from '@aws-sdk/client-iam';
import type { Template } from '../../cloudformation/template';

/** Gives every role of every stack the permissions boundary that its template says. */
export async function putRoleBoundaries(): Promise<() => Promise<void>> {
  const cloudformation = new CloudFormationClient({});
  // Not by way of the policy simulator, which may start at the same time.
  const iam = new IAMClient({ endpoint: process.env.AWS_ENDPOINT_URL });
  for await (const { Stacks = [] } of paginateDescribeStacks({ client: cloudformation }, {})) {
    for (const { StackName } of Stacks) {
      const { TemplateBody } = await cloudformation.send(new GetTemplateCommand({ StackName }));
      const bounded = boundaries(templateIn(TemplateBody));
      if (bounded.length === 0) continue;
      const ids = new Map<string, string>();
      const pages = paginateListStackResources({ client: cloudformation }, { StackName });
      for await (const { StackResourceSummaries = [] } of pages) {
        for (const { LogicalResourceId, PhysicalResourceId } of StackResourceSummaries)
          ids.set(`${LogicalResourceId}`, `${PhysicalResourceId}`);
      }
      for (const { role, policy } of bounded) {
        await iam.send(
          new PutRolePermissionsBoundaryCommand({
            RoleName: ids.get(role),
            PermissionsBoundary: ids.get(policy) ?? policy,
          }),
        );
      }
    }
  }
  return async () => undefined;
}

/** The roles of a template that have a boundary, and the logical id or the ARN of that policy. */
export function boundaries({ Resources }: Template): { role: string; policy: string }[] {
  return Object.entries(Resources).flatMap(([role, { Type, Properties = {} }]) => {
    const given = Properties.PermissionsBoundary as string | { readonly Ref?: string } | undefined;
    if (Type !== 'AWS::IAM::Role' || given === undefined) return [];
    const policy = typeof given === 'string' ? given : given.Ref;
    if (policy === undefined)
      throw new Error(`expected an ARN or a Ref as the boundary of ${role}, got another function`);
    return [{ role, policy }];
  });
}

/** The stack of the bootstrap is in YAML, and has no boundary. */
function templateIn(body = ''): Template {
  return body.trimStart().startsWith('{') ? JSON.parse(body) : { Resources: {} };
}
