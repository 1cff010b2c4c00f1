import fc from 'fast-check';
import { memberIn, parseId, parseText } from '../../../../lambda/api/cognito-authorizer/note';
import { anyJson, anyText, anyValue } from '../../../support/arbitraries';
import { holds } from '../../../support/properties';

test('a body is a text of 1 to 1,000 characters or is refused with a message for the client', async () => {
  const text = fc.oneof(anyValue, anyText, fc.string({ minLength: 990, maxLength: 1010 }));
  await holds(
    500,
    fc.property(text, (value) => {
      const body = JSON.stringify({ text: value });
      if (typeof value === 'string' && value.trim() !== '' && value.length <= 1000) {
        expect(parseText(body)).toBe(value);
      } else expect(() => parseText(body)).toThrow(/^expected a note such as/);
    }),
  );
  await holds(
    300,
    fc.property(anyJson, (any) => {
      expect(() => parseText(any)).toThrow(/^expected a note such as/);
    }),
  );
});

test('only a UUID is an id, so no id names the key of anything else', async () => {
  await holds(
    300,
    fc.property(fc.oneof(fc.uuid(), anyText), (id) => {
      const isUuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id);
      if (isUuid) expect(parseId(id)).toBe(id);
      else expect(() => parseId(id)).toThrow(/^expected the id of a note/);
    }),
  );
});

test('a request without the claim sub has no member, whatever else it has', async () => {
  await holds(
    300,
    fc.property(anyValue, anyValue, (claims, sub) => {
      const isName = typeof sub === 'string' && sub !== '';
      if (isName) expect(memberIn({ claims: { sub } })).toBe(sub);
      else expect(() => memberIn({ claims: { sub } })).toThrow(/^expected the claim sub/);
      if (typeof (claims as { sub?: unknown } | null)?.sub !== 'string') {
        expect(() => memberIn({ claims })).toThrow(/^expected the claim sub/);
      }
    }),
  );
});
