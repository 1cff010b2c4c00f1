const { CloudFormationValidatePlugin } = require('aws-cdk-lib');

/** The rules that an App asks at synth, started once per worker: see runtime.cjs. */
exports.rules = new CloudFormationValidatePlugin();
