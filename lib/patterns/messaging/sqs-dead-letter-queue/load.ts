import type { Loads } from '../../../model/load';

const ten = Array.from({ length: 10 }, (_, index) => index);

export const loads: Loads = {
  consumer: {
    event: {
      Records: ten.map((index) => ({
        messageId: `m${index}`,
        receiptHandle: `r${index}`,
        body: JSON.stringify({ id: `o${index}`, sku: 'tea', quantity: 1 }),
        attributes: { ApproximateReceiveCount: '1' },
      })),
    },
    items: 10,
    item: 'message',
  },
};
