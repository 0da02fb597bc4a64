import { mkdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { EventData, EventName, Implementation, Journaled } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Port } from '#shared/contract/port.ts';
import { serve } from '#shared/contract/serve.ts';
import { addFiles } from './services/corpus/add-files.ts';
import { chosenIn, lookAtEncodings, lookIntoTable } from './services/corpus/look-into.ts';
import { sendBundle } from './services/exchange/bundle/send-bundle.ts';
import { exportDataset } from './services/exchange/export.ts';
import { createImports, importTarget } from './services/exchange/import/imports.ts';
import { type PrintPdf, writeReport } from './services/exchange/report.ts';
import { openPool, type Pool } from './services/extract/pool.ts';
import { searchWords } from './services/occurrences/search.ts';
import { realFolder } from './services/project/places.ts';
import { type OpenProject, openProject } from './services/project/project.ts';
import { copySamples } from './services/project/sample-corpus.ts';
import { createSnapshots } from './services/records/snapshot.ts';
import { createSearches } from './services/search/searches.ts';
import { openSettings, type SettingsStore } from './services/settings/settings.ts';

/** What only a host can do: it knows whether there are dialogs, a file manager, a browser. */
export interface HostCalls
  extends Pick<
    Implementation,
    'host.pickFolder' | 'host.listFolder' | 'host.pickFiles' | 'host.pickSave' | 'host.reveal' | 'host.openExternal'
  > {
  name: 'electron' | 'web' | 'test';
  /** Only where the host can print by itself. */
  printPdf?: PrintPdf;
  /** The folder that this very window was opened for; without it the one that the app was started with. */
  open?: string | undefined;
  /** A colleague's file that this window was opened with; told once. */
  takeImport?(): string | undefined;
}

export interface AppOptions {
  /** The app's own folder: settings, caches and journals of folders that cannot be written. */
  dataDir: string;
  /** The built extraction worker, `dist/main/extract-worker.js`. */
  workerFile: string;
  /** The built thread that keeps the records, `dist/main/records-worker.js`; without it they are kept in the main one. */
  recordsWorkerFile?: string;
  /** The built thread that checks exports while they are written, `dist/main/check-worker.js`; without it afterwards. */
  checkWorkerFile?: string;
  /** Workers to share with others; without them the app has its own. */
  pool?: Pool;
  version: string;
  /** The sample corpus that ships with the app; copied into `dataDir` before anybody works on it. */
  samples: string | null;
  /** The folder given on the command line. */
  open: string | null;
  log(line: string): void;
}

/** One window: its own current project, its own export. */
export interface Session {
  emit<N extends EventName>(name: N, data: EventData<N>): void;
  /** Lets go of the project; what waits for the journal is still written. */
  close(): void;
}

export interface App {
  readonly settings: SettingsStore;
  /** Answers a window's calls until its port closes. */
  connect(port: Port, host: HostCalls): Session;
  /** Lets windows open this folder (an open-with, a second start), asks the one used last to, and returns its absolute path. */
  openProject(path: string): string;
  /** Lets windows open or write this path, because a person chose it outside of them; returns its absolute form. */
  allow(path: string): string;
  /** Closes every project after what waits is on the disk. */
  close(): Promise<void>;
}

/**
 * Composes the services: settings, the sample corpus, and the projects that windows share.
 * @throws Failure when `dataDir` cannot be made
 */
