import { join } from 'node:path';
import * as schema from 'aws-cdk-lib/cloud-assembly-schema';

/**
 * Takes stacks out of a synthesized assembly, so that no name, glob or `--all` of the CDK CLI can select
 * them. Their templates stay in the folder.
 * @param folder of the assembly
 * @param stacks ids of stacks that no other stack depends on
 * @throws if the assembly has no such stack
 */
export function leaveOut(folder: string, stacks: readonly string[]): void {
  if (stacks.length === 0) return;
  const file = join(folder, 'manifest.json');
  const { artifacts = {}, ...rest } = schema.Manifest.loadAssemblyManifest(file);
  for (const id of stacks.flatMap((stack) => [stack, `${stack}.assets`])) {
    if (!artifacts[id]) {
      throw new Error(
        `expected ${id} in the assembly, found: ${Object.keys(artifacts).join(', ')}`,
      );
    }
    delete artifacts[id];
  }
  schema.Manifest.saveAssemblyManifest({ ...rest, artifacts }, file);
}
