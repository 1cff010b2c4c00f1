import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Template {
  Resources: Record<string, { Type: string; DependsOn?: string | string[]; UpdatePolicy?: object }>;
  Outputs?: Record<string, unknown>;
}

/** A resource that the emulator's copy of a stack does without. */
export interface LeftOut {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
}

/**
 * Copies a cloud assembly, and leaves out of the copy every resource of the given types with what
 * refers to it. The original stays as it is.
 * @returns what was left out
 */
export function copyAssembly(from: string, to: string, types: ReadonlySet<string>): LeftOut[] {
  cpSync(from, to, { recursive: true });
  const leftOut: LeftOut[] = [];
  for (const file of readdirSync(to).filter((name) => name.endsWith('.template.json'))) {
    const stack = file.replace('.template.json', '');
    const template: Template = JSON.parse(readFileSync(join(to, file), 'utf8'));
    const removed = leaveOut(template, types);
    leftOut.push(...removed.map(([logicalId, type]) => ({ stack, logicalId, type })));
    if (removed.length > 0) writeFileSync(join(to, file), JSON.stringify(template));
  }
  return leftOut;
}

/** Removes the resources of the given types, what refers to them, and so on; changes the template. */
export function leaveOut(
  template: Template,
  types: ReadonlySet<string>,
): [logicalId: string, type: string][] {
  const removed = new Map<string, string>();
  let before = -1;
  while (removed.size > before) {
    before = removed.size;
    for (const [logicalId, resource] of Object.entries(template.Resources)) {
      if (types.has(resource.Type) || refersTo(resource, removed)) {
        removed.set(logicalId, resource.Type);
        delete template.Resources[logicalId];
      }
    }
  }
  for (const [name, output] of Object.entries(template.Outputs ?? {})) {
    if (refersTo(output, removed)) delete template.Outputs?.[name];
  }
  // To wait for what is not there, or to be updated by it, is no reason to be left out as well.
  for (const resource of Object.values(template.Resources)) {
    if (refersTo(resource.UpdatePolicy, removed)) delete resource.UpdatePolicy;
    const waits = [resource.DependsOn ?? []].flat().filter((id) => !removed.has(id));
    if (waits.length > 0) resource.DependsOn = waits;
    else delete resource.DependsOn;
  }
  return [...removed];
}

/** Whether a `Ref`, `Fn::GetAtt` or `Fn::Sub` anywhere in the tree names one of the ids. */
function refersTo(tree: unknown, ids: ReadonlyMap<string, unknown>): boolean {
  if (typeof tree !== 'object' || tree === null) return false;
  return Object.entries(tree).some(([key, value]) => {
    if (key === 'DependsOn' || key === 'UpdatePolicy') return false;
    if (key === 'Ref') return ids.has(value);
    if (key === 'Fn::GetAtt') return ids.has([value].flat()[0]?.split?.('.')[0]);
    if (key === 'Fn::Sub') {
      const text = String([value].flat()[0]);
      return (
        [...text.matchAll(/\$\{([A-Za-z0-9]+)/g)].some(([, id = '']) => ids.has(id)) ||
        refersTo(value, ids)
      );
    }
    return refersTo(value, ids);
  });
}
