import type { Loads } from '../../../model/load';

export const loads: Loads = {
  stocker: {
    event: {
      action: 'reserve',
      line: { sku: 'tea', quantity: 1, cents: 350 },
      token: 'execution/0',
    },
    items: 1,
    item: 'line',
  },
  cashier: { because: 'it calls no service' },
};
