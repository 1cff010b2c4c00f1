import { recognizes } from './deployed';
import type { GapsOf } from './gap';

export const codeDeploy = {
  'AWS::CodeDeploy::Application': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, and there is no CodeDeploy API to create one.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack.',
    closed: () => recognizes('AWS::CodeDeploy::Application'),
  },
  'AWS::CodeDeploy::DeploymentGroup': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, and there is no CodeDeploy API to create one.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack.',
    closed: () => recognizes('AWS::CodeDeploy::DeploymentGroup'),
  },
} satisfies GapsOf;
