import type { CloudFormationValidatePlugin } from 'aws-cdk-lib';

export const rules: CloudFormationValidatePlugin;
declare const outside: Console;

export { outside as console };
