import type { Edit } from '#shared/changes/change.ts';
import type { Current } from './current.ts';
import { databaseNoun } from './db.ts';
import { within } from './deadline.ts';
import { describeEdits, type Names } from './describe.ts';
import { newId } from './ids.ts';
import { troubleOf } from './outbox.ts';
import { Refusal } from './refusal.ts';
import { createTurns } from './turns.ts';
import { nextReversal } from './undo.ts';
import type { Writing } from './writing.ts';

/** What was undone or redone, for a message. */
export interface Undone {
  description: string;
  /** The article that it happened in, when it is one. */
  article: string | null;
  edits: readonly Edit[];
}

/** One reversal after another: a key that is held down asks again before the last answer is there. */
export interface Revert {
  /** Takes the latest gesture back; null: there is none. A Refusal says why it cannot be; the next call tries the one before. */
  undo(names?: Names): Promise<Undone | Refusal | null>;
  redo(names?: Names): Promise<Undone | Refusal | null>;
}

export function createRevert(context: {
  current: Current;
  writing: Writing;
  /** Ends the open gesture, which what is undone must not become part of. */
  endGesture(): void;
  /** Milliseconds that one operation of the database may take. */
  operation: number;
}): Revert & {
  /** For the next project: nothing has been refused. */
  reset(): void;
} {
  const { current, writing, endGesture, operation } = context;
  /** Gestures whose reversal was refused: the ones before them shall still be within reach. */
  const skipped = new Set<string>();
  const inTurn = createTurns();

  async function revert(way: 'undo' | 'redo', names: Names | undefined): Promise<Undone | Refusal | null> {
    try {
      const here = writing.writable();
      endGesture();
      if (writing.roundDatabase()) {
        return new Refusal('closed', `${way === 'undo' ? 'Undo' : 'Redo'} waits until the database answers again.`);
      }
      const reversal = await within(operation, nextReversal(here.db, way, skipped), databaseNoun);
      if (reversal === null) return null;
      const { edits, did, article, reverts } = reversal;
      const description = describeEdits(did, names);
      try {
        if (edits.length === 0) throw new Refusal('conflict', 'It is used elsewhere by now.');
        await writing.commit(edits, { origin: 'undo', reverts, gesture: newId('g') });
      } catch (error) {
        if (!(error instanceof Refusal) || error.why !== 'conflict') throw error;
        skipped.add(reverts);
        const what = way === 'undo' ? 'be undone' : 'be done again';
        return new Refusal('conflict', `“${description}” cannot ${what}. ${error.message}`, error.refused);
      }
      return { description, article, edits };
    } catch (error) {
      if (error instanceof Refusal) return error;
      current.get()?.trouble(error);
      return new Refusal('closed', troubleOf(error).message);
    }
  }

  return {
    undo: (names) => inTurn(() => revert('undo', names)),
    redo: (names) => inTurn(() => revert('redo', names)),
    reset: () => skipped.clear(),
  };
}
