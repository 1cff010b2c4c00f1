import type { Loads } from '../../../model/load';

const items = Array.from({ length: 20 }, (_, index) => ({
  customer: { S: 'ann' },
  order: { S: `o${index}` },
  openAt: { S: 'ulm' },
  placedAt: { S: '2026-11-21T00:00:00.000Z' },
  totalCents: { N: '250' },
}));

export const loads: Loads = {
  'order-taker': {
    event: { place: { customer: 'ann', order: 'o1', warehouse: 'ulm', totalCents: 250 } },
    items: 1,
    item: 'order',
  },
  'order-finder': {
    event: { by: 'warehouse', of: 'ulm', limit: 20 },
    items: 20,
    item: 'order',
    answers: {
      Query: JSON.stringify({ Items: items, Count: 20, LastEvaluatedKey: items.at(-1) }),
    },
  },
};
