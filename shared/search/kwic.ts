import type { Concordance } from '../text/occurrences.ts';

/** Words as they are compared one after another: characters of scripts without blanks one by one. */
const words =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]\p{M}*|[\p{L}\p{N}\p{M}'’]+/gu;
/** Beyond so many words two rows are as good as the same. */
const compared = 8;

const collators = new Map<string, Intl.Collator>();
function collatorOf(locale: string): Intl.Collator {
  let collator = collators.get(locale);
  if (collator === undefined) {
    collator = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
    collators.set(locale, collator);
  }
  return collator;
}

const leftWords = (row: Concordance) => (row.before.match(words) ?? []).slice(-compared).reverse();
const rightWords = (row: Concordance) =>
  [...(row.words.match(words) ?? []), ...(row.after.match(words) ?? [])].slice(0, compared);

/**
 * Rows of a concordance by what stands before the words, the nearest word first, or by the words and what stands after
 * them. Letters are compared as the locale does, without case and accents; rows that are the same keep their order.
 */
export function sortByContext<T extends Concordance>(rows: readonly T[], side: 'left' | 'right', locale = 'en'): T[] {
  const { compare } = collatorOf(locale);
  const keys = rows.map((row, at) => ({ row, at, key: side === 'left' ? leftWords(row) : rightWords(row) }));
  keys.sort((a, b) => {
    for (let i = 0; i < a.key.length && i < b.key.length; i++) {
      const order = a.key[i] === b.key[i] ? 0 : compare(a.key[i]!, b.key[i]!);
      if (order !== 0) return order;
    }
    return a.key.length - b.key.length || a.at - b.at;
  });
  return keys.map(({ row }) => row);
}

/** What is known of a row's article and of who speaks there. */
export interface RowFacts {
  outlet: string | null;
  /** ISO 8601 date or date-time. */
  published: string | null;
  speakers: readonly string[];
}

export const groupings = ['outlet', 'year', 'month', 'speaker'] as const;
export type Grouping = (typeof groupings)[number];

export interface RowGroup<T> {
  /** The outlet, `2018`, `2018-03`, or the speaker; null: not known. */
  key: string | null;
  rows: T[];
}

/**
 * Rows in groups: outlets and speakers by name as the locale sorts them, years and months in their order, what is not
 * known last. A row with two speakers is in both groups; within a group rows keep their order.
 */
export function groupRows<T>(
  rows: readonly T[],
  by: Grouping,
  factsOf: (row: T) => RowFacts,
  locale = 'en',
): RowGroup<T>[] {
  const groups = new Map<string | null, T[]>();
  for (const row of rows)
    for (const key of keysOf(factsOf(row), by)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [row]);
      else group.push(row);
    }
  const { compare } = collatorOf(locale);
  return [...groups]
    .map(([key, rows]) => ({ key, rows }))
    .sort((a, b) =>
      a.key === null || b.key === null ? Number(a.key === null) - Number(b.key === null) : compare(a.key, b.key),
    );
}

function keysOf({ outlet, published, speakers }: RowFacts, by: Grouping): readonly (string | null)[] {
  switch (by) {
    case 'outlet':
      return [outlet];
    case 'year':
      return [published?.slice(0, 4) ?? null];
    case 'month':
      return [published !== null && /^\d{4}-\d{2}/.test(published) ? published.slice(0, 7) : null];
    case 'speaker':
      return speakers.length > 0 ? [...new Set(speakers)] : [null];
  }
}

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}|[\u{20000}-\u{3fffd}]/u;
const none = /^[\p{M}\p{Cf}]$/u;

/** How many cells of a terminal a text takes: East Asian characters two, marks none. */
export function cellsOf(text: string): number {
  let cells = 0;
  for (const character of text) cells += none.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return cells;
}

/** A row with so many cells before the words, which so stand below each other, and as many after them. */
export function aligned({ before, words, after }: Concordance, cells: number): string {
  const left = lastCells(before, cells);
  return `${' '.repeat(cells - cellsOf(left))}${left}${words}${firstCells(after, cells)}`.trimEnd();
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const partsOf = (text: string) => [...graphemes.segment(text)].map(({ segment }) => segment);

function firstCells(text: string, cells: number): string {
  let left = cells;
  let out = '';
  for (const part of partsOf(text)) {
    left -= cellsOf(part);
    if (left < 0) break;
    out += part;
  }
  return out;
}

const lastCells = (text: string, cells: number): string => {
  let left = cells;
  let out = '';
  for (const part of partsOf(text).reverse()) {
    left -= cellsOf(part);
    if (left < 0) break;
    out = part + out;
  }
  return out;
};
