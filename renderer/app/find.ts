import { foldText } from '#shared/text/fold.ts';
import { haystackOf } from '../data/haystack.ts';

/** What the palette lists under one heading. */
export interface Source<T> {
  name: string;
  items: readonly T[];
  /** What an item is found by, folded: its name in the first line, other words after it. */
  wordsOf: (item: T) => string;
  /** Made only for what is listed. */
  show: (item: T) => Find;
}

/** Something the palette can do. */
export interface Find {
  id: string;
  name: string;
  detail?: string;
  keys?: string;
  run: () => void;
}

/** A heading, how many things fit under it, and the best of them. */
export interface FoundGroup {
  name: string;
  count: number;
  found: Find[];
}

/** As an item's words: the name in a line, the others after it. */
export const foldedWords = (name: string, ...others: readonly (string | null | undefined)[]): string =>
  foldText([name.replaceAll('\n', ' '), ...others.filter(Boolean)].join('\n'));

/**
 * Finds the things in which every typed word begins a word (or stands somewhere), best first: words of the name before
 * other words, beginnings before middles; what fits alike, and everything when nothing is typed, in the order given.
 * Groups stand by the best of what they hold.
 * @param most how many are shown of each group
 */
export function createFinder(sources: readonly Source<never>[]): (typed: string, most: number) => FoundGroup[] {
  return (typed, most) => {
    const words = foldText(typed).split(/\s+/).filter(Boolean);
    return sources
      .map((one, at) => {
        const source = one as unknown as Source<unknown>;
        const { best, count, found } = bestOf(source, words, most);
        return { at, best, group: { name: source.name, count, found: found.map(source.show) } };
      })
      .filter(({ group }) => group.count > 0)
      .sort((a, b) => b.best - a.best || a.at - b.at)
      .map(({ group }) => group);
  };
}

/** Makes ready what the first letter typed is looked for in. */
export function prepareSources(sources: readonly Source<never>[]): void {
  for (const one of sources) {
    const { items, wordsOf } = one as unknown as Source<unknown>;
    haystackOf(items, wordsOf);
  }
}

interface Best<T> {
  best: number;
  count: number;
  found: T[];
}

function bestOf<T>({ items, wordsOf }: Source<T>, words: readonly string[], most: number): Best<T> {
  if (words.length === 0) return { best: 0, count: items.length, found: items.slice(0, most) };
  const whole = words.join(' ');
  const highest = 4 + 4 * words.length;
  const haystack = haystackOf(items, wordsOf);
  const fitting = haystack.find(words);
  /** By score: the first of those that fit alike. */
  const best: T[][] = [];
  for (const i of fitting) {
    // The rest can be as good at most.
    if (best[highest]?.length === most) break;
    const item = items[i] as T;
    const score = scoreOf(haystack.all, haystack.rangeOf(i), words, whole);
    const alike = best[score];
    if (alike === undefined) best[score] = [item];
    else if (alike.length < most) alike.push(item);
  }
  return { best: best.length, count: fitting.length, found: best.reverse().flat().slice(0, most) };
}

/** Of the text in a range, which holds all words. */
function scoreOf(
  text: string,
  [start, end]: readonly [number, number],
  words: readonly string[],
  whole: string,
): number {
  const line = text.indexOf('\n', start);
  const nameEnd = line < 0 || line > end ? end : line;
  let score = text.startsWith(whole, start) && start + whole.length <= nameEnd ? 4 : 0;
  for (const word of words) {
    const inName = placeOf(text, word, start, nameEnd);
    score += inName > 0 ? inName + 2 : placeOf(text, word, nameEnd, end);
  }
  return score;
}

/** 2: begins a word; 1: stands inside one; 0: not there. */
function placeOf(text: string, word: string, from: number, to: number): number {
  let place = 0;
  for (let at = text.indexOf(word, from); at >= 0 && at + word.length <= to; at = text.indexOf(word, at + 1)) {
    if (at === from || !isLetter(text, at - 1)) return 2;
    place = 1;
  }
  return place;
}

function isLetter(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90);
  return letter.test(text[at] ?? '');
}
const letter = /[\p{L}\p{N}]/u;
