import { parseOrder, parseRates, type Receipt, receipt } from './receipt';

const { VAT_PERCENT } = process.env;
if (!VAT_PERCENT) throw new Error('expected VAT_PERCENT in the environment');

const rates = parseRates(VAT_PERCENT);

export async function handler(event: unknown): Promise<Receipt> {
  return receipt(parseOrder(event), rates);
}
