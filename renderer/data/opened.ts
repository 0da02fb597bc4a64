import type { Journaled, Project } from '#shared/contract/contract.ts';
import type { Annotator } from '#shared/model/annotator.ts';
import { databaseNoun, type ProjectDb } from './db.ts';
import { bulkDeadline, within } from './deadline.ts';
import type { EntryList } from './entries.ts';
import { createLiveTables, type LiveTables } from './live-tables.ts';
import { catchUp, type LoadContext, settleDoubts } from './load.ts';
import { onMutations } from './mutations.ts';
import { createOutbox, type Outbox, type Trouble } from './outbox.ts';
import { takeIn } from './take-in.ts';

/** A project that is open here, its database in step with the journal, and all that has to end with it. */
export interface Opened {
  project: Project;
  readonly path: string;
  readonly journalPath: string | undefined;
  readonly db: ProjectDb;
  readonly context: LoadContext;
  readonly live: LiveTables;
  readonly outbox: Outbox;
  /** The same one when the project is opened again: main does not always tell it anew. */
  readonly entries: EntryList;
  /** Runs one thing of the journal after another; what fails is told as trouble. Nothing runs once it is closed. */
  inOrder(work: () => Promise<void>): Promise<void>;
  /** Tells that an operation of its database, or what had to be asked of main for it, has failed. */
  trouble(error: unknown): void;
  unfollow(): void;
  closed: boolean;
}

/** What an opened project tells. */
export interface OpenedEvents {
  onTrouble(here: Opened, error: unknown): void;
  /** Sending to the journal has failed, or (null) works again. */
  onSending(failure: Trouble | null): void;
  /** What waits in its outbox may have become more or less, by any window's doing. */
  onOutbox(here: Opened): void;
  /** The outbox has become empty, and what late changes had made doubtful has been read again. */
  onSent(here: Opened): Promise<void>;
  /** Main does not know the project any more: opens it there again. */
  reopen(): Promise<void>;
}

/** Does something unless the project has been closed; what fails is told as trouble. */
async function whileOpen(here: Opened, work: () => Promise<void>): Promise<void> {
  if (here.closed) return;
  try {
    await work();
  } catch (error) {
    here.trouble(error);
  }
}

export function createOpened(
  {
    project,
    path,
    journalPath,
    context,
    entries,
  }: Pick<Opened, 'project' | 'path' | 'journalPath' | 'context' | 'entries'>,
  { onTrouble, onSending, onOutbox, onSent, reopen }: OpenedEvents,
): Opened {
  const { db, call } = context;
  let lane: Promise<void> = Promise.resolve();
  const here: Opened = {
    project,
    path,
    journalPath,
    db,
    context,
    closed: false,
    trouble: (error) => onTrouble(here, error),
    live: createLiveTables(db, entries.rows, (error) => here.trouble(error)),
    entries,
    inOrder(work) {
      lane = lane.then(() => whileOpen(here, work));
      return lane;
    },
    outbox: createOutbox({
      db,
      call,
      async take(acknowledged) {
        let failure: unknown;
        await here.inOrder(async () => {
          try {
            await take(context, acknowledged);
            await settleDoubts(context);
          } catch (error) {
            failure = error;
            throw error;
          }
        });
        if (failure !== undefined) throw failure;
      },
      onFailure: onSending,
      onEmpty: () =>
        void here.inOrder(async () => {
          await settleDoubts(context);
          await onSent(here);
        }),
      reopen,
    }),
    unfollow: onMutations(db, 'outbox', () => onOutbox(here)),
  };
  return here;
}

/** Takes journal lines in and, when lines before them have not come, asks for those. */
export async function take(context: LoadContext, changes: readonly Journaled[]): Promise<void> {
  const { gap } = await within(bulkDeadline, takeIn(context, changes, false), databaseNoun);
  if (gap) await catchUp(context);
}

/** Its annotator under the name they have by now. */
export const annotatorOf = (state: { project: Project | null }, here: Opened): Annotator =>
  state.project?.annotator ?? here.project.annotator;

/** Sends nothing more of its outbox and follows it no more; the database stays open. */
export function stopSending(here: Opened): void {
  here.outbox.stop();
  here.unfollow();
}

/** Lets the database go, for another opening of the same project; until that is there, this one still counts as open. */
export function releaseDatabase(here: Opened): void {
  stopSending(here);
  here.db.close({ disableAutoOpen: true });
}

/** Ends it for good. */
export function leave(here: Opened): void {
  here.closed = true;
  releaseDatabase(here);
}
