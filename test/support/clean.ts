import { CloudAssembly } from 'aws-cdk-lib/cx-api';

// The library's own aws-cdk-lib/testhelpers/jest-autoclean would clean up after a copy of the CDK inside
// of Jest's sandbox, and tests use the one outside of it: see runtime.cjs.
afterAll(() => CloudAssembly.cleanupTemporaryDirectories());
