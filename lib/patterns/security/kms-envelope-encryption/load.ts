import type { Loads } from '../../../model/load';

export const loads: Loads = {
  clerk: {
    event: { document: 'bench', data: Buffer.alloc(1_048_576, 'tea ').toString('base64') },
    items: 1,
    item: 'megabyte',
    answers: {
      GenerateDataKey: JSON.stringify({
        Plaintext: Buffer.alloc(32, 1).toString('base64'),
        CiphertextBlob: Buffer.alloc(184, 2).toString('base64'),
      }),
    },
  },
};
