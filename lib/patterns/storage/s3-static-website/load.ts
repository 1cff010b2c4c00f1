import type { Loads } from '../../../model/load';

export const loads: Loads = {
  signer: {
    event: { action: 'upload', file: 'trip/1.mp4', type: 'video/mp4', bytes: 1000 },
    items: 1,
    item: 'URL',
  },
};
