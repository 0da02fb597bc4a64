import type { Change } from '#shared/changes/change.ts';
import type { Clock } from '#shared/changes/clock.ts';
import type { CallResult, Positions, Project } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import { addTo, groupBy } from '#shared/model/groups.ts';
import { type AnyRecord, type Kind, kinds } from '#shared/model/kinds.ts';
import type { Span } from '#shared/model/span.ts';
import type { Link } from './connect.ts';
import {
  databaseNoun,
  type Found,
  gestureRow,
  type OutboxRow,
  type ProjectDb,
  readMeta,
  rowOf,
  writeMeta,
} from './db.ts';
import { bulkDeadline, operationDeadline, within } from './deadline.ts';
import { PackWriter } from './pack-writer.ts';
import { tallyPack } from './packs.ts';
import { firstPortion } from './portion.ts';
import { partsOf, RecordWriter, Tallies } from './record-writer.ts';
import { takeIn } from './take-in.ts';

export interface LoadContext {
  db: ProjectDb;
  clock: Clock;
  writer: string;
  call: Link['call'];
}

/**
 * Why the database was made from the journal. `first`: this machine sees the folder for the first time. `lost`: it was
 * not there, or not whole, although this writer has annotated here. `older`: another version wrote it. `damaged`: it
 * could not be opened. `replaced`: the journal is not the one it was made from, or lost its last lines.
 */
export type RebuildWhy = 'first' | 'lost' | 'older' | 'damaged' | 'replaced';

export interface Rebuilt {
  why: RebuildWhy;
  spans: number;
  articles: number;
}

/** In records; `total` 0: it is not known yet. */
export interface LoadProgress {
  done: number;
  total: number;
}

const journalDeadline = 60_000;
/** Before the first page main puts together what the journals have gained since it did so last, which may be all of them. */
const firstPageDeadline = 900_000;

/**
 * Brings the database in step with the journals: takes in what it has not seen, or makes it anew when it is empty,
 * unfinished, of another version, or ahead of the journals. The outbox is kept whatever happens.
 * @param rescued changes that neither a database that had to be deleted nor the journal could keep
 */
export async function load(
  context: LoadContext,
  project: Project,
  found: Found,
  rescued: readonly Change[],
  onProgress: (progress: LoadProgress) => void,
): Promise<Rebuilt | null> {
  const { db } = context;
  if (rescued.length > 0) await within(bulkDeadline, keepInOutbox(db, rescued), databaseNoun);
  const { complete, positions } = await within(operationDeadline, readState(db), databaseNoun);
  let why: RebuildWhy | null = null;
  if (found === 'older' || found === 'damaged') why = found;
  else if (!complete) why = (project.positions[project.writer] ?? 0) > 0 ? 'lost' : 'first';
  else if (differ(positions, project.positions)) {
    try {
      // Where we are ahead, another window may merely have been quicker than this answer: main itself must say so.
      await catchUp(context, project.positions);
    } catch (error) {
      if (!isReplaced(error)) throw error;
      why = 'replaced';
    }
  }
  if (why !== null) return rebuild(context, why, onProgress);
  await adopt(context, rescued);
  await within(operationDeadline, observeClock(context), databaseNoun);
  return null;
}

async function readState(db: ProjectDb) {
  return db.transaction('r', db.meta, async () => ({
    complete: await readMeta(db, 'complete'),
    positions: await readMeta(db, 'positions'),
  }));
}

/** Takes changes that were made without the database into its records and its outbox; those it has are left. */
export async function adopt(context: LoadContext, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  const { db } = context;
  const work = db.transaction('rw', db.changeTables, async () => {
    await keepInOutbox(db, changes);
    await reapply(context, changes);
  });
  await within(bulkDeadline, work, databaseNoun);
}

/** Whether main says that a position lies beyond the journal: it is not the one that was taken in. */
export const isReplaced = (error: unknown): boolean => error instanceof Failure && error.code === 'damaged';

/** Whether some journal has gone further in `b` than in `a`. */
const behind = (a: Positions, b: Positions) => Object.entries(b).some(([writer, n]) => n > (a[writer] ?? 0));
const differ = (a: Positions, b: Positions) => behind(a, b) || behind(b, a);

const keepInOutbox = (db: ProjectDb, changes: readonly Change[]) =>
  db.transaction('rw', db.outbox, async () => {
    const there = new Set(
      (
        await db.outbox
          .where('id')
          .anyOf(changes.map((change) => change.id))
          .toArray()
      ).map((row) => row.id),
    );
    await db.outbox.bulkAdd(changes.filter(({ id }) => !there.has(id)).map((change) => ({ id: change.id, change })));
  });

