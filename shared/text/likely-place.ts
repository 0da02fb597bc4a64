import search from 'approx-string-match';
import type { Range } from '../model/range.ts';
import type { QuoteSelector } from '../model/span.ts';
import { snap } from './expand.ts';
import { followRange, type Stretch } from './word-diff.ts';

/** Of a hundred characters so many may differ: more, and it is another sentence about the same thing. */
const tolerance = 0.35;
/** Longer words are looked for by their beginning: the search takes time in proportion to text, words and errors. */
const longest = 400;

/**
 * Where the words of a span probably stand that were edited since it was marked; for a person to confirm, never to be
 * taken in silence. By what was done to the text where the earlier text is known, else by the passage that differs least
 * (G. Myers 1999, by the library approx-string-match), the nearest of equals. Offsets are UTF-16 code units; null: nowhere.
 */
export function likelyPlace(
  text: string,
  { start, end, quote }: Range & { quote: QuoteSelector },
  diff: readonly Stretch[] | null,
): Range | null {
  const followed = diff && withReplaced(diff, { start, end }, followRange(diff, { start, end }));
  if (followed && (followed.end - followed.start) * 2 >= end - start) return words(text, followed);
  const sought = quote.exact.slice(0, longest);
  const [best] = search(text, sought, Math.floor(sought.length * tolerance)).sort(
    (a, b) => a.errors - b.errors || Math.abs(a.start - start) - Math.abs(b.start - start),
  );
  if (best === undefined || best.end <= best.start) return null;
  return words(text, { start: best.start, end: Math.min(text.length, best.end + quote.exact.length - sought.length) });
}

/** What took the place of the first and the last words belongs to the passage, too. */
function withReplaced(diff: readonly Stretch[], range: Range, kept: Range | null): Range | null {
  if (kept === null) return null;
  let { start, end } = kept;
  for (const [i, { kind, before }] of diff.entries()) {
    const next = diff[i + 1];
    if (kind !== 'removed' || next?.kind !== 'added' || before.end <= range.start || before.start >= range.end)
      continue;
    start = Math.min(start, next.after.start);
    end = Math.max(end, next.after.end);
  }
  return { start, end };
}

function words(text: string, range: Range): Range | null {
  const snapped = snap(text, range);
  return snapped.end > snapped.start ? snapped : null;
}
