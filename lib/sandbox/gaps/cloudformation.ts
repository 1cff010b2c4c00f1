import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { withStack } from './deployed';
import type { GapsOf } from './gap';

export const cloudFormation = {
  'cloudformation: exports in use': {
    seen: '1.5.33',
    what: 'An update may remove an export that another stack imports. Only the deletion of the whole stack is refused.',
    handling: 'left out',
    how: 'The sandbox proves that the stack of such an export cannot be deleted, but not that it cannot lose the export.',
    closed: keepsExportsInUse,
  },
} satisfies GapsOf;

/** Whether an update fails that removes an export which another stack imports. */
async function keepsExportsInUse(): Promise<boolean> {
  return withStack('KeepsExports', exporting({ Export: { Name: 'KeepsExports' } }), () =>
    withStack('KeepsExportsImport', importing, async () => {
      const cloudformation = new CloudFormationClient({});
      const StackName = 'KeepsExports';
      await cloudformation.send(
        new UpdateStackCommand({ StackName, TemplateBody: JSON.stringify(exporting({})) }),
      );
      for (let attempt = 0; attempt < 100; attempt++) {
        const { Stacks: [stack] = [] } = await cloudformation.send(
          new DescribeStacksCommand({ StackName }),
        );
        if (!stack?.StackStatus?.endsWith('_IN_PROGRESS')) {
          return stack?.StackStatus === 'UPDATE_ROLLBACK_COMPLETE';
        }
        await sleep(100);
      }
      throw new Error('expected the update of the probe to end within ten seconds');
    }),
  );
}

const exporting = (more: object) => ({
  Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: {} } },
  Outputs: { Topic: { Value: { Ref: 'Topic' }, ...more } },
});

const importing = {
  Resources: {
    Parameter: {
      Type: 'AWS::SSM::Parameter',
      Properties: { Type: 'String', Value: { 'Fn::ImportValue': 'KeepsExports' } },
    },
  },
};
