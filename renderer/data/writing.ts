import type { Change, Edit } from '#shared/changes/change.ts';
import { fitsLine } from '#shared/changes/journal-line.ts';
import type { Annotator } from '#shared/model/annotator.ts';
import { type CommitOptions, commitChange, draftChange } from './commit.ts';
import type { Current } from './current.ts';
import { databaseNoun } from './db.ts';
import { within } from './deadline.ts';
import type { GestureInProgress } from './gesture-in-progress.ts';
import { newId } from './ids.ts';
import { annotatorOf, type Opened } from './opened.ts';
import type { OpeningState } from './opening.ts';
import { tooLarge, troubleOf } from './outbox.ts';
import type { Recovery, RecoveryState } from './recovery.ts';
import { conflict, Refusal } from './refusal.ts';
import type { Saving } from './saving.ts';
import type { StatePart } from './state-part.ts';

/** Doing changes, in the database or, while that does not answer, round it. */
export interface Writing {
  /** The open project. @throws Refusal when nothing can be written in it now */
  writable(): Opened;
  /** Who the changes are by. @throws Refusal as `writable` */
  annotator(): Annotator;
  /** Whether changes go round the database, because it does not answer. */
  roundDatabase(): boolean;
  /**
   * Does a change: resolves with it when IndexedDB has it (within milliseconds; `saved` tells when the journal has it
   * too), or with null when the edits change nothing. Without `gesture` it belongs to the open gesture, if any.
   * @throws Refusal when it cannot be done; nothing is written then
   */
  commit(edits: readonly Edit[], options?: CommitOptions): Promise<Change | null>;
  /**
   * Reads from the database of the open project what a change builds on. A failure there degrades the session.
   * @throws Refusal for such a failure, and as `writable`
   */
  reading<T>(work: (here: Opened) => PromiseLike<T>): Promise<T>;
}

export function createWriting(context: {
  current: Current;
  saving: Saving;
  recovery: Pick<Recovery, 'degrade'>;
  gesture: Pick<GestureInProgress, 'current'>;
  state: Pick<StatePart<Pick<OpeningState, 'project' | 'superseded'> & RecoveryState>, 'get'>;
  /** Milliseconds that one operation of the database may take. */
  operation: number;
}): Writing {
  const { current, saving, recovery, gesture, state, operation } = context;

  function writable(): Opened {
    const here = current.get();
    if (here === undefined) throw new Refusal('closed', 'No folder is open.');
    if (state.get().superseded) {
      throw new Refusal('superseded', 'This folder is open in a newer window of Rapporteur. Reload this one to go on.');
    }
    if (here.project.readOnly) {
      throw new Refusal('read-only', 'This folder is open for reading only, so nothing in it can be changed.');
    }
    return here;
  }

  const roundDatabase = () => state.get().degraded !== null;

  async function commit(edits: readonly Edit[], options: CommitOptions = {}): Promise<Change | null> {
    const here = writable();
    const annotator = annotatorOf(state.get(), here);
    const draft = draftChange(annotator.id, edits, {
      ...options,
      gesture: options.gesture ?? gesture.current() ?? newId('g'),
    });
    if (draft.edits.length === 0) return null;
    if (roundDatabase()) return commitDirectly(here, draft);
    let made: Change | undefined;
    const abandoned = new AbortController();
    try {
      const change = await within(
        operation,
        commitChange(
          { db: here.db, clock: here.context.clock, annotator },
          draft,
          (change) => {
            made = change;
          },
          abandoned.signal,
        ),
        databaseNoun,
      );
      if (change === null) return null;
      saving.added(change);
      here.outbox.kick();
      return change;
    } catch (error) {
      abandoned.abort();
      if (error instanceof Refusal) throw error;
      writable();
      if (here !== current.get()) throw new Refusal('closed', 'The folder has been closed.');
      recovery.degrade(here, error);
      return commitDirectly(here, made ?? draft);
    }
  }

  function commitDirectly(here: Opened, draft: Omit<Change, 'at'> & { at?: string }): Change {
    const refused = here.live.check(draft.edits);
    if (refused.length > 0) throw conflict(refused);
    const change: Change = { ...draft, at: draft.at ?? here.context.clock.tick() };
    if (!fitsLine(change)) throw new Refusal('too-large', tooLarge);
    here.live.force(change.edits);
    saving.sendDirect(change);
    return change;
  }

  return {
    writable,
    annotator: () => annotatorOf(state.get(), writable()),
    roundDatabase,
    commit,
    async reading(work) {
      const here = writable();
      try {
        return await within(operation, work(here), databaseNoun);
      } catch (error) {
        if (error instanceof Refusal) throw error;
        here.trouble(error);
        throw new Refusal('closed', troubleOf(error).message);
      }
    },
  };
}
