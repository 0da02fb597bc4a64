/**
 * Starts work on items up to `ahead` before their turn, and gives what comes of each in the order of the items. What
 * fails is thrown when its turn comes; until then its rejection does not count as unhandled. No more is begun once the
 * consumer leaves.
 */
export async function* inOrder<T, R>(
  items: readonly T[],
  ahead: number,
  start: (item: T) => Promise<R>,
): AsyncGenerator<{ item: T; result: R }, void> {
  const inHand: { item: T; result: Promise<R> }[] = [];
  let next = 0;
  for (;;) {
    while (next < items.length && inHand.length < ahead) {
      const item = items[next++]!;
      const result = start(item);
      result.catch(() => {});
      inHand.push({ item, result });
    }
    const first = inHand.shift();
    if (first === undefined) return;
    yield { item: first.item, result: await first.result };
  }
}
