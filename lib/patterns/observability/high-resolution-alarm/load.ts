import type { Loads } from '../../../model/load';

const ten = Array.from({ length: 10 }, (_, index) => index);

export const loads: Loads = {
  sampler: {
    event: {
      server: 'bench',
      samples: ten.map((index) => ({
        at: new Date(Date.now() - index * 1000).toISOString(),
        processor: index,
      })),
    },
    items: 10,
    item: 'sample',
  },
};
