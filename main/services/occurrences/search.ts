import type { CallResult, EventData, FoundArticle, WordSearch } from '#shared/contract/contract.ts';
import type { Corpus } from '../corpus/corpus.ts';

/** Places told of one article, and of a whole search: a list that nobody can work through helps nobody. */
export const mostInArticle = 200;
export const mostPlaces = 10_000;
/** Milliseconds between two tellings, and places in one. */
const interval = 100;
const fullBatch = 500;

/**
 * Finds words in all articles of a corpus and tells them as they are found: the first article's at once, then at most
 * every 100 ms. Keeps nothing that it has told.
 * @throws Failure as `Corpus.find`
 */
export async function searchWords(
  corpus: Pick<Corpus, 'find'>,
  { id, first, phrases, wholeWords, foldCase, statements }: WordSearch,
  signal: AbortSignal,
  tell: (found: EventData<'occurrences.found'>) => void,
): Promise<CallResult<'occurrences.find'>> {
  let batch: FoundArticle[] = [];
  let waiting = 0;
  let places = 0;
  let told = 0;
  const flush = (done: number, total: number) => {
    tell({ search: id, found: batch, done, total });
    batch = [];
    waiting = 0;
    told = performance.now();
  };
  const words = { phrases, wholeWords, foldCase, statements };
  const result = await corpus.find(words, {
    first,
    signal,
    onArticle(found, done, total) {
      const most = Math.min(mostInArticle, mostPlaces - places);
      const hits = found?.words.slice(0, most).map(({ line: _, ...hit }) => hit) ?? [];
      if (found !== null && hits.length > 0)
        batch.push({ article: found.article, hits, left: found.words.length - hits.length });
      waiting += hits.length;
      places += hits.length;
      const goesOn = places < mostPlaces;
      if (!goesOn || done === total || waiting >= fullBatch || performance.now() - told >= interval) flush(done, total);
      return goesOn;
    },
  });
  return { ...result, places };
}
