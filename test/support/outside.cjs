// What is outside of Jest's sandbox, where the CDK runs: see runtime.cjs.

let rules;
/** The rules that an App asks at synth, started once per worker. */
Object.defineProperty(exports, 'rules', {
  get() {
    const { CloudFormationValidatePlugin } = require('aws-cdk-lib');
    rules ??= new CloudFormationValidatePlugin();
    return rules;
  },
});

/** Unchanged templates by pattern, as JSON, synthesized once per worker. */
exports.templates = new Map();

/** Where the CDK prints; the console of a test file is another one. */
exports.console = console;
