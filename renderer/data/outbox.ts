import type { Change } from '#shared/changes/change.ts';
import { fitsLine } from '#shared/changes/journal-line.ts';
import type { Journaled } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Link } from './connect.ts';
import { databaseNoun, type OutboxRow, type ProjectDb } from './db.ts';
import { operationDeadline, within } from './deadline.ts';
import { firstPortion } from './portion.ts';
import { Refusal } from './refusal.ts';

/** What has gone wrong with saving, in words for the person. */
export interface Trouble {
  code: string;
  message: string;
}

/** Whether the marks are in the journal, on the disk. */
export interface Saved {
  /** Changes that the journal has not acknowledged. */
  unsaved: number;
  failure: Trouble | null;
  /** Since when the oldest of them waits, in milliseconds since 1970. */
  since: number | null;
}

export const allSaved: Saved = { unsaved: 0, failure: null, since: null };

export interface Outbox {
  /** Sends what waits, now, also when a pause after a failure has not passed. */
  kick(): void;
  stop(): void;
}

interface OutboxContext {
  db: ProjectDb;
  call: Link['call'];
  /** Takes acknowledged changes in, which removes them from the outbox and raises the position. */
  take(acknowledged: Journaled[]): Promise<void>;
  onFailure(failure: Trouble | null): void;
  /** The outbox is empty. */
  onEmpty(): void;
  /** Main does not know this folder any more: opens it again. */
  reopen(): Promise<void>;
}

/** Why a change that no line can hold is not kept, for the person. */
export const tooLarge =
  'This is more than can be kept as one change (4 MB). Shorten the words or the note, or do it in smaller steps.';

const firstPause = 500;
const lastPause = 10_000;

/**
 * Sends changes to the journal in their order, a portion a call and one call at a time, over all windows that share
 * the database: whoever holds the lock sends. Sending again is harmless, because the journal knows a change by its id.
 */
export function createOutbox({ db, call, take, onFailure, onEmpty, reopen }: OutboxContext): Outbox {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  let again = false;
  let pause = firstPause;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function kick() {
    if (stopping.signal.aborted) return;
    clearTimeout(timer);
    timer = undefined;
    if (running !== undefined) {
      again = true;
      return;
    }
    running = run().finally(() => {
      running = undefined;
      if (again) kick();
    });
  }

  async function run() {
    again = false;
    try {
      const refused = await underLock(`${db.name} sends`, stopping.signal, sendAll);
      pause = firstPause;
      onFailure(refused);
      if (refused === null) onEmpty();
    } catch (error) {
      if (stopping.signal.aborted) return;
      if (error instanceof Failure && error.code === 'not-open') await reopen().catch(() => {});
      // While another window makes the database anew nothing is wrong.
      if (!(error instanceof Refusal)) onFailure(troubleOf(error));
      if (again || stopping.signal.aborted) return;
      timer = setTimeout(kick, pause);
      pause = Math.min(lastPause, pause * 2);
    }
  }

  /** Sends until nothing waits; answers the trouble with changes that main will never take. */
  async function sendAll(): Promise<Trouble | null> {
    let before: number | undefined;
    for (;;) {
      stopping.signal.throwIfAborted();
      const { rows, refused } = await within(operationDeadline, readWaiting(db), databaseNoun);
      if (rows.length === 0) return refused === undefined ? null : { code: 'bad-arguments', message: refused };
      if (rows[0]?.seq === before) throw new Failure('internal', 'The journal does not say where it put a mark.');
      before = rows[0]?.seq;
      await send(rows);
    }
  }

  async function send(all: OutboxRow[]) {
    const rows = all.filter(({ change }) => fitsLine(change));
    // Sending one that large might end the connection, again and again.
    for (const row of all) if (!rows.includes(row)) await refuse(row, tooLarge);
    if (rows.length === 0) return;
    try {
      await take(
        await append(
          call,
          rows.map((row) => row.change),
        ),
      );
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'bad-arguments') throw error;
      if (rows.length > 1) {
        for (const row of rows) await send([row]);
      } else {
        // One that main will not take must not keep the others waiting for ever; it stays, and is told.
        const [row] = rows as [OutboxRow];
        await refuse(row, error.message);
      }
    }
  }

  const refuse = (row: OutboxRow, why: string) =>
    within(operationDeadline, db.outbox.update(row.seq as number, { refused: why }), databaseNoun);

  return {
    kick,
    stop() {
      stopping.abort();
      clearTimeout(timer);
    },
  };
}

/** The next changes to send, and why one of the others is not sent at all. */
const readWaiting = (db: ProjectDb): Promise<{ rows: OutboxRow[]; refused: string | undefined }> =>
  db.transaction('r', db.outbox, async () => {
    const all = db.outbox.orderBy('seq');
    const rows = await all
      .filter((row) => row.refused === undefined)
      .limit(200)
      .toArray();
    return {
      rows: firstPortion(rows, ({ change }) => change),
      refused: rows.length > 0 ? undefined : (await db.outbox.orderBy('seq').first())?.refused,
    };
  });

/** Appends changes to the journal; answers them with their places once they are on the disk. */
export async function append(call: Link['call'], changes: readonly Change[]): Promise<Journaled[]> {
  const { acks } = await call('journal.append', { changes: [...changes] });
  const places = new Map(acks.map((ack) => [ack.id, ack]));
  return changes.flatMap((change) => {
    const ack = places.get(change.id);
    return ack === undefined ? [] : [{ writer: ack.writer, n: ack.n, change }];
  });
}

export function troubleOf(error: unknown): Trouble {
  if (error instanceof Failure) return { code: error.code, message: error.message };
  console.error(error);
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

/** Runs `work` while no other window of this browser runs its own under this name. */
export async function underLock<T>(name: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  // Insecure origins have no locks; they have no second window of ours either that could not be told apart by ids.
  if (!('locks' in navigator)) return work();
  return (await navigator.locks.request(name, { signal }, work)) as T;
}
