import { nearest, nearestInWords } from '../cloudformation/nearest';
import { addressInWords, contains, readAddress } from './address';
import { blockOfService, type Network, type Place } from './network';

/** An end of a connection. */
export interface Party {
  readonly name: string;
  readonly address: number;
  /** Left out for what is outside of all VPCs. */
  readonly place?: Place;
}

/** Somebody on the internet; the address is for documentation (RFC 5737). */
const somebody = '203.0.113.9';

/**
 * Who is meant by a name: `internet`, an IPv4 address, a service of AWS, or a place of the template, in any
 * letter case. A name that several places begin with means the first of them that is not in the lost zone.
 * @param caller the other end: inside its VPC, an interface endpoint has the name of its service
 * @throws if nobody has the name
 */
export function partyOf(
  network: Network,
  name: string,
  { lost, caller }: { readonly lost?: string | undefined; readonly caller?: Party },
): Party {
  if (name.toLowerCase() === 'internet')
    return { name: 'internet', address: readAddress(somebody) };
  if (/^[\d.]+$/.test(name)) return partyAt(network, readAddress(name));

  const services = [
    's3',
    'dynamodb',
    ...network.places.flatMap(({ service }) => service?.name ?? []),
  ];
  if (services.includes(name.toLowerCase())) return serviceOf(network, name.toLowerCase(), caller);

  const { places } = network;
  const plain = name.toLowerCase();
  const alike = places.filter(({ id }) => plain !== '' && id.toLowerCase().startsWith(plain));
  const place =
    places.find(({ id }) => id.toLowerCase() === plain) ??
    alike.find(({ subnet }) => subnet.zone !== lost) ??
    alike[0];
  if (place !== undefined) return { name: place.id, address: place.address, place };

  const known = [...new Set(places.map(({ id }) => id))];
  const near = nearest(name, known, 3);
  const told = near.length > 0 ? nearestInWords(near) : `there are ${known.join(', ') || 'none'}`;
  throw new Error(
    `expected a network interface or what has one, an IPv4 address, a service such as s3, or internet, got ${name}; ${told}`,
  );
}

function partyAt(network: Network, address: number): Party {
  const place = network.places.find((one) => one.address === address);
  if (place !== undefined) return { name: place.id, address, place };
  const inside = network.vpcs.find(({ blocks }) =>
    blocks.some((block) => contains(block, address)),
  );
  if (inside !== undefined) {
    throw new Error(
      `expected an address that something in ${inside.id} has, got ${addressInWords(address)}`,
    );
  }
  return { name: addressInWords(address), address };
}

/** With private DNS, the usual name of a service resolves to the interface endpoint: https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html */
function serviceOf({ places }: Network, service: string, caller: Party | undefined): Party {
  const vpc = caller?.place?.subnet.vpc;
  const endpoints = places.filter(
    (one) => one.service?.name === service && one.service.privateName && one.subnet.vpc === vpc,
  );
  const zone = caller?.place?.subnet.zone;
  const place = endpoints.find(({ subnet }) => subnet.zone === zone) ?? endpoints[0];
  if (place !== undefined) return { name: place.id, address: place.address, place };
  return { name: service, address: blockOfService(service).first + 1 };
}
