/** A block of IPv4 addresses, such as 10.0.0.0/16; one address is a block of 32 bits. */
export interface Block {
  readonly first: number;
  readonly last: number;
  /** How many bits all addresses of the block share. */
  readonly bits: number;
}

/** @throws if a text is no IPv4 address */
export function readAddress(text: string): number {
  const parts = text.split('.');
  const bytes = parts.map(Number);
  const valid =
    parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part)) && Math.max(...bytes) < 256;
  if (!valid) throw new Error(`expected an IPv4 address such as 10.0.0.4, got ${text}`);
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

/**
 * Reads a CIDR block. As AWS does, it takes 100.68.0.18/18 for 100.68.0.0/18:
 * https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
 * @throws if a text is no IPv4 block
 */
export function readBlock(text: string): Block {
  const [, address = '', length = ''] = /^([^/]+)\/(\d{1,2})$/.exec(text) ?? [];
  const bits = Number(length);
  if (address === '' || bits > 32) {
    throw new Error(`expected an IPv4 block such as 10.0.0.0/16, got ${text}`);
  }
  const size = 2 ** (32 - bits);
  const first = Math.floor(readAddress(address) / size) * size;
  return { first, last: first + size - 1, bits };
}

export const contains = ({ first, last }: Block, address: number) =>
  first <= address && address <= last;

export const overlap = (one: Block, other: Block) =>
  one.first <= other.last && other.first <= one.last;

export const addressInWords = (address: number) =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');

export const blockInWords = ({ first, bits }: Block) => `${addressInWords(first)}/${bits}`;

/** 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16, which the internet does not route (RFC 1918). */
const privateBlocks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(readBlock);

export const isPrivate = (address: number) =>
  privateBlocks.some((block) => contains(block, address));
