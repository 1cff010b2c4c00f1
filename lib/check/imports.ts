import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

/** Which source files each source file imports, by their paths below the project, with slashes. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** Reads what the TypeScript files of some folders import of each other; packages are left out. */
export function readImports(folders: readonly string[]): Imports {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((file) => posix.join(folder, file.replaceAll('\\', '/')))
      .filter((file) => file.endsWith('.ts')),
  );
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const specifiers = readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']*)'/g);
      const targets = [...specifiers].flatMap(([, specifier = '']) => {
        const path = join(dirname(file), specifier).replaceAll('\\', '/');
        return [path, `${path}.ts`, `${path}/index.ts`].filter((one) => known.has(one));
      });
      return [file, [...new Set(targets)]];
    }),
  );
}

/** The room that a file belongs to: a folder of lib, or one of the folders beside it. */
export function roomOf(file: string): string {
  const [top = '', second = '', third] = file.split('/');
  return top === 'lib' && third !== undefined ? `lib/${second}` : top;
}

/** The imports between rooms: who imports whom, without the room itself. */
export function roomImports(imports: Imports): Imports {
  const rooms = new Map<string, Set<string>>();
  for (const [file, targets] of imports) {
    const room = roomOf(file);
    const others = rooms.get(room) ?? new Set();
    rooms.set(room, others);
    for (const target of targets) if (roomOf(target) !== room) others.add(roomOf(target));
  }
  return new Map([...rooms].sort().map(([room, others]) => [room, [...others].sort()]));
}

/**
 * The floor of each room: 0 imports no other room, and each other one is a floor above the highest
 * that it imports.
 * @throws if rooms import each other in a circle; the message names it
 */
export function floors(imports: Imports): Map<string, number> {
  const found = new Map<string, number>();
  const floorOf = (room: string, above: readonly string[]): number => {
    if (above.includes(room)) {
      throw new Error(`expected no circle of imports, got ${[...above, room].join(' -> ')}`);
    }
    const known = found.get(room);
    if (known !== undefined) return known;
    const below = (imports.get(room) ?? []).map((other) => floorOf(other, [...above, room]));
    const floor = Math.max(-1, ...below) + 1;
    found.set(room, floor);
    return floor;
  };
  for (const room of imports.keys()) floorOf(room, []);
  return found;
}

/**
 * The rooms as a Mermaid drawing, the top floor first. An arrow that a longer way already says is
 * left out, because all of them together are unreadable.
 */
export function drawRooms(imports: Imports): string {
  const floor = floors(imports);
  const reaches = (from: string, to: string): boolean =>
    from === to || (imports.get(from) ?? []).some((next) => reaches(next, to));
  const key = (room: string) => room.replaceAll('/', '_');
  const rooms = [...imports.keys()].sort((one, other) => {
    const difference = (floor.get(other) ?? 0) - (floor.get(one) ?? 0);
    return difference || (one < other ? -1 : 1);
  });
  return [
    'flowchart TD',
    ...rooms.map((room) => `  ${key(room)}["${room}"]`),
    ...rooms.flatMap((room) => {
      const targets = imports.get(room) ?? [];
      return targets
        .filter((to) => !targets.some((other) => other !== to && reaches(other, to)))
        .map((to) => `  ${key(room)} --> ${key(to)}`);
    }),
  ].join('\n');
}
