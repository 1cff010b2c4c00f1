/** What a record of a flow log says about the packets of one direction, seen at one network interface. */
export interface Flow {
  readonly interface: string;
  readonly source: End;
  readonly destination: End;
  /** The number of the protocol: 1 is ICMP, 6 is TCP and 17 is UDP. */
  readonly protocol: number;
  /** When the first packet was seen, in seconds since 1970. */
  readonly start: number;
  readonly accepted: boolean;
}

interface End {
  readonly address: string;
  readonly port: number;
}

/** What became of a connection, and what may have dropped a packet of it. */
export interface Connection {
  readonly interface: string;
  readonly client: string;
  readonly server: string;
  readonly port: number;
  readonly protocol: number;
  readonly verdict: 'answered' | 'no answer seen' | 'answer rejected' | 'request rejected';
  readonly suspect?: string;
}

const isNumber = (text: string | undefined) => /^\d{1,15}$/.test(text ?? '');

/**
 * Reads a record in the default format of flow logs:
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 * @returns undefined if the record says that there was no data, or that some was skipped
 * @throws if the line has another format; the message shows the start of the line
 */
export function readFlow(line: string): Flow | undefined {
  const fields = line.trim().split(/\s+/);
  const [version, , eni = '', from = '', to = '', fromPort, toPort, protocol] = fields;
  const [start, , action, status] = fields.slice(10);
  if (fields.length === 14 && version === '2' && /^(NODATA|SKIPDATA)$/.test(status ?? '')) {
    return undefined;
  }
  const numbers = [fromPort, toPort, protocol, start];
  if (
    fields.length !== 14 ||
    version !== '2' ||
    status !== 'OK' ||
    !numbers.every(isNumber) ||
    !/^(ACCEPT|REJECT)$/.test(action ?? '')
  ) {
    throw new Error(
      `expected a flow log record of version 2 with 14 fields, got ${JSON.stringify(line.slice(0, 200))}`,
    );
  }
  return {
    interface: eni,
    source: { address: from, port: Number(fromPort) },
    destination: { address: to, port: Number(toPort) },
    protocol: Number(protocol),
    start: Number(start),
    accepted: action === 'ACCEPT',
  };
}

/**
 * Puts the records of both directions together, and says of each connection whether its answers passed.
 * The first record is that of the request; if both began in the same second, the lower port is the server's.
 */
export function diagnose(flows: readonly Flow[]): Connection[] {
  const connections = new Map<string, Flow[]>();
  for (const flow of flows) {
    const ends = [flow.source, flow.destination].map(({ address, port }) => `${address} ${port}`);
    const key = [flow.interface, flow.protocol, ...ends.sort()].join(' ');
    connections.set(key, [...(connections.get(key) ?? []), flow]);
  }
  return [...connections.values()].map((seen) => {
    const [first] = [...seen].sort(
      (one, other) =>
        one.start - other.start ||
        one.destination.port - other.destination.port ||
        (one.source.address < other.source.address ? -1 : 1),
    ) as [Flow];
    const isRequest = ({ source }: Flow) =>
      source.address === first.source.address && source.port === first.source.port;
    return {
      interface: first.interface,
      client: first.source.address,
      server: first.destination.address,
      port: first.destination.port,
      protocol: first.protocol,
      ...judge(
        seen.filter(isRequest),
        seen.filter((flow) => !isRequest(flow)),
      ),
    };
  });
}

function judge(
  requests: readonly Flow[],
  answers: readonly Flow[],
): Pick<Connection, 'verdict' | 'suspect'> {
  if (!requests.some(({ accepted }) => accepted)) {
    return { verdict: 'request rejected', suspect: 'a security group or a network ACL' };
  }
  if (answers.some(({ accepted }) => accepted)) return { verdict: 'answered' };
  if (answers.length === 0) return { verdict: 'no answer seen' };
  // A security group lets the answers of a connection through that it has let in.
  return { verdict: 'answer rejected', suspect: 'a network ACL' };
}
