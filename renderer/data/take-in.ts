import type { Clock } from '#shared/changes/clock.ts';
import type { Journaled, Positions } from '#shared/contract/contract.ts';
import { gestureRow, type ProjectDb, readMeta, writeMeta } from './db.ts';
import { RecordWriter } from './record-writer.ts';
import { Refusal } from './refusal.ts';

/**
 * Takes changes in that stand in the journals, in the order given, in one transaction: what is known already is passed
 * over, what waits in the outbox leaves it, the rest is applied; and the positions rise.
 *
 * @param whole whether these are all the lines after our positions (`journal.since`); otherwise a line that does not
 *   follow on the last one known ends the taking in, because lines between them have not come yet
 * @throws Refusal `loading` while a window makes the database anew, which then asks for these lines itself
 * @returns `gap` when it ended early: ask `journal.since` for the rest
 */
export function takeIn(
  { db, clock, writer: own }: { db: ProjectDb; clock: Clock; writer: string },
  journaled: readonly Journaled[],
  whole: boolean,
): Promise<{ gap: boolean }> {
  return db.transaction('rw', db.changeTables, async () => {
    if (!(await readMeta(db, 'complete'))) throw new Refusal('loading', 'The annotations are still being loaded.');
    const positions: Positions = { ...(await readMeta(db, 'positions')) };
    const rows = await db.outbox
      .where('id')
      .anyOf(journaled.map(({ change }) => change.id))
      .toArray();
    const waiting = new Map(rows.map((row) => [row.id, row.seq as number]));

    const acknowledged: number[] = [];
    const fresh: Journaled[] = [];
    let gap = false;
    for (const item of journaled) {
      const position = positions[item.writer] ?? 0;
      const seq = waiting.get(item.change.id);
      const next = item.n === position + 1 || (whole && item.n > position);
      if (item.n > position && !next) {
        gap = true;
        continue;
      }
      if (seq !== undefined) acknowledged.push(seq);
      else if (next) fresh.push(item);
      if (next) positions[item.writer] = item.n;
    }

    const records = await RecordWriter.load(
      db,
      fresh.flatMap(({ change }) => change.edits),
    );
    let latest = await readMeta(db, 'clock');
    for (const { writer, change } of fresh) {
      records.apply(change);
      clock.observe(change.at);
      if (change.at > latest) latest = change.at;
      // What came with a file stands in the own journal, but nobody did it here.
      if (writer === own && change.origin !== 'import') await db.gestures.put(gestureRow(change));
    }
    await records.save();
    if (acknowledged.length > 0) await db.outbox.bulkDelete(acknowledged);
    await writeMeta(db, 'positions', positions);
    if (fresh.length > 0) await writeMeta(db, 'clock', latest);
    return { gap };
  });
}
