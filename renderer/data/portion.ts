import type { Change } from '#shared/changes/change.ts';

/** How many changes one call sends. */
const mostChanges = 200;
/** How many letters of JSON; the web host's socket ends when a message has 64 MB. */
const mostLetters = 8_000_000;

/** As many of the first items as one call sends: at least one, if there is any. */
export function firstPortion<T>(items: readonly T[], changeOf: (item: T) => Change): T[] {
  let letters = 0;
  const end = items.slice(0, mostChanges).findIndex((item, i) => {
    letters += JSON.stringify(changeOf(item)).length;
    return i > 0 && letters > mostLetters;
  });
  return items.slice(0, end < 0 ? mostChanges : end);
}
