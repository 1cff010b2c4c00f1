/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  rootDir: '../..',
  roots: ['<rootDir>/test/site'],
  transform: { '\\.ts$': '@swc/jest' },
  // The site is built and served once for all files.
  globalSetup: '<rootDir>/test/site/serve.ts',
  globalTeardown: '<rootDir>/test/site/stop.ts',
  testTimeout: 300_000,
  maxWorkers: 1,
};
