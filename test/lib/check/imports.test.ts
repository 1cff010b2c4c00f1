import { readFileSync } from 'node:fs';
import { drawRooms, floors, readImports, roomImports, roomOf } from '../../../lib/check/imports';

const imports = readImports(['bin', 'lib', 'lambda']);

test('no files import each other in a circle', () => {
  expect(imports.size).toBeGreaterThan(100);
  expect(() => floors(imports)).not.toThrow();
});

test('no rooms import each other in a circle', () => {
  const rooms = roomImports(imports);
  expect(() => floors(rooms)).not.toThrow();
  expect(rooms.get('lib/model')).toEqual([]);
  expect(rooms.get('lambda')).toEqual([]);
});

test('CONTRIBUTING draws the rooms as they are', () => {
  expect(readFileSync('CONTRIBUTING.md', 'utf8')).toContain(
    `\`\`\`mermaid\n${drawRooms(roomImports(imports))}\n\`\`\``,
  );
});

test('a room is a folder of lib, or a folder beside it', () => {
  expect(roomOf('lib/study/docs/page.ts')).toBe('lib/study');
  expect(roomOf('lib/patterns/index.ts')).toBe('lib/patterns');
  expect(roomOf('bin/app.ts')).toBe('bin');
  expect(roomOf('lambda/api/lambda-authorizer/token.ts')).toBe('lambda');
});

test('a circle is named', () => {
  const circle = new Map([
    ['a', ['b']],
    ['b', ['c']],
    ['c', ['a']],
  ]);
  expect(() => floors(circle)).toThrow('expected no circle of imports, got a -> b -> c -> a');
});

test('an arrow that a longer way says is left out', () => {
  const three = new Map([
    ['top', ['low', 'middle']],
    ['middle', ['low']],
    ['low', []],
  ]);
  expect(drawRooms(three)).toBe(
    'flowchart TD\n  top["top"]\n  middle["middle"]\n  low["low"]\n  top --> middle\n  middle --> low',
  );
});
