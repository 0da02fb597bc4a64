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
 * The things in which every typed word begins a word (or stands somewhere), best first: words of the name before other
 * words, beginnings before middles; what fits alike, and everything when nothing is typed, in the order given. Groups
 * stand by the best of what they hold. Takes a few milliseconds for a hundred thousand things.
 * @param most how many are shown of each group
 */
export function find(sources: readonly Source<never>[], typed: string, most: number): FoundGroup[] {
  const words = foldText(typed).split(/\s+/).filter(Boolean);
  return sources
    .map((source, at) => ({ at, ...findIn(source as unknown as Source<unknown>, words, most) }))
    .filter(({ group }) => group.count > 0)
    .sort((a, b) => b.best - a.best || a.at - b.at)
    .map(({ group }) => group);
}

function findIn<T>(source: Source<T>, words: readonly string[], most: number): { best: number; group: FoundGroup } {
  const { name, items, wordsOf, show } = source;
  const groupOf = (count: number, best: readonly T[]) => ({ name, count, found: best.map(show) });
  if (words.length === 0) return { best: 0, group: groupOf(items.length, items.slice(0, most)) };
  const whole = words.join(' ');
  /** By score: the first of those that fit alike. */
  const best: T[][] = [];
  let count = 0;
  for (const item of items) {
    const score = scoreOf(wordsOf(item), words, whole);
    if (score === 0) continue;
    count++;
    const alike = best[score];
    if (alike === undefined) best[score] = [item];
    else if (alike.length < most) alike.push(item);
  }
  return { best: best.length, group: groupOf(count, best.reverse().flat().slice(0, most)) };
}

function scoreOf(text: string, words: readonly string[], whole: string): number {
  for (const word of words) if (!text.includes(word)) return 0;
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