/** Takes in every line after our positions. `upTo`: also remember these, where journals have lines that are no changes. */
export async function catchUp(context: LoadContext, upTo: Positions = {}): Promise<void> {
  const { db, call } = context;
  for (;;) {
    const positions = await within(operationDeadline, readMeta(db, 'positions'), databaseNoun);
    const page = await call('journal.since', { positions }, journalDeadline);
    if (page.changes.length > 0) await within(bulkDeadline, takeIn(context, page.changes, true), databaseNoun);
    if (!page.more || page.changes.length === 0) break;
  }
  await within(
    operationDeadline,
    db.transaction('rw', db.meta, async () => {
      const positions = { ...(await readMeta(db, 'positions')) };
      if (!behind(positions, upTo)) return;
      for (const [writer, n] of Object.entries(upTo)) positions[writer] = Math.max(n, positions[writer] ?? 0);
      await writeMeta(db, 'positions', positions);
    }),
    databaseNoun,
  );
}

async function observeClock({ db, clock }: LoadContext): Promise<void> {
  clock.observe(await readMeta(db, 'clock'));
}

async function rebuild(
  context: LoadContext,
  why: RebuildWhy,
  onProgress: (progress: LoadProgress) => void,
): Promise<Rebuilt> {
  const { db, clock } = context;
  onProgress({ done: 0, total: 0 });
  const pending = await sendFirst(context, why);

  await within(bulkDeadline, clear(db), databaseNoun);
  const packs = new PackWriter(db);
  let spans = 0;
  let done = 0;
  const articles = new Set<string>();
  const tallies = new Tallies();
  const snapshot = await readSnapshot(context, async (page) => {
    for (const [kind, records] of byKind(page.records)) {
      await packs.add(
        kind,
        records.map((record) => rowOf(kind, record)),
      );
      if (kind !== 'span') continue;
      spans += records.length;
      for (const span of records as Span[]) {
        tallies.count(span, 1);
        articles.add(span.article);
      }
    }
    done += page.records.length;
    onProgress({ done, total: Math.max(page.total, done) });
  });
  for (const [about, rows] of groupBy(tallies.rows(), (tally) => tally.about)) await packs.add(tallyPack(about), rows);
  await packs.end();
  const latest = snapshot.history.reduce((max, { at }) => (at > max ? at : max), '');
  clock.observe(latest);
  const empty = done === 0 && Object.values(snapshot.positions).every((n) => n === 0);
  await within(
    bulkDeadline,
    db.transaction('rw', db.changeTables, async () => {
      // They are empty: this tells other windows, whose lists follow these tables, to read them again.
      for (const table of [...db.recordTables, db.tallies]) await table.clear();
      await db.gestures.bulkPut(snapshot.history.map(gestureRow));
      await writeMeta(db, 'positions', snapshot.positions);
      await writeMeta(db, 'clock', latest);
      await writeMeta(db, 'baseline', empty ? '' : clock.tick());
      await reapply(context, pending);
      await writeMeta(db, 'complete', true);
    }),
    databaseNoun,
  );
  // What other windows were told meanwhile they have left to this.
  await catchUp(context);
  return { why, spans, articles: articles.size };
}

/**
 * Sends what the journal has not got before its records are read, so that they hold it; answers what could not be
 * sent. When the journal is not the one we knew, it gets our own latest changes again: it may have lost them.
 */
async function sendFirst({ db, call }: LoadContext, why: RebuildWhy): Promise<Change[]> {
  const outbox = await within(bulkDeadline, db.outbox.orderBy('seq').toArray(), databaseNoun);
  const own = why === 'replaced' ? await within(bulkDeadline, db.gestures.orderBy('at').toArray(), databaseNoun) : [];
  const waiting = outbox.filter((row) => row.refused === undefined).map((row) => row.change);
  const known = new Set(waiting.map((change) => change.id));
  const again = own.map((row) => row.change).filter((change) => !known.has(change.id));
  const changes = [...again, ...waiting];
  if (again.length > 0) await within(bulkDeadline, keepInOutbox(db, again), databaseNoun);
  const sent = new Set<string>();
  try {
    for (let i = 0; i < changes.length; ) {
      const portion = firstPortion(changes.slice(i), (change) => change);
      i += portion.length;
      const { acks } = await call('journal.append', { changes: portion });
      for (const ack of acks) sent.add(ack.id);
      await within(
        operationDeadline,
        db.outbox
          .where('id')
          .anyOf(acks.map((ack) => ack.id))
          .delete(),
        databaseNoun,
      );
    }
  } catch (error) {
    // They stay in the outbox, which tries again and says what is wrong.
    console.error('Not everything in the outbox could be sent before the rebuild', error);
  }
  return changes.filter((change) => !sent.has(change.id));
}

