import type { GapsOf } from './gap';
import { edgeAnswers } from './s3';

export const cloudfront = {
  'cloudfront: caching': {
    seen: '1.5.33',
    what: 'Every request is a miss: nothing is cached.',
    handling: 'left out',
    how: 'What is cached, and by which key, is not proven.',
    closed: async () => (await edgeAnswers()).caches,
  },
} satisfies GapsOf;
