/**
 * Caches a loaded value for a while, so that not every request loads it. Concurrent requests share one
 * load. A failed load is not cached.
 * @param clock the current time, in milliseconds since any fixed moment
 */
export function remember<T>(
  load: () => Promise<T>,
  milliseconds: number,
  clock: () => number,
): () => Promise<T> {
  let kept: { readonly since: number; readonly value: Promise<T> } | undefined;
  return () => {
    if (kept === undefined || clock() - kept.since >= milliseconds) {
      const loading = { since: clock(), value: load() };
      kept = loading;
      loading.value.catch(() => {
        if (kept === loading) kept = undefined;
      });
    }
    return kept.value;
  };
}
