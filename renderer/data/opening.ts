import { createClock } from '#shared/changes/clock.ts';
import type { Notice, Project } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Annotator } from '#shared/model/annotator.ts';
import type { Link } from './connect.ts';
import type { Current } from './current.ts';
import { databaseNoun, openProjectDb } from './db.ts';
import { bulkDeadline, within } from './deadline.ts';
import { createEntryList } from './entries.ts';
import type { LiveTables } from './live-tables.ts';
import { catchUp, isReplaced, type LoadContext, type LoadProgress, load, type Rebuilt, settleDoubts } from './load.ts';
import { annotatorOf, createOpened, leave, type Opened, stopSending } from './opened.ts';
import { append, type Trouble, troubleOf, underLock } from './outbox.ts';
import { dropAside, keepAside, readAside, readChanges } from './rescue.ts';
import { readUnsaved, type Saving } from './saving.ts';
import type { StatePart } from './state-part.ts';
import { createTurns } from './turns.ts';
import { trimHistory } from './undo.ts';

export interface OpeningState {
  project: Project | null;
  status: 'none' | 'opening' | 'ready' | 'failed';
  /** Why the folder could not be opened, with status `failed`. */
  failure: Trouble | null;
  /** How far the loading of the annotations is, while they are read from the journal. */
  loading: LoadProgress | null;
  /** The database was made from the journal at this opening, and why; null when it was kept. */
  rebuilt: Rebuilt | null;
  /** Another window of a newer version has taken over: this one only shows what it has, and must be reloaded. */
  superseded: boolean;
  /** An older window keeps the database from being opened: close it. */
  blocked: boolean;
  /** Whether the folder is there; the message says what to do when it is not. */
  reachable: boolean;
  unreachable: string | null;
  notices: readonly Notice[];
  /** The lists that screens read; null while no folder is open. */
  live: LiveTables | null;
}

