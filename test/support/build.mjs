import { build } from '../../bin/build.mjs';

export default build;
