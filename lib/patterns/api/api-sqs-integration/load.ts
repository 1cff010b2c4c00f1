import type { Loads } from '../../../model/load';

const stops = Array.from({ length: 12 }, (_, index) => [index, (index * 7) % 12]);

export const loads: Loads = {
  worker: {
    event: { Records: [{ messageId: 'm', body: JSON.stringify({ stops }) }] },
    items: 1,
    item: 'message',
  },
  'status-desk': {
    event: {
      httpMethod: 'GET',
      pathParameters: { id: '00000000-0000-4000-8000-000000000000' },
      requestContext: { requestId: 'r' },
    },
    items: 1,
    item: 'request',
    answers: { GetItem: '{"Item":{"id":{"S":"i"},"state":{"S":"RUNNING"},"attempts":{"N":"1"}}}' },
  },
};
