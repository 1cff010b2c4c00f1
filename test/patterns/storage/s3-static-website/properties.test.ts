import * as fc from 'fast-check';
import { parseTicket } from '../../../../lambda/storage/s3-static-website/ticket';
import { anyText, anyValue } from '../../../support/arbitraries';
import { holds } from '../../../support/properties';

const ticket = fc.record({
  action: fc.constantFrom('upload', 'download'),
  file: fc.oneof(anyText, fc.stringMatching(/^[a-c.\-_/]{1,8}$/)),
  type: fc.constantFrom('video/mp4', 'text/html', 'a'),
  bytes: fc.integer({ min: -1, max: 10 }),
  seconds: fc.integer({ min: -1, max: 4000 }),
});

test('a ticket opens one path below one of 16 prefixes, which no browser changes, or nothing', () =>
  holds(
    1000,
    fc.property(fc.oneof(ticket, anyValue), (event) => {
      let key: string;
      try {
        ({ key } = parseTicket(event));
      } catch (error) {
        expect((error as Error).message).toMatch(/^expected /);
        return;
      }
      expect(key).toMatch(/^inbox\/[\da-f]\//);
      expect(new URL(`https://bucket/${key}`).pathname).toBe(`/${key}`);
      expect(key.split('/')).not.toContain('..');
    }),
  ));
