/**
 * Does the work for every item, several at a time.
 * @returns what came of each item, in the order of the items
 * @throws what the work throws, and when the signal is aborted
 */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  width: number,
  signal: AbortSignal,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const rest = items.entries();
  const results: Result[] = [];
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const [index, item] of rest) {
        signal.throwIfAborted();
        results[index] = await work(item);
      }
    }),
  );
  return results;
}
