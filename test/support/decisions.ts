import type { Stack } from 'aws-cdk-lib';
import type { Template } from '../../lib/cloudformation/template';
import { attachedPolicies } from '../../lib/permissions/attached';
import { type Answer, decide } from '../../lib/permissions/decide';
import { isArnLike, isLike } from '../../lib/permissions/pattern';
import { applies } from '../../lib/permissions/policy';
import { templateOf } from './synth';

/** What a line of the table claims: `may not` is that nothing allows it, and `must not` that a statement denies it. */
const verdicts = {
  may: /^allowed/,
  'may not': /^implicit deny/,
  'must not': /^explicit deny/,
} as const;

const spelling =
  /^(?<who>.+?) (?<verdict>may not|may|must not) (?<what>.+?) on (?<where>.+?)(?: when (?<when>.+))?$/;

/**
 * Tests a table of decisions, one line for each, such as
 * `events.amazonaws.com may sqs:SendMessage on WorkQueue when aws:SourceArn is OrderRule`.
 *
 * What commas separate is decided one by one, and so are the values between `or`; `and` separates conditions.
 * Several values of one key have commas between them. The names are construct ids and all else that `decide`
 * knows. Together the lines have to use every action and every resource of
 * each statement in the stack, so that a permission nobody speaks of fails, and every condition of a statement
 * that allows has to refuse something, so that none can go unnoticed.
 */
export function decisions(stack: Stack, table: string): void {
  const template = templateOf(stack);
  const lines = table
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

  test.each(lines)('%s', (line) => {
    const { verdict } = read(line);
    const others = answers(template, line).filter(
      ({ because }) => !verdicts[verdict].test(because),
    );
    const told = others.map(({ asked, because, statements }) => {
      const names = statements.map(({ policy, id }) => `${policy}, statement ${id}`);
      return [`${asked}: ${because}`, ...names].join('; ');
    });
    expect(told).toEqual([]);
  });

  test('every permission is in the table of decisions', () => {
    const all = lines.flatMap((line) => answers(template, line));
    const unused = attachedPolicies(template)
      .flatMap(({ statements }) => statements)
      .flatMap(({ policy, id, actions, resources }) => {
        const requests = all
          .filter(({ statements }) =>
            statements.some((one) => one.policy === policy && one.id === id),
          )
          .map(({ request }) => request);
        // What a NotAction names has to be asked as well, and not decided by the statement.
        const asked = actions.not ? all.map((one) => one.request) : requests;
        const ofActions = actions.of.filter(
          (one) => !asked.some(({ action }) => isLike(one.toLowerCase(), action.toLowerCase())),
        );
        const ofResources = (resources?.of ?? []).filter(
          (one) =>
            !requests.some(
              ({ resource, context }) => one === '*' || isArnLike(one, resource, context, true),
            ),
        );
        return [...ofActions, ...ofResources].map((one) => `${policy}, statement ${id}: ${one}`);
      });
    expect(unused).toEqual([]);
  });

  test('every condition that allows something refuses something in the table of decisions', () => {
    const requests = lines.flatMap((line) => answers(template, line)).map((one) => one.request);
    const idle = attachedPolicies(template)
      .flatMap(({ statements }) => statements)
      .filter(({ effect }) => effect === 'Allow')
      .flatMap((statement) =>
        statement.conditions
          .filter((condition) => {
            const others = statement.conditions.filter((one) => one !== condition);
            return !requests.some(
              (request) =>
                applies({ ...statement, conditions: others }, request) !== undefined &&
                applies(statement, request) === undefined,
            );
          })
          .map(({ key }) => `${statement.policy}, statement ${statement.id}: ${key}`),
      );
    expect(idle).toEqual([]);
  });
}

/** The parts of a line. */
function read(line: string) {
  const { who = '', verdict, what = '', where = '', when } = spelling.exec(line)?.groups ?? {};
  if (verdict === undefined) {
    throw new Error(
      `expected a line such as 'Worker may sqs:SendMessage on Queue when aws:SourceArn is Rule', got ${line}`,
    );
  }
  // Every alternative of each key, with those of the others.
  const contexts = (when?.split(' and ') ?? []).reduce<Record<string, string[]>[]>(
    (found, condition) => {
      const [key = '', alternatives] = condition.split(' is ');
      if (alternatives === undefined) {
        throw new Error(`expected a condition such as 'aws:SourceArn is Rule', got ${condition}`);
      }
      return alternatives
        .split(' or ')
        .flatMap((values) => found.map((context) => ({ ...context, [key]: values.split(', ') })));
    },
    [{}],
  );
  const list = (text: string) => text.split(', ');
  return {
    verdict: verdict as keyof typeof verdicts,
    principals: list(who),
    actions: list(what),
    resources: list(where),
    contexts,
  };
}

/** What is decided for each principal, action, resource and context of a line. */
function answers(template: Template, line: string): (Answer & { readonly asked: string })[] {
  const { principals, actions, resources, contexts } = read(line);
  return principals.flatMap((principal) =>
    actions.flatMap((action) =>
      resources.flatMap((resource) =>
        contexts.map((context) => ({
          ...decide(template, { principal, action, resource, context }),
          asked: [principal, action, resource, ...Object.values(context).flat()].join(' '),
        })),
      ),
    ),
  );
}
