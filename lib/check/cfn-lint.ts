import type { PythonProgram } from '../run/python';

/** The official linter of CloudFormation templates, with schemas of its own. */
export const cfnLint: PythonProgram = {
  name: 'cfn-lint',
  requirements: 'lib/check/cfn-lint-requirements.txt',
  otherwise:
    'Without it, lint what `npx cdk synth` writes to cdk.out: https://github.com/aws-cloudformation/cfn-lint',
};

/** Where the stacks must be deployable: the Region of the global services, and one in Europe. */
export const regions = ['us-east-1', 'eu-central-1'];

/** Rules that we do not follow, and why. */
const accepted: Readonly<Record<string, string>> = {
  W3005:
    'the CDK lets a function wait for its role and the policies of it; the role is waited for anyway, and twice does no harm',
};

/** What cfn-lint says of a template; there is more in it than we read. */
interface Finding {
  readonly Filename: string;
  readonly Level: string;
  readonly Location: { readonly Start: { readonly LineNumber: number } };
  readonly Message: string;
  readonly Rule: { readonly Id: string };
}

export interface Verdict {
  /** Errors and warnings that must be mended, one line each. */
  readonly refused: readonly string[];
  /** The rules that we do not follow, how often they spoke, and why we do not listen. */
  readonly accepted: readonly string[];
}

/**
 * Sorts what cfn-lint printed. A rule that we do not follow and that no longer speaks is refused,
 * too: its reason has had its day.
 * @param json what `cfn-lint --format json` printed
 * @throws if it is no such list
 */
export function judge(json: string): Verdict {
  const findings: Finding[] = JSON.parse(json);
  const spoken = (rule: string) => findings.filter(({ Rule }) => Rule.Id === rule).length;
  const rules = Object.entries(accepted);
  return {
    refused: [
      ...findings
        .filter(({ Rule }) => !(Rule.Id in accepted))
        .map(
          ({ Filename, Level, Location, Message, Rule }) =>
            `${Filename}:${Location.Start.LineNumber}: ${Level} ${Rule.Id}: ${Message}`,
        ),
      ...rules
        .filter(([rule]) => spoken(rule) === 0)
        .map(([rule]) => `expected ${rule} to be found, for it is on the list of rules to ignore`),
    ],
    accepted: rules.map(([rule, reason]) => `${rule}, ${spoken(rule)} times: ${reason}`),
  };
}
