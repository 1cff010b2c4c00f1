import type { Loads } from '../../../model/load';

const events = Array.from({ length: 100 }, (_, index) => ({
  message: `2 111111111111 eni-1 203.0.113.${index} 10.0.0.4 40000 443 6 20 4249 1418530010 1418530070 ACCEPT OK`,
}));

export const loads: Loads = {
  diagnosis: {
    event: { minutes: 15 },
    items: 100,
    item: 'record',
    answers: { FilterLogEvents: JSON.stringify({ events }) },
  },
};
