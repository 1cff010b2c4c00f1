// The CDK runs outside of Jest's sandbox, where the environment of a test file does not reach: the
// validation rules cost three seconds a process, and every-pattern asks them itself.
process.env.CDK_VALIDATION = 'false';
// Every Node.js that a test starts would print a warning if this file does not exist.
delete process.env.NODE_EXTRA_CA_CERTS;

const { startDirectly } = require('./lib/run/direct.cjs');

/** @type {import('jest').Config} */
const config = {
  testEnvironment: 'node',
  runtime: '<rootDir>/test/support/runtime.cjs',
  roots: ['<rootDir>/test'],
  // These take minutes, npm run test:emulator, or need a browser, npm run test:site.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/', '<rootDir>/test/site/'],
  modulePathIgnorePatterns: ['<rootDir>/test/site/'],
  transform: {
    '\\.ts$': '@swc/jest',
    // ES modules, which Jest can only load after they were made CommonJS, as esbuild does for Lambda.
    '/node_modules/(jose/dist|github-slugger|markdown-table)/.+\\.js$': '@swc/jest',
  },
  // pnpm has each package below a folder of its own in node_modules/.pnpm.
  transformIgnorePatterns: ['/node_modules/(?!(\\.pnpm|jose|github-slugger|markdown-table)/)'],
  restoreMocks: true,
  // On two cores Jest would take one worker.
  maxWorkers: '100%',
  // The stacks take their handlers from dist/, as they do under the CDK CLI.
  globalSetup: '<rootDir>/test/support/build.mjs',
  setupFiles: ['<rootDir>/test/support/no-aws.ts'],
  setupFilesAfterEnv: ['<rootDir>/test/support/clean.ts'],
};

// The tests talk to servers on this machine.
module.exports = async () => {
  await startDirectly();
  return config;
};
