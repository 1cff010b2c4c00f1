// @ts-check
/**
 * Loaded with `node --require`, this file keeps a process and its Node.js children on this machine: every
 * connection, datagram and name lookup for another host fails, with a message that names the host.
 *
 * Endpoints and credentials already point to the emulator. This is the last line of defense: an SQS client,
 * for example, follows the host in a queue URL, which an emulator could spell as AWS does.
 */
const childProcess = require('node:child_process');
const dgram = require('node:dgram');
const dns = require('node:dns');
const { syncBuiltinESMExports } = require('node:module');
const net = require('node:net');
const threads = require('node:worker_threads');

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
 * The same arguments without a lookup of the caller's own, which could call any address localhost.
 * @param {any[]} args
 */
function withoutLookup(args) {
  const normalized = Array.isArray(args[0]);
  const [first, ...rest] = normalized ? args[0] : args;
  if (typeof first?.lookup !== 'function') return args;
  const plain = [{ ...first, lookup: undefined }, ...rest];
  return normalized ? [Object.assign(args[0], plain)] : plain;
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
      if (isHere(host)) return connect.apply(this, withoutLookup(args));
      process.nextTick(() => this.destroy(refusal(host)));
      return this;
    },
);

/**
 * The address that a datagram goes to. A port may be a text too.
 * @type {Record<string, (args: any[]) => unknown>}
 */
const addressOf = {
  // send(message, port, address?) or send(message, offset, length, port?, address?); a connected socket
  // sends without a port and an address.
  send: ([, , length, port, address]) =>
    port !== undefined ? address : typeof length === 'string' ? length : undefined,
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

/**
 * What a name lookup is about. Names below localhost are this machine, but not every resolver knows it; and
 * what is not the lookup of the operating system asks a name server, even about localhost.
 * @param {string} method
 * @param {any[]} args
 */
function checkName(method, [name, ...rest]) {
  if (!method.startsWith('lookup') || !isHere(name)) return undefined;
  return [/\.localhost$/i.test(String(name)) ? 'localhost' : name, ...rest];
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
          const checked = checkName(name, args);
          if (checked) return original.apply(this, checked);
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
          const checked = checkName(name, args);
          return checked ? original.apply(this, checked) : Promise.reject(refusal(args[0]));
        },
    );
  }
}

// Children inherit it; quotes, because the path may have spaces.
const option = `--require "${__filename.replaceAll('\\', '\\\\')}"`;
/** @param {string | undefined} options of Node.js */
const withGuard = (options) =>
  options?.includes(option) ? options : [options, option].filter(Boolean).join(' ');
process.env.NODE_OPTIONS = withGuard(process.env.NODE_OPTIONS);

/**
 * An environment of the caller's own gets the guard as well.
 * @param {any} options
 */
const guarded = (options) =>
  options?.env && typeof options.env === 'object'
    ? { ...options, env: { ...options.env, NODE_OPTIONS: withGuard(options.env.NODE_OPTIONS) } }
    : options;

replace(
  childProcess.ChildProcess.prototype,
  'spawn',
  (spawn) =>
    /** @this {unknown} @param {any} options */
    function (options) {
      const { envPairs = [] } = options ?? {};
      const own = envPairs.find((/** @type {string} */ pair) => pair.startsWith('NODE_OPTIONS='));
      const others = envPairs.filter((/** @type {string} */ pair) => pair !== own);
      const pair = `NODE_OPTIONS=${withGuard(own?.replace(/^NODE_OPTIONS=/, ''))}`;
      return spawn.call(this, { ...options, envPairs: [...others, pair] });
    },
);
for (const name of ['spawnSync', 'execSync', 'execFileSync']) {
  replace(
    childProcess,
    name,
    (original) =>
      /** @this {unknown} @param {any[]} args */
      function (...args) {
        return original.apply(
          this,
          args.map((arg) => (Array.isArray(arg) ? arg : guarded(arg))),
        );
      },
  );
}
// A thread loads what its environment asks for, and by default only what its process was started with.
threads.Worker = class extends threads.Worker {
  /** @param {string | URL} file @param {import('node:worker_threads').WorkerOptions} options */
  constructor(file, options = {}) {
    super(file, guarded({ ...options, env: options.env ?? process.env }));
  }
};
// For modules that have imported these functions by name.
syncBuiltinESMExports();
