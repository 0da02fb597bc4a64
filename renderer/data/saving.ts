import type { Change } from '#shared/changes/change.ts';
import { isoOf } from '#shared/changes/clock.ts';
import { sameJson } from '#shared/model/json.ts';
import type { Link } from './connect.ts';
import type { Current } from './current.ts';
import { databaseNoun, type ProjectDb } from './db.ts';
import { within } from './deadline.ts';
import { createDirectSender, type DirectSender } from './direct-sender.ts';
import type { Opened } from './opened.ts';
import type { Saved, Trouble } from './outbox.ts';
import type { StatePart } from './state-part.ts';

export interface SavingState {
  saved: Saved;
}

/** What waits in the outbox; `first` is the instant of the oldest. */
export interface UnsavedRows {
  count: number;
  first: string | undefined;
}

/**
 * Keeps `saved` true: what has not reached the journal yet, whether it waits in the database's outbox or, while that
 * does not answer, in the sender that goes round it; and why it does not get through.
 */
export interface Saving {
  /** What the outbox holds, when it has just been read. */
  outboxHolds(rows: UnsavedRows): void;
  /** A change has been written to the outbox, which tells of it a moment later; until then it must not look saved. */
  added(change: Change): void;
  /** Reads what the outbox holds; whoever sees something waiting sees to its sending. Failures go to `here.trouble`. */
  recount(here: Opened): Promise<void>;
  /** Sending has failed, or (null) works again. */
  sending(failure: Trouble | null): void;
  /** The journal cannot be written, or (null) can be. */
  journal(failure: Trouble | null): void;
  /** Sends at once what a failure keeps waiting. */
  kick(here: Opened | undefined): void;
  /** From now on changes can be sent round the database. */
  startDirect(projectId: string): void;
  sendDirect(change: Change): void;
  direct(): DirectSender | undefined;
  /** The database takes changes again: the sender that was `direct` is left to its caller, with what it could not send. */
  endDirect(): void;
  /** Makes `saved` what is known now. */
  count(): void;
  /** Nothing more is sent round the database. */
  stop(): void;
  /** For the next project: nothing waits and nothing has failed. The state is left as it is. */
  reset(): void;
}

const none: UnsavedRows = { count: 0, first: undefined };

export function createSaving(context: {
  call: Link['call'];
  current: Current;
  state: StatePart<SavingState>;
  /** Milliseconds that one operation of the database may take. */
  operation: number;
}): Saving {
  const { call, current, state, operation } = context;
  let rows = none;
  let direct: DirectSender | undefined;
  let sendFailure: Trouble | null = null;
  let journalFailure: Trouble | null = null;

  function count() {
    const waiting = direct?.waiting() ?? [];
    const unsaved = rows.count + waiting.length;
    const first = [rows.first, waiting[0]?.at].filter((at) => at !== undefined).sort()[0];
    const next: Saved = {
      unsaved,
      failure: unsaved === 0 ? journalFailure : (sendFailure ?? journalFailure),
      since: first === undefined ? null : Date.parse(isoOf(first)),
    };
    if (!sameJson(next, state.get().saved)) state.set({ saved: next });
  }

  const saving: Saving = {
    outboxHolds(held) {
      rows = held;
      count();
    },
    added(change) {
      rows = { count: rows.count + 1, first: rows.first ?? change.at };
      count();
    },
    async recount(here) {
      if (here.closed) return;
      try {
        const held = await within(operation, readUnsaved(here.db), databaseNoun);
        if (here !== current.get()) return;
        saving.outboxHolds(held);
        if (held.count > 0) here.outbox.kick();
      } catch (error) {
        here.trouble(error);
      }
    },
    sending(failure) {
      sendFailure = failure;
      count();
    },
    journal(failure) {
      journalFailure = failure;
      count();
    },
    kick(here) {
      here?.outbox.kick();
      direct?.kick();
    },
    startDirect(projectId) {
      direct ??= createDirectSender({ projectId, call, onWaiting: count, onFailure: saving.sending });
    },
    sendDirect(change) {
      direct?.send(change);
    },
    direct: () => direct,
    endDirect() {
      direct = undefined;
    },
    count,
    stop() {
      direct?.stop();
    },
    reset() {
      direct?.stop();
      direct = undefined;
      sendFailure = null;
      journalFailure = null;
      rows = none;
    },
  };
  return saving;
}

export const readUnsaved = (db: ProjectDb): Promise<UnsavedRows> =>
  db.transaction('r', db.outbox, async () => ({
    count: await db.outbox.count(),
    first: (await db.outbox.orderBy('seq').first())?.change.at,
  }));
