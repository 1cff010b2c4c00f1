import { build } from '../../bin/build.mjs';

// `npm run mutate` has built already, and runs hundreds of tests.
export default process.env.MUTANT ? async () => {} : build;
