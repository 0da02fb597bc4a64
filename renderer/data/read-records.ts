import type { Table } from 'dexie';
import type { Kind, RecordOf } from '#shared/model/kinds.ts';
import { type ProjectDb, recordOf, type SpanRow, type TallyRow } from './db.ts';
import { allPacked, findPacked, packedSpans, type SpanIndex, tallyPack } from './packs.ts';

/*
 * Reading records wherever they stand, in rows of their own or in packs; each reads both in one transaction, because a
 * record that is changed goes from the one to the other.
 */

const inBoth = <T>(db: ProjectDb, table: Table, work: () => Promise<T>): Promise<T> =>
  db.transaction('r', [table, ...db.packTables, db.meta], work);

/** The records with these ids, in the order of these; undefined where there is none. */
export function readRecords<K extends Kind>(
  db: ProjectDb,
  kind: K,
  ids: readonly string[],
): Promise<(RecordOf[K] | undefined)[]> {
  const table = db.tableOf(kind);
  return inBoth(db, table, async () => {
    const rows = await table.bulkGet([...ids]);
    const packed = await findPacked(db, new Map([[kind, ids.filter((_, i) => rows[i] === undefined)]]));
    return ids.map((id, i) => {
      const row = rows[i] ?? (packed(kind, id)?.row as RecordOf[K] | undefined);
      return row === undefined ? undefined : recordOf(kind, row);
    });
  });
}

/** One record; undefined where there is none. */
export const readRecord = async <K extends Kind>(
  db: ProjectDb,
  kind: K,
  id: string,
): Promise<RecordOf[K] | undefined> => (await readRecords(db, kind, [id]))[0];

/** The rows of all records of a kind, in no order. */
export function readAllRows<K extends Kind>(db: ProjectDb, kind: K): Promise<RecordOf[K][]> {
  const table = db.tableOf(kind);
  return inBoth(db, table, async () => [...(await allPacked<RecordOf[K]>(db, kind)), ...(await table.toArray())]);
}

/** The rows of everybody's spans with one of these values, in no order. */
export const readSpanRows = (db: ProjectDb, index: SpanIndex, values: readonly string[]): Promise<SpanRow[]> =>
  inBoth(db, db.spans, async () => [
    ...(await packedSpans(db, index, values)),
    ...(await db.spans.where(index).anyOf(values).distinct().toArray()),
  ]);

/** All tallies about something, in no order. */
export const readTallies = (db: ProjectDb, about: TallyRow['about']): Promise<TallyRow[]> =>
  inBoth(db, db.tallies, async () => [
    ...(await allPacked<TallyRow>(db, tallyPack(about))),
    ...(await db.tallies.where('about').equals(about).toArray()),
  ]);
