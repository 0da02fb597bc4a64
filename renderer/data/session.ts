import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Change, Edit } from '#shared/changes/change.ts';
import { type Clock, createClock, isoOf } from '#shared/changes/clock.ts';
import type { ArticleText, EventData, Journaled, Notice, Project } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Annotator } from '#shared/model/annotator.ts';
import type { Article } from '#shared/model/article.ts';
import { sameJson } from '#shared/model/json.ts';
import type { Range } from '#shared/model/range.ts';
import { type ReadingStatus, readingId } from '#shared/model/reading.ts';
import type { Mode, Span } from '#shared/model/span.ts';
import { type CommitOptions, commitChange, draftChange } from './commit.ts';
import type { Link, LinkState } from './connect.ts';
import { openProjectDb, type ProjectDb, spanOf } from './db.ts';
import { bulkDeadline, Overdue, operationDeadline, within } from './deadline.ts';
import { describeEdits, type Names } from './describe.ts';
import { createDirectSender, type DirectSender } from './direct-sender.ts';
import { createEntryIntake, type EntryIntake } from './entries.ts';
import { markSpan, mergeSpeakers, mergeTargets, setReadingStatus } from './gestures.ts';
import { newId } from './ids.ts';
import { createLiveTables, type LiveTables } from './live-tables.ts';
import {
  adopt,
  catchUp,
  isReplaced,
  type LoadContext,
  type LoadProgress,
  load,
  type Rebuilt,
  settleDoubts,
} from './load.ts';
import { onMutations } from './mutations.ts';
import {
  allSaved,
  append,
  createOutbox,
  type Outbox,
  type Saved,
  type Trouble,
  troubleOf,
  underLock,
} from './outbox.ts';
import { conflict, Refusal } from './refusal.ts';
import { dropAside, keepAside, readAside, readChanges } from './rescue.ts';
import { takeIn } from './take-in.ts';
import { nextReversal, trimHistory } from './undo.ts';

/** Where the reading of the folder is. */
export type Scan = EventData<'corpus.progress'>;

export interface SessionState {
  project: Project | null;
  status: 'none' | 'opening' | 'ready' | 'failed';
  /** Why the folder could not be opened, with status `failed`. */
  failure: Trouble | null;
  /** How far the loading of the annotations is, while they are read from the journal. */
  loading: LoadProgress | null;
  scan: Scan | null;
  saved: Saved;
  /** The database was made from the journal at this opening, and why; null when it was kept. */
  rebuilt: Rebuilt | null;
  /** Another window of a newer version has taken over: this one only shows what it has, and must be reloaded. */
  superseded: boolean;
  /** An older window keeps the database from being opened: close it. */
  blocked: boolean;
  /** The database does not answer: marks go to the journal directly, and lists show what they showed. */
  degraded: Trouble | null;
  /** Whether the folder is there; the message says what to do when it is not. */
  reachable: boolean;
  unreachable: string | null;
  notices: readonly Notice[];
  link: LinkState;
  /** The lists that screens read; null while no folder is open. */
  live: LiveTables | null;
}

/** What was undone or redone, for a message. */
export interface Undone {
  description: string;
  /** The article that it happened in, when it is one. */
  article: string | null;
  edits: readonly Edit[];
}

