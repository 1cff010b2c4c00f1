import type { Loads } from '../../../model/load';

export const loads: Loads = {
  'report-desk': {
    event: {
      httpMethod: 'GET',
      requestContext: {
        requestId: 'r',
        authorizer: { principalId: 'bench', tenant: 'bench', decision: 'bench' },
      },
    },
    items: 1,
    item: 'request',
    answers: { Query: '{"Items":[],"Count":0}' },
  },
  verifier: { because: 'its event holds a token that expires' },
};
