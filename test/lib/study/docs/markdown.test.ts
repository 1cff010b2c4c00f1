import { anchor, cell, code, table } from '../../../../lib/study/docs/markdown';

test('plain text cannot break out of its cell', () => {
  expect(cell('a | b\n<name> * \\')).toBe('a \\| b &lt;name> \\* \\\\');
  expect(code('{"a":"b|c"}')).toBe('`{"a":"b\\|c"}`');
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
