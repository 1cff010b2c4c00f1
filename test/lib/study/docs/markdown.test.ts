import { anchor, cell, code, table } from '../../../../lib/study/docs/markdown';

test('plain text cannot break out of its cell', () => {
  expect(cell('a | b\n<name> * \\')).toBe('a \\| b &lt;name> \\* \\\\');
  expect(code('{"a":"b|c"}')).toBe('`{"a":"b\\|c"}`');
});

test('long code may break after dots, commas and equals signs, and is still no Markdown', () => {
  const path = 'Origins.0.ConnectionAttempts_of_it';
  expect(code(`${path}=[1,2]`)).toBe(
    '<code>Origins.<wbr>0.<wbr>ConnectionAttempts\\_of\\_it=<wbr>\\[1,<wbr>2\\]</code>',
  );
  expect(code('https://docs.aws.amazon.com/<id>|*')).toBe(
    '<code>https\\://docs.<wbr>aws.<wbr>amazon.<wbr>com/\\<id\\>\\|\\*</code>',
  );
});

test('a longer cell changes no other row of a table', () => {
  expect(table(['A', 'B'], [['1', 'long text']], ['', 'r'])).toBe(
    '| A | B |\n| - | -: |\n| 1 | long text |',
  );
});

test('an anchor is the one by which GitHub reaches a heading', () => {
  expect(anchor('Api/Default/jobs/{id}/GET (AWS::ApiGateway::Method)')).toBe(
    'apidefaultjobsidget-awsapigatewaymethod',
  );
});
