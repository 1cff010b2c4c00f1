import { CloudFrontClient, CreateInvalidationCommand } from '@aws-sdk/client-cloudfront';
import { CopyObjectCommand, DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import * as fc from 'fast-check';
import {
  copySource,
  parsePublication,
  reasonOf,
  staleKeys,
  written,
} from '../../../../lambda/edge/cloudfront-origin-access-identity/publication';
import { handler } from '../../../../lambda/edge/cloudfront-origin-access-identity/publisher';
import { anyText, anyValue, halfPair } from '../../../support/arbitraries';
import { holds } from '../../../support/properties';

const BUCKETS = ['site-a', 'site-b'] as const;
const STACK_ID =
  'arn:aws:cloudformation:eu-central-1:111122223333:stack/CloudfrontOriginAccessIdentity/6f1a2b3c-0000-4000-8000-123456789abc';
const SECRET = 'Signature=secret';

interface Properties {
  readonly Bucket: string;
  readonly Files: readonly {
    readonly Key: string;
    readonly ContentType: string;
    readonly SourceBucket: string;
    readonly SourceKey: string;
  }[];
  readonly DistributionIds: readonly string[];
  readonly DistributionPaths: readonly string[];
}

const file = fc.record({
  Key: fc.oneof(
    fc.constantFrom(
      'index.html',
      'a/b c.css',
      '__proto__',
      'ä/ö.html',
      '日本語.html',
      'a%2Fb',
      '?',
    ),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 }).map((text) => `k${text}`),
  ),
  ContentType: fc.constantFrom('text/html; charset=utf-8', 'text/css'),
  SourceBucket: fc.constant('assets'),
  SourceKey: fc.constantFrom('a1.html', 'b 2.css', 'ü/c+3.html', 'a%2Fb', '100%'),
});
const properties: fc.Arbitrary<Properties> = fc.record({
  Bucket: fc.oneof(
    { weight: 4, arbitrary: fc.constant(BUCKETS[0]) },
    { weight: 1, arbitrary: fc.constant(BUCKETS[1]) },
  ),
  Files: fc.array(file, { minLength: 1, maxLength: 5 }),
  DistributionIds: fc.uniqueArray(fc.constantFrom('E1', 'E2'), { maxLength: 2 }),
  DistributionPaths: fc.constant(['/*']),
});
/** Properties that lack something or have something else in its place. */
const broken: fc.Arbitrary<unknown> = fc.oneof(
  anyValue,
  fc
    .tuple(properties, fc.constantFrom('Bucket', 'Files', 'DistributionIds'), anyText)
    .map(([good, name, wrong]) => ({ ...good, [name]: `${wrong}!` })),
  fc
    .tuple(properties, fc.oneof(halfPair, fc.constantFrom('', '/a', 'x'.repeat(1025))))
    .map(([good, Key]) => ({ ...good, Files: [...good.Files, { ...good.Files[0], Key }] })),
  fc
    .tuple(properties, halfPair)
    .map(([good, SourceKey]) => ({ ...good, Files: [{ ...good.Files[0], SourceKey }] })),
);

type Fault = 'none' | 'refused' | 'lost';
const faults = fc.array(fc.constantFrom<Fault[]>('none', 'none', 'none', 'refused', 'lost'), {
  maxLength: 8,
});

/** Two buckets with a file in each that is none of the publisher's business. */
let buckets: Map<string, Map<string, string>>;
let failing: Fault[];
let refusals: number;
let thrown: unknown;
let touched: string[];
let answers: Record<string, unknown>[];
let logged: string;

function reset(error: unknown = new Error('Access Denied')): void {
  buckets = new Map(BUCKETS.map((name) => [name, new Map([['foreign.html', 'foreign']])]));
  failing = [];
  refusals = 0;
  thrown = error;
  touched = [];
  answers = [];
  logged = '';
}

/** S3 and CloudFront; as in the SDK, a key that has no UTF-8 cannot even be sent. */
async function send(command: unknown): Promise<object> {
  const fault = failing.shift() ?? 'none';
  if (fault === 'refused') throw thrown;
  if (command instanceof CopyObjectCommand || command instanceof DeleteObjectCommand) {
    const { Bucket = '', Key = '' } = command.input;
    encodeURIComponent(Key);
    touched.push(JSON.stringify([Bucket, Key]));
    const bucket = buckets.get(Bucket);
    if (!bucket) throw Object.assign(new Error('no such bucket'), { name: 'NoSuchBucket' });
    if (command instanceof CopyObjectCommand) {
      const { CopySource = '', ContentType } = command.input;
      // A header: anything but ASCII without spaces would be another source, or none.
      expect(CopySource).toMatch(/^[!-~]+$/);
      bucket.set(Key, JSON.stringify([decodeURIComponent(CopySource), ContentType]));
    } else bucket.delete(Key);
  } else if (!(command instanceof CreateInvalidationCommand)) throw new Error('expected no other');
  if (fault === 'lost') throw thrown;
  return {};
}

