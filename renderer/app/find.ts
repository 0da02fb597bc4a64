import { foldText } from '#shared/text/fold.ts';

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
 * Groups stand by the best of what they hold. Where more is typed at the end, only what fitted before is looked at.
 * @param most how many are shown of each group
 */
export function createFinder(sources: readonly Source<never>[]): (typed: string, most: number) => FoundGroup[] {
  const narrowed = sources.map((source) => ({ source: source as unknown as Source<unknown>, fitting: source.items }));
  let before = '';
  return (typed, most) => {
    const folded = foldText(typed);
    const further = folded.startsWith(before);
    before = folded;
    const words = folded.split(/\s+/).filter(Boolean);
    return narrowed
      .map((one, at) => {
        const { source } = one;
        const { best, fitting, found } = bestOf(further ? one.fitting : source.items, source.wordsOf, words, most);
        one.fitting = fitting as never[];
        return { at, best, group: { name: source.name, count: fitting.length, found: found.map(source.show) } };
      })
      .filter(({ group }) => group.count > 0)
      .sort((a, b) => b.best - a.best || a.at - b.at)
      .map(({ group }) => group);
  };
}

interface Best<T> {
  best: number;
  fitting: readonly T[];
  found: T[];
}

function bestOf<T>(items: readonly T[], wordsOf: (item: T) => string, words: readonly string[], most: number): Best<T> {
  if (words.length === 0) return { best: 0, fitting: items, found: items.slice(0, most) };
  const whole = words.join(' ');
  const highest = 4 + 4 * words.length;
  const fitting: T[] = [];
  /** By score: the first of those that fit alike. */
  const best: T[][] = [];
  for (const item of items) {
    const text = wordsOf(item);
    if (!words.every((word) => text.includes(word))) continue;
    fitting.push(item);
    // The rest can be as good at most.
    if (best[highest]?.length === most) continue;
    const score = scoreOf(text, words, whole);
    const alike = best[score];
    if (alike === undefined) best[score] = [item];
    else if (alike.length < most) alike.push(item);
  }
  return { best: best.length, fitting, found: best.reverse().flat().slice(0, most) };
}

/** Of a text that holds all words. */
function scoreOf(text: string, words: readonly string[], whole: string): number {
  const line = text.indexOf('\n');
  const nameEnd = line < 0 ? text.length : line;
  let score = text.startsWith(whole) && whole.length <= nameEnd ? 4 : 0;
  for (const word of words) {
    const inName = placeOf(text, word, 0, nameEnd);
    score += inName > 0 ? inName + 2 : placeOf(text, word, nameEnd, text.length);
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
