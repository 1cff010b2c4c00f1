/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  transform: {
    '\\.ts$': '@swc/jest',
    // ES modules, which Jest can only load after they were made CommonJS, as esbuild does for Lambda.
    '/node_modules/(jose/dist|github-slugger|markdown-table)/.+\\.js$': '@swc/jest',
  },
  transformIgnorePatterns: ['/node_modules/(?!(jose|github-slugger|markdown-table)/)'],
  restoreMocks: true,
  // On two cores jest would take one; test/every-pattern.test.ts alone is half of the work.
  maxWorkers: '100%',
  // The stacks take their handlers from dist/, as they do under the CDK CLI.
  globalSetup: '<rootDir>/test/support/build.mjs',
  setupFiles: ['<rootDir>/test/support/no-aws.ts'],
  setupFilesAfterEnv: ['aws-cdk-lib/testhelpers/jest-autoclean'],
};
