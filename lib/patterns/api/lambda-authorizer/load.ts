import type { Loads } from '../../../model/load';

export const loads: Loads = {
  'report-desk': { because: 'it calls no service' },
  verifier: { because: 'its event holds a token that expires' },
};