export interface SessionActions {
  /** Opens a folder, closing the one before. Failures are in the state (`status: 'failed'`), never thrown. */
  openProject(path: string, journalPath?: string): Promise<void>;
  closeProject(): Promise<void>;
  /** Reads the folder again. */
  rescan(): Promise<void>;
  /** An article's text with its blocks; the latest few are kept. Rejects with main's `Failure`. */
  readArticle(id: string): Promise<ArticleText>;
  /**
   * Does a change: resolves with it when IndexedDB has it (within milliseconds; `saved` tells when the journal has it
   * too), or with null when the edits change nothing. Without `gesture` it belongs to the open gesture, if any.
   * @throws Refusal when it cannot be done; nothing is written then
   */
  commit(edits: readonly Edit[], options?: CommitOptions): Promise<Change | null>;
  /** Takes the latest gesture back; null: there is none. A Refusal says why it cannot be; the next call tries the one before. */
  undo(names?: Names): Promise<Undone | Refusal | null>;
  redo(names?: Names): Promise<Undone | Refusal | null>;
  /**
   * Marks a passage and binds the article, as `markSpan` in `gestures.ts`, in a new gesture that stays open: naming the
   * speaker and the stance belongs to it.
   * @throws Refusal as `commit`
   */
  mark(passage: { article: ArticleText; path: string; range: Range; layer: string; mode: Mode | null }): Promise<Span>;
  /** @throws Refusal as `commit` */
  setStatus(article: string, status: ReadingStatus): Promise<void>;
  /** Makes two entries of the registry one, every span following, as one change. @throws Refusal as `commit` */
  mergeSpeakers(keep: string, drop: string): Promise<Change | null>;
  mergeTargets(keep: string, drop: string): Promise<Change | null>;
  /** The annotator's name has changed in the settings; the next commit tells the journal. */
  annotatorChanged(annotator: Annotator): void;
  /** Tries at once what a failure keeps waiting: sending, and the database that did not answer. */
  retry(): Promise<void>;
  /** What this machine remembers of how things were looked at; undefined when nothing or when it cannot be read. */
  readView<T>(key: string): Promise<T | undefined>;
  writeView(key: string, value: unknown): Promise<void>;
}

