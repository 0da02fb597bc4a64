import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ArticleText } from '#shared/contract/contract.ts';
import type { Annotator } from '#shared/model/annotator.ts';
import type { Link } from './connect.ts';
import { createCurrent } from './current.ts';
import { operationDeadline } from './deadline.ts';
import { createGestureActions, type GestureActions } from './gesture-actions.ts';
import { createGestureInProgress, type GestureInProgress } from './gesture-in-progress.ts';
import { createLookUp, type LookUp } from './look-up.ts';
import { followMain, type MainState } from './main-events.ts';
import { createOpening, type Opening, type OpeningState } from './opening.ts';
import { allSaved } from './outbox.ts';
import { createPassageMemory, type PassageMemory } from './passage-memory.ts';
import { createRecovery, type Recovery, type RecoveryState } from './recovery.ts';
import { createRevert, type Revert } from './revert.ts';
import { createSaving, type SavingState } from './saving.ts';
import type { StatePart } from './state-part.ts';
import { createTexts } from './texts.ts';
import { createViewMemory, type ViewMemory } from './view-memory.ts';
import { createWriting, type Writing } from './writing.ts';

export type { GestureInProgress } from './gesture-in-progress.ts';
export type { Scan } from './main-events.ts';
export type { Undone } from './revert.ts';

/** What screens follow; each part is told by the module that declares it. */
export interface SessionState extends OpeningState, SavingState, RecoveryState, MainState {}

export interface SessionActions
  extends Pick<Writing, 'commit'>,
    Revert,
    GestureActions,
    LookUp,
    ViewMemory,
    PassageMemory {
  /** See `Opening.open`. */
  openProject: Opening['open'];
  closeProject(): Promise<void>;
  /** Reads the folder again. */
  rescan(): Promise<void>;
  /** An article's text with its blocks; the latest few are kept. Rejects with main's `Failure`. */
  readArticle(id: string): Promise<ArticleText>;
  /** The annotator's name has changed in the settings; the next commit tells the journal. */
  annotatorChanged(annotator: Annotator): void;
  /** Tries at once what a failure keeps waiting: sending, and the database that did not answer. */
  retry(): Promise<void>;
}

export interface Session extends SessionActions {
  readonly store: StoreApi<SessionState & SessionActions>;
  readonly gesture: GestureInProgress;
  readonly link: Link;
  /** Ends everything, e.g. at the end of a test; the project stays open in main until the link closes. */
  dispose(): void;
}

/** Milliseconds; the tests make them shorter. */
export interface SessionTimes {
  /** How long one IndexedDB operation may take before the session is degraded. */
  operation: number;
  /** How long to wait before a database that did not answer is tried again. */
  recovery: number;
}

const nothingOpen: Omit<SessionState, 'link'> = {
  project: null,
  status: 'none',
  failure: null,
  loading: null,
  scan: null,
  journals: null,
  saved: allSaved,
  rebuilt: null,
  superseded: false,
  blocked: false,
  degraded: null,
  reachable: true,
  unreachable: null,
  notices: [],
  live: null,
};

/** A window's way to one project at a time: its records in IndexedDB, kept in step with the journal that main writes. */
export function createSession(link: Link, times: Partial<SessionTimes> = {}): Session {
  const { operation = operationDeadline, recovery: recoveryPause = 15_000 } = times;
  const state: StatePart<SessionState> = { get: () => store.getState(), set: (change) => store.setState(change) };
  const current = createCurrent();
  const texts = createTexts(link.call);
  const gesture = createGestureInProgress();
  const saving = createSaving({ call: link.call, current, state, operation });
  const opening = createOpening({
    link,
    current,
    saving,
    state,
    clear: (except) => state.set({ ...nothingOpen, ...except }),
    times: { operation, recovery: recoveryPause },
    onTrouble: (here, error) => recovery.trouble(here, error),
    onClose() {
      recovery.stop();
      gesture.forget();
      revert.reset();
      texts.clear();
    },
  });
  const recovery: Recovery = createRecovery({ link, current, saving, opening, state, recovery: recoveryPause });
  const writing = createWriting({ current, saving, recovery, gesture, state, operation });
  const revert = createRevert({ current, writing, endGesture: gesture.forget, operation });

  const actions: SessionActions = {
    openProject: opening.open,
    closeProject: opening.close,
    async rescan() {
      await link.call('corpus.rescan');
    },
    readArticle: texts.read,
    commit: writing.commit,
    undo: revert.undo,
    redo: revert.redo,
    ...createGestureActions({ writing, gesture }),
    ...createLookUp(current, operation),
    ...createViewMemory(current, operation),
    ...createPassageMemory(current, operation),
    annotatorChanged: opening.annotatorChanged,
    async retry() {
      await recovery.recover();
      saving.kick(current.get());
    },
  };
  const store = createStore<SessionState & SessionActions>(() => ({ ...nothingOpen, link: link.state, ...actions }));
  const unfollowMain = followMain({ link, current, saving, texts, opening, state });

  return {
    store,
    gesture,
    link,
    ...actions,
    dispose() {
      recovery.stop();
      unfollowMain();
      saving.stop();
      opening.dispose();
    },
  };
}
