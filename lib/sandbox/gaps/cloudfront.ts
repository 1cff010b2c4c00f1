import type { GapsOf } from './gap';
import { edgeAnswers } from './s3';

export const cloudfront = {
  'cloudfront: caching': {
    seen: '1.5.33',
    what: 'CloudFront caches nothing, so every request is a miss.',
    handling: 'left out',
    how: 'The sandbox does not prove what is cached, and under which cache key.',
    closed: async () => (await edgeAnswers()).caches,
  },
} satisfies GapsOf;