beforeEach(() => {
  reset();
  jest.spyOn(S3Client.prototype, 'send').mockImplementation(send as never);
  jest.spyOn(CloudFrontClient.prototype, 'send').mockImplementation(send as never);
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
    expect(`${url}`).toContain(SECRET);
    expect(Buffer.byteLength(`${init?.body}`)).toBeLessThanOrEqual(4096);
    refusals -= 1;
    if (refusals >= 0) return new Response(null, { status: 503 });
    answers.push(JSON.parse(`${init?.body}`));
    return new Response(null, { status: 200 });
  });
  jest.spyOn(console, 'error').mockImplementation((...parts: unknown[]) => {
    logged += parts
      .map((part) => (part instanceof Error ? `${part.name} ${part.message}` : String(part)))
      .join(' ');
  });
});

/** Sends one event as CloudFormation does; Lambda invokes again where the invocation ends in an error. */
async function tell(
  RequestType: 'Create' | 'Update' | 'Delete',
  more: object,
): Promise<{ done: boolean; id: string }> {
  const event = {
    RequestType,
    ResponseURL: `https://example.com/answer?${SECRET}`,
    StackId: STACK_ID,
    RequestId: '6f1a2b3c-0000-4000-8000-123456789abc',
    LogicalResourceId: 'Publication',
    ResourceType: 'Custom::Publication',
    ...more,
  } as unknown as CloudFormationCustomResourceEvent;
  answers = [];
  let ends = 0;
  for (let error: unknown = event; error !== undefined; ends++) {
    error = await handler(event).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(ends).toBeLessThan(3);
  }
  expect(answers).toHaveLength(1);
  const [{ Status, PhysicalResourceId, Reason, ...rest } = {}] = answers;
  expect(rest).toEqual({
    StackId: STACK_ID,
    RequestId: event.RequestId,
    LogicalResourceId: 'Publication',
  });
  expect(typeof PhysicalResourceId === 'string' && PhysicalResourceId.length > 0).toBe(true);
  expect([Status === 'SUCCESS', typeof Reason]).toEqual([
    Status !== 'FAILED',
    Status === 'FAILED' ? 'string' : 'undefined',
  ]);
  expect(logged).not.toContain(SECRET);
  return { done: Status === 'SUCCESS', id: `${PhysicalResourceId}` };
}

/** The files of the site alone; what is not the publisher's must be there as ever. */
function published(): Record<string, Map<string, string>> {
  return Object.fromEntries(
    [...buckets].map(([name, files]) => {
      expect(files.get('foreign.html')).toBe('foreign');
      return [name, new Map([...files].filter(([key]) => key !== 'foreign.html'))];
    }),
  );
}
function expectedSite({ Bucket, Files }: Properties): Record<string, Map<string, string>> {
  const empty = BUCKETS.map((name) => [name, new Map<string, string>()]);
  const files = Files.map(({ Key, ContentType, SourceBucket, SourceKey }): [string, string] => [
    Key,
    JSON.stringify([`${SourceBucket}/${SourceKey}`, ContentType]),
  ]);
  return { ...Object.fromEntries(empty), [Bucket]: new Map(files) };
}
const nothing = expectedSite({
  Bucket: 'site-a',
  Files: [],
  DistributionIds: [],
  DistributionPaths: [],
});

/** The keys in the properties, read without the code under test. */
function listed(given: unknown): string[] {
  const { Bucket, Files } = (given ?? {}) as { Bucket?: unknown; Files?: unknown };
  return (Array.isArray(Files) ? Files : []).map((each) => JSON.stringify([Bucket, each?.Key]));
}

