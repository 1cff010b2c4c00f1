/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  transform: { '\\.ts$': '@swc/jest' },
  restoreMocks: true,
  // On two cores jest would take one; test/every-pattern.test.ts alone is half of the work.
  maxWorkers: '100%',
  // The stacks take their handlers from dist/, as they do under the CDK CLI.
  globalSetup: '<rootDir>/test/support/build.mjs',
  setupFiles: ['<rootDir>/test/support/no-aws.ts'],
  setupFilesAfterEnv: ['aws-cdk-lib/testhelpers/jest-autoclean'],
};
