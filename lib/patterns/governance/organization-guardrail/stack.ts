import {
  CfnCondition,
  CfnOutput,
  CfnParameter,
  CfnWaitConditionHandle,
  Fn,
  Stack,
  type StackProps,
} from 'aws-cdk-lib';
import * as organizations from 'aws-cdk-lib/aws-organizations';
import type { Construct } from 'constructs';

/**
 * Which policy keeps member accounts in one Region and their trail on, whatever their administrators allow, and whom does it not bind?
 *
 *   (management account) ──▶ Guardrail ──▶ Workloads ◀── (member accounts)
 *                            ProjectTag ──────┘
 */
export class OrganizationGuardrailStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // Only the management account can create these resources. Deploy there with
    // `--parameters OrganizationRoot=r-…`; without it, the stack creates nothing but Nothing.
    const root = new CfnParameter(this, 'OrganizationRoot', {
      default: 'r-none',
      description: 'The ID of the root of your organization, such as r-a1b2',
    });
    const withOrganization = new CfnCondition(this, 'WithOrganization', {
      expression: Fn.conditionNot(Fn.conditionEquals(root, 'r-none')),
    });
    // A stack must create something. This costs nothing and does nothing.
    new CfnWaitConditionHandle(this, 'Nothing');

    // A new unit has no accounts, so the policy breaks nothing. Move one account here first, and watch it.
    const workloads = new organizations.CfnOrganizationalUnit(this, 'Workloads', {
      parentId: root.valueAsString,
      name: `${this.stackName}-workloads`,
    });

    const content = {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'OneRegion',
          Effect: 'Deny',
          // These services, or parts of them that others need, have their only endpoint in another Region.
          NotAction: [
            'acm:*',
            'budgets:*',
            'ce:*',
            'cloudfront:*',
            'health:*',
            'iam:*',
            'organizations:*',
            'route53:*',
            'shield:*',
            'sts:*',
            'support:*',
            'wafv2:*',
          ],
          Resource: '*',
          Condition: { StringNotEquals: { 'aws:RequestedRegion': this.region } },
        },
        {
          Sid: 'TrailStaysOn',
          Effect: 'Deny',
          Action: [
            'cloudtrail:DeleteTrail',
            'cloudtrail:PutEventSelectors',
            'cloudtrail:StopLogging',
            'cloudtrail:UpdateTrail',
          ],
          Resource: '*',
        },
        // Otherwise, an administrator could take the account out of the organization, and the policy with it.
        {
          Sid: 'AccountStays',
          Effect: 'Deny',
          Action: 'organizations:LeaveOrganization',
          Resource: '*',
        },
      ],
    };
    const guardrail = new organizations.CfnPolicy(this, 'Guardrail', {
      name: `${this.stackName}-guardrail`,
      description: 'Stay in one Region, keep the trail on, and stay in the organization',
      type: 'SERVICE_CONTROL_POLICY',
      content,
      targetIds: [workloads.attrId],
    });
    // A tag policy grants and denies nothing by itself: it says how a tag is spelled, and reports what differs.
    const projectTag = new organizations.CfnPolicy(this, 'ProjectTag', {
      name: `${this.stackName}-tag`,
      description: 'The tag project is spelled in lower case',
      type: 'TAG_POLICY',
      content: { tags: { project: { tag_key: { '@@assign': 'project' } } } },
      targetIds: [workloads.attrId],
    });
    for (const resource of [workloads, guardrail, projectTag]) {
      resource.cfnOptions.condition = withOrganization;
    }

    new CfnOutput(this, 'GuardrailContent', {
      value: this.toJsonString(content),
      description: 'The service control policy, to simulate what it denies before you attach it',
    });
    new CfnOutput(this, 'GuardrailId', {
      condition: withOrganization,
      value: guardrail.attrId,
      description: 'The service control policy in the organization',
    });
  }
}
