import type { Loads } from '../../../model/load';

const key = 'a-key-of-twenty-characters';
const vendor = '{"accepted":true}';

export const loads: Loads = {
  rotator: { because: 'a rotation has four steps, and each changes what the next one finds' },
  shipper: {
    event: { kilograms: 2 },
    items: 1,
    item: 'parcel',
    answers: {
      GetSecretValue: JSON.stringify({ SecretString: JSON.stringify({ key }) }),
      GetParametersByPath: JSON.stringify({
        Parameters: [
          { Name: '/bench/carrier', Value: 'fast' },
          { Name: '/bench/most-weight', Value: '30' },
        ],
      }),
      Invoke: vendor,
    },
  },
  vendor: { event: { key }, items: 1, item: 'request', answers: { GetItem: '{}', PutItem: '{}' } },
};
