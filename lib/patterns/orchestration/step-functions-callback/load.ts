import type { Loads } from '../../../model/load';

export const loads: Loads = {
  messenger: {
    because:
      'its message differs each time, and the SDK checks the answer against the checksum of the message',
    env: { KEEP_SECONDS: '604800' },
  },
  'answer-desk': {
    event: {
      body: '{"key":"bench","decision":"approve"}',
      pathParameters: { id: 'benchbenchbenchbenchbe' },
      requestContext: { requestId: 'r' },
    },
    items: 1,
    item: 'answer',
    answers: {
      GetItem: JSON.stringify({
        Item: {
          id: { S: 'benchbenchbenchbenchbe' },
          keyHash: { S: '1b32c28cb38c05480eccc1bd60ff97029b57a05c96718b96dad7e9d84894f549' },
          taskToken: { S: 'token' },
        },
      }),
    },
  },
};
