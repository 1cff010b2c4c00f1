import type { Loads } from '../../../model/load';
import { leakedKey } from './samples';

export const loads: Loads = {
  responder: {
    event: leakedKey('bench', 'AKIAIOSFODNN7EXAMPLE'),
    items: 1,
    item: 'finding',
    answers: { UpdateAccessKey: '<UpdateAccessKeyResponse/>' },
  },
};
