import type { Loads } from '../../../model/load';

const hundred = Array.from({ length: 100 }, (_, index) => `R-${index},2026-12-31,${index + 1}`);

export const loads: Loads = {
  importer: {
    event: {
      Records: [
        {
          eventName: 'ObjectCreated:Put',
          s3: {
            bucket: { name: 'inbox' },
            object: {
              key: 'invoices/acme/december.csv',
              versionId: 'v1',
              sequencer: '0055AED6DCD90281E5',
            },
          },
        },
      ],
    },
    items: 100,
    item: 'row',
    answers: {
      'GET /inbox/invoices/acme/december.csv': ['number,date,cents', ...hundred].join('\n'),
    },
  },
  emptier: { because: 'it runs once in the life of a stack, and then waits for S3' },
};
