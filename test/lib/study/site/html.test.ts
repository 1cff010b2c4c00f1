import { breakable, fragment, html, prose, raw } from '../../../../lib/study/site/html';

test('text is escaped, and markup is not', () => {
  expect(
    String(
      html`<p title="${'"<'}">${'a & b'}${raw('<b>c</b>')}${[1, html`<i>2</i>`]}${false}${undefined}</p>`,
    ),
  ).toBe('<p title="&quot;&lt;">a &amp; b<b>c</b>1<i>2</i></p>');
});

test('backticks mark code', () => {
  expect(String(prose('run `cdk diff <id>` first'))).toBe(
    'run <code>cdk diff &lt;id&gt;</code> first',
  );
});

test('a long name may break where its parts end', () => {
  expect(String(breakable('WorkQueue/Policy.Sid'))).toBe('Work<wbr>Queue/<wbr>Policy.<wbr>Sid');
});

test('an id for a fragment needs no escaping', () => {
  expect(fragment('try Queue.Delay=900')).toBe('try-queue-delay-900');
});
