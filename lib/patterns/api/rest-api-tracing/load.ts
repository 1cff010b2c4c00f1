import type { Loads } from '../../../model/load';

export const loads: Loads = {
  'order-handler': {
    event: {
      httpMethod: 'POST',
      headers: { 'Idempotency-Key': 'bench' },
      body: '{"sku":"tea","quantity":2}',
      pathParameters: null,
      requestContext: { requestId: 'r', path: '/prod/orders' },
    },
    items: 1,
    item: 'request',
  },
};
