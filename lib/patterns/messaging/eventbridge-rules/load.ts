import type { Loads } from '../../../model/load';

const ten = Array.from({ length: 10 }, (_, index) => index);

export const loads: Loads = {
  'state-keeper': {
    event: {
      orderId: 'o1',
      version: 1,
      state: 'placed',
      cents: 1250,
      since: '2026-11-21T12:00:00Z',
    },
    items: 1,
    item: 'event',
  },
  closer: {
    event: { at: '2026-11-21T03:00:00Z', unpaidHours: 24 },
    items: 10,
    item: 'order',
    answers: {
      Query: JSON.stringify({
        Items: ten.map((index) => ({
          orderId: { S: `o${index}` },
          version: { N: '1' },
          cents: { N: '1250' },
        })),
      }),
      PutEvents: JSON.stringify({
        FailedEntryCount: 0,
        Entries: ten.map((index) => ({ EventId: `e${index}` })),
      }),
    },
  },
};
