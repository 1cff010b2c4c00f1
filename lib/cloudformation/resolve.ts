import { arnTemplateOf, hasAttribute, referenceOf } from './schema';
import { isIntrinsic, type Resource, type Template } from './template';

/** Where a template is imagined to be deployed: nobody can take these for an account or a Region of theirs. */
export const here = { partition: 'aws', region: 'xx-here-1', account: '111111111111' } as const;

const pseudo: Readonly<Record<string, unknown>> = {
  'AWS::AccountId': here.account,
  'AWS::Partition': here.partition,
  'AWS::Region': here.region,
  'AWS::StackId': `arn:aws:cloudformation:${here.region}:${here.account}:stack/Stack/1`,
  'AWS::StackName': 'Stack',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::NoValue': undefined,
};

/** Types whose ARN AWS does not list, and those for which a policy needs another one: the part behind the account. */
const regional: Readonly<Record<string, readonly [service: string, rest: string]>> = {
  // A policy is about calls of the API's methods, not about the API as something to configure.
  'AWS::ApiGateway::RestApi': ['execute-api', '<RestApiId>'],
  'AWS::CodeDeploy::DeploymentGroup': [
    'codedeploy',
    'deploymentgroup:<ApplicationName>/<DeploymentGroupName>',
  ],
  // The list has the ARN of version 2017 of global tables.
  'AWS::DynamoDB::GlobalTable': ['dynamodb', 'table/<TableName>'],
  'AWS::Lambda::Alias': ['lambda', 'function:<FunctionName>:<Name>'],
  'AWS::Lambda::Version': ['lambda', 'function:<FunctionName>:1'],
  // Policies need the ARN with an asterisk for all actions but those on tags:
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
  'AWS::Logs::LogGroup': ['logs', 'log-group:<LogGroupName>:*'],
  'AWS::Scheduler::Schedule': ['scheduler', 'schedule/<GroupName>/<Name>'],
};

/** The ARN of a type, with its variables in angle brackets; undefined where nobody knows it. */
function patternOf(type: string): string | undefined {
  const [service, rest] = regional[type] ?? [];
  return service
    ? `arn:<Partition>:${service}:<Region>:<Account>:${rest}`
    : arnTemplateOf(type)?.replace(/\$\{(\w+)\}/g, '<$1>');
}

/**
 * A value of a template with its intrinsic functions resolved, as they might be after a deployment
 * `here`: a resource without a name of its own is called by its logical id.
 * @throws if there is an intrinsic function that needs more than the template
 */
export function resolve(template: Template, tree: unknown): unknown {
  if (Array.isArray(tree)) {
    return tree.map((item) => resolve(template, item)).filter((item) => item !== undefined);
  }
  if (typeof tree !== 'object' || tree === null) return tree;
  const [[key, value] = ['', undefined]] = Object.entries(tree);
  const text = (part: unknown) => String(resolve(template, part));
  const list = (part: unknown) => resolve(template, part) as unknown[];
  switch (key) {
    case 'Ref':
      return reference(template, String(value));
    case 'Fn::GetAtt': {
      const [id = '', ...path] = Array.isArray(value) ? value : String(value).split('.');
      return attribute(template, id, path.join('.'));
    }
    case 'Fn::Join': {
      const [separator, parts] = value as [string, unknown];
      return list(parts).join(separator);
    }
    case 'Fn::GetAZs':
      return ['a', 'b', 'c'].map((letter) => here.region + letter);
    case 'Fn::Select': {
      const [index, parts] = value as [unknown, unknown];
      return list(parts)[Number(text(index))];
    }
    case 'Fn::Split': {
      const [separator, joined] = value as [string, unknown];
      return text(joined).split(separator);
    }
    case 'Fn::Sub': {
      const [pattern, variables = {}] = [value].flat() as [string, Record<string, unknown>?];
      return pattern.replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
        if (literal) return `\${${name}}`;
        if (Object.hasOwn(variables, name)) return text(variables[name]);
        return name.includes('.') ? text({ 'Fn::GetAtt': name }) : text({ Ref: name });
      });
    }
  }
  if (isIntrinsic(tree)) {
    throw new Error(
      `expected Ref, Fn::GetAtt, Fn::GetAZs, Fn::Join, Fn::Select, Fn::Split or Fn::Sub, got ${JSON.stringify(tree)}`,
    );
  }
  const entries = Object.entries(tree).map(([name, part]) => [name, resolve(template, part)]);
  return Object.fromEntries(entries.filter(([, part]) => part !== undefined));
}

