import { patterns } from '../../../lib/patterns';
import { findPatterns } from '../../../lib/run/find-patterns';

const ids = (...names: string[]) => findPatterns(names).map(({ id }) => id);

test('finds patterns by id and by family, in the order of the table of contents', () => {
  const messaging = patterns.filter(({ family }) => family === 'messaging').map(({ id }) => id);
  expect(ids('messaging', 'RestApiTracing')).toEqual(['RestApiTracing', ...messaging]);
});

test('finds all of them for no name', () => {
  expect(findPatterns([])).toEqual(patterns);
});

test.each([
  ['sqs-dead-letter-queue', /; the nearest is SqsDeadLetterQueue$/],
  ['SqsDeadLeterQueue', /; the nearest is SqsDeadLetterQueue$/],
  ['mesaging', /; the nearest is messaging$/],
  ['dynamodb', /; the nearest are DynamodbStreams, DynamodbIndexes, S3EventToDynamodb$/],
  ['blockchain', /; the families are .*messaging/],
  ['', /^expected the id of a pattern or a family, got no name; the families are /],
])('answers %j, which is no name, with names that are near', (name, message) => {
  expect(() => findPatterns([name])).toThrow(message);
});
