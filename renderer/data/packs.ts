import { groupBy } from '#shared/model/groups.ts';
import type { AnyRecord } from '#shared/model/kinds.ts';
import { fnv1a } from '#shared/text/hash.ts';
import { type PackName, type PackRow, type ProjectDb, readMeta, type SpanRow, type TallyRow } from './db.ts';

/*
 * How records stand in the database that were loaded in bulk: many to a row. IndexedDB takes as long for a small row as
 * for a large one, and as long again for each entry of an index, so that a million spans in rows of their own take ten
 * times as long. A record that is changed leaves its pack and is a row of its own from then on: each record stands in
 * one of the two. Where a record of a pack is to be found is told by references, which are written once with the packs:
 * they may name packs that have not got it any more.
 */

/** A row of a pack, which is the row that would stand in the table of its kind. */
export type Packed = AnyRecord | TallyRow;

/** UTF-16 code units of JSON. Chromium keeps what is larger than 64 KiB in a file of its own. */
const packLetters = 40_000;
/** So many packs are read at a time. */
const packsAtOnce = 50;

export const tallyPack = (about: TallyRow['about']): PackName => `tally ${about}`;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const encodePack = (rows: readonly string[]): Uint8Array => encoder.encode(`[${rows.join(',')}]`);
const decodePack = <T extends Packed>({ rows }: PackRow): T[] => JSON.parse(decoder.decode(rows)) as T[];

/** Cuts rows, in their order, into packs. */
export function cutIntoPacks(rows: readonly Packed[]): { rows: readonly Packed[]; json: string[] }[] {
  const packs: { rows: readonly Packed[]; json: string[] }[] = [];
  let from = 0;
  let letters = 0;
  let json: string[] = [];
  const cut = (to: number) => {
    if (json.length > 0) packs.push({ rows: rows.slice(from, to), json });
    from = to;
    letters = 0;
    json = [];
  };
  rows.forEach((row, i) => {
    const text = JSON.stringify(row);
    if (letters + text.length > packLetters) cut(i);
    letters += text.length;
    json.push(text);
  });
  cut(rows.length);
  return packs;
}

/** By what spans are found besides their ids: the fields of a row's indexes. */
export type SpanIndex = 'article' | 'speaker' | 'targets';
const spanReference = (index: SpanIndex, value: string) => `span ${index} ${value}`;
const idReference = (name: PackName, id: string) => `${name} ${id}`;

/** All that a row is found by. */
export function referencesOf(name: PackName, row: Packed): string[] {
  const references = [idReference(name, row.id)];
  if (name !== 'span') return references;
  const { article, speaker, targets } = row as SpanRow;
  references.push(spanReference('article', article));
  if (speaker !== null) references.push(spanReference('speaker', speaker));
  for (const target of targets) references.push(spanReference('targets', target));
  return references;
}

/** The numbers of the packs that may hold what is referred to so. */
async function packsOf(db: ProjectDb, references: readonly string[]): Promise<number[]> {
  const buckets = await readMeta(db, 'buckets');
  if (buckets === 0 || references.length === 0) return [];
  // Two references of one hash cost a look into a pack in vain, and no more.
  const hashes = new Set(references.map((reference) => fnv1a(reference)));
  const rows = await db.references.bulkGet([...new Set([...hashes].map((hash) => hash % buckets))]);
  const packs = new Set<number>();
  for (const row of rows) {
    const entries = row?.entries ?? [];
    for (let i = 0; i < entries.length; i += 2) {
      if (hashes.has(entries[i] as number)) packs.add(entries[i + 1] as number);
    }
  }
  return [...packs].sort((a, b) => a - b);
}

/** Where a row stands in a pack. */
export interface Place {
  name: PackName;
  n: number;
}

/** A row of a pack, and which pack that is. */
export interface Found<T> extends Place {
  row: T;
}

async function rowsWhere<T extends Packed>(
  db: ProjectDb,
  name: PackName,
  numbers: readonly number[],
  holds: (row: T) => boolean,
): Promise<Found<T>[]> {
  const found: Found<T>[] = [];
  for (let i = 0; i < numbers.length; i += packsAtOnce) {
    const keys = numbers.slice(i, i + packsAtOnce).map((n): [PackName, number] => [name, n]);
    for (const pack of await db.packs.bulkGet(keys)) {
      if (pack === undefined) continue;
      for (const row of decodePack<T>(pack)) if (holds(row)) found.push({ name, n: pack.n, row });
    }
  }
  return found;
}

