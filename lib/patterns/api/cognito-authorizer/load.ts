import type { Loads } from '../../../model/load';

export const loads: Loads = {
  'note-desk': {
    event: {
      httpMethod: 'GET',
      requestContext: { requestId: 'r', authorizer: { claims: { sub: 'bench' } } },
    },
    items: 1,
    item: 'request',
    answers: { Query: '{"Items":[],"Count":0}' },
  },
};
