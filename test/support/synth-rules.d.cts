import type { CloudFormationValidatePlugin } from 'aws-cdk-lib';

export const rules: CloudFormationValidatePlugin;
