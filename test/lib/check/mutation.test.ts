import { mutate, securityMutants, wiringMutants } from '../../../lib/check/mutation';
import { patterns } from '../../../lib/patterns';
import { violations } from '../../support/audit';
import { synthesized } from '../../support/synth';

/** How many wrong turns were noticed, of how many that were made. */
const score = { killed: 0, total: 0 };

afterAll(() => {
  process.stdout.write(`security mutants killed: ${score.killed} / ${score.total}\n`);
});

/**
 * What a pattern alone denies, because that is its lesson, no rule of all stacks can know. The table of
 * decisions in its story notices these. It also asks everybody for what only a service may do with the
 * condition on aws:SourceAccount, which the rule takes for a condition that says who.
 */
const lessons: Readonly<Record<string, RegExp>> = {
  // A condition on the account of the source is only met by services, whatever principal is named.
  CloudtrailAndConfig:
    /^ArchivePolicy\w+\.Properties\.PolicyDocument\.Statement\.[34]\.Principal becomes /,
  // Imported material has no automatic rotation.
  KmsKeyCustody:
    /^(ImportedKey\.Properties\.EnableKeyRotation becomes false|\w+\.Properties\.KeyPolicy\.Statement\.(0\.Action becomes "kms:\*"|2\.Condition is removed))$/,
  OrganizationGuardrail:
    /^Guardrail\.Properties\.Content\.Statement\.(0\.Condition|\d) is removed$/,
  // The principal of an endpoint policy is everybody already, and its condition names the role.
  VpcEndpoints:
    /^(ReportsPolicy\w+\.Properties\.PolicyDocument\.Statement\.1(\.Condition)? is removed|ReportsPolicy\w+\.Properties\.PolicyDocument\.Statement\.1\.Effect becomes "Allow"|(\w+Endpoint\.Properties\.PolicyDocument|PrivateApi\.Properties\.Policy)\.Statement\.0\.Principal becomes .+)$/,
  S3EncryptionRequired:
    /^RecordsPolicy\w+\.Properties\.PolicyDocument\.Statement\.(1\.Condition|1|2) is removed$/,
  S3KmsBucketKey:
    /^(LedgersPolicy\w+\.Properties\.PolicyDocument\.Statement\.([12]\.Condition|[123])|LedgerKey\w+\.Properties\.KeyPolicy\.Statement\.1(\.Condition)?) is removed$/,
  S3LifecycleTiers:
    /^InventoryReportsPolicy\w+\.Properties\.PolicyDocument\.Statement\.1\.Principal becomes /,
  S3ObjectLock:
    /^EvidencePolicy\w+\.Properties\.PolicyDocument\.Statement\.([1-4](\.Condition)? is removed$|4\.Effect becomes "Allow"$)/,
  S3StaticWebsite:
    /^UploadsPolicy\w+\.Properties\.PolicyDocument\.Statement\.1(\.Condition)? is removed$/,
};

describe.each(patterns)('$id', (pattern) => {
  test('breaks a rule of all stacks, whichever way it is made less safe', () => {
    const { template: good, paths } = synthesized(pattern);
    expect(violations(good, paths)).toEqual([]);
    const missed: string[] = [];
    for (const mutant of securityMutants(good)) {
      score.total++;
      if (violations(mutate(good, mutant), paths).length > 0) score.killed++;
      else missed.push(mutant.what);
    }
    const lesson = lessons[pattern.id];
    expect(missed.filter((what) => !lesson?.test(what))).toEqual([]);
    if (lesson) expect(missed).toContainEqual(expect.stringMatching(lesson));
  });
});

describe('a mutant', () => {
  const template = {
    Resources: {
      Queue: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: 5, Names: ['a', 'b'] } },
      Policy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: {
          Queues: [{ Ref: 'Queue' }],
          PolicyDocument: {
            Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' }],
          },
        },
      },
    },
  };

  test('changes, adds or removes one thing of a copy', () => {
    const of = (path: string[], value?: number) =>
      mutate(template, { what: '', path: ['Resources', 'Queue', ...path], ...(value && { value }) })
        .Resources.Queue;
    expect(of(['Properties', 'DelaySeconds'], 6).Properties.DelaySeconds).toBe(6);
    expect(of(['Metadata', 'New'], 1)).toMatchObject({ Metadata: { New: 1 } });
    expect(of(['Properties', 'DelaySeconds']).Properties).not.toHaveProperty('DelaySeconds');
    expect(of(['Properties', 'Names', '0']).Properties.Names).toEqual(['b']);
    expect(template.Resources.Queue.Properties).toEqual({ DelaySeconds: 5, Names: ['a', 'b'] });
  });

  test('breaks every reference and every permission', () => {
    expect(wiringMutants(template).map(({ what }) => what)).toEqual([
      'Policy.Properties.Queues.0 becomes "mutant"',
      'Policy.Properties.PolicyDocument.Statement.0.Effect becomes "Deny"',
      'Policy.Properties.PolicyDocument.Statement.0.Action becomes ["sqs:SendMessage","sts:Mutant"]',
      'Policy.Properties.PolicyDocument.Statement.0.Action becomes ["sts:Mutant"]',
    ]);
  });
});
