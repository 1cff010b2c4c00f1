import { createSocket } from 'node:dgram';
import { isLoopback } from '../../../exercise/http';

/** A segment or subsegment, as the X-Ray SDK sends it and as X-Ray returns it. */
export interface Segment {
  readonly id: string;
  readonly name: string;
  /** In seconds since 1970, with fractions. */
  readonly start_time: number;
  /** Missing while the work is in progress. */
  readonly end_time?: number;
  /** Missing in a subsegment inside another one; a subsegment that was sent on its own has it. */
  readonly trace_id?: string;
  readonly parent_id?: string;
  readonly origin?: string;
  /** Whether X-Ray inferred it from a call to a service that sends no segments. */
  readonly inferred?: boolean;
  readonly error?: boolean;
  readonly fault?: boolean;
  readonly throttle?: boolean;
  readonly http?: { readonly response?: { readonly status?: number } };
  readonly aws?: { readonly operation?: string };
  readonly annotations?: Readonly<Record<string, string | number | boolean>>;
  readonly metadata?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly subsegments?: readonly Segment[];
}

/** Where an X-Ray daemon listens. */
export interface DaemonAddress {
  readonly host: string;
  readonly port: number;
}

export interface TraceReceiver {
  /** The segments received so far, in the order of their arrival. */
  readonly segments: readonly Segment[];
  close(): Promise<void>;
}

/**
 * The UDP address of the X-Ray daemon, if it is on this machine, where an exercise can listen instead of the daemon.
 * @param address in a form that AWS_XRAY_DAEMON_ADDRESS may have: `127.0.0.1:2000`, or
 *   `tcp:127.0.0.1:2000 udp:127.0.0.1:2001`
 * @returns undefined if it is not set, or belongs to another machine
 * @throws if it has another form
 */
export function localDaemon(
  address = process.env.AWS_XRAY_DAEMON_ADDRESS,
): DaemonAddress | undefined {
  if (!address) return undefined;
  const parts = address.split(' ');
  const udp = parts.length === 1 ? address : parts.find((part) => part.startsWith('udp:'));
  const [, host = '', port = ''] = /^(?:udp:)?([^:]+):(\d{1,5})$/.exec(udp ?? '') ?? [];
  if (!host || Number(port) > 65_535) {
    throw new Error(
      `expected AWS_XRAY_DAEMON_ADDRESS such as 127.0.0.1:2000, got ${JSON.stringify(address)}`,
    );
  }
  return isLoopback(host) ? { host, port: Number(port) } : undefined;
}

/**
 * Listens as the X-Ray daemon would, and keeps the segments instead of sending them to AWS.
 * @throws if something listens there already
 */
export async function receiveTraces({ host, port }: DaemonAddress): Promise<TraceReceiver> {
  const segments: Segment[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (datagram) => {
    const segment = parseDatagram(datagram.toString('utf8'));
    if (segment) segments.push(segment);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', (error) =>
      reject(
        new Error(
          `expected to listen on UDP ${host}:${port} in place of the X-Ray daemon: ${error.message}`,
        ),
      ),
    );
    socket.bind(port, host, () => {
      socket.removeAllListeners('error');
      // An exercise that has ended must not keep the process alive.
      socket.unref();
      resolve();
    });
  });
  return { segments, close: () => new Promise((resolve) => socket.close(() => resolve())) };
}

/** Reads a datagram: a line of JSON that names the format, and a segment. Undefined if it is anything else. */
export function parseDatagram(datagram: string): Segment | undefined {
  const end = datagram.indexOf('\n');
  if (end < 0) return undefined;
  try {
    const { format, version } = JSON.parse(datagram.slice(0, end)) ?? {};
    if (format !== 'json' || version !== 1) return undefined;
    return parseSegment(datagram.slice(end + 1));
  } catch {
    return undefined;
  }
}

/** Reads the document of a segment, as BatchGetTraces returns it. Undefined if it is anything else. */
export function parseSegment(document: string): Segment | undefined {
  try {
    const segment: Partial<Segment> | null = JSON.parse(document);
    return typeof segment?.id === 'string' &&
      typeof segment.name === 'string' &&
      Number.isFinite(segment.start_time)
      ? (segment as Segment)
      : undefined;
  } catch {
    return undefined;
  }
}

/** A segment, and the id of the one that it is part of. */
type Span = Segment & { readonly parent?: string };

/**
 * Lists every segment and subsegment once, including nested ones. A complete one replaces the copy that
 * was sent while it was open. Segments that X-Ray only inferred are left out.
 */
export function flatten(segments: readonly Segment[]): Span[] {
  const spans = new Map<string, Span>();
  const add = (segment: Segment, parent: string | undefined) => {
    if (segment.inferred) return;
    const known = spans.get(segment.id);
    if (!known || known.end_time === undefined) spans.set(segment.id, { ...segment, parent });
    for (const child of segment.subsegments ?? []) add(child, segment.id);
  };
  for (const segment of segments) add(segment, segment.parent_id);
  return [...spans.values()];
}

/**
 * Draws one trace: below each segment its parts, one line each, with the status, the milliseconds and a
 * bar that shows when it ran, and a line for each annotation.
 * @param width of the bars, in characters
 */
export function waterfall(segments: readonly Segment[], width = 30): string {
  const spans = flatten(segments).sort((one, other) => one.start_time - other.start_time);
  const start = Math.min(...spans.map(({ start_time }) => start_time));
  const end = Math.max(...spans.map(({ start_time, end_time }) => end_time ?? start_time));
  const scale = width / (end - start || 1);

  const rows: { left: string; right: string }[] = [];
  const draw = (span: Span, depth: number) => {
    const indent = '  '.repeat(depth);
    const from = Math.min(width - 1, Math.floor((span.start_time - start) * scale));
    const to = Math.round(((span.end_time ?? end) - start) * scale);
    const bar = ' '.repeat(from) + '█'.repeat(Math.max(1, Math.min(width, to) - from));
    const milliseconds =
      span.end_time === undefined
        ? 'open'
        : `${((span.end_time - span.start_time) * 1000).toFixed(0)} ms`;
    rows.push({
      left: `${indent}${[span.name, span.aws?.operation].filter(Boolean).join(' ')}`,
      right: `${mark(span).padStart(11)} ${milliseconds.padStart(9)}  ${bar}`,
    });
    for (const [key, value] of Object.entries(span.annotations ?? {})) {
      rows.push({ left: `${indent}  ${key} = ${JSON.stringify(value)}`, right: '' });
    }
    for (const child of spans.filter(({ parent }) => parent === span.id)) draw(child, depth + 1);
  };
  const ids = new Set(spans.map(({ id }) => id));
  for (const span of spans) if (!span.parent || !ids.has(span.parent)) draw(span, 0);

  const column = Math.max(0, ...rows.map(({ left }) => left.length));
  return rows.map(({ left, right }) => `${left.padEnd(column)}${right}`.trimEnd()).join('\n');
}

/** The status code, and the state by which X-Ray colors the node. */
function mark({ http, throttle, fault, error }: Segment): string {
  const color = throttle ? 'throttle' : fault ? 'fault' : error ? 'error' : '';
  return [color, http?.response?.status].filter(Boolean).join(' ');
}
