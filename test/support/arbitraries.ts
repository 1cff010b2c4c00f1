import * as fc from 'fast-check';
import type { Fault } from './memory-dynamodb';

/** Half of a surrogate pair: JSON can write it, UTF-8 cannot. */
export const halfPair = fc
  .integer({ min: 0xd800, max: 0xdfff })
  .map((unit) => String.fromCharCode(unit));

/** Any character; the unit `binary` of fast-check means the same, and takes a second to be built. */
const anyCharacter = fc
  .integer({ min: 0, max: 0x10f7ff })
  .map((place) => String.fromCodePoint(place < 0xd800 ? place : place + 0x800));

/** Text as it comes from people who mean harm, or from another script than ours. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: anyCharacter }),
  halfPair,
  fc.constantFrom(
    '',
    ' ',
    '\0',
    'tea\r\nSet-Cookie: a=b',
    '__proto__',
    'constructor',
    'toString',
    '../../etc/passwd',
    "' OR 1=1 --",
    '<script>alert(1)</script>',
    '{{7*7}}',
    '🍵'.repeat(100),
    'e\u0301\u202e',
  ),
  fc.constantFrom(63, 64, 65, 255, 256, 1024, 1025, 70_000).map((length) => 'x'.repeat(length)),
);

/** A body that claims to be JSON: any value, any depth, numbers out of range, and broken ones. */
export const anyJson: fc.Arbitrary<string> = fc.oneof(
  fc.json(),
  anyText,
  anyText.map((text) => JSON.stringify(text)),
  fc.integer({ min: 1, max: 5_000 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
  fc.integer({ min: 1, max: 5_000 }).map((depth) => '{"a":'.repeat(depth)),
  fc.constantFrom('null', '1e999', '-0', '9'.repeat(400), '{"__proto__":null}', '[]', '{}'),
);

/** One value where another is expected. */
export const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue(),
  anyText,
  fc.constantFrom(null, true, 0, -1, 1.5, 1e6, 1_000_001, 2 ** 53, 1e308, '2', [], {}),
);

/** What goes wrong with one call after the other; behind the end of the list nothing does. */
export function faults(...kinds: Fault[]): fc.Arbitrary<Fault[]> {
  return fc.oneof(
    fc.constant<Fault[]>([]),
    fc.array(fc.constantFrom<Fault[]>('none', 'none', ...kinds), { maxLength: 24 }),
  );
}
