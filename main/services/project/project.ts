import { basename, join } from 'node:path';
import type { Change } from '#shared/changes/change.ts';
import type { EventData, EventName, Notice, Project } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import { type Corpus, openCorpus } from '../corpus/corpus.ts';
import { chosenIn } from '../corpus/look-into.ts';
import type { Pool } from '../extract/pool.ts';
import { checkpointName } from '../journal/checkpoint.ts';
import { type Journal, type JournalOptions, openJournal } from '../journal/journal.ts';
import { openRecords, type Records } from '../records/records.ts';
import type { SettingsStore } from '../settings/settings.ts';
import { followJournals } from './follow-journals.ts';
import { otherPlaces, placeIn } from './places.ts';
import {
  dataFolder,
  journalAway,
  journalInside,
  newProjectId,
  pathId,
  readProjectFile,
  writeProjectFile,
} from './project-file.ts';
import { watchFiles } from './watch-files.ts';
import { watchFolder } from './watch-folder.ts';

export interface ProjectOptions {
  /** The real path of the folder, from `realFolder`. */
  root: string;
  /** Where the person wants the journal; remembered. */
  journalPath?: string | undefined;
  /** Added to the name of the own journal, for a program that may run beside the app. */
  writerEnding?: string;
  settings: SettingsStore;
  dataDir: string;
  workerFile: string;
  /** The built thread that keeps the records; without it they are kept in this one. */
  recordsWorkerFile?: string | undefined;
  /** Whether changes of files are followed while the folder is open. */
  watch?: boolean;
  /** Workers that several projects share. */
  pool?: Pool;
  /** Told of the reading of the journals, of which no listener can be told: it is before the folder is open. */
  onJournals?: (progress: EventData<'journal.progress'>) => void;
  now: () => number;
  log(line: string): void;
}

type Listener = <N extends EventName>(name: N, data: EventData<N>) => void;

/** An open folder, shared by all windows that show it. */
export interface OpenProject {
  readonly root: string;
  readonly journal: Journal;
  readonly corpus: Corpus;
  readonly records: Records;
  /** What windows are told of it now. */
  describe(): Project;
  /** Events of the folder; a new listener is first told how things stand, in a later turn. Returns what stops it. */
  subscribe(listener: Listener): () => void;
  /** Reads the folder again, or for the first time, or what is named of it; told by events. */
  scan(paths?: readonly string[]): void;
  /** Reads what other writers' journals have gained, now instead of within two seconds; told by events. */
  catchUp(): Promise<void>;
  /** Tells it of changes that were written to its journal: files are read again when they say how. */
  noticed(changes: readonly Change[]): void;
  /** The end of the latest scan, whether it went well or not. */
  scanned(): Promise<void>;
  close(): Promise<void>;
}

/** Codes with which a place for the journal is given up for another. */
const unwritable = new Set(['no-permission', 'read-only', 'folder-gone', 'not-a-folder', 'disk-full', 'internal']);

/**
 * Opens a corpus folder: makes its `.rapporteur` when it has none, finds a place for the journal, reads the journals and
 * what the catalogue knows. A folder that cannot be written is annotated all the same, with its journal elsewhere; one
 * of a newer version is only read.
 * @throws Failure when the journals cannot be read at all
 */
