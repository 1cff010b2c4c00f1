import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Resource, references } from '../cloudformation/template';

/** A template that is still being changed. */
interface Draft {
  readonly Resources: Record<string, Writable<Resource>>;
  readonly Outputs?: Record<string, unknown>;
}
type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

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
    const template: Draft = JSON.parse(readFileSync(join(to, file), 'utf8'));
    const removed = leaveOut(template, types);
    leftOut.push(...removed.map(([logicalId, type]) => ({ stack, logicalId, type })));
    if (removed.length > 0) writeFileSync(join(to, file), JSON.stringify(template));
  }
  return leftOut;
}

/** Removes the resources of the given types, what refers to them, and so on; changes the template. */
export function leaveOut(
  template: Draft,
  types: ReadonlySet<string>,
): [logicalId: string, type: string][] {
  const removed = new Map<string, string>();
  // To wait for what is not there, or to be updated by it, is no reason to be left out as well.
  const refersTo = (tree: unknown) =>
    [...references(tree, ['DependsOn', 'UpdatePolicy'])].some((id) => removed.has(id));
  let before = -1;
  while (removed.size > before) {
    before = removed.size;
    for (const [logicalId, resource] of Object.entries(template.Resources)) {
      if (types.has(resource.Type) || refersTo(resource)) {
        removed.set(logicalId, resource.Type);
        delete template.Resources[logicalId];
      }
    }
  }
  for (const [name, output] of Object.entries(template.Outputs ?? {})) {
    if (refersTo(output)) delete template.Outputs?.[name];
  }
  for (const resource of Object.values(template.Resources)) {
    if (refersTo(resource.UpdatePolicy)) delete resource.UpdatePolicy;
    const waits = [resource.DependsOn ?? []].flat().filter((id) => !removed.has(id));
    if (waits.length > 0) resource.DependsOn = waits;
    else delete resource.DependsOn;
  }
  return [...removed];
}
