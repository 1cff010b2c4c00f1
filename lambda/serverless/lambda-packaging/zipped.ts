import { performance } from 'node:perf_hooks';
import { type Totals, totals } from './prices';

/** How long it took to load this package with its library, after the start of Node.js itself. */
const loadMs = performance.now() - performance.nodeTiming.bootstrapComplete;

/** Adds up a price list. The same file runs from a ZIP file and from an image. */
export async function handler(event?: { readonly csv?: unknown }) {
  return { ...totals(event?.csv), loadMs } satisfies Totals & { loadMs: number };
}
