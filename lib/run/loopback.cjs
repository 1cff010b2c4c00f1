// @ts-check
/**
 * Loaded with `node --require`, this file keeps a process and its Node.js children on this machine: every
 * connection, datagram and name lookup for another host fails, with a message that names the host.
 *
 * Endpoints and credentials already point to the emulator. This is the last line of defense: an SQS client,
 * for example, follows the host in a queue URL, which an emulator could spell as AWS does.
 */
const dgram = require('node:dgram');
const dns = require('node:dns');
const net = require('node:net');

/**
 * Whether a host is this machine. Without a host, Node.js connects to localhost.
 * @param {unknown} host
 */
function isHere(host) {
  if (host === undefined || host === null || host === '') return true;
  const name = String(host)
    .toLowerCase()
    .replace(/^\[|\]$/g, '');
  if (name === 'localhost' || name.endsWith('.localhost')) return true;
  const address = name.replace(/^::ffff:/, '');
  if (net.isIPv4(address)) return /^(127\.|0\.0\.0\.0$)/.test(address);
  return name === '::1' || name === '::';
}

/** @param {unknown} host */
const refusal = (host) =>
  Object.assign(
    new Error(
      `expected an address of this machine, got ${host}: this command reaches no other host`,
    ),
    { code: 'ENOTLOOPBACK' },
  );

/** @param {any[]} args of Socket.connect: an options object, a port and a host, or what net.connect made of them */
function hostOf(args) {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  if (first !== null && typeof first === 'object') return first.path ? undefined : first.host;
  // A text that is no number is the path of a local socket.
  if (typeof first === 'string' && Number.isNaN(Number(first))) return undefined;
  return typeof second === 'string' ? second : undefined;
}

/**
 * Replaces a method by one that looks at its arguments first.
 * @param {any} owner
 * @param {string} name
 * @param {(original: Function) => Function} make
 */
function replace(owner, name, make) {
  if (typeof owner?.[name] === 'function') owner[name] = make(owner[name]);
}

replace(
  net.Socket.prototype,
  'connect',
  (connect) =>
    /** @this {import('node:net').Socket} @param {any[]} args */
    function (...args) {
      const host = hostOf(args);
      if (isHere(host)) return connect.apply(this, args);
      process.nextTick(() => this.destroy(refusal(host)));
      return this;
    },
);

/**
 * The address that a datagram goes to. A port may be a text too.
 * @type {Record<string, (args: any[]) => unknown>}
 */
const addressOf = {
  // send(message, offset?, length?, port?, address?)
  send: ([, ...rest]) => (rest.length > 2 ? rest[3] : rest[1]),
  // connect(port, address?)
  connect: ([, address]) => address,
};
for (const [method, address] of Object.entries(addressOf)) {
  replace(
    dgram.Socket.prototype,
    method,
    (original) =>
      /** @this {import('node:dgram').Socket} @param {any[]} args */
      function (...args) {
        const host = address(args.filter((arg) => typeof arg !== 'function'));
        if (!isHere(host)) throw refusal(host);
        return original.apply(this, args);
      },
  );
}

const lookups = Object.keys(dns).filter((name) => /^(lookup|resolve|reverse)/.test(name));
for (const owner of [dns, dns.Resolver.prototype]) {
  for (const name of lookups) {
    replace(
      owner,
      name,
      (original) =>
        /** @this {unknown} @param {any[]} args */
        function (...args) {
          const done = args.at(-1);
          if (isHere(args[0])) return original.apply(this, args);
          if (typeof done !== 'function') throw refusal(args[0]);
          process.nextTick(done, refusal(args[0]));
        },
    );
  }
}
for (const owner of [dns.promises, dns.promises.Resolver.prototype]) {
  for (const name of lookups) {
    replace(
      owner,
      name,
      (original) =>
        /** @this {unknown} @param {any[]} args */
        function (...args) {
          if (isHere(args[0])) return original.apply(this, args);
          return Promise.reject(refusal(args[0]));
        },
    );
  }
}

// Children inherit it; quotes, because the path may have spaces.
const option = `--require "${__filename.replaceAll('\\', '\\\\')}"`;
if (!process.env.NODE_OPTIONS?.includes(__filename)) {
  process.env.NODE_OPTIONS = [process.env.NODE_OPTIONS, option].filter(Boolean).join(' ');
}