/** Opens, closes and reconnects a project: one of these after another, each whole before the next begins. */
export interface Opening {
  /**
   * Opens a folder, closing the one before. Failures are in the state (`status: 'failed'`), never thrown.
   * @param arrange done when the folder's database is open, before screens show it: how it was looked at last is theirs
   *   from the first moment, and takes nothing back that somebody has done meanwhile
   */
  open(path: string, journalPath?: string, arrange?: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
  /**
   * After a lost connection main has a new session: opens the folder in it, and takes in what has been missed. Tries
   * again later when that fails while the connection is there.
   */
  reconnect(): Promise<void>;
  reconnectLater(): void;
  /** Does `replace` in its turn, for a project that is open: it opens the same one again with what it is given. */
  inTurn(replace: (again: Again) => Promise<void>): Promise<void>;
  /** The annotator's name has changed in the settings, maybe after main has told of the folder that is being opened. */
  annotatorChanged(annotator: Annotator): void;
  /** Ends what is open without telling main, and lets nothing open any more. */
  dispose(): void;
}

/** The two halves of opening a folder. */
export interface Again {
  inMain(path: string, journalPath: string | undefined): Promise<Project>;
  /** Opens the database, brings it in step with the journal, and puts it in the place of the one before. */
  here(project: Project, path: string, journalPath: string | undefined): Promise<Opened>;
}

/** Main reads the journals, of which there may be gigabytes the first time. */
const openDeadline = 900_000;

export function createOpening(context: {
  link: Link;
  current: Current;
  saving: Saving;
  state: StatePart<OpeningState>;
  /** Makes the whole state that of a session with nothing open, except for what is given. */
  clear(except?: Partial<OpeningState>): void;
  /** Milliseconds that one operation of the database may take, and until what failed is tried again. */
  times: { operation: number; recovery: number };
  onTrouble(here: Opened, error: unknown): void;
  /** A project is being closed, or none was open: what was kept for it is to be forgotten. */
  onClose(): void;
}): Opening {
  const { link, current, saving, state, clear, times, onTrouble, onClose } = context;
  const inTurn = createTurns();
  let reconnectTimer: ReturnType<typeof setTimeout> | undefined;
  let disposed = false;
  /** As named since the opening began. */
  let renamed: Annotator | undefined;

  const inMain: Again['inMain'] = (path, journalPath) =>
    link.call('project.open', { path, ...(journalPath === undefined ? {} : { journalPath }) }, openDeadline);

  async function here(project: Project, path: string, journalPath: string | undefined): Promise<Opened> {
    let next: Opened | undefined;
    const { db, found } = await openProjectDb(
      project.id,
      { superseded: () => supersede(next), blocked: () => state.set({ blocked: true }) },
      (values) => rescue(project.id, values),
    );
    state.set({ blocked: false });
    const context: LoadContext = { db, clock: createClock(Date.now), writer: project.writer, call: link.call };
    const rescued = readAside(project.id);
    const rebuilt = await underLock(`${db.name} loads`, AbortSignal.timeout(4 * bulkDeadline), () =>
      load(context, project, found, rescued, (loading) => state.set({ loading })),
    ).catch((error) => {
      db.close({ disableAutoOpen: true });
      if (!(error instanceof DOMException && error.name === 'TimeoutError')) throw error;
      throw new Failure(
        'timeout',
        'Another window is loading the annotations of this folder. Open the folder here once it has done so.',
      );
    });
    dropAside(project.id, new Set(rescued.map((change) => change.id)));

    const before = current.get();
    const entries = before?.project.id === project.id ? before.entries : createEntryList();
    const opened = createOpened(
      { project, path, journalPath, context, entries },
      {
        onTrouble,
        onSending: saving.sending,
        onOutbox: (one) => {
          if (one === current.get()) void saving.recount(one);
        },
        onSent: saving.recount,
        reopen: () => inTurn(reconnect),
      },
    );
    next = opened;
    const unsaved = await within(times.operation, readUnsaved(db), databaseNoun);
    if (disposed) {
      leave(opened);
      throw new Failure('closed', 'The window is closing.');
    }
    current.put(opened);
    saving.outboxHolds(unsaved);
    const annotator = renamed?.id === project.annotator.id ? renamed : project.annotator;
    state.set({
      project: { ...project, annotator },
      rebuilt,
      notices: project.notices,
      live: opened.live,
      superseded: false,
      loading: null,
    });
    opened.outbox.kick();
    void opened.inOrder(async () => void (await settleDoubts(context)));
    void within(bulkDeadline, trimHistory(db), databaseNoun).catch(opened.trouble);
    return opened;
  }

  /** Keeps the outbox of a database that is about to be deleted: aside, and in the journal where that takes it at once. */
  async function rescue(projectId: string, values: unknown[]): Promise<void> {
    const changes = readChanges(values);
    keepAside(projectId, changes);
    if (changes.length === 0) return;
    try {
      const sent = await append(link.call, changes);
      dropAside(projectId, new Set(sent.map(({ change }) => change.id)));
    } catch (error) {
      console.error('The outbox of an outdated database could not be sent at once', error);
    }
  }

  function supersede(opened: Opened | undefined) {
    if (opened !== undefined) {
      opened.closed = true;
      stopSending(opened);
    }
    state.set({ superseded: true });
  }

  async function open(
    path: string,
    journalPath: string | undefined,
    arrange: (() => Promise<void>) | undefined,
  ): Promise<void> {
    await close();
    renamed = undefined;
    clear({ status: 'opening' });
    current.hold();
    try {
      await here(await inMain(path, journalPath), path, journalPath);
      await arrange?.();
      state.set({ status: 'ready', loading: null });
      current.letIn();
    } catch (error) {
      current.dropHeld();
      const { blocked, superseded } = state.get();
      clear({ status: 'failed', failure: troubleOf(error), blocked, superseded });
    }
  }

  async function close(): Promise<void> {
    clearTimeout(reconnectTimer);
    current.dropHeld();
    saving.reset();
    onClose();
    if (current.get() === undefined) return;
    current.put(undefined);
    clear();
    try {
      await link.call('project.close');
    } catch (error) {
      // Opening another folder closes this one as well.
      console.error('The folder could not be closed', error);
    }
  }

  async function reconnect(): Promise<void> {
    const opened = current.get();
    if (opened === undefined || opened.closed) return;
    // Opening tells all articles anew.
    opened.entries.again();
    try {
      const project = await inMain(opened.path, opened.journalPath);
      if (opened.closed) return;
      const again = async () => {
        current.hold();
        await here(project, opened.path, opened.journalPath);
        current.letIn();
      };
      if (project.id !== opened.project.id) return await again();
      opened.project = project;
      state.set({
        project: { ...project, annotator: annotatorOf(state.get(), opened) },
        notices: project.notices,
        reachable: true,
        unreachable: null,
      });
      let replaced = false;
      await opened.inOrder(async () => {
        try {
          await catchUp(opened.context, project.positions);
        } catch (error) {
          if (!isReplaced(error)) throw error;
          replaced = true;
          return;
        }
        await settleDoubts(opened.context);
      });
      if (replaced) return await again();
      saving.kick(opened);
    } catch (error) {
      current.dropHeld();
      const { message } = troubleOf(error);
      if (link.state !== 'open' || opened.closed) return;
      state.set({ reachable: false, unreachable: message });
      reconnectLater();
    }
  }

  function reconnectLater() {
    clearTimeout(reconnectTimer);
    reconnectTimer = setTimeout(() => void inTurn(reconnect), times.recovery);
  }

  return {
    open: (path, journalPath, arrange) => inTurn(() => open(path, journalPath, arrange)),
    close: () => inTurn(close),
    reconnect: () => inTurn(reconnect),
    reconnectLater,
    inTurn: (replace) => inTurn(() => replace({ inMain, here })),
    annotatorChanged(annotator) {
      renamed = annotator;
      const { project } = state.get();
      if (project?.annotator.id === annotator.id) state.set({ project: { ...project, annotator } });
    },
    dispose() {
      disposed = true;
      clearTimeout(reconnectTimer);
      current.put(undefined);
    },
  };
}
