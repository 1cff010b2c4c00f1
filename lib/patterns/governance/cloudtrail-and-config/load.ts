import type { Loads } from '../../../model/load';

export const loads: Loads = {
  closer: { because: 'its event must name the bucket of the deployed stack' },
};
