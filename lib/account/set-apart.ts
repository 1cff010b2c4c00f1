import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import * as schema from 'aws-cdk-lib/cloud-assembly-schema';

/** The folder of the nested assembly, below that of the assembly. */
const folderApart = 'costly';

/**
 * Sets stacks apart in a synthesized assembly, so that `--all` passes them by while their names are
 * as good as before: the CDK CLI takes `--all` for the main assembly, and looks a name up in the
 * nested ones too. A `Stage` would do the same, but put its own name in front of every path.
 * Templates and assets stay where they are; only the manifest is split.
 * @param folder of the assembly
 * @param stacks ids of stacks that no other stack depends on
 * @throws if the assembly has no such stack
 */
export function setApart(folder: string, stacks: readonly string[]): void {
  if (stacks.length === 0) return;
  const file = join(folder, 'manifest.json');
  const { artifacts = {}, ...rest } = schema.Manifest.loadAssemblyManifest(file);

  const apart: Record<string, schema.ArtifactManifest> = {};
  const take = (id: string) => {
    const artifact = artifacts[id];
    if (!artifact) {
      throw new Error(
        `expected ${id} in the assembly, found: ${Object.keys(artifacts).join(', ')}`,
      );
    }
    delete artifacts[id];
    apart[id] = fromBelow(artifact);
  };
  for (const stack of stacks) {
    take(stack);
    take(`${stack}.assets`);
  }
  artifacts[folderApart] = {
    type: schema.ArtifactType.NESTED_CLOUD_ASSEMBLY,
    properties: { directoryName: folderApart, displayName: folderApart },
  };

  mkdirSync(join(folder, folderApart), { recursive: true });
  schema.Manifest.saveAssemblyManifest(
    { ...rest, artifacts: apart },
    join(folder, folderApart, 'manifest.json'),
  );
  schema.Manifest.saveAssemblyManifest({ ...rest, artifacts }, file);
}

/** The same artifact as the manifest of a folder below sees it: its files are one folder up. */
function fromBelow(artifact: schema.ArtifactManifest): schema.ArtifactManifest {
  const files = (record: object) =>
    Object.fromEntries(
      Object.entries(record).map(([key, value]) => [
        key,
        /^(file|templateFile|additionalMetadataFile)$/.test(key) ? `../${value}` : value,
      ]),
    );
  return {
    ...artifact,
    ...files(artifact),
    properties: files(artifact.properties ?? {}),
  } as schema.ArtifactManifest;
}
