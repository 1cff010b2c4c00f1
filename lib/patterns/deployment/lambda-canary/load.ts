import type { Loads } from '../../../model/load';

export const loads: Loads = {
  cashier: { because: 'it calls no service', env: { VAT_PERCENT: 'AT=20,DE=19' } },
  inspector: {
    because: 'it runs twice a deployment, and waits for another function most of the time',
  },
};
