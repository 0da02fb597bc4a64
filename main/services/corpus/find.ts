import { Failure } from '#shared/contract/failure.ts';
import type { Entry } from '#shared/model/article.ts';
import { inOrder } from '../extract/in-order.ts';
import type { Pool } from '../extract/pool.ts';
import type { WordsToFind } from '../occurrences/find-in-text.ts';
import type { Store } from '../store/store.ts';
import type { FindOptions } from './corpus.ts';

/** Articles that a worker looks through at once. */
const atOnce = 50;

interface FindWords extends FindOptions {
  readonly words: WordsToFind;
  readonly database: string;
  readonly store: Store;
  readonly pool: Pool;
  checkOpen(): void;
}

/** Finds words in the texts of a store; see `Corpus.find`. */
export async function findWords({ words, first, signal, onArticle, database, store, pool, checkOpen }: FindWords) {
  const checkGoing = () => {
    checkOpen();
    if (signal.aborted) throw new Failure('cancelled', 'The search was stopped.');
  };
  checkGoing();
  await store.ask('commit', null);
  const { ns, ids } = await store.ask('articles', null);
  const repeated = await store.ask('repeated', null);
  const all = [...ns];
  const at = first === null ? -1 : ids.indexOf(first);
  if (at > 0) all.unshift(...all.splice(at, 1));
  const portions: number[][] = all.length > 0 ? [all.slice(0, 1)] : [];
  for (let from = 1; from < all.length; from += atOnce) portions.push(all.slice(from, from + atOnce));
  const results = inOrder(portions, pool.size * 2, (articles) => pool.find({ database, articles, find: words }));
  let unreadable = 0;
  let done = 0;
  for await (const { item: numbers, result } of results) {
    checkGoing();
    const found = result.kind === 'searched' ? result.found : numbers.map(() => null);
    const hit = numbers.filter((_, i) => (found[i]?.length ?? 0) > 0);
    const entries = await entriesOf(store, hit);
    for (const [i, n] of numbers.entries()) {
      done++;
      if (found[i] === null) unreadable++;
      const entry = entries.get(n);
      const left = found[i]?.filter(({ line }) => line === null || !repeated.has(line)) ?? [];
      const goesOn = onArticle(
        entry === undefined || left.length === 0 ? null : { article: articleOf(entry), words: left },
        done,
        all.length,
      );
      if (!goesOn) return { articles: done, unreadable, complete: done === all.length };
      checkGoing();
    }
  }
  return { articles: all.length, unreadable, complete: true };
}

async function entriesOf(store: Store, ns: readonly number[]): Promise<Map<number, Entry>> {
  if (ns.length === 0) return new Map();
  return new Map(await store.ask('entries', { ns }));
}

const articleOf = ({ id, path, sourceSha256, textSha256, length, meta }: Entry) => ({
  ...{ id, path, length, title: meta.title },
  sourceSha256: sourceSha256 ?? '',
  textSha256: textSha256 ?? '',
});
