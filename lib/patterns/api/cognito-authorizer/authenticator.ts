import { createHmac } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * The code of six digits that an authenticator app shows for a secret, by RFC 6238: SHA-1, a new code
 * every 30 seconds.
 * @param secret as Cognito issues it, in Base32
 * @throws if the secret is not Base32
 */
export function codeOf(secret: string, now = Date.now()): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)));
  const hash = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  // The last four bits say where the four bytes of the code begin; its first bit is left out.
  const offset = (hash.at(-1) as number) & 0xf;
  const number = hash.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

function fromBase32(text: string): Buffer {
  if (!/^[A-Z2-7]+=*$/.test(text)) {
    // The message does not quote the secret.
    throw new Error(`expected a secret in Base32, got ${text.length} other characters`);
  }
  const bits = [...text.replace(/=+$/, '')]
    .map((character) => alphabet.indexOf(character).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
