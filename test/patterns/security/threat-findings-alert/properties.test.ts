import fc from 'fast-check';
import { leakedKeyIn } from '../../../../lambda/security/threat-findings-alert/finding';
import { leakedKey } from '../../../../lib/patterns/security/threat-findings-alert/samples';
import { anyText, anyValue } from '../../../support/arbitraries';
import { holds } from '../../../support/properties';

test('whatever a finding says, the responder names a user and a key that IAM could have, or none', async () => {
  await holds(
    500,
    fc.property(
      fc.oneof(anyText, fc.constant('leaky')),
      anyText,
      fc.double(),
      (user, key, severity) => {
        for (const accessKeyId of [key, 'AKIAIOSFODNN7EXAMPLE']) {
          const found = leakedKeyIn(leakedKey(user, accessKeyId, severity));
          if (found === undefined) continue;
          expect(severity).toBeGreaterThanOrEqual(7);
          expect(found.userName).toMatch(/^[\w+=,.@-]{1,64}$/);
          expect(found.accessKeyId).toMatch(/^AKIA[A-Z0-9]+$/);
        }
      },
    ),
  );
  await holds(
    300,
    fc.property(anyValue, (event) => {
      expect(() => leakedKeyIn(event)).toThrow('expected a GuardDuty finding');
    }),
  );
});