export async function createApp(options: AppOptions): Promise<App> {
  const { dataDir, version, log } = options;
  await mkdir(dataDir, { recursive: true });
  const settings = await openSettings(dataDir, log);
  const samples = await prepareSamples(options);
  const open = options.open === null ? null : resolve(options.open);

  const projects = createProjects(settings, options);
  const sessions = new Set<Window>();
  const allowed = new Set<string>([samples, open].filter((path) => path !== null));
  const written = new Set<string>();

  const allow = (path: string): string => {
    const absolute = resolve(path);
    allowed.add(absolute);
    return absolute;
  };
  const mayUse = (path: string): string => {
    const absolute = resolve(path);
    if (allowed.has(absolute) || settings.current.recent.some((folder) => folder.path === absolute)) return absolute;
    throw new Failure('no-permission', `${path} was not chosen here. Choose it with “Open folder” or “Save as” first.`);
  };

  function connect(port: Port, host: HostCalls): Session {
    const window: Window = { project: null, turn: Promise.resolve(), lastUsed: Date.now() };
    const snapshots = createSnapshots(log);
    const imports = createImports({
      now: Date.now,
      onProgress: (progress) => session.emit('exchange.progress', progress),
      onWritten: (project, changes) => tell(project, changes),
    });
    let exporting: AbortController | null = null;
    let searching: AbortController | null = null;
    const searches = createSearches({
      workerFile: options.workerFile,
      tell: (found) => session.emit('search.found', found),
    });

    const current = (): OpenProject => {
      if (window.project === null) throw new Failure('not-open', 'No folder is open.');
      return window.project.shared;
    };
    const closeProject = async () => {
      exporting?.abort();
      searching?.abort();
      snapshots.end();
      const { project } = window;
      window.project = null;
      await searches.close();
      await imports.discard();
      project?.unsubscribe();
      if (project) await projects.release(project.shared);
    };
    /** Opening and closing follow one another, whatever order their answers would come in. */
    const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
      const turn = window.turn.then(work);
      window.turn = turn.catch(() => {});
      return turn;
    };

    /** One file is written at a time, and can be stopped; `watched` tells the window how far it is. */
    const inWriting = async <T>(chosen: string, work: (path: string, watched: Watched) => Promise<T>): Promise<T> => {
      if (exporting) throw new Failure('unsupported', 'A file is being written already. Wait for it, or stop it.');
      const path = mayUse(chosen);
      const own = new AbortController();
      exporting = own;
      try {
        const onProgress: Watched['onProgress'] = (progress) => session.emit('exchange.progress', progress);
        const result = await work(path, { signal: own.signal, onProgress });
        written.add(path);
        return result;
      } finally {
        exporting = null;
      }
    };

    const implementation: Implementation = {
      'host.info': async () => ({
        host: host.name,
        version,
        platform: process.platform,
        open: host.open ?? open,
        import: host.takeImport?.() ?? null,
        samples,
      }),
      async 'host.pickFolder'(args) {
        const path = await host['host.pickFolder'](args);
        return path === null ? null : allow(path);
      },
      async 'host.listFolder'(args) {
        const listing = await host['host.listFolder'](args);
        for (const { path } of [listing, ...listing.folders, ...listing.files]) allow(path);
        return listing;
      },
      async 'host.pickFiles'(args) {
        const paths = await host['host.pickFiles'](args);
        return paths?.map(allow) ?? null;
      },
      async 'host.pickSave'(args) {
        const path = await host['host.pickSave'](args);
        return path === null ? null : allow(path);
      },
      'host.reveal': async ({ path }) => {
        if (!written.has(resolve(path)))
          throw new Failure('no-permission', `${path} was not written by Rapporteur since it was started.`);
        return host['host.reveal']({ path: resolve(path) });
      },
      'host.openExternal': (args) => host['host.openExternal'](args),

      'settings.read': async () => settings.current,
      'settings.change': (change) => settings.change(change),

      'project.open': ({ path, journalPath }) =>
        inTurn(async () => {
          const absolute = mayUse(path);
          const place = journalPath === undefined ? undefined : mayUse(journalPath);
          const root = await realFolder(absolute);
          await closeProject();
          const { shared, first } = await projects.open(root, place, (progress) =>
            session.emit('journal.progress', progress),
          );
          const stop = shared.subscribe(session.emit);
          window.project = { shared, unsubscribe: stop };
          if (!sessions.has(window)) await closeProject();
          const name = basename(root) || root;
          const opened = { path: absolute, name, openedAt: new Date().toISOString() };
          await settings.change({ opened }).catch((error) => log(String(error)));
          if (first) shared.scan();
          else await shared.catchUp();
          void shared.scanned().then(async () => {
            if (window.project?.shared === shared) await searches.warm(shared);
          });
          return shared.describe();
        }),
      'project.close': async () => {
        await inTurn(closeProject);
        return null;
      },

      'corpus.rescan': async () => {
        current().scan();
        return null;
      },
      'corpus.read': ({ id }) => current().corpus.read(id),
      'corpus.earlier': async ({ id, textSha256 }) => ({ text: await current().corpus.earlier(id, textSha256) }),
      'corpus.similar': async ({ id }) => ({ articles: await current().corpus.similar(id) }),
      'corpus.encodings': async ({ path }) => ({ encodings: await lookAtEncodings(current().root, path) }),
      async 'corpus.table'({ path }) {
        const { root, journal } = current();
        return lookIntoTable(root, path, chosenIn(journal.sources().values()));
      },
      async 'corpus.add'({ files }) {
        const project = current();
        if (project.describe().readOnly)
          throw new Failure('read-only', 'This folder is open for reading only, so nothing can be added to it.');
        const result = await addFiles(project.root, files);
        if (result.added.length > 0) project.scan(result.added);
        return result;
      },

      'search.run': (request) => searches.run(current(), request),
      async 'search.cancel'() {
        searches.cancel();
        return null;
      },

      async 'occurrences.find'(search) {
        searching?.abort();
        const own = new AbortController();
        searching = own;
        try {
          return await searchWords(current().corpus, search, own.signal, (found) =>
            session.emit('occurrences.found', found),
          );
        } finally {
          if (searching === own) searching = null;
        }
      },
      async 'occurrences.cancel'() {
        searching?.abort();
        return null;
      },

      async 'journal.append'({ changes }) {
        const project = current();
        const acks = await project.journal.append(changes);
        project.noticed(changes);
        const news: Journaled[] = changes.flatMap((change, i) => {
          const { writer, n, fresh } = acks[i] ?? { fresh: false };
          return fresh && writer !== undefined && n !== undefined ? [{ writer, n, change }] : [];
        });
        if (news.length > 0) tell(project, news, window);
        return { acks: acks.map(({ id, writer, n }) => ({ id, writer, n })) };
      },
      'journal.since': ({ positions }) => current().journal.since(positions),
      'journal.snapshot': ({ cursor }) => snapshots.page(current(), cursor),

      'exchange.export': (request) =>
        inWriting(request.path, async (path, watched) => {
          const { records, corpus, scanned } = current();
          const { checkWorkerFile } = options;
          await scanned();
          return exportDataset({ request: { ...request, path }, records, corpus, checkWorkerFile, ...watched });
        }),
      async 'exchange.cancel'() {
        exporting?.abort();
        return null;
      },
      'exchange.bundle': (request) =>
        inWriting(request.path, async (path, watched) => {
          const project = current();
          await project.scanned();
          const by = settings.current.annotator;
          const { journal, corpus, root } = project;
          const { result, noted } = await sendBundle({
            ...{ request: { ...request, path }, journal, corpus, root, by, app: version, now: Date.now },
            ...watched,
          });
          tell(project, noted);
          return result;
        }),
      'exchange.preview': async ({ paths, as }) =>
        imports.preview(await importTarget(current(), settings.current.annotator), { paths: paths.map(mayUse), as }),
      'exchange.accept': async (choice) =>
        imports.accept(await importTarget(current(), settings.current.annotator), choice),
      async 'exchange.discard'() {
        await imports.discard();
        return null;
      },
      'exchange.report': (request) =>
        inWriting(request.path, (path, { signal }) =>
          writeReport({ request: { ...request, path }, printPdf: host.printPdf, signal }),
        ),
      'journal.history': async ({ kind, id }) => ({ entries: await current().journal.historyOf(kind, id) }),
      'journal.removals': async ({ article }) => ({ entries: await current().journal.removalsIn(article) }),
      'journal.conflicts': async () => ({ conflicts: await current().journal.conflicts() }),
    };

    const used = Object.fromEntries(
      Object.entries(implementation).map(([name, call]) => [
        name,
        (args: never) => {
          window.lastUsed = Date.now();
          return call(args);
        },
      ]),
    ) as unknown as Implementation;
    const session: Session = {
      emit: serve(port, used, (call, error) =>
        log(`${call}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
      ),
      close() {
        if (!sessions.delete(window)) return;
        void inTurn(closeProject).catch((error) => log(`Closing a folder: ${String(error)}`));
        port.close();
      },
    };
    window.session = session;
    sessions.add(window);
    port.onClose(() => session.close());
    return session;
  }

  /** Tells the windows that show a folder what came to its journal, but not the one that it came from. */
  function tell({ journal }: Pick<OpenProject, 'journal'>, changes: Journaled[], from: Window | null = null): void {
    for (const other of sessions)
      if (other !== from && other.project?.shared.journal === journal)
        other.session?.emit('journal.changes', { changes });
  }

  return {
    settings,
    connect,
    allow,
    openProject(path) {
      const absolute = allow(path);
      const latest = [...sessions].reduce<Window | null>((a, b) => (a && a.lastUsed >= b.lastUsed ? a : b), null);
      latest?.session?.emit('host.action', { action: 'open-folder', path: absolute });
      return absolute;
    },
    async close() {
      const windows = [...sessions];
      for (const { session } of windows) session?.close();
      await Promise.all(windows.map(({ turn }) => turn));
      await projects.closeAll();
    },
  };
}

/** How a window follows and stops what it asked for. */
interface Watched {
  signal: AbortSignal;
  onProgress(progress: EventData<'exchange.progress'>): void;
}

interface Window {
  session?: Session;
  project: { shared: OpenProject; unsubscribe(): void } | null;
  turn: Promise<unknown>;
  lastUsed: number;
}

/** The sample corpus where it can be worked on; null when there is none, or it cannot be copied. */
async function prepareSamples({ samples, dataDir, log }: AppOptions): Promise<string | null> {
  if (samples === null) return null;
  const target = join(dataDir, 'Sample corpus');
  try {
    await copySamples(samples, target);
    return target;
  } catch (error) {
    log(`The sample corpus cannot be copied to ${dirname(target)}: ${String(error)}`);
    return null;
  }
}

/** The open projects by real path: opened once, closed when the last window has let go. */
function createProjects(settings: SettingsStore, options: AppOptions) {
  const { dataDir, workerFile, recordsWorkerFile, log } = options;
  const pool = options.pool ?? openPool({ workerFile });
  const held = new Map<string, { project: Promise<OpenProject>; windows: number }>();
  const closing = new Map<string, Promise<void>>();

  return {
    async open(
      root: string,
      journalPath: string | undefined,
      onJournals: (progress: EventData<'journal.progress'>) => void,
    ): Promise<{ shared: OpenProject; first: boolean }> {
      await closing.get(root);
      const there = held.get(root);
      if (there !== undefined) {
        if (journalPath !== undefined)
          throw new Failure(
            'unsupported',
            'Another window has this folder open. Close it, then choose the place again.',
          );
        there.windows++;
        try {
          return { shared: await there.project, first: false };
        } catch (error) {
          there.windows--;
          throw error;
        }
      }
      const project = openProject({
        ...{
          root,
          journalPath,
          settings,
          dataDir,
          workerFile,
          recordsWorkerFile,
          pool,
          now: Date.now,
          log,
          watch: true,
          onJournals,
        },
      });
      held.set(root, { project, windows: 1 });
      try {
        return { shared: await project, first: true };
      } catch (error) {
        held.delete(root);
        throw error;
      }
    },
    async release(project: OpenProject): Promise<void> {
      const there = held.get(project.root);
      if (there === undefined || --there.windows > 0) return;
      held.delete(project.root);
      const done = project.close().finally(() => closing.delete(project.root));
      closing.set(project.root, done);
      await done;
    },
    async closeAll(): Promise<void> {
      await Promise.all(closing.values());
      const all = [...held.values()];
      held.clear();
      await Promise.all(all.map(async ({ project }) => (await project.catch(() => null))?.close()));
      if (options.pool === undefined) await pool.close();
    },
  };
}
