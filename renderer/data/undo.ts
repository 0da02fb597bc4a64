import type { Change, Edit } from '#shared/changes/change.ts';
import { invert, squash } from '#shared/changes/edits.ts';
import type { Span } from '#shared/model/span.ts';
import type { ProjectDb } from './db.ts';
import { readRecord } from './read-records.ts';
import { RecordWriter } from './record-writer.ts';
import { type Step, stacks } from './undo-stacks.ts';

/** So many gestures can be taken back. */
export const gesturesKept = 500;

/** What undo or redo would do now. */
export interface Reversal {
  /** The gesture that is taken back. */
  reverts: string;
  /** What the gesture did, which undo takes back and redo does again. */
  did: Edit[];
  /** What is to be committed. */
  edits: Edit[];
  /** The article to show, when it is about one. */
  article: string | null;
}

/**
 * The next step to take back (`undo`) or to bring back (`redo`); null when there is none.
 * @param skipped gestures that were refused once: the ones before them shall still be within reach
 */
export async function nextReversal(
  db: ProjectDb,
  way: 'undo' | 'redo',
  skipped: ReadonlySet<string>,
): Promise<Reversal | null> {
  return db.transaction('r', [...db.recordTables, ...db.packTables, db.gestures, db.stamps, db.meta], async () => {
    const { done, undone } = stacks(await readHistory(db));
    const step = (way === 'undo' ? done : undone).findLast(({ gesture }) => !skipped.has(gesture));
    return step === undefined ? null : reversalOf(db, step, way);
  });
}

async function reversalOf(db: ProjectDb, step: Step, way: 'undo' | 'redo'): Promise<Reversal> {
  // The binding of an article to its file and the annotator's signature are no part of what a person did.
  const own = step.edits.filter((edit) => edit.kind !== 'article' && edit.kind !== 'annotator');
  const edits = await keepUsed(db, await leaveReadings(db, squash(own).map(invert).reverse()));
  return {
    reverts: step.gesture,
    did: way === 'undo' ? own : edits,
    edits,
    article: await articleOf(db, own),
  };
}

/** That an article came into progress is a side effect of marking: where it is not so any more it stays as it is. */
async function leaveReadings(db: ProjectDb, edits: Edit[]): Promise<Edit[]> {
  const readings = edits.filter((edit) => edit.kind === 'reading');
  if (readings.length === 0 || readings.length === edits.length) return edits;
  const refused = (await RecordWriter.load(db, readings)).check(readings).map(({ edit }) => edit);
  return edits.filter((edit) => !refused.includes(edit));
}

/** Leaves a speaker or target in the registry that somebody else has used since. */
async function keepUsed(db: ProjectDb, edits: Edit[]): Promise<Edit[]> {
  const isEntry = (edit: Edit) => (edit.kind === 'speaker' || edit.kind === 'target') && edit.after === undefined;
  if (!edits.some(isEntry)) return edits;
  const writer = await RecordWriter.load(db, edits);
  writer.apply({ id: '', at: '~', by: '', origin: 'undo', gesture: '', edits });
  const kept: Edit[] = [];
  for (const edit of edits) {
    if (isEntry(edit) && (await writer.usesLeft(edit.kind as 'speaker' | 'target', edit.id)) > 0) continue;
    kept.push(edit);
  }
  return kept;
}

async function articleOf(db: ProjectDb, edits: readonly Edit[]): Promise<string | null> {
  const articles = new Set<string>();
  for (const edit of edits) {
    if (edit.kind === 'reading') articles.add(edit.id.slice(0, edit.id.indexOf(':')));
    if (edit.kind === 'rejection') {
      const article = (edit.after ?? edit.before)?.article;
      if (article !== undefined) articles.add(article);
    }
    if (edit.kind !== 'span') continue;
    const fields = { ...edit.before, ...edit.after } as Partial<Span>;
    const article = fields.article ?? (await readRecord(db, 'span', edit.id))?.article;
    if (article !== undefined) articles.add(article);
  }
  const [only] = articles;
  return articles.size === 1 && only !== undefined ? only : null;
}

export async function readHistory(db: ProjectDb): Promise<Change[]> {
  return (await db.gestures.orderBy('at').toArray()).map((row) => row.change);
}

/** Forgets all but the latest gestures. */
export async function trimHistory(db: ProjectDb): Promise<void> {
  await db.transaction('rw', db.gestures, async () => {
    const kept = new Set<string>();
    const outdated: string[] = [];
    for (const row of await db.gestures.orderBy('at').reverse().toArray()) {
      if (kept.size < gesturesKept || kept.has(row.gesture)) kept.add(row.gesture);
      else outdated.push(row.id);
    }
    if (outdated.length > 0) await db.gestures.bulkDelete(outdated);
  });
}