function clear(db: ProjectDb): Promise<void> {
  return db.transaction('rw', db.changeTables, async () => {
    await writeMeta(db, 'complete', false);
    for (const kind of kinds) await db.tableOf(kind).clear();
    for (const table of [...db.packTables, db.tallies, db.stamps, db.gestures]) await table.clear();
    await db.meta.bulkDelete(['positions', 'buckets', 'clock', 'baseline', 'doubtful', 'signed']);
  });
}

type Snapshot = CallResult<'journal.snapshot'>;

/** Reads the journal's records page by page; answers the history, and the positions from which `since` goes on. */
async function readSnapshot(
  { call }: Pick<LoadContext, 'call'>,
  onPage: (page: Snapshot) => Promise<void> | void,
): Promise<Pick<Snapshot, 'history' | 'positions'>> {
  let positions: Positions | undefined;
  const ask = (cursor: string | null): Promise<Snapshot> => {
    const page = call('journal.snapshot', { cursor }, cursor === null ? firstPageDeadline : journalDeadline);
    // It is asked for while the page before is still being written: its failure is met when its turn comes.
    page.catch(() => {});
    return page;
  };
  let asked = ask(null);
  for (;;) {
    const page = await asked;
    // Should the journal grow between pages, the first page's positions make `since` repeat what a later page may hold.
    positions ??= page.positions;
    if (page.cursor !== null) asked = ask(page.cursor);
    await onPage(page);
    if (page.cursor === null) return { history: page.history, positions };
  }
}

function byKind(records: Snapshot['records']): Map<Kind, AnyRecord[]> {
  const groups = new Map<Kind, AnyRecord[]>();
  for (const { kind, record } of records) {
    if (kinds.includes(kind as Kind)) addTo(groups, kind as Kind, record as unknown as AnyRecord);
  }
  return groups;
}

/** Applies what waits in the outbox to the records the journal gave, where it still fits. */
async function reapply({ db, clock }: LoadContext, pending: readonly Change[]): Promise<void> {
  if (pending.length === 0) return;
  const writer = await RecordWriter.load(
    db,
    pending.flatMap((change) => change.edits),
  );
  for (const change of [...pending].sort((a, b) => (a.at < b.at ? -1 : 1))) {
    clock.observe(change.at);
    writer.apply(change);
    writer.doubt(change.edits);
    await db.gestures.put(gestureRow(change));
  }
  await writer.save();
}

const isWaiting = ({ refused }: OutboxRow) => refused === undefined;

/**
 * Reads the records that late changes touched from the journal again, once it has everything of ours; answers whether
 * no doubt is left. Does nothing while the outbox holds something that is still to be sent; what main will never take
 * keeps only the records that it is about as they are.
 */
export async function settleDoubts(context: LoadContext): Promise<boolean> {
  const { db } = context;
  const readDoubts = () =>
    db.transaction('r', db.meta, db.outbox, async () => {
      const doubtful = await readMeta(db, 'doubtful');
      const rows = doubtful.length === 0 ? [] : await db.outbox.toArray();
      const kept = new Set(
        rows
          .filter((row) => !isWaiting(row))
          .flatMap(({ change }) => change.edits.map(({ kind, id }) => `${kind} ${id}`)),
      );
      return { doubtful: doubtful.filter((key) => !kept.has(key)), waiting: rows.some(isWaiting), kept: kept.size > 0 };
    });
  const { doubtful, waiting, kept } = await within(operationDeadline, readDoubts(), databaseNoun);
  if (doubtful.length === 0) return !kept;
  if (waiting) return false;
  const doubts = new Set(doubtful);
  const held = new Map<string, AnyRecord>();
  const { positions } = await readSnapshot(context, ({ records }) => {
    for (const { kind, record } of records) {
      const key = `${kind} ${(record as unknown as AnyRecord).id}`;
      if (doubts.has(key)) held.set(key, record as unknown as AnyRecord);
    }
  });
  return within(
    bulkDeadline,
    db.transaction('rw', db.changeTables, async () => {
      const ours = await readMeta(db, 'positions');
      if ((await db.outbox.filter(isWaiting).count()) > 0 || differ(ours, positions)) return false;
      const writer = await RecordWriter.load(
        db,
        doubtful.map((key) => ({ ...partsOf(key), after: {} }) as never),
      );
      for (const key of doubtful) {
        const { kind, id } = partsOf(key);
        writer.set(kind, id, held.get(key));
      }
      await writer.save();
      const left = (await readMeta(db, 'doubtful')).filter((key) => !doubts.has(key));
      await writeMeta(db, 'doubtful', left);
      return left.length === 0;
    }),
    databaseNoun,
  );
}
