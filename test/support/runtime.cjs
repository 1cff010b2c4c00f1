const { default: Runtime } = require('jest-runtime');

// The validation rules are 9 MB of WebAssembly that run once: optimizing them takes longer than it saves.
require('node:v8').setFlagsFromString('--liftoff-only');

/** What keeps nothing of a test and takes a second or more to load: the CDK, cdk-nag, the rules of a synth. */
const shared = /^(aws-cdk-lib|constructs|cdk-nag)(\/|$)/;
const outside = /\/outside\.cjs$/;

/**
 * Jest loads every module anew for each test file. This runtime takes the CDK from outside of Jest's
 * sandbox instead, so that a worker loads it once, and starts the validation rules once.
 */
module.exports = class extends Runtime {
  requireModuleOrMock(from, name) {
    if (outside.test(name)) return require('./outside.cjs');
    return shared.test(name) ? require(name) : super.requireModuleOrMock(from, name);
  }
};
