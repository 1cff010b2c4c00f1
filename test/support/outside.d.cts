import type { CloudFormationValidatePlugin } from 'aws-cdk-lib';

export const rules: CloudFormationValidatePlugin;
export const templates: Map<string, string>;
declare const outside: Console;

export { outside as console };
