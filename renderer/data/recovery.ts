import { Failure } from '#shared/contract/failure.ts';
import type { Link } from './connect.ts';
import type { Current } from './current.ts';
import { Overdue } from './deadline.ts';
import { adopt, isReplaced } from './load.ts';
import { type Opened, releaseDatabase } from './opened.ts';
import type { Again, Opening, OpeningState } from './opening.ts';
import { type Trouble, troubleOf } from './outbox.ts';
import { Refusal } from './refusal.ts';
import type { Saving } from './saving.ts';
import type { StatePart } from './state-part.ts';

export interface RecoveryState {
  /** The database does not answer: marks go to the journal directly, and lists show what they showed. */
  degraded: Trouble | null;
}

/** What is done about a database that does not answer, and until it does again. */
export interface Recovery {
  /**
   * An operation has failed or did not settle. What that means is told by the error: the journal is another one, main
   * is not there, or else the database does not answer. Ignored for a project that is not the open one.
   */
  trouble(here: Opened, error: unknown): void;
  /** From now on the journal alone is written, until the database recovers. */
  degrade(here: Opened, error: unknown): void;
  /** Tries the database again now, when it did not answer. */
  recover(): Promise<void>;
  /** Tries no more by itself. */
  stop(): void;
}

export function createRecovery(context: {
  link: Link;
  current: Current;
  saving: Saving;
  opening: Pick<Opening, 'reconnect' | 'reconnectLater' | 'inTurn'>;
  state: StatePart<RecoveryState & Readonly<Pick<OpeningState, 'superseded'>>>;
  /** Milliseconds until a database that did not answer is tried again. */
  recovery: number;
}): Recovery {
  const { link, current, saving, opening, state, recovery } = context;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function degrade(here: Opened, error: unknown) {
    if (here !== current.get() || state.get().degraded !== null) return;
    state.set({ degraded: troubleOf(error) });
    saving.startDirect(here.project.id);
    clearTimeout(timer);
    recoverLater();
  }

  function recoverLater() {
    timer = setTimeout(() => void opening.inTurn(recover), recovery);
  }

  /** What the journal has got in the meantime comes from there. */
  async function recover(again: Again): Promise<void> {
    const here = current.get();
    const { degraded, superseded } = state.get();
    if (here === undefined || degraded === null || superseded) return;
    clearTimeout(timer);
    try {
      current.hold();
      const project = await again.inMain(here.path, here.journalPath);
      releaseDatabase(here);
      // What the journal could not take either stands aside and goes to the outbox of the database once it opens.
      const sender = saving.direct();
      sender?.keepAside();
      const next = await again.here(project, here.path, here.journalPath);
      state.set({ degraded: null });
      saving.endDirect();
      await adopt(next.context, sender?.waiting() ?? []);
      sender?.stop();
      next.outbox.kick();
      saving.count();
    } catch (error) {
      console.error('The database does not answer yet', error);
      recoverLater();
    } finally {
      current.letIn();
    }
  }

  return {
    trouble(here, error) {
      if (here !== current.get() || here.closed || error instanceof Refusal) return;
      if (isReplaced(error)) {
        void opening.reconnect();
      } else if (error instanceof Failure && !(error instanceof Overdue)) {
        // Main's own failure says nothing about the database. What was missed is taken in when it is reached again.
        console.error(error);
        if (link.state === 'open') opening.reconnectLater();
      } else {
        degrade(here, error);
      }
    },
    degrade,
    async recover() {
      if (state.get().degraded !== null) await opening.inTurn(recover);
    },
    stop: () => clearTimeout(timer),
  };
}