/** Whether a resource is of a type that has an ARN, as far as AWS lists them. */
export function hasArn(template: Template, id: string): boolean {
  return patternOf(resourceOf(template, id).Type) !== undefined;
}

/**
 * The ARN of a resource, by its logical id.
 * @throws if it has none
 */
export function arnOf(template: Template, id: string): string {
  const { Type, Properties = {} } = resourceOf(template, id);
  const pattern = patternOf(Type);
  if (pattern === undefined) throw new Error(`expected a resource with an ARN, got ${id}, ${Type}`);
  const fill = (_: string, variable: string) => {
    if (variable in places) return places[variable] as string;
    if (variable.endsWith('NameWithPath')) {
      return String(Properties.Path ?? '/').slice(1) + nameOf(template, id);
    }
    if (variable === lastVariable(pattern)) return nameOf(template, id);
    // The name of what it belongs to, which a property may give as an ARN.
    return nameIn(resolve(template, Properties[variable]) ?? 'default');
  };
  const arn = pattern.replace(/<(\w+)>/g, fill);
  if (Type !== 'AWS::Events::Rule' || Properties.EventBusName === undefined) return arn;
  return arn.replace(':rule/', `:rule/${nameIn(resolve(template, Properties.EventBusName))}/`);
}

const places: Readonly<Record<string, string>> = {
  Partition: here.partition,
  Region: here.region,
  Account: here.account,
};

/** The name alone, of what may be an ARN. */
const nameIn = (given: unknown) => String(given).replace(/^arn:.*[:/]/, '');

/** The variable of an ARN that stands for the name of the resource itself. */
const lastVariable = (pattern: string) => /<(\w+)>[^<]*$/.exec(pattern)?.[1] ?? '';

/** The name of a resource: its own, where a property gives it, otherwise its logical id. */
function nameOf(template: Template, id: string): string {
  const { Type, Properties = {} } = resourceOf(template, id);
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html
  if (Properties.BucketNamePrefix !== undefined) {
    return `${resolve(template, Properties.BucketNamePrefix)}-${here.account}-${here.region}-an`;
  }
  const variable = lastVariable(patternOf(Type) ?? '');
  const given = Properties[variable] ?? Properties[referenceOf(Type) ?? ''];
  // A version may have the ARN of its function.
  return given === undefined ? id : nameIn(resolve(template, given));
}

function reference(template: Template, name: string): unknown {
  if (Object.hasOwn(pseudo, name)) return pseudo[name];
  const { Parameters } = template as { Parameters?: Record<string, { Default?: unknown }> };
  const parameter = new Map(Object.entries(Parameters ?? {})).get(name);
  if (parameter !== undefined) {
    if (parameter.Default === undefined) {
      throw new Error(
        `expected a default of the parameter ${name}, because nobody is there to ask`,
      );
    }
    return parameter.Default;
  }
  const { Type } = resourceOf(template, name);
  const given = referenceOf(Type) ?? '';
  // The Id of a secret is its ARN.
  if (/arn$/i.test(given) || Type === 'AWS::SecretsManager::Secret') return arnOf(template, name);
  const url = `https://sqs.${here.region}.amazonaws.com/${here.account}/`;
  return given === 'QueueUrl' ? url + nameOf(template, name) : nameOf(template, name);
}

function attribute(template: Template, id: string, name: string): string {
  const { Type } = resourceOf(template, id);
  if (!hasAttribute(Type, name)) {
    throw new Error(`expected an attribute of ${id}, ${Type}, got ${name}`);
  }
  const own = [`${Type.split('::').at(-1)}Arn`, 'Arn', referenceOf(Type)];
  if (/arn$/i.test(name) && own.includes(name)) return arnOf(template, id);
  if (name === 'StreamArn') return `${arnOf(template, id)}/stream/latest`;
  const names = [lastVariable(patternOf(Type) ?? ''), referenceOf(Type)];
  // Nothing but the resource itself knows the rest, so a placeholder says what it would be.
  return names.includes(name) ? nameOf(template, id) : `${id}.${name}`;
}

function resourceOf(template: Template, id: string): Resource {
  const resource = Object.hasOwn(template.Resources, id) ? template.Resources[id] : undefined;
  if (resource === undefined)
    throw new Error(`expected a resource or parameter of the template, got ${id}`);
  return resource;
}
