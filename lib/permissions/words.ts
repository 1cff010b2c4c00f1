import type { AttachedPolicy } from './attached';
import type { Answer, Question } from './decide';
import type { PolicyStatement, Principal } from './policy';

/** The question as you would ask it. */
export function askedInWords({ principal, action, resource, context = {} }: Question): string {
  const conditions = Object.entries(context).map(
    ([key, values]) => `${key} is ${[values].flat().join(', ')}`,
  );
  const when = conditions.length > 0 ? ` when ${conditions.join(' and ')}` : '';
  return `May ${principal} call ${action} on ${resource}${when}?`;
}

/** The answer as lines to read aloud: yes or no, why, who asked for what, and the statements that decide. */
export function answeredInWords({ allowed, because, statements, request }: Answer): string[] {
  const reason = because.replace(/^implicit deny: /, '');
  const why = allowed
    ? `Yes. It is ${because}.`
    : because === 'explicit deny'
      ? 'No. A statement denies it, which no other statement can change (explicit deny).'
      : `No. Nothing allows it (implicit deny): ${reason}.`;
  return [
    why,
    `  principal: ${whoInWords(request.principal)}`,
    `  resource:  ${request.resource}`,
    ...statements.flatMap((statement) => [
      '',
      `${statementInWords(statement)}:`,
      JSON.stringify(statement.document, null, 2),
    ]),
  ];
}

function whoInWords(principal: Principal): string {
  if ('arn' in principal) return principal.arn;
  return 'name' in principal ? `${principal.kind} ${principal.name}` : principal.kind;
}

/** The policies of a template, a line for each statement, to find something to ask about. */
export function policiesInWords(policies: readonly AttachedPolicy[]): string[] {
  const list = (texts: readonly string[]) => texts.join(', ');
  return policies.flatMap(({ statements }) =>
    statements.map((statement) => {
      const { effect, actions, resources, principals, conditions } = statement;
      const who = principals && list(principals.of.map(({ name }) => name));
      return [
        `  ${statementInWords(statement)}: ${effect}`,
        ...(who ? [`${principals?.not ? 'all but ' : ''}${who}`] : []),
        `${actions.not ? 'all but ' : ''}${list(actions.of)}`,
        ...(resources ? [`on ${resources.not ? 'all but ' : ''}${list(resources.of)}`] : []),
        ...conditions.map(({ operator, key, values }) => `if ${key} ${operator} ${list(values)}`),
      ].join(' ');
    }),
  );
}

const statementInWords = ({ type, policy, id }: PolicyStatement) =>
  `${policy} (${type}), statement ${id}`;
