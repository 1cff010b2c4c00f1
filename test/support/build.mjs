import { build } from '../../bin/build.mjs';
import { templates } from './outside.cjs';

// `npm run mutate` has built already, and runs hundreds of tests.
export default async () => {
  // In watch mode, the process of the run before may still know old templates.
  templates.clear();
  if (!process.env.MUTANT) await build();
};