export async function openProject(options: ProjectOptions): Promise<OpenProject> {
  const { root, settings, dataDir, workerFile, now, log } = options;
  const notices: Notice[] = [];
  const { id, newer, writable } = await identify();
  const { journal, readOnly } = await findJournal();
  const shownId = await idForWindows();
  const listeners = new Set<Listener>();
  const emit: Listener = (name, data) => {
    for (const listener of [...listeners]) listener(name, data);
  };

  let progress: EventData<'corpus.progress'> = { phase: 'listing', done: 0, found: 0, failed: 0, message: null };
  let reachable: EventData<'project.reachable'> = { reachable: true, message: null };
  let scanned: Promise<void> = Promise.resolve();
  let scanning = false;
  let unwatch: (() => Promise<void>) | null = null;
  const cacheDir =
    journal.folder === journalInside(root) && !readOnly ? join(dataFolder(root), 'cache') : join(dataDir, 'caches', id);
  let corpus: Corpus;
  try {
    corpus = openCorpus({
      root,
      cacheDir,
      workerFile,
      ...(options.pool ? { pool: options.pool } : {}),
      bindings: () => journal.articles().values(),
      chosen: () => chosenIn(journal.sources().values()),
      onProgress(next) {
        progress = next;
        emit('corpus.progress', next);
      },
      onEntries: (entries) => emit('corpus.entries', entries),
    });
  } catch (error) {
    await journal.close();
    throw error;
  }

  const records = openRecords({
    ...{ cacheDir, journal, workerFile: options.recordsWorkerFile ?? null, log },
    onProgress: (done, total) => emit('journal.progress', { phase: 'gathering', done, total }),
  });
  const stopHealth = journal.onHealth((health) => emit('journal.health', healthEvent(health)));
  const stopWatching = watchFolder(root, writable || newer ? id : null, (there) => {
    reachable = {
      reachable: there,
      message: there
        ? null
        : `The folder ${root} is not there any more. If it is on a stick or a network drive, connect it again; what you mark meanwhile is kept and saved then.`,
    };
    emit('project.reachable', reachable);
    // What watched the folder that went away does not see the one that came back.
    void unwatch?.();
    unwatch = null;
    if (there && scanning) scan();
  });

  /** Files are read again when somebody has said how they are to be read. */
  function noticed(changes: readonly Change[]): void {
    if (scanning && changes.some(({ edits }) => edits.some(({ kind }) => kind === 'source'))) scan();
  }

  function scan(paths?: readonly string[]): void {
    if (options.watch && unwatch === null)
      unwatch = watchFiles({ root, log, onChange: (changed) => scan(changed ?? undefined) });
    scanning = true;
    scanned = corpus.scan(paths).then(
      () => {},
      (error) => {
        if (!(error instanceof Failure && error.code === 'cancelled'))
          log(`Scanning ${root}: ${error instanceof Error ? error.stack : String(error)}`);
      },
    );
  }

  /** Rows that were told before somebody listened. */
  async function tellKnown(listener: Listener): Promise<void> {
    try {
      for await (const entries of corpus.portions()) {
        if (!listeners.has(listener)) return;
        if (entries.length > 0) listener('corpus.entries', { entries: [...entries], gone: [] });
      }
    } catch (error) {
      if (!(error instanceof Failure && error.code === 'closed'))
        log(`Telling the articles of ${root}: ${String(error)}`);
    }
  }

  const following = followJournals({
    journal,
    onChanges(changes) {
      emit('journal.changes', { changes });
      noticed(changes.map(({ change }) => change));
    },
    onNotices: () => emit('journal.notices', { notices: [...notices, ...journal.notices] }),
    log,
  });

  async function identify(): Promise<{ id: string; newer: boolean; writable: boolean }> {
    const file = await readProjectFile(root);
    if (file.state === 'newer') {
      notices.push({
        code: 'newer-format',
        message: `A newer version of Rapporteur has worked on ${root}. This one shows and exports it, but does not change it: update Rapporteur to annotate.`,
      });
      return { id: file.id ?? pathId(root), newer: true, writable: false };
    }
    if (file.state === 'good') return { id: file.id ?? pathId(root), newer: false, writable: true };
    const id = file.id ?? (await newProjectId(root, dataDir));
    try {
      const aside = await writeProjectFile(root, id, new Date(now()));
      if (aside !== null)
        notices.push({
          code: 'index-damaged',
          message: `The file .rapporteur/project.json in ${root} was damaged. It is kept as ${aside}, and a new one is in its place${file.id === null ? '' : ' with the same id'}. The annotations are not touched.`,
        });
      return { id, newer: false, writable: true };
    } catch (error) {
      log(`${root} cannot be written: ${String(error)}`);
      return { id: file.id ?? pathId(root), newer: false, writable: false };
    }
  }

  async function findJournal(): Promise<{ journal: Journal; readOnly: boolean }> {
    const { annotator } = settings.current;
    const inside = journalInside(root);
    const away = journalAway(dataDir, id);
    const remembered = settings.journalPlaces(root);
    const open = (folder: string, writer: string | null) => {
      const alsoRead = otherPlaces(root, id, dataDir, remembered, folder);
      const cache =
        folder === inside && writer !== null ? join(dataFolder(root), 'cache') : join(dataDir, 'caches', id);
      const checkpoint = join(cache, checkpointName);
      return openJournal({
        ...{ folder, alsoRead, checkpoint, writer, annotator, now },
        onProgress: (done, total) => options.onJournals?.({ phase: 'reading', done, total }),
      } satisfies JournalOptions);
    };
    const writerAt = (place: string) =>
      `${annotator.id}-${settings.machine}${options.writerEnding ?? ''}${place === inside ? '' : '-away'}`;
    if (newer) return { journal: await open(inside, null), readOnly: true };

    if (options.journalPath !== undefined) {
      const place = placeIn(options.journalPath, root, id);
      const journal = await open(place ?? inside, writerAt(place ?? inside));
      await settings.change({ journalPlace: { root, place } }).catch((error) => log(String(error)));
      if (place !== null) tellElsewhere(journal.folder);
      return { journal, readOnly: false };
    }
    const failures: Failure[] = [];
    for (const place of [...remembered.slice(0, 1), inside, away]) {
      if (place === inside && (!writable || remembered.length > 0)) continue;
      try {
        const journal = await open(place, writerAt(place));
        if (place !== inside) tellElsewhere(place, failures[0]);
        return { journal, readOnly: false };
      } catch (error) {
        if (!(error instanceof Failure) || !unwritable.has(error.code)) throw error;
        log(error.message);
        failures.push(error);
      }
    }
    notices.push({
      code: 'read-only',
      message: `Nothing can be annotated: there is no place for the journal of ${root}. ${failures.at(-1)?.message ?? ''} Choose a place that can be written.`,
    });
    return { journal: await open(inside, null), readOnly: true };
  }

  function tellElsewhere(place: string, why?: Failure): void {
    const reason = why === undefined ? `${root} cannot be written, or you chose so` : why.message.replace(/\.$/, '');
    notices.push({
      code: 'journal-elsewhere',
      message: `Annotations are kept in ${place}: ${reason}. Take that folder along when you move the corpus.`,
    });
  }

  /** A folder that was copied, `.rapporteur` and all, is another project to the windows' databases. */
  async function idForWindows(): Promise<string> {
    const home = settings.homeOf(id);
    if (home === root) return id;
    if (home !== undefined && (await readProjectFile(home)).id === id) return `${id}.${pathId(root).slice(2, 10)}`;
    await settings.change({ home: { id, root } }).catch((error) => log(String(error)));
    return id;
  }

  return {
    root,
    journal,
    corpus,
    records,
    describe: () => ({
      id: shownId,
      name: basename(root) || root,
      path: root,
      journalPath: journal.folder,
      writer: journal.writer,
      annotator: settings.current.annotator,
      readOnly,
      notices: [...notices, ...journal.notices],
      positions: journal.positions(),
    }),
    subscribe(listener) {
      setImmediate(() => {
        listeners.add(listener);
        const tellProgress = () => listener('corpus.progress', progress);
        if (scanning) void tellKnown(listener).then(tellProgress);
        else tellProgress();
        if (!reachable.reachable) listener('project.reachable', reachable);
        if (!journal.health.ok) listener('journal.health', healthEvent(journal.health));
      });
      return () => setImmediate(() => listeners.delete(listener));
    },
    scan,
    noticed,
    catchUp: () => following.look(),
    scanned: () => scanned,
    async close() {
      stopHealth();
      stopWatching();
      await unwatch?.();
      listeners.clear();
      await following.stop();
      await Promise.all([journal.close(), corpus.close(), records.close()]);
    },
  };
}

const healthEvent = ({ ok, failure }: Journal['health']): EventData<'journal.health'> => ({
  ok,
  failure: failure === null ? null : { code: failure.code, message: failure.message },
});