/** Changes made while one gesture is open are undone together, e.g. all from marking to closing the span's card. */
export interface GestureInProgress {
  /** The open gesture's id; null when none is open. */
  current(): string | null;
  /** Opens a new gesture, ending the one before; answers its id. */
  begin(): string;
  end(): void;
  /** Opens the gesture again that ended last, e.g. when its span is selected again right after marking. */
  resume(): void;
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

/** A project that is open here, and all that has to end with it. */
interface Opened {
  project: Project;
  path: string;
  journalPath: string | undefined;
  db: ProjectDb;
  clock: Clock;
  live: LiveTables;
  outbox: Outbox;
  intake: EntryIntake;
  context: LoadContext;
  /** Runs one thing of the journal after another. */
  inOrder(work: () => Promise<void>): Promise<void>;
  unfollow(): void;
  closed: boolean;
}

const openDeadline = 60_000;
const readDeadline = 60_000;
const textsKept = 8;
const noun = 'This folder’s database';

const nothingOpen: Omit<SessionState, 'link'> = {
  project: null,
  status: 'none',
  failure: null,
  loading: null,
  scan: null,
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

export function createSession(link: Link, times: Partial<SessionTimes> = {}): Session {
  const { operation = operationDeadline, recovery = 15_000 } = times;
  const store = createStore<SessionState & SessionActions>(() => ({
    ...nothingOpen,
    link: link.state,
    ...actions(),
  }));
  const set = (state: Partial<SessionState>) => store.setState(state);

  let opened: Opened | undefined;
  let direct: DirectSender | undefined;
  /** Events that come before the database is there to take them. */
  let early: (() => void)[] | undefined;
  let openings: Promise<unknown> = Promise.resolve();
  let recoveryTimer: ReturnType<typeof setTimeout> | undefined;
  let reconnectTimer: ReturnType<typeof setTimeout> | undefined;
  let reversals: Promise<unknown> = Promise.resolve();
  let sendFailure: Trouble | null = null;
  let journalFailure: Trouble | null = null;
  let disposed = false;
  let openGesture: string | null = null;
  let lastGesture: string | null = null;
  const skipped = new Set<string>();
  const texts = new Map<string, Promise<ArticleText>>();
  let unsavedRows: { count: number; first: string | undefined } = { count: 0, first: undefined };

  // ---- Events -------------------------------------------------------------------------------------------------------

  const whenOpened =
    <T>(handle: (here: Opened, data: T) => void) =>
    (data: T) => {
      if (early !== undefined) early.push(() => opened && handle(opened, data));
      else if (opened !== undefined) handle(opened, data);
    };
  const offs = [
    link.on(
      'corpus.progress',
      whenOpened((here, scan) => {
        if (scan.phase === 'done') {
          const { intake } = here;
          void inEntries(here, () => intake.finish(scan.found));
        }
        set({ scan });
      }),
    ),
    link.on(
      'corpus.entries',
      whenOpened((here, batch) => {
        for (const { id } of batch.entries) texts.delete(id);
        const { intake } = here;
        intake.add(batch);
        void inEntries(here, () => intake.write());
      }),
    ),
    link.on(
      'journal.changes',
      whenOpened((here, { changes }) => {
        void here.inOrder(() => take(here, changes));
      }),
    ),
    link.on(
      'journal.health',
      whenOpened((here, { ok, failure }) => {
        journalFailure = ok ? null : failure;
        countUnsaved();
        if (!ok) return;
        here.outbox.kick();
        direct?.kick();
      }),
    ),
    link.on(
      'project.reachable',
      whenOpened((here, { reachable, message }) => {
        set({ reachable, unreachable: message });
        if (reachable) {
          here.outbox.kick();
          direct?.kick();
        }
      }),
    ),
    link.onState((state) => {
      set({ link: state });
      if (state === 'open' && opened !== undefined) void inTurn(reconnect);
    }),
  ];

  let entriesLane: Promise<void> = Promise.resolve();
  function inEntries(here: Opened, work: () => Promise<void>): Promise<void> {
    entriesLane = entriesLane.then(async () => {
      if (here.closed) return;
      try {
        await work();
      } catch (error) {
        trouble(here, error);
      }
    });
    return entriesLane;
  }

  /** Takes journal lines in and, when lines before them have not come, asks for those. */
  async function take(here: Opened, changes: Journaled[]): Promise<void> {
    const { gap } = await within(bulkDeadline, takeIn(here.context, changes, false), noun);
    if (gap) await catchUp(here.context);
    await settleDoubts(here.context);
  }

  // ---- Opening and closing ------------------------------------------------------------------------------------------

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = openings.then(work);
    openings = turn.catch(() => {});
    return turn;
  }

  async function open(path: string, journalPath: string | undefined): Promise<void> {
    await close();
    set({ ...nothingOpen, status: 'opening' });
    early = [];
    try {
      await openHere(await openThere(path, journalPath), path, journalPath);
      set({ status: 'ready', loading: null });
      letIn();
    } catch (error) {
      early = undefined;
      const { blocked, superseded } = store.getState();
      set({ ...nothingOpen, status: 'failed', failure: troubleOf(error), blocked, superseded });
    }
  }

  const openThere = (path: string, journalPath: string | undefined) =>
    link.call('project.open', { path, ...(journalPath === undefined ? {} : { journalPath }) }, openDeadline);

  /** Handles the events that came while the database was being opened. */
  function letIn() {
    const waiting = early ?? [];
    early = undefined;
    for (const handle of waiting) handle();
  }

  /** Opens the database, brings it in step with the journal, and puts it in the place of the one before. */
  async function openHere(project: Project, path: string, journalPath: string | undefined): Promise<Opened> {
    const clock = createClock(Date.now);
    let here: Opened | undefined;
    const rescue = async (values: unknown[]) => {
      const changes = readChanges(values);
      keepAside(project.id, changes);
      if (changes.length === 0) return;
      try {
        const sent = await append(link.call, changes);
        dropAside(project.id, new Set(sent.map(({ change }) => change.id)));
      } catch (error) {
        console.error('The outbox of an outdated database could not be sent at once', error);
      }
    };
    const { db, found } = await openProjectDb(
      project.id,
      { superseded: () => supersede(here), blocked: () => set({ blocked: true }) },
      rescue,
    );
    set({ blocked: false });
    const context: LoadContext = { db, clock, writer: project.writer, call: link.call };
    const rescued = readAside(project.id);
    const rebuilt = await underLock(`${db.name} loads`, AbortSignal.timeout(4 * bulkDeadline), () =>
      load(context, project, found, rescued, (loading) => set({ loading })),
    ).catch((error) => {
      db.close({ disableAutoOpen: true });
      throw error;
    });
    dropAside(project.id, new Set(rescued.map((change) => change.id)));

    let lane: Promise<void> = Promise.resolve();
    const next: Opened = {
      project,
      path,
      journalPath,
      db,
      clock,
      context,
      closed: false,
      live: createLiveTables(db, (error) => trouble(next, error)),
      intake: createEntryIntake(db),
      inOrder(work) {
        const turn = lane.then(async () => {
          if (next.closed) return;
          try {
            await work();
          } catch (error) {
            trouble(next, error);
          }
        });
        lane = turn;
        return turn;
      },
      outbox: createOutbox({
        db,
        call: link.call,
        take: (acknowledged) => {
          let failure: unknown;
          return next
            .inOrder(() =>
              take(next, acknowledged).catch((error) => {
                failure = error;
                throw error;
              }),
            )
            .then(() => {
              if (failure !== undefined) throw failure;
            });
        },
        onFailure: told,
        onEmpty: () =>
          void next.inOrder(async () => {
            await settleDoubts(next.context);
            await recount(next);
          }),
        reopen: () => inTurn(reconnect),
      }),
      unfollow: onMutations(db, 'outbox', () => {
        if (next === opened) void recount(next);
      }),
    };
    here = next;
    const unsaved = await within(operation, readUnsaved(db), noun);
    if (disposed) {
      leave(next);
      throw new Failure('closed', 'The window is closing.');
    }
    if (opened !== undefined) leave(opened);
    opened = next;
    unsavedRows = unsaved;
    countUnsaved();
    set({ project, rebuilt, notices: project.notices, live: next.live, superseded: false, loading: null });
    next.outbox.kick();
    void next.inOrder(async () => void (await settleDoubts(next.context)));
    void within(bulkDeadline, trimHistory(db), noun).catch((error) => trouble(next, error));
    return next;
  }

  function leave(here: Opened) {
    here.closed = true;
    here.outbox.stop();
    here.unfollow();
    here.db.close({ disableAutoOpen: true });
  }

  async function close(): Promise<void> {
    clearTimeout(recoveryTimer);
    clearTimeout(reconnectTimer);
    sendFailure = null;
    journalFailure = null;
    openGesture = null;
    lastGesture = null;
    skipped.clear();
    texts.clear();
    const here = opened;
    const wasDirect = direct;
    direct = undefined;
    early = undefined;
    if (here === undefined) return;
    opened = undefined;
    wasDirect?.stop();
    leave(here);
    unsavedRows = { count: 0, first: undefined };
    set(nothingOpen);
    try {
      await link.call('project.close');
    } catch (error) {
      // Opening another folder closes this one as well.
      console.error('The folder could not be closed', error);
    }
  }

  /** After a lost connection main has a new session: opens the folder in it, and takes in what has been missed. */
  async function reconnect(): Promise<void> {
    const here = opened;
    if (here === undefined || here.closed) return;
    // Opening tells all articles anew.
    here.intake = createEntryIntake(here.db);
    try {
      const project = await openThere(here.path, here.journalPath);
      if (here.closed) return;
      const again = async () => {
        early = [];
        await openHere(project, here.path, here.journalPath);
        letIn();
      };
      if (project.id !== here.project.id) return await again();
      here.project = project;
      set({
        project: { ...project, annotator: annotatorNow(here) },
        notices: project.notices,
        reachable: true,
        unreachable: null,
      });
      let replaced = false;
      await here.inOrder(async () => {
        try {
          await catchUp(here.context, project.positions);
        } catch (error) {
          if (!isReplaced(error)) throw error;
          replaced = true;
          return;
        }
        await settleDoubts(here.context);
      });
      if (replaced) return await again();
      here.outbox.kick();
      direct?.kick();
    } catch (error) {
      early = undefined;
      const { message } = troubleOf(error);
      if (link.state !== 'open' || here.closed) return;
      set({ reachable: false, unreachable: message });
      reconnectLater();
    }
  }

  function reconnectLater() {
    clearTimeout(reconnectTimer);
    reconnectTimer = setTimeout(() => void inTurn(reconnect), recovery);
  }

  const annotatorNow = (here: Opened): Annotator => store.getState().project?.annotator ?? here.project.annotator;

  function supersede(here: Opened | undefined) {
    if (here !== undefined) {
      here.closed = true;
      here.outbox.stop();
      here.unfollow();
    }
    set({ superseded: true });
  }

  // ---- Saving -------------------------------------------------------------------------------------------------------

  function told(failure: Trouble | null) {
    sendFailure = failure;
    countUnsaved();
  }

  const readUnsaved = (db: ProjectDb): Promise<typeof unsavedRows> =>
    db.transaction('r', db.outbox, async () => ({
      count: await db.outbox.count(),
      first: (await db.outbox.orderBy('seq').first())?.change.at,
    }));

  /** Follows the outbox, which other windows fill and empty too; whoever sees something waiting sees to its sending. */
  async function recount(here: Opened): Promise<void> {
    if (here.closed) return;
    try {
      const rows = await within(operation, readUnsaved(here.db), noun);
      if (here !== opened) return;
      unsavedRows = rows;
      countUnsaved();
      if (rows.count > 0) here.outbox.kick();
    } catch (error) {
      trouble(here, error);
    }
  }

  function countUnsaved() {
    const waiting = direct?.waiting() ?? [];
    const unsaved = unsavedRows.count + waiting.length;
    const first = [unsavedRows.first, waiting[0]?.at].filter((at) => at !== undefined).sort()[0];
    const next: Saved = {
      unsaved,
      failure: unsaved === 0 ? journalFailure : (sendFailure ?? journalFailure),
      since: first === undefined ? null : Date.parse(isoOf(first)),
    };
    if (!sameJson(next, store.getState().saved)) set({ saved: next });
  }

  /** An operation of the database failed or did not settle: from now on the journal alone is written, until it recovers. */
  function trouble(here: Opened, error: unknown) {
    if (here !== opened || here.closed || error instanceof Refusal) return;
    if (isReplaced(error)) {
      void inTurn(reconnect);
      return;
    }
    if (error instanceof Failure && !(error instanceof Overdue)) {
      // Main's own failure says nothing about the database. What was missed is taken in when it is reached again.
      console.error(error);
      if (link.state !== 'open') return;
      reconnectLater();
      return;
    }
    degrade(here, error);
  }

  function degrade(here: Opened, error: unknown) {
    if (here !== opened || store.getState().degraded !== null) return;
    set({ degraded: troubleOf(error) });
    direct ??= createDirectSender({
      projectId: here.project.id,
      call: link.call,
      onWaiting: countUnsaved,
      onFailure: told,
    });
    clearTimeout(recoveryTimer);
    recoveryTimer = setTimeout(() => void inTurn(recover), recovery);
  }

  /** Tries the database again; what the journal has got in the meantime comes from there. */
  async function recover(): Promise<void> {
    const here = opened;
    if (here === undefined || store.getState().degraded === null || store.getState().superseded) return;
    clearTimeout(recoveryTimer);
    try {
      early = [];
      const project = await openThere(here.path, here.journalPath);
      here.outbox.stop();
      here.unfollow();
      here.db.close({ disableAutoOpen: true });
      // What the journal could not take either stands aside and goes to the outbox of the database once it opens.
      const sender = direct;
      sender?.keepAside();
      const next = await openHere(project, here.path, here.journalPath);
      set({ degraded: null });
      direct = undefined;
      await adopt(next.context, sender?.waiting() ?? []);
      sender?.stop();
      next.outbox.kick();
      countUnsaved();
    } catch (error) {
      console.error('The database does not answer yet', error);
      recoveryTimer = setTimeout(() => void inTurn(recover), recovery);
    } finally {
      letIn();
    }
  }

  function writable(): Opened {
    const here = opened;
    if (here === undefined) throw new Refusal('closed', 'No folder is open.');
    if (store.getState().superseded) {
      throw new Refusal('superseded', 'This folder is open in a newer window of Rapporteur. Reload this one to go on.');
    }
    if (here.project.readOnly) {
      throw new Refusal('read-only', 'This folder is open for reading only, so nothing in it can be changed.');
    }
    return here;
  }

  async function commit(edits: readonly Edit[], options: CommitOptions = {}): Promise<Change | null> {
    const here = writable();
    const gesture = options.gesture ?? openGesture ?? newId('g');
    const annotator = annotatorNow(here);
    const draft = draftChange(annotator.id, edits, { ...options, gesture });
    if (draft.edits.length === 0) return null;
    if (store.getState().degraded !== null) return commitDirectly(here, draft);
    let made: Change | undefined;
    const abandoned = new AbortController();
    try {
      const change = await within(
        operation,
        commitChange(
          { db: here.db, clock: here.clock, annotator },
          draft,
          (change) => {
            made = change;
          },
          abandoned.signal,
        ),
        noun,
      );
      // The database tells of the new row a moment later; until then it must not look saved.
      unsavedRows = { count: unsavedRows.count + 1, first: unsavedRows.first ?? change.at };
      countUnsaved();
      here.outbox.kick();
      return change;
    } catch (error) {
      abandoned.abort();
      if (error instanceof Refusal) throw error;
      writable();
      if (here !== opened) throw new Refusal('closed', 'The folder has been closed.');
      degrade(here, error);
      return commitDirectly(here, made ?? draft);
    }
  }

  function commitDirectly(here: Opened, draft: Omit<Change, 'at'> & { at?: string }): Change {
    const refused = here.live.check(draft.edits);
    if (refused.length > 0) throw conflict(refused);
    const change: Change = { ...draft, at: draft.at ?? here.clock.tick() };
    here.live.force(change.edits);
    direct?.send(change);
    return change;
  }

  async function revert(way: 'undo' | 'redo', names: Names | undefined): Promise<Undone | Refusal | null> {
    try {
      const here = writable();
      openGesture = null;
      lastGesture = null;
      if (store.getState().degraded !== null) {
        return new Refusal('closed', `${way === 'undo' ? 'Undo' : 'Redo'} waits until the database answers again.`);
      }
      const reversal = await within(operation, nextReversal(here.db, way, skipped), noun);
      if (reversal === null) return null;
      const { edits, did, article, reverts } = reversal;
      const description = describeEdits(did, names);
      try {
        if (edits.length === 0) throw new Refusal('conflict', 'It is used elsewhere by now.');
        await commit(edits, { origin: 'undo', reverts, gesture: newId('g') });
      } catch (error) {
        if (!(error instanceof Refusal) || error.why !== 'conflict') throw error;
        skipped.add(reverts);
        const what = way === 'undo' ? 'be undone' : 'be done again';
        return new Refusal('conflict', `“${description}” cannot ${what}. ${error.message}`, error.refused);
      }
      return { description, article, edits };
    } catch (error) {
      if (error instanceof Refusal) return error;
      if (opened !== undefined) trouble(opened, error);
      return new Refusal('closed', troubleOf(error).message);
    }
  }

  /** A key that is held down asks again before the last answer is there. */
  function inReversals<T>(work: () => Promise<T>): Promise<T> {
    const turn = reversals.then(work);
    reversals = turn.catch(() => {});
    return turn;
  }

  const gesture: GestureInProgress = {
    current: () => openGesture,
    begin() {
      openGesture = newId('g');
      lastGesture = openGesture;
      return openGesture;
    },
    end() {
      openGesture = null;
    },
    resume() {
      openGesture = lastGesture;
    },
  };

  /** Reads from the database; a failure there degrades the session and is a Refusal to the caller. */
  async function reading<T>(work: (here: Opened) => PromiseLike<T>): Promise<T> {
    const here = writable();
    try {
      return await within(operation, work(here), noun);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      trouble(here, error);
      throw new Refusal('closed', troubleOf(error).message);
    }
  }

  function actions(): SessionActions {
    return {
      openProject: (path, journalPath) => inTurn(() => open(path, journalPath)),
      closeProject: () => inTurn(close),
      async rescan() {
        await link.call('corpus.rescan');
      },
      readArticle(id) {
        const known = texts.get(id);
        if (known !== undefined) {
          texts.delete(id);
          texts.set(id, known);
          return known;
        }
        const text = link.call('corpus.read', { id }, readDeadline);
        texts.set(id, text);
        text.catch(() => {
          if (texts.get(id) === text) texts.delete(id);
        });
        for (const oldest of texts.keys()) {
          if (texts.size <= textsKept) break;
          texts.delete(oldest);
        }
        return text;
      },
      commit,
      undo: (names) => inReversals(() => revert('undo', names)),
      redo: (names) => inReversals(() => revert('redo', names)),
      async mark(passage) {
        const here = writable();
        const annotator = annotatorNow(here).id;
        const at = new Date().toISOString();
        const id = readingId(passage.article.id, annotator);
        const known =
          store.getState().degraded === null
            ? await reading(async ({ db }) => ({
                binding: await db.articles.get(passage.article.id),
                reading: await db.readings.get(id),
              }))
            : {
                binding: here.live.articles.get()?.find((row: Article) => row.id === passage.article.id),
                reading: here.live.readings.get()?.find((row) => row.id === id),
              };
        const { span, edits } = markSpan({ ...passage, annotator, at, ...known });
        await commit(edits, { gesture: gesture.begin() });
        return span;
      },
      async setStatus(article, status) {
        const annotator = annotatorNow(writable()).id;
        const known = await reading(async ({ db }) => db.readings.get(readingId(article, annotator)));
        await commit(setReadingStatus(known, { article, annotator, status, at: new Date().toISOString() }), {
          gesture: newId('g'),
        });
      },
      async mergeSpeakers(keepId, dropId) {
        const { keep, drop, spans } = await reading(async ({ db }) => ({
          keep: await db.speakers.get(keepId),
          drop: await db.speakers.get(dropId),
          spans: await db.spans.where('speaker').equals(dropId).toArray(),
        }));
        if (!keep || !drop) throw new Refusal('conflict', 'One of the two speakers is not in the registry any more.');
        return commit(mergeSpeakers(keep, drop, spans.map(spanOf), new Date().toISOString()), { gesture: newId('g') });
      },
      async mergeTargets(keepId, dropId) {
        const { keep, drop, spans } = await reading(async ({ db }) => ({
          keep: await db.targets.get(keepId),
          drop: await db.targets.get(dropId),
          spans: await db.spans.where('targets').equals(dropId).toArray(),
        }));
        if (!keep || !drop) throw new Refusal('conflict', 'One of the two targets is not in the list any more.');
        return commit(mergeTargets(keep, drop, spans.map(spanOf), new Date().toISOString()), { gesture: newId('g') });
      },
      annotatorChanged(annotator) {
        const { project } = store.getState();
        if (project?.annotator.id === annotator.id) set({ project: { ...project, annotator } });
      },
      async retry() {
        if (store.getState().degraded !== null) await inTurn(recover);
        opened?.outbox.kick();
        direct?.kick();
      },
      async readView<T>(key: string) {
        try {
          return opened && ((await within(operation, opened.db.view.get(key), noun))?.value as T | undefined);
        } catch (error) {
          console.error('What was remembered of this view could not be read', error);
          return undefined;
        }
      },
      async writeView(key, value) {
        try {
          if (opened) await within(operation, opened.db.view.put({ key, value }), noun);
        } catch (error) {
          console.error('What is to be remembered of this view could not be written', error);
        }
      },
    };
  }

  return {
    store,
    gesture,
    link,
    ...actions(),
    dispose() {
      clearTimeout(recoveryTimer);
      clearTimeout(reconnectTimer);
      disposed = true;
      for (const off of offs) off();
      direct?.stop();
      const here = opened;
      opened = undefined;
      if (here !== undefined) leave(here);
    },
  };
}
