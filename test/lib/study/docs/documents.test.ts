import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import GithubSlugger from 'github-slugger';
import { patterns } from '../../../../lib/patterns';
import { documents, drawableOf } from '../../../../lib/study/docs/documents';
import { faults, mermaid, nodes } from '../../../../lib/study/docs/flow';
import { withPart } from '../../../../lib/study/docs/page';
import { synthesized } from '../../../support/synth';

describe('the generated documents', () => {
  let files: Map<string, string>;
  beforeAll(async () => {
    files = await documents();
  });

  test('are up to date; if not, run npm run docs', () => {
    for (const [file, text] of files) {
      expect({ file, text: existsSync(file) ? readFileSync(file, 'utf8') : '' }).toEqual({
        file,
        text,
      });
    }
  });

  test('link to files that exist and to headings that they have', () => {
    const texts = new Map([
      ...files,
      ...['CONTRIBUTING.md', 'CHANGELOG.md'].map(
        (file) => [file, readFileSync(file, 'utf8')] as const,
      ),
    ]);
    const broken: string[] = [];
    let links = 0;
    for (const [file, text] of texts) {
      const inline = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
      const named = [...text.matchAll(/^\[[^\]]+\]: (\S+)$/gm)].map(([, target = '']) => target);
      for (const target of [...inline, ...named].filter((one) => !/^https?:/.test(one))) {
        links++;
        const [path = '', fragment] = target.split('#');
        const to = path === '' ? file : join(dirname(file), path);
        const there = existsSync(to);
        if (!there || (fragment && !anchors(texts.get(to) ?? '').has(fragment)))
          broken.push(`${file}: ${target}`);
      }
    }
    expect(broken).toEqual([]);
    expect(links).toBeGreaterThan(100);
  });

  test('depend on no line number of a source, which the next edit would move', () => {
    const numbered = [...files].filter(([, text]) => /\.ts#L\d/.test(text)).map(([file]) => file);
    expect(numbered).toEqual([]);
  });

  test('need the marks in the README', () => {
    expect(() => withPart('# No marks', 'index', '')).toThrow('expected <!-- index');
  });
});

/** The fragments by which GitHub reaches the headings of a document. */
function anchors(text: string): Set<string> {
  const slugger = new GithubSlugger();
  const outsideCode = text.replace(/^```.*?^```$/gms, '');
  return new Set(
    [...outsideCode.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => slugger.slug(title)),
  );
}

test.each(patterns)('the drawing of $id is true of its stack', (pattern) => {
  const drawable = drawableOf(pattern, synthesized(pattern));
  expect(faults(pattern.exam.flow, drawable)).toEqual([]);
});

describe('a drawing', () => {
  const drawable = {
    resources: {
      Queue1: { Type: 'AWS::SQS::Queue' },
      Role2: { Type: 'AWS::IAM::Role' },
      Policy3: {
        Type: 'AWS::IAM::Policy',
        Properties: { Roles: [{ Ref: 'Role2' }], To: { 'Fn::GetAtt': ['Queue1', 'Arn'] } },
      },
      Function4: {
        Type: 'AWS::Lambda::Function',
        Properties: { Role: { 'Fn::GetAtt': ['Role2', 'Arn'] } },
      },
      Table5: { Type: 'AWS::DynamoDB::Table' },
    },
    paths: {
      Queue1: 'Queue',
      Role2: 'Worker/Role',
      Policy3: 'Worker/Role/Policy',
      Function4: 'Worker',
      Table5: 'Table',
    },
  };

  test('may run through a role and its policy', () => {
    expect(faults([{ from: 'Worker', to: 'Queue' }], drawable)).toEqual([]);
  });

  test('is untrue with an arrow between two that do not know each other', () => {
    expect(faults([{ from: 'Worker', to: 'Table' }], drawable)).toEqual([
      'expected Worker and Table to refer to each other, as the arrow says',
    ]);
    // Two users of one queue are not thereby connected: the queue is a node, not a connector.
    expect(faults([{ from: 'Queue', to: 'Table' }], drawable)).toHaveLength(1);
  });

  test('is untrue with a node that the stack does not have', () => {
    expect(faults([{ from: '(user)', to: 'Bucket' }], drawable)).toEqual([
      'expected Bucket to be a construct of the stack',
    ]);
  });

  test('has at most ten nodes', () => {
    const crowd = Array.from({ length: 10 }, (_, index) => ({
      from: `(user ${index})`,
      to: 'Queue',
    }));
    expect(faults(crowd, drawable)).toEqual(['expected at most 10 nodes, found 11']);
    expect(nodes(crowd)).toHaveLength(11);
  });

  test('names each resource with its kind', () => {
    expect(mermaid([{ from: '(user)', to: 'Queue', label: 'sends' }], drawable)).toBe(
      [
        'flowchart LR',
        '  n0([user])',
        '  n1["<b>Queue</b><br/>SQS Queue"]',
        '  n0 -->|sends| n1',
      ].join('\n'),
    );
  });
});
