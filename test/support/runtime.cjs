const { default: Runtime } = require('jest-runtime');
// No test reaches another machine, nor does a process that it starts.
require('../../lib/run/loopback.cjs');

// The validation rules are 9 MB of WebAssembly that run once: optimizing them takes longer than it saves.
require('node:v8').setFlagsFromString('--liftoff-only');

/** What keeps nothing of a test and takes a second or more to load: the CDK, cdk-nag, CloudFormation's schema. */
const shared =
  /^(aws-cdk-lib|constructs|cdk-nag|@aws-cdk\/aws-service-spec|@aws-cdk\/cloudformation-diff)(\/|$)/;
const outside = /\/(outside\.cjs|synth-rules)$/;

// Our schema and the diff of the CDK would each read the same database of resource types, a second apiece.
const spec = require('@aws-cdk/aws-service-spec');
const load = spec.loadAwsServiceSpecSync;
let database;
spec.loadAwsServiceSpecSync = () => {
  database ??= load();
  return database;
};

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
