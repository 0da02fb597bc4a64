import type { Range } from '../model/range.ts';
import type { QuoteSelector } from '../model/span.ts';
import { insideWord } from './letters.ts';

/** Where a span stands in a text that may have changed since it was marked; offsets are UTF-16 code units. */
export type Anchored = { how: 'exact' | 'moved'; start: number; end: number } | { how: 'orphan' };

/**
 * Finds a span again. `exact`: its words still stand where it says, and what stands there is not a short word by chance. `moved`: the same words stand elsewhere, and it is
 * clear where: in one place only, or in the one place that the words around them speak for, or, where the words around
 * speak for several places alike, in the one that is by far the nearest. `orphan`: the words are gone, or it is not
 * clear which of several places was meant; a person decides. Linear in the length of text and quote.
 */
export function anchor(text: string, { start, end, quote }: Range & { quote: QuoteSelector }): Anchored {
  const { exact } = quote;
  const exactly: Anchored = { how: 'exact', start, end };
  const stays = end - start === exact.length && start >= 0 && text.startsWith(exact, start) && end <= text.length;
  if (stays && (exact.length > longestByChance || agreesAt(text, start, quote) >= neededOf(quote))) return exactly;
  if (exact === '') return stays ? exactly : { how: 'orphan' };
  const found = search(text, start, quote);
  // The same short word may stand there by chance: where nothing around it agrees, a place where much does is meant.
  return stays && (found.how === 'orphan' || found.start === start) ? exactly : found;
}

/** The place that words and context speak for, wherever it is. */
function search(text: string, start: number, quote: QuoteSelector): Anchored {
  const { exact } = quote;
  const context = quote.prefix.length + quote.suffix.length;
  const needed = neededOf(quote);
  const supported: { at: number; agrees: number; distance: number }[] = [];
  let best = 0;
  let count = 0;
  let first = -1;
  for (const at of occurrences(text, exact)) {
    if (count++ === 0) first = at;
    const agrees = agreesAt(text, at, quote);
    if (agrees < needed || agrees === 0) continue;
    best = Math.max(best, agrees);
    supported.push({ at, agrees, distance: Math.abs(at - start) });
  }

  const moved = (at: number): Anchored => ({ how: 'moved', start: at, end: at + exact.length });
  if (count === 1 && (supported.length === 1 || sameWordEdges(text, first, quote))) return moved(first);
  if (supported.length === 0) return { how: 'orphan' };

  const margin = best === context ? 0 : rivalry;
  let nearest: (typeof supported)[number] | undefined;
  let next = Number.POSITIVE_INFINITY;
  for (const place of supported) {
    if (place.agrees + margin < best) continue;
    if (nearest === undefined || place.distance < nearest.distance) {
      next = nearest?.distance ?? next;
      nearest = place;
    } else next = Math.min(next, place.distance);
  }
  return nearest !== undefined && nearest.distance * 2 < next ? moved(nearest.at) : { how: 'orphan' };
}

/** How many code units of context agree at a place of the words. */
const agreesAt = (text: string, at: number, { exact, prefix, suffix }: QuoteSelector): number =>
  agreeBefore(text, at, prefix) + agreeAfter(text, at + exact.length, suffix);
const neededOf = ({ prefix, suffix }: QuoteSelector): number => Math.min(support, prefix.length + suffix.length);

/** Longer words do not stand at the same offset by chance. */
const longestByChance = 24;
/** So many code units of agreeing context speak for a place; fewer (a blank, a comma) are chance. */
const support = 8;
/** Places whose context agrees to within so many code units of the best are rivals, unless the best agrees wholly. */
const rivalry = 4;

function agreeBefore(text: string, end: number, prefix: string): number {
  let n = 0;
  while (n < prefix.length && n < end && text.charCodeAt(end - 1 - n) === prefix.charCodeAt(prefix.length - 1 - n)) n++;
  return n;
}

function agreeAfter(text: string, start: number, suffix: string): number {
  let n = 0;
  while (n < suffix.length && text.charCodeAt(start + n) === suffix.charCodeAt(n)) n++;
  return n;
}

/** Whether the words begin and end a word here if they did where they were marked: “art” is not found in “party”. */
function sameWordEdges(text: string, at: number, { exact, prefix, suffix }: QuoteSelector): boolean {
  const end = at + exact.length;
  return (
    (!insideWord(text, at) || insideWord(prefix + exact, prefix.length)) &&
    (!insideWord(text, end) || insideWord(exact + suffix, exact.length))
  );
}

/** Every place where `words` occur, overlapping ones too, in linear time. */
function* occurrences(text: string, words: string): Generator<number> {
  let last = Number.NEGATIVE_INFINITY;
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    if (at - last < words.length) {
      // Overlapping: from here on `indexOf` would read the same words again for every place.
      yield* overlappingOccurrences(text, words, at);
      return;
    }
    yield at;
    last = at;
  }
}

/** Knuth, Morris and Pratt: never goes back in the text. */
function* overlappingOccurrences(text: string, words: string, from: number): Generator<number> {
  const border = new Int32Array(words.length);
  for (let i = 1, k = 0; i < words.length; i++) {
    while (k > 0 && words.charCodeAt(i) !== words.charCodeAt(k)) k = border[k - 1]!;
    if (words.charCodeAt(i) === words.charCodeAt(k)) k++;
    border[i] = k;
  }
  for (let i = from, k = 0; i < text.length; i++) {
    while (k > 0 && text.charCodeAt(i) !== words.charCodeAt(k)) k = border[k - 1]!;
    if (text.charCodeAt(i) === words.charCodeAt(k)) k++;
    if (k === words.length) {
      yield i - k + 1;
      k = border[k - 1]!;
    }
  }
}
