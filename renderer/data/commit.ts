import type { Change, ChangeOrigin, Edit } from '#shared/changes/change.ts';
import type { Clock } from '#shared/changes/clock.ts';
import { added, changed, squash } from '#shared/changes/edits.ts';
import { fitsLine } from '#shared/changes/journal-line.ts';
import type { Annotator } from '#shared/model/annotator.ts';
import { sameJson } from '#shared/model/json.ts';
import { gestureRow, type ProjectDb, readMeta, writeMeta } from './db.ts';
import { newId } from './ids.ts';
import { tooLarge } from './outbox.ts';
import { RecordWriter } from './record-writer.ts';
import { conflict, Refusal } from './refusal.ts';

export interface CommitOptions {
  /** Changes that share a gesture are undone together; a fresh one when left out. */
  gesture?: string;
  /** `user` when left out. */
  origin?: ChangeOrigin;
  /** For `undo`: the gesture that is taken back. */
  reverts?: string;
}

export interface CommitContext {
  db: ProjectDb;
  clock: Clock;
  annotator: Annotator;
}

/** A change as it will stand in the journal, with its instant still to come. */
export function draftChange(by: string, edits: readonly Edit[], options: CommitOptions): Omit<Change, 'at'> {
  return {
    id: newId('c'),
    by,
    origin: options.origin ?? 'user',
    gesture: options.gesture ?? newId('g'),
    ...(options.reverts === undefined ? {} : { reverts: options.reverts }),
    edits: squash(edits),
  };
}

/**
 * Writes a change to IndexedDB in one transaction: records, undo history and outbox, all or nothing; resolves when
 * it is there, or with null when there is nothing left to change. The annotator's own record goes with the first change
 * of a database, and again when their name has changed: a colleague must learn it from the changes alone.
 * @param onInstant is told the change as soon as its instant is set, even if writing then fails
 * @param abandoned once aborted a transaction that has not begun yet writes nothing any more
 * @throws Refusal with every objection when an edit does not fit the records as they are, and when the change is larger
 *   than a line of the journal may be; nothing is written then.
 */
export async function commitChange(
  { db, clock, annotator }: CommitContext,
  draft: Omit<Change, 'at'>,
  onInstant: (change: Change) => void,
  abandoned: AbortSignal,
): Promise<Change | null> {
  return db.transaction('rw', db.changeTables, async () => {
    abandoned.throwIfAborted();
    if (!(await readMeta(db, 'complete'))) {
      throw new Refusal('loading', 'The annotations are still being loaded. Try again in a moment.');
    }
    clock.observe(await readMeta(db, 'clock'));
    const signs = !sameJson(await readMeta(db, 'signed'), annotator);
    abandoned.throwIfAborted();
    const change: Change = { ...draft, at: clock.tick() };
    onInstant(change);

    const writer = await RecordWriter.load(db, [added('annotator', annotator), ...change.edits]);
    change.edits = change.edits.flatMap((edit) => rebase(writer, edit));
    const refused = writer.check(change.edits);
    if (refused.length > 0) throw conflict(refused);
    if (change.edits.length === 0) return null;
    if (signs && !change.edits.some((edit) => edit.kind === 'annotator')) {
      change.edits = [added('annotator', annotator), ...change.edits];
    }
    if (!fitsLine(change)) throw new Refusal('too-large', tooLarge);
    writer.apply(change);
    const danglers = await writer.danglers();
    if (danglers.length > 0) throw conflict(danglers);
    await writer.save();
    await db.gestures.put(gestureRow(change));
    await db.outbox.add({ id: change.id, change });
    await writeMeta(db, 'clock', change.at);
    if (signs) await writeMeta(db, 'signed', annotator);
    return change;
  });
}

/**
 * An article's binding and a reading have one record each, whoever adds it: adding one that is there already is a change
 * of it. Marking only begins a reading: what was submitted, or answered by a reviewer, stays so until somebody says else.
 */
function rebase(writer: RecordWriter, edit: Edit): Edit[] {
  if (edit.before !== undefined) return [edit];
  if (edit.kind === 'article') {
    const there = writer.get('article', edit.id);
    if (there === undefined) return [edit];
    const correction = changed('article', there, edit.after as typeof there);
    return correction === undefined ? [] : [correction];
  }
  if (edit.kind === 'reading') {
    const there = writer.get('reading', edit.id);
    if (there === undefined) return [edit];
    const { status, updatedAt, by } = edit.after as typeof there;
    if (status === there.status || (status === 'in-progress' && there.status !== 'unread')) return [];
    const correction = changed('reading', there, { status, updatedAt, ...(by || there.by ? { by: by ?? null } : {}) });
    return correction === undefined ? [] : [correction];
  }
  return [edit];
}
