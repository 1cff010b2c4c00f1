import type { Stack } from 'aws-cdk-lib';
import type { Template } from '../../lib/cloudformation/template';
import { type Block, blockInWords } from '../../lib/network/address';
import { readNetwork } from '../../lib/network/network';
import { routeInWords } from '../../lib/network/routes';
import { aclRuleInWords, groupRuleInWords, type Protocol } from '../../lib/network/rules';
import { type Path, type Walk, walk } from '../../lib/network/walk';
import { templateOf } from './synth';

/** What a line of the table claims of the two packets of a connection. */
const verdicts = {
  reach: 'connected',
  'do not reach': 'the request is dropped',
  'get no answer from': 'the answer is dropped',
} as const;

const spelling =
  /^(?<who>.+?) (?<verdict>do not reach|get no answer from|reach) (?<whom>.+?) by (?<protocol>tcp|udp|icmp)(?: (?<ports>[\d, ]+))?(?: from port (?<clientPort>\d+))?(?: without zone (?<without>\w))?(?: because (?<because>.+))?$/;

/**
 * Tests a table of packets, one line for each, such as
 * `internet do not reach DbA, DbB by tcp 5432 because no public IPv4 address`.
 *
 * What commas separate is walked one by one. The names are those that `walk` knows; the reason is a part of
 * what the hop says that drops the packet. Together the lines have to use every rule of a security group and
 * of a network ACL and every route, so that one that nobody needs fails.
 */
export function packets(stack: Stack, table: string): void {
  const template = templateOf(stack);
  const lines = table
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

  test.each(lines)('%s', (line) => {
    const { verdict, because } = read(line);
    const others = walks(template, line)
      .map(({ asked, walked }) => ({ asked, ...outcome(walked) }))
      .filter(({ is, reason }) => is !== verdicts[verdict] || !reason.includes(because ?? ''))
      .map(({ asked, is, reason }) => `${asked}: ${is}${reason && `, ${reason}`}`);
    expect(others).toEqual([]);
  });

  test('every rule and every route is in the table of packets', () => {
    const used = new Set(
      lines
        .flatMap((line) => walks(template, line))
        .flatMap(({ walked: { request, answer } }) => [...request.hops, ...(answer?.hops ?? [])])
        .map(({ because }) => because),
    );
    expect(rulesOf(template).filter((rule) => !used.has(rule))).toEqual([]);
  });
}

/** A rule that a group has only so that AWS does not add the one that allows everything. */
const leadsNowhere = (peer: Block | string) =>
  typeof peer !== 'string' && ['127.0.0.1/32', '255.255.255.255/32'].includes(blockInWords(peer));

/** What became of a connection, and what the hop says that dropped a packet. */
function outcome({ request, answer }: Walk): { is: string; reason: string } {
  const reason = ({ hops }: Path) => `${hops.at(-1)?.at}: ${hops.at(-1)?.because}`;
  if (!request.arrives) return { is: verdicts['do not reach'], reason: reason(request) };
  if (!answer?.arrives) {
    return { is: verdicts['get no answer from'], reason: answer ? reason(answer) : '' };
  }
  return { is: verdicts.reach, reason: '' };
}

function read(line: string) {
  const { who, verdict, whom, protocol, ports, clientPort, without, because } =
    spelling.exec(line)?.groups ?? {};
  if (who === undefined || whom === undefined) {
    throw new Error(`expected a line such as 'WebA reach DbA by tcp 5432', got ${line}`);
  }
  return {
    who: who.split(', '),
    verdict: verdict as keyof typeof verdicts,
    whom: whom.split(', '),
    protocol: protocol as Protocol,
    ports: ports?.split(', ').map(Number) ?? [undefined],
    more: {
      ...(clientPort !== undefined && { clientPort: Number(clientPort) }),
      ...(without !== undefined && { without }),
    },
    because,
  };
}

function walks(template: Template, line: string): { asked: string; walked: Walk }[] {
  const { who, whom, protocol, ports, more } = read(line);
  return who.flatMap((source) =>
    whom.flatMap((destination) =>
      ports.map((port) => ({
        asked: [source, destination, protocol, port ?? ''].join(' '),
        walked: walk(template, {
          ...{ source, destination, protocol, ...more },
          ...(port !== undefined && { port }),
        }),
      })),
    ),
  );
}

/** Every rule and route of a template as a hop would say it, without the local routes. */
function rulesOf(template: Template): string[] {
  const { places, subnets } = readNetwork(template);
  const directions = ['inbound', 'outbound'] as const;
  const all = [
    ...places
      .flatMap(({ groups = [] }) => groups)
      .flatMap((group) =>
        directions.flatMap((direction) =>
          group[direction]
            .filter(({ peer }) => !leadsNowhere(peer))
            .map((rule) => groupRuleInWords(group, direction, rule)),
        ),
      ),
    ...subnets.flatMap(({ acl }) =>
      directions.flatMap((direction) =>
        acl[direction].map((rule) => aclRuleInWords(acl, direction, rule)),
      ),
    ),
    ...subnets.flatMap(({ table }) =>
      table.routes
        .filter(({ target }) => target.kind !== 'local')
        .map((route) => `${table.id} has ${routeInWords(route)}`),
    ),
  ];
  return [...new Set(all)];
}
