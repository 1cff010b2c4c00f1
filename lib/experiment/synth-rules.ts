import { CloudFormationValidatePlugin } from 'aws-cdk-lib';

/** The rules that an App asks at synth, as one plugin, because they take two to three seconds to start. */
export const rules = new CloudFormationValidatePlugin();
