import type { Loads } from '../../../model/load';

const ten = Array.from({ length: 10 }, (_, index) => ({ sku: `tea-${index}`, quantity: 2 }));
const prices = ten.map(({ sku }) => ({ sku: { S: sku }, cents: { N: '100' } }));

export const loads: Loads = {
  invoicer: {
    event: { id: 'o-1', lines: ten },
    items: 1,
    item: 'order',
    answers: { BatchGetItem: JSON.stringify({ Responses: { bench: prices } }) },
  },
  archivist: {
    event: {
      requestContext: { requestId: 'r-1', condition: 'Success', approximateInvokeCount: 1 },
      responsePayload: {
        id: 'o-1',
        lines: ten.map((line) => ({ ...line, cents: 100 })),
        netCents: 2000,
        vatCents: 380,
        totalCents: 2380,
      },
    },
    items: 1,
    item: 'record',
  },
};
