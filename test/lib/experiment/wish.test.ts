import { parseWishes, type Wish } from '../../../lib/experiment/wish';

const wish = (text: string) => parseWishes(text)[0] as Wish;

describe('a change on the command line', () => {
  test('is a construct, a property and a JSON value', () => {
    expect(wish('WorkQueue.RedrivePolicy.maxReceiveCount=1')).toMatchObject({
      construct: 'WorkQueue',
      property: 'RedrivePolicy.maxReceiveCount',
      value: 1,
    });
  });

  test.each([
    ['null', null],
    ['true', true],
    ['"10"', '10'],
    ['[1,2]', [1, 2]],
    ['{"a":"b=c; D.e=f"}', { a: 'b=c; D.e=f' }],
    ['KEYS_ONLY', 'KEYS_ONLY'],
    ['alias/aws/sqs', 'alias/aws/sqs'],
    ['nodejs14.x', 'nodejs14.x'],
  ])('may have the value %s', (literal, value) => {
    expect(wish(`Table.Property=${literal}`).value).toEqual(value);
  });

  test('may name its stack', () => {
    expect(parseWishes('Api/Queue/Policy.Text=1', ['Api'])[0]).toMatchObject({
      stack: 'Api',
      construct: 'Queue/Policy',
    });
    expect(parseWishes('Queue/Policy.Text=1', ['Api'])[0]).toMatchObject({
      construct: 'Queue/Policy',
    });
  });

  test('may be one of several, with semicolons between them', () => {
    const texts = parseWishes('A.B=1; C.D={"e":"f; g"};E/F.G=null').map(({ text }) => text);
    expect(texts).toEqual(['A.B=1', 'C.D={"e":"f; g"}', 'E/F.G=null']);
  });

  test.each(['WorkQueue', 'WorkQueue.DelaySeconds', '=1', '.a=1', '1.a=1'])('is not %s', (text) => {
    expect(() => parseWishes(text)).toThrow(/^expected a change such as WorkQueue/);
  });

  test.each(['{', '[1,', 'a b', ''])('has no value %s', (literal) => {
    expect(() => parseWishes(`A.B=${literal}`)).toThrow(/^expected a JSON value/);
  });
});
