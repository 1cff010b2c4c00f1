import { references, type Template } from '../../cloudformation/template';
import type { Arrow } from '../../model/exam';

/** A template and the construct path of each of its resources, below the stack. */
export interface Drawable {
  readonly resources: Template['Resources'];
  readonly paths: Readonly<Record<string, string>>;
}

/** As many as you can take in at a glance. */
export const MOST_NODES = 10;

/** Resources that only connect others: an arrow may run through them without naming them. */
const connectors =
  /^AWS::(IAM::(Role|Policy|ManagedPolicy)|Lambda::(Permission|EventSourceMapping|EventInvokeConfig|Version)|ApiGateway::(Resource|Method|Deployment|Stage|Account)|S3::BucketPolicy|SQS::QueuePolicy|SNS::TopicPolicy|RDS::DBSubnetGroup|EC2::(VPC|Subnet|SecurityGroup)|CloudFront::OriginAccessControl)$/;

/** The nodes of a drawing, in the order of their first arrow. */
export function nodes(flow: readonly Arrow[]): string[] {
  return [...new Set(flow.flatMap(({ from, to }) => [from, to]))];
}

/** Whether a node stands outside the stack: `(producer)`. */
export const isOutside = (node: string) => /^\(.+\)$/.test(node);

/**
 * What is wrong with a drawing: a node that the stack does not have, or an arrow between two constructs
 * where neither refers to the other, directly or through permissions, event sources and the like.
 * @returns one sentence for each fault; none for a drawing that is true
 */
export function faults(flow: readonly Arrow[], { resources, paths }: Drawable): string[] {
  const named = nodes(flow);
  const idsOf = (node: string) =>
    Object.keys(resources).filter((id) => `${paths[id]}/`.startsWith(`${node}/`));
  const found = named
    .filter((node) => !isOutside(node) && idsOf(node).length === 0)
    .map((node) => `expected ${node} to be a construct of the stack`);
  if (named.length > MOST_NODES)
    found.push(`expected at most ${MOST_NODES} nodes, found ${named.length}`);

  const neighbors = graph(resources);
  for (const { from, to } of flow) {
    if (
      isOutside(from) ||
      isOutside(to) ||
      found.some((fault) => fault.includes(` ${from} `) || fault.includes(` ${to} `))
    )
      continue;
    const targets = new Set(idsOf(to));
    const reached = new Set(idsOf(from));
    let arrived = false;
    for (let edge = [...reached]; edge.length > 0 && !arrived; ) {
      const next = edge
        .flatMap((id) => [...(neighbors.get(id) ?? [])])
        .filter((id) => !reached.has(id));
      arrived = next.some((id) => targets.has(id));
      for (const id of next) reached.add(id);
      edge = next.filter((id) => connectors.test(resources[id]?.Type ?? ''));
    }
    if (!arrived)
      found.push(`expected ${from} and ${to} to refer to each other, as the arrow says`);
  }
  return found;
}

/** The resources that refer to each resource, or that it refers to. */
function graph(resources: Drawable['resources']): Map<string, Set<string>> {
  const neighbors = new Map(Object.keys(resources).map((id) => [id, new Set<string>()]));
  const connect = (one: string, other: string) => {
    if (!neighbors.has(other)) return;
    neighbors.get(one)?.add(other);
    neighbors.get(other)?.add(one);
  };
  for (const [id, resource] of Object.entries(resources)) {
    for (const other of references(resource)) connect(id, other);
  }
  return neighbors;
}

/** The drawing as Mermaid, with the type of each resource below its id. */
export function mermaid(flow: readonly Arrow[], drawable: Drawable): string {
  const named = nodes(flow);
  const key = (node: string) => `n${named.indexOf(node)}`;
  return [
    'flowchart LR',
    ...named.map((node) => {
      if (isOutside(node)) return `  ${key(node)}([${node.slice(1, -1)}])`;
      return `  ${key(node)}["<b>${node}</b><br/>${kind(node, drawable)}"]`;
    }),
    ...flow.map(
      ({ from, to, label }) => `  ${key(from)} -->${label ? `|${label}|` : ''} ${key(to)}`,
    ),
  ].join('\n');
}

/** `SQS Queue` for `AWS::SQS::Queue`: the type of the construct's own resource, otherwise of the first one below it. */
export function kind(node: string, { resources, paths }: Drawable): string {
  const ids = Object.keys(resources);
  const own =
    ids.find((id) => paths[id] === node) ?? ids.find((id) => paths[id]?.startsWith(`${node}/`));
  const [, service, type] = (resources[own ?? '']?.Type ?? '').split('::');
  return service && type ? `${service} ${type}` : 'custom resource';
}
