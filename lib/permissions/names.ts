import { nearest } from '../cloudformation/nearest';
import { arnOf, hasArn, here, resolve } from '../cloudformation/resolve';
import type { Template } from '../cloudformation/template';
import type { Principal } from './policy';

/**
 * The one resource that a construct id or a logical id names. The CDK makes a logical id of the path of a
 * construct and eight digits.
 */
function logicalIdOf(template: Template, name: string): string | undefined {
  const ids = Object.keys(template.Resources);
  if (ids.includes(name)) return name;
  const path = name.replaceAll('/', '');
  const found = ids.filter(
    (id) => id.startsWith(path) && /^[\dA-F]{8}$/.test(id.slice(path.length)),
  );
  if (found.length > 1) throw new Error(`expected one resource, got ${found.join(' and ')}`);
  return found[0];
}

/** The names by which the resources of a template can be called. */
const namesIn = ({ Resources }: Template) =>
  Object.keys(Resources).map((id) => id.replace(/[\dA-F]{8}$/, ''));

function unknown(template: Template, expected: string, name: string): Error {
  const near = nearest(name.replace(/[/:].*/, ''), namesIn(template), 3);
  const told = near.length > 0 ? `; the nearest are ${near.join(', ')}` : '';
  return new Error(`expected ${expected}, got ${name}${told}`);
}

/** Who is meant, and the logical id of the role or group with its policies, if it is one of the template. */
interface Who {
  readonly principal: Principal;
  readonly role?: string;
}

export function principalOf(template: Template, name: string): Who {
  if (name === 'anonymous') return { principal: { kind: 'anonymous' } };
  // A user with a token of an identity pool, which a trust policy names as an identity provider.
  if (name === 'cognito-identity.amazonaws.com') return { principal: { kind: 'federated', name } };
  if (/^[a-z\d.-]+\.amazonaws\.com$/.test(name)) return { principal: { kind: 'service', name } };
  const arn = /^\d{12}$/.test(name) ? `arn:aws:iam::${name}:root` : name;
  if (arn.startsWith('arn:')) return principalOfArn(template, arn);

  const id = logicalIdOf(template, name);
  const { Type, Properties = {} } = (id !== undefined && template.Resources[id]) || {};
  const attribute = (of: string) => String(resolve(template, { 'Fn::GetAtt': [id, of] }));
  if (id !== undefined && Type === 'AWS::IAM::Role') {
    return { principal: sessionOf(arnOf(template, id), 'session'), role: id };
  }
  // A group makes no requests, but its members do, and they have its policies.
  if (id !== undefined && Type === 'AWS::IAM::Group') {
    const arn = `arn:${here.partition}:iam::${here.account}:user/member`;
    return { principal: { kind: 'user', account: here.account, arn }, role: id };
  }
  if (Type === 'AWS::CloudFront::CloudFrontOriginAccessIdentity') {
    return { principal: { kind: 'canonical user', name: attribute('S3CanonicalUserId') } };
  }
  const target = Properties.Target as { RoleArn?: unknown } | undefined;
  const given = resolve(template, Properties.Role ?? Properties.RoleArn ?? target?.RoleArn);
  if (id === undefined || given === undefined) {
    throw unknown(
      template,
      'a role or what has one, a group, anonymous, a service principal, an account id or an ARN',
      name,
    );
  }
  const role = roleOf(template, String(given));
  if (role === undefined)
    throw new Error(`expected a role of the template for ${name}, got ${given}`);
  // Lambda names the session after the function.
  return { principal: sessionOf(String(given), id), role };
}

function principalOfArn(template: Template, arn: string): Who {
  // Somebody whom a directory or another identity provider has signed in.
  if (/^arn:[^:]*:iam::\d{12}:(saml|oidc)-provider\/./.test(arn)) {
    return { principal: { kind: 'federated', name: arn } };
  }
  const [, service, account = '', kind, path = ''] =
    /^arn:[^:]*:(iam|sts)::(\d{12}):(root|user|role|assumed-role)(?:\/(.+))?$/.exec(arn) ?? [];
  if (service === undefined) {
    throw new Error(
      `expected the ARN of a user, a role, a role session, a root user or an identity provider, got ${arn}`,
    );
  }
  if (kind === 'root' || kind === 'user') return { principal: { kind, account, arn } };
  if (kind === 'role') {
    const role = roleOf(template, arn);
    return { principal: sessionOf(arn, 'session'), ...(role && { role }) };
  }
  const [name = '', session = ''] = path.split('/');
  const role = rolesIn(template).find((id) => sessionOf(arnOf(template, id), session).arn === arn);
  if (role !== undefined) return { principal: sessionOf(arnOf(template, role), session), role };
  return { principal: sessionOf(`arn:aws:iam::${account}:role/${name}`, session) };
}

/** The session of a role, which is who makes its requests; its ARN leaves out the path of the role. */
function sessionOf(role: string, name: string): Principal & { readonly kind: 'session' } {
  const [, , , , account = '', resource = ''] = role.split(':');
  const arn = `arn:aws:sts::${account}:assumed-role/${resource.replace(/^.*\//, '')}/${name}`;
  return { kind: 'session', account, arn, role };
}

const rolesIn = ({ Resources }: Template) =>
  Object.keys(Resources).filter((id) => Resources[id]?.Type === 'AWS::IAM::Role');
const roleOf = (template: Template, arn: string) =>
  rolesIn(template).find((id) => arnOf(template, id) === arn);

/** The ARN of a resource, and its logical id, if it is one of the template. */
export function resourceOf(template: Template, name: string): { arn: string; id?: string } {
  if (name === '*') return { arn: name };
  if (name.startsWith('arn:')) {
    const id = Object.keys(template.Resources).find(
      (one) => hasArn(template, one) && isOf(name, arnOf(template, one)),
    );
    return { arn: name, ...(id && { id }) };
  }
  // The longest part that names a resource: a path of constructs may have slashes, and a key as well.
  const ends = [...name.matchAll(/[/:]|$/g)].map(({ index }) => index).reverse();
  for (const end of ends) {
    const id = logicalIdOf(template, name.slice(0, end));
    if (id !== undefined) return { arn: arnOf(template, id) + name.slice(end), id };
  }
  throw unknown(template, 'a resource of the template, an ARN or *', name);
}

/** Whether an ARN is that of a resource, or of something in it, such as an object in a bucket. */
export const isOf = (arn: string, resource: string) =>
  arn === resource || arn.startsWith(`${resource}/`) || arn.startsWith(`${resource}:`);