/** Acts as CloudFormation: creates, updates, rolls back failures, cleans up replacements, and deletes. */
test('in any series of stack events, the publisher touches only its own keys and leaves none behind', async () => {
  const step = fc.record({
    given: fc.oneof({ weight: 4, arbitrary: properties }, { weight: 1, arbitrary: broken }),
    faults,
    refusals: fc.nat({ max: 2 }),
  });
  await holds(
    250,
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (steps) => {
      reset();
      let current: { given: unknown; id: string } | undefined;
      const attempt = async (
        type: 'Create' | 'Update' | 'Delete',
        more: { ResourceProperties: unknown; OldResourceProperties?: unknown },
        id?: string,
      ) => {
        touched = [];
        const outcome = await tell(type, { ...more, ...(id && { PhysicalResourceId: id }) });
        const own = [...listed(more.ResourceProperties), ...listed(more.OldResourceProperties)];
        for (const key of touched) expect(own).toContain(key);
        return outcome;
      };
      const calm = () => {
        failing = [];
        refusals = 0;
      };
      for (const { given, faults: failures, refusals: refused } of steps) {
        // An update that moves the site to another bucket gets at most one failure.
        const moves = current && (given as Properties)?.Bucket !== current.id;
        failing = moves
          ? failures.slice(0, failures.findIndex((each) => each !== 'none') + 1)
          : [...failures];
        refusals = moves ? 0 : refused;
        const before = current;
        const now = await attempt(
          before ? 'Update' : 'Create',
          { ResourceProperties: given, ...(before && { OldResourceProperties: before.given }) },
          before?.id,
        );
        calm();
        if (now.done) {
          current = { given, id: now.id };
          if (before && before.id !== now.id) {
            const cleaned = await attempt(
              'Delete',
              { ResourceProperties: before.given },
              before.id,
            );
            expect(cleaned).toEqual({ done: true, id: before.id });
          }
        } else if (before) {
          const back = { ResourceProperties: before.given, OldResourceProperties: given };
          expect(await attempt('Update', back, before.id)).toEqual({ done: true, id: before.id });
        } else {
          const cleaned = await attempt('Delete', { ResourceProperties: given }, now.id);
          expect(cleaned).toEqual({ done: true, id: now.id });
        }
        expect(published()).toEqual(current ? expectedSite(current.given as Properties) : nothing);
      }
      if (current) await attempt('Delete', { ResourceProperties: current.given }, current.id);
      expect(published()).toEqual(nothing);
    }),
  );
});

test('every event gets one response that CloudFormation accepts, whatever error occurs', async () => {
  const error = fc.oneof(
    fc
      .tuple(anyText, anyText)
      .map(([name, message]) => Object.assign(new Error(message), { name })),
    anyText,
    fc.constantFrom(undefined, null, 0),
    fc.integer({ min: 500, max: 3000 }).map((length) => new Error('\0'.repeat(length))),
  );
  await holds(
    300,
    fc.asyncProperty(
      fc.constantFrom<('Create' | 'Update' | 'Delete')[]>('Create', 'Update', 'Delete'),
      fc.oneof(properties, broken),
      fc.oneof(properties, broken),
      error,
      faults,
      async (type, given, earlier, reason, failures) => {
        reset(reason);
        failing = [...failures];
        const more = { ResourceProperties: given, OldResourceProperties: earlier };
        const { id } = await tell(type, {
          ...more,
          ...(type !== 'Create' && { PhysicalResourceId: 'site-a' }),
        });
        // A failed update or delete must not look like a replacement.
        if (type === 'Delete' || answers[0]?.Status === 'FAILED') {
          if (type !== 'Create') expect(id).toBe('site-a');
        }
        expect(Buffer.byteLength(JSON.stringify({ Reason: reasonOf(reason) }))).toBeLessThan(3100);
      },
    ),
  );
});

test('properties are either a publication with valid keys or rejected with a short reason', async () => {
  await holds(
    500,
    fc.property(fc.oneof(properties, broken), (given) => {
      let parsed: ReturnType<typeof parsePublication> | undefined;
      try {
        parsed = parsePublication(given);
      } catch (error) {
        expect(`${error}`).toMatch(/^Error: expected .{1,1500}$/s);
      }
      const { keys } = written(given);
      for (const key of keys) expect(() => encodeURIComponent(key)).not.toThrow();
      if (!parsed) return;
      expect(new Set(keys)).toEqual(new Set(parsed.files.map(({ key }) => key)));
      for (const each of parsed.files) {
        expect(decodeURIComponent(copySource(each))).toBe(`${each.sourceBucket}/${each.sourceKey}`);
      }
    }),
  );
});

test('stale keys are those that were listed for this bucket and no longer are', async () => {
  await holds(
    300,
    fc.property(fc.oneof(properties, broken), properties, (earlier, now) => {
      const kept = new Set(listed(now));
      const usable = new Set(written(earlier).keys.map((key) => JSON.stringify([now.Bucket, key])));
      const before = new Set(listed(earlier).filter((key) => usable.has(key) && !kept.has(key)));
      const stale = staleKeys(earlier, parsePublication(now));
      expect(new Set(stale.map((key) => JSON.stringify([now.Bucket, key])))).toEqual(before);
      expect(new Set(stale).size).toBe(stale.length);
    }),
  );
});
