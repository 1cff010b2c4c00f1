import type { Loads } from '../bench';

export const loads: Loads = {
  cashier: 'it calls no service',
  inspector: 'it runs twice a deployment, and waits for another function most of the time',
};
