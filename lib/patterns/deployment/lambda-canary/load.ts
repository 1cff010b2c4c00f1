import type { Loads } from '../../../model/load';

export const loads: Loads = {
  cashier: { because: 'it calls no service', env: { VAT_PERCENT: 'AT=20,DE=19' } },
  inspector: {
    because: 'it runs twice per deployment, and mostly waits for another function',
  },
};
