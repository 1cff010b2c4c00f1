import type { Loads } from '../../../model/load';

export const loads: Loads = {
  'snapshot-taker': {
    event: {
      id: 'e',
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      time: '2026-12-01T03:00:00Z',
      resources: [],
      detail: {},
    },
    items: 1,
    item: 'run',
    env: { SNAPSHOT_PREFIX: 'bench-monthly-' },
    answers: {
      CreateDBSnapshot:
        '<CreateDBSnapshotResponse><CreateDBSnapshotResult/></CreateDBSnapshotResponse>',
    },
  },
};
