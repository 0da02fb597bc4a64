import { afterDate } from '#shared/search/dates.ts';
import { phraseIn } from '#shared/search/places.ts';
import type { Bound, Value } from '#shared/search/tree.ts';
import { phraseOf, written } from '#shared/search/words.ts';
import type { Numbers, SearchDatabase } from './database.ts';
import { type Mask, maskOf } from './sets.ts';

/** What of the table `article` can be corrected: the column and the record's field have one name. */
type MetaColumn = 'title' | 'outlet' | 'published' | 'page' | 'section' | 'byline' | 'translator' | 'language' | 'url';

/** Whether a value holds; null: there is none. */
type Test = (value: string | null) => boolean;

/** Articles by what is known of them, as people have corrected it; of a range of numbers only those, null: all. */
export function byMeta(db: SearchDatabase, size: number, range: Numbers | null, column: MetaColumn, test: Test): Mask {
  return corrected(db, column, test, byColumn(db, size, range, column, test));
}

/** Titles by the index of words: there is hardly one like the other. */
export function byTitle(db: SearchDatabase, size: number, range: Numbers, value: Value & { kind: 'words' }): Mask {
  const found = db.matching(`title : ${written(phraseOf(value.text, value.prefix)!)}`, range);
  return corrected(db, 'title', hasWords(value), maskOf(found, size));
}

/** Articles by what cannot be corrected. */
export function byColumn(db: SearchDatabase, size: number, range: Numbers | null, column: string, test: Test): Mask {
  const mask = new Uint8Array(size);
  const { numbers, which, values } = db.column(column, range);
  const holds = values.map(test);
  numbers.forEach((n, i) => {
    if (n < size && holds[which[i]!]) mask[n] = 2;
  });
  return mask;
}

function corrected(db: SearchDatabase, column: MetaColumn, test: Test, mask: Mask): Mask {
  if (!db.hasRecords) return mask;
  const said = db.rows<[number, string]>(
    `SELECT a.n, json_extract(m.json, '$.${column}') AS said FROM rec.record m JOIN article a ON a.id = m.id
     WHERE m.kind = 'metadata' AND said IS NOT NULL`,
  );
  for (const [n, value] of said) if (n < mask.length) mask[n] = test(value === '' ? null : value) ? 2 : 0;
  return mask;
}

/** Whether the words stand in a value, one after another, wherever in it. */
export function hasWords({ text, prefix }: Value & { kind: 'words' }): Test {
  const phrase = phraseOf(text, prefix)!;
  return (value) => value !== null && phraseIn(value, phrase);
}

/** Whether a date or date-time lies in a range. */
export function inDates({ from, to }: { from: Bound | null; to: Bound | null }): Test {
  const first = from === null ? '' : from.inclusive ? from.text : afterDate(from.text);
  const end = to === null ? null : to.inclusive ? afterDate(to.text) : to.text;
  return (value) => value !== null && value >= first && (end === null || value < end);
}

export function inNumbers({ from, to }: { from: Bound | null; to: Bound | null }): (value: number) => boolean {
  const low = from === null ? Number.NEGATIVE_INFINITY : Number(from.text) + (from.inclusive ? 0 : 0.5);
  const high = to === null ? Number.POSITIVE_INFINITY : Number(to.text) - (to.inclusive ? 0 : 0.5);
  return (value) => value >= low && value <= high;
}
