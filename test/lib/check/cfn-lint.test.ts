import { readFileSync } from 'node:fs';
import { cfnLint, sortFindings } from '../../../lib/check/cfn-lint';
import { pinnedVersion } from '../../../lib/run/python';

const finding = (Id: string) => ({
  Filename: 'Queue.template.json',
  Level: 'Warning',
  Location: { Start: { LineNumber: 7, ColumnNumber: 1 } },
  Message: 'it is so',
  Rule: { Id },
});

describe('what cfn-lint says', () => {
  test('is refused with its place, but for rules that we do not follow, with the reason', () => {
    const { refused, accepted } = sortFindings(
      JSON.stringify(['W3005', 'E1040', 'E3601', 'W1001'].map(finding)),
    );
    expect(refused).toEqual(['Queue.template.json:7: Warning W1001: it is so']);
    expect(accepted).toHaveLength(3);
    expect(accepted[0]).toMatch(/^W3005, 1 times: the CDK makes/);
  });

  test('is refused when a rule that we do not follow has nothing to say any more', () => {
    expect(sortFindings('[]').refused).toEqual(
      ['W3005', 'E1040', 'E3601'].map((rule) =>
        expect.stringContaining(`expected ${rule} to find something`),
      ),
    );
  });

  test('comes from one version, of which every file is known by its hash', () => {
    expect(pinnedVersion(cfnLint)).toMatch(/^\d+\.\d+\.\d+$/);
    const pins = readFileSync(cfnLint.requirements, 'utf8')
      .split(/\n(?=[a-z])/)
      .filter((pin) => !pin.startsWith('#'));
    expect(pins.length).toBeGreaterThan(5);
    for (const pin of pins) expect(pin).toMatch(/^[\w-]+==[^\n]+\\\n +--hash=sha256:[0-9a-f]{64}/);
  });
});
