import { priceOf } from './order';

/** Charges an order, or says what it costs. */
export async function handler(event: unknown): Promise<{ cents: number }> {
  return { cents: priceOf(event) };
}
