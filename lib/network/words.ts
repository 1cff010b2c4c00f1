import { addressInWords } from './address';
import type { Place } from './network';
import { headerInWords } from './rules';
import type { Path, Question, Walk } from './walk';

/** The question as you would ask it. */
export function askedInWords({ source, destination, protocol, port, without }: Question): string {
  const at = port === undefined ? '' : ` ${port}`;
  const lost = without === undefined ? '' : `, without zone ${without}`;
  const [from, to] = [source, destination].map((name) =>
    name.toLowerCase() === 'internet' ? 'the internet' : name,
  );
  return `Can ${from} reach ${to} by ${protocol}${at}${lost}?`;
}

/** The walk as lines to read aloud: whether the connection comes about, and every hop of both packets. */
export function walkedInWords({ request, answer }: Walk): string[] {
  const dropped = (path: Path) => path.hops.at(-1)?.at;
  const verdict = !request.arrives
    ? `No. The request is dropped (${dropped(request)}).`
    : !answer?.arrives
      ? `No. The request arrives, but the answer is dropped (${answer && dropped(answer)}).`
      : 'Yes. The request arrives, and the answer comes back.';
  return [
    verdict,
    '',
    ...pathInWords('request', request),
    ...(answer ? ['', ...pathInWords('answer', answer)] : []),
  ];
}

function pathInWords(what: string, { from, to, header, hops, arrives }: Path): string[] {
  const width = Math.max(...hops.map(({ at }) => at.length));
  const party = ({ name, address }: Path['from']) =>
    name === addressInWords(address) ? name : `${name} (${addressInWords(address)})`;
  return [
    `The ${what}: ${headerInWords(header)} from ${party(from)} to ${party(to)}`,
    ...hops.map(
      ({ at, passes, because }) =>
        `  ${passes ? 'passes ' : 'dropped'}  ${at.padEnd(width)}  ${because}`,
    ),
    ...(arrives ? [`  arrives  ${to.name}`] : []),
  ];
}

/** The places of a network, a line for each, to find something to ask about. */
export function placesInWords(places: readonly Place[]): string[] {
  return places.map(({ id, kind, subnet, address, publicAddress, groups }) =>
    [
      `  ${id}: ${kind} in ${subnet.id}, ${addressInWords(address)}`,
      ...(publicAddress === undefined ? [] : ['with a public address']),
      ...(groups ? [groups.map((one) => one.id).join(', ')] : ['no security group']),
    ].join(', '),
  );
}
