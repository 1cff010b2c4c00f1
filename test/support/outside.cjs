const { CloudFormationValidatePlugin } = require('aws-cdk-lib');

// What is outside of Jest's sandbox, where the CDK runs: see runtime.cjs.

/** The rules that an App asks at synth, started once per worker. */
exports.rules = new CloudFormationValidatePlugin();

/** Where the CDK prints; the console of a test file is another one. */
exports.console = console;
