import type { Loads } from '../bench';

export const loads: Loads = {
  'report-desk': 'it calls no service',
  verifier: 'its event holds a token that expires',
};
