import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import {
  lock,
  parseEnvelope,
  parseErrand,
  unlock,
} from '../../../../lambda/security/kms-envelope-encryption/envelope';
import { anyText, anyValue } from '../../../support/arbitraries';
import { holds } from '../../../support/properties';

const bytes = (minLength: number, maxLength: number) =>
  fc.uint8Array({ minLength, maxLength }).map((array) => Buffer.from(array));
const name = fc.stringMatching(/^[\w./-]{1,128}$/);
const sealed = fc.record({
  document: name,
  data: fc.oneof(bytes(0, 300), bytes(4095, 4097), fc.constant(Buffer.alloc(70_000, 'tea'))),
  plaintext: bytes(32, 32),
  encrypted: fc.oneof(
    bytes(1, 200),
    fc.constantFrom(255, 256, 6144).map((size) => Buffer.alloc(size, 7)),
  ),
  nonce: bytes(12, 12),
});
type Sealed = typeof sealed extends fc.Arbitrary<infer Value> ? Value : never;

const lockAll = ({ document, data, nonce, ...key }: Sealed) => lock(document, data, key, nonce);

/** Opens an envelope as the most dangerous forger could: KMS always gives this one the right data key. */
function openWith(key: Buffer, document: string, envelope: Buffer): Buffer | undefined {
  let parts: ReturnType<typeof parseEnvelope>;
  try {
    parts = parseEnvelope(envelope);
  } catch (error) {
    expect((error as Error).message).toMatch(
      /^expected an (envelope|encrypted key).{1,100}, got [^\n\r]{1,40}$/,
    );
    return undefined;
  }
  return unlock(document, parts, key);
}

test('any document opens again under its name, byte for byte', async () => {
  await holds(
    300,
    fc.property(sealed, (all) => {
      const before = createHash('sha256').update(all.data).digest('hex');
      const envelope = lockAll(all);
      expect(envelope).toHaveLength(8 + all.encrypted.length + 12 + all.data.length + 16);
      const opened = openWith(all.plaintext, all.document, envelope);
      expect(
        createHash('sha256')
          .update(opened ?? '')
          .digest('hex'),
      ).toBe(before);
      expect(parseEnvelope(envelope).encryptedKey).toEqual(all.encrypted);
    }),
  );
});

test('a flipped bit is noticed anywhere', async () => {
  await holds(
    600,
    fc.property(sealed, fc.nat(), fc.nat({ max: 7 }), (all, where, bit) => {
      const envelope = lockAll(all);
      const place = where % envelope.length;
      envelope[place] = (envelope[place] as number) ^ (1 << bit);
      expect(openWith(all.plaintext, all.document, envelope)).toBeUndefined();
    }),
  );
});

test('every single bit of one envelope is noticed', () => {
  const all = {
    document: 'a',
    data: Buffer.from('tea'),
    plaintext: Buffer.alloc(32, 1),
    encrypted: Buffer.alloc(40, 2),
    nonce: Buffer.alloc(12, 3),
  };
  const envelope = lockAll(all);
  for (let bit = 0; bit < 8 * envelope.length; bit++) {
    const changed = Buffer.from(envelope);
    changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
    expect(openWith(all.plaintext, all.document, changed)).toBeUndefined();
  }
});

test('a cut, an addition or a swap of parts is noticed', async () => {
  await holds(
    400,
    fc.property(sealed, sealed, fc.nat(), bytes(1, 40), (all, other, where, more) => {
      const envelope = lockAll(all);
      const opens = (changed: Buffer) => openWith(all.plaintext, all.document, changed);
      const place = where % envelope.length;
      expect(opens(envelope.subarray(0, place))).toBeUndefined();
      expect(opens(envelope.subarray(place + 1))).toBeUndefined();
      expect(opens(Buffer.concat([envelope, more]))).toBeUndefined();
      expect(opens(Buffer.concat([more, envelope]))).toBeUndefined();
      // Even if two documents shared a data key, which the clerk never allows, their parts do not mix.
      const sibling = { ...other, plaintext: all.plaintext };
      fc.pre(!other.nonce.equals(all.nonce) && !other.encrypted.equals(all.encrypted));
      const [one, two] = [parseEnvelope(envelope), parseEnvelope(lockAll(sibling))];
      for (const part of ['nonce', 'ciphertext', 'tag'] as const) {
        if (one[part].equals(two[part])) continue;
        expect(unlock(all.document, { ...one, [part]: two[part] }, all.plaintext)).toBeUndefined();
      }
      const { header, encryptedKey } = two;
      const moved = { ...one, header, encryptedKey };
      expect(unlock(all.document, moved, all.plaintext)).toBeUndefined();
    }),
  );
});

test('no other name and no other key opens it', async () => {
  await holds(
    300,
    fc.property(sealed, fc.oneof(name, anyText), bytes(0, 64), (all, document, key) => {
      const parts = parseEnvelope(lockAll(all));
      fc.pre(!key.equals(all.plaintext) && document !== all.document);
      expect(unlock(document, parts, all.plaintext)).toBeUndefined();
      expect(unlock(all.document, parts, key)).toBeUndefined();
    }),
  );
});

test('a request is read, or refused with a short reason', async () => {
  const text = fc.oneof(anyText, fc.base64String());
  await holds(
    600,
    fc.property(
      fc.oneof(
        anyValue,
        fc.record(
          {
            document: fc.oneof(name, anyValue),
            data: fc.oneof(text, anyValue),
            envelope: fc.oneof(text, anyValue),
          },
          { requiredKeys: [] },
        ),
      ),
      (event) => {
        try {
          const errand = parseErrand(event);
          expect(event).toMatchObject({ document: errand.document });
          if ('data' in errand)
            expect(event).toHaveProperty('data', errand.data.toString('base64'));
        } catch (error) {
          expect((error as Error).message).toMatch(/^expected [^\n\r]{1,1500}$/);
        }
      },
    ),
  );
});
