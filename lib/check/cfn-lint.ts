import type { PythonProgram } from '../run/python';

/** The official linter of CloudFormation templates, with schemas of its own. */
export const cfnLint: PythonProgram = {
  name: 'cfn-lint',
  module: 'cfnlint',
  requirements: 'lib/check/cfn-lint-requirements.txt',
  otherwise:
    'Without it, lint what `npx cdk synth` writes to cdk.out: https://github.com/aws-cloudformation/cfn-lint',
};

/** Where the stacks must be deployable: the Region of the global services, and one in Europe. */
export const regions = ['us-east-1', 'eu-central-1'];

/** What AWS's resource schemas say of the properties in the exam lists; `npm run cfn-lint` compares the two. */
export const rangesFile = 'lib/check/ranges.json';

/** Rules that we do not follow, and why. */
const accepted: Readonly<Record<string, string>> = {
  W3005:
    'the CDK makes a function depend on its role and on the policies of the role; naming the role twice does no harm',
  E1040:
    'its schema of AliasTarget does not know the ID of a zone of the stack; an alias to a record of the same zone needs just that',
  E3601:
    'its schema of a Succeed state lacks OutputPath, which the Amazon States Language and its own rules allow',
};

/** One finding of cfn-lint, as much of it as this project reads. */
interface LintFinding {
  readonly Filename: string;
  readonly Level: string;
  readonly Location: { readonly Start: { readonly LineNumber: number } };
  readonly Message: string;
  readonly Rule: { readonly Id: string };
}

export interface LintVerdict {
  /** Errors and warnings to fix, one line each. */
  readonly refused: readonly string[];
  /** The exceptions: each rule, how often it found something, and why that is accepted. */
  readonly accepted: readonly string[];
}

/**
 * Sorts what cfn-lint printed. A rule on the list of exceptions that finds nothing any more is refused,
 * too, because the exception is stale.
 * @param json what `cfn-lint --format json` printed
 * @throws if it is not JSON
 */
export function sortFindings(json: string): LintVerdict {
  const findings: LintFinding[] = JSON.parse(json);
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
        .map(
          ([rule]) =>
            `expected ${rule} to find something, because it is on the list of rules to ignore`,
        ),
    ],
    accepted: rules.map(([rule, reason]) => `${rule}, ${spoken(rule)} times: ${reason}`),
  };
}
