import type { Entry } from '#shared/model/article.ts';
import { foldText } from '#shared/text/fold.ts';

/** The title to show: the article's own, or the file's name without its ending. */
export function titleOf(entry: Pick<Entry, 'meta' | 'path'>): string {
  return (
    entry.meta.title ??
    entry.path
      .split('/')
      .at(-1)
      ?.replace(/\.[^.]+$/, '') ??
    entry.path
  );
}

/** Folding a hundred thousand titles at each keystroke would be felt. */
const known = new WeakMap<Entry, string>();

/** What an article is found by in lists (title, outlet, byline, section, date, path), folded, a line each. */
export function wordsOf(entry: Entry): string {
  const before = known.get(entry);
  if (before !== undefined) return before;
  const { meta, path } = entry;
  const parts = [titleOf(entry), meta.outlet, meta.byline, meta.section, meta.published, path];
  const words = foldText(parts.filter((part) => part !== null).join('\n'));
  known.set(entry, words);
  return words;
}

/** So many are folded before it is looked again whether there is time. */
const atOnce = 200;

/**
 * Folds the words of many while the window has nothing else to do, and then does what is to be done with them, so that
 * the first letter typed finds them ready. Returns what stops it.
 */
export function prepareWords(entries: readonly Entry[], then: () => void): () => void {
  let next = 0;
  let handle = requestIdleCallback(work);
  function work(deadline: IdleDeadline) {
    do {
      for (const end = Math.min(entries.length, next + atOnce); next < end; next++) wordsOf(entries[next] as Entry);
    } while (next < entries.length && deadline.timeRemaining() > 2);
    handle = requestIdleCallback(next < entries.length ? work : then);
  }
  return () => cancelIdleCallback(handle);
}
