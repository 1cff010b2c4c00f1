import { recognizes } from './deployed';
import type { GapsOf } from './gap';

export const codeDeploy = {
  'AWS::CodeDeploy::Application': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, and there is no CodeDeploy API to create one.',
    handling: 'corrected',
    correction: 'codedeploy',
    how: 'CodeDeploy has applications.',
    closed: () => recognizes('AWS::CodeDeploy::Application'),
  },
  'AWS::CodeDeploy::DeploymentGroup': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, and there is no CodeDeploy API to create one.',
    handling: 'corrected',
    correction: 'codedeploy',
    how: 'CodeDeploy deploys functions with hooks, steps, alarms and rollback, as the role of the group.',
    closed: () => recognizes('AWS::CodeDeploy::DeploymentGroup'),
  },
  'codedeploy: five minutes of a canary': {
    seen: '1.5.33',
    what: 'A deployment takes as long as on AWS.',
    handling: 'left out',
    how: 'The sandbox proves that a bad version is rejected or rolled back, but does not wait five minutes for a good one.',
    closed: async () => false,
  },
} satisfies GapsOf;