/**
 * The rows of packs that have these ids, by name and id; within a transaction of `packTables` and `meta`.
 * @param wanted ids by the name of the packs that they are looked for in
 */
export async function findPacked(
  db: ProjectDb,
  wanted: ReadonlyMap<PackName, readonly string[]>,
): Promise<(name: PackName, id: string) => Found<Packed> | undefined> {
  const found = new Map<string, Found<Packed>>();
  const numbers = await packsOf(
    db,
    [...wanted].flatMap(([name, ids]) => ids.map((id) => idReference(name, id))),
  );
  for (const [name, ids] of numbers.length === 0 ? [] : wanted) {
    const those = new Set(ids);
    const rows = await rowsWhere<Packed>(db, name, numbers, ({ id }) => those.has(id));
    for (const one of rows) found.set(idReference(name, one.row.id), one);
  }
  return (name, id) => found.get(idReference(name, id));
}

/** Takes rows out of their packs because they change; within a transaction of `packTables`. */
export async function takeOut(db: ProjectDb, rows: Iterable<Place & { id: string }>): Promise<void> {
  const packs = groupBy(rows, ({ n }) => n);
  const all = [...packs.values()];
  for (let i = 0; i < all.length; i += packsAtOnce) {
    const some = all.slice(i, i + packsAtOnce);
    const found = await db.packs.bulkGet(some.map(([first]): [PackName, number] => [first!.name, first!.n]));
    const changed = found.flatMap((pack, at) => {
      if (pack === undefined) return [];
      const gone = new Set(some[at]?.map(({ id }) => id));
      const left = decodePack(pack).filter(({ id }) => !gone.has(id));
      return [{ ...pack, rows: encodePack(left.map((row) => JSON.stringify(row))) }];
    });
    await db.packs.bulkPut(changed);
  }
}

/** Rows of some packs, and where to go on; null: those were the last. */
export interface Portion<T, Where> {
  rows: T[];
  next: Where | null;
}

/** The rows of some packs of a name, in the order of their numbers, after the one of the number given (-1: from the first). */
export async function packedAfter<T extends Packed>(
  db: ProjectDb,
  name: PackName,
  after: number,
  most = packsAtOnce,
): Promise<Portion<T, number>> {
  const packs = await db.packs
    .where('[name+n]')
    .between([name, after], [name, Number.POSITIVE_INFINITY], false)
    .limit(most)
    .toArray();
  return { rows: packs.flatMap(decodePack<T>), next: packs.length < most ? null : (packs.at(-1)?.n ?? null) };
}

/**
 * The rows of some packs of a name, those with the latest ids first. All rows of packs that come after them have ids
 * before `next`, from which to go on.
 */
export async function packedLatest<T extends Packed>(
  db: ProjectDb,
  name: PackName,
  before: string,
  most: number,
): Promise<Portion<T, string>> {
  const packs = await db.packs
    .where('[name+last]')
    .between([name, ''], [name, before], true, false)
    .reverse()
    .limit(most)
    .toArray();
  return { rows: packs.flatMap(decodePack<T>), next: packs.length < most ? null : (packs.at(-1)?.last ?? null) };
}

/** All rows that the packs of a name hold, in no order; within a transaction of `packTables`. */
export async function allPacked<T extends Packed>(db: ProjectDb, name: PackName): Promise<T[]> {
  const all: T[] = [];
  for (let after: number | null = -1; after !== null; ) {
    const portion: Portion<T, number> = await packedAfter<T>(db, name, after);
    for (const row of portion.rows) all.push(row);
    after = portion.next;
  }
  return all;
}

/** Spans in packs by a field of theirs; within a transaction of `packTables` and `meta`. */
export async function packedSpans(db: ProjectDb, index: SpanIndex, values: readonly string[]): Promise<SpanRow[]> {
  const numbers = await packsOf(
    db,
    values.map((value) => spanReference(index, value)),
  );
  const those = new Set(values);
  const holds = (row: SpanRow) =>
    index === 'targets' ? row.targets.some((target) => those.has(target)) : those.has(row[index] ?? '');
  return (await rowsWhere<SpanRow>(db, 'span', numbers, holds)).map(({ row }) => row);
}
