import type { Change, Edit } from '#shared/changes/change.ts';
import type { ArticleText } from '#shared/contract/contract.ts';
import { type Entry, noMeta } from '#shared/model/article.ts';
import { type AnyRecord, type Kind, kinds, type RecordOf } from '#shared/model/kinds.ts';
import type { Range } from '#shared/model/range.ts';
import type { Span } from '#shared/model/span.ts';
import type { Suggestion } from '#shared/suggest/suggestion.ts';
import type { Link } from '../connect.ts';
import { databaseName, ProjectDb, readMeta, recordOf, type TallyRow } from '../db.ts';
import { newId } from '../ids.ts';
import { readAllRows, readRecord, readTallies } from '../read-records.ts';
import { talliesOf } from '../record-writer.ts';
import { createSession, type Session, type SessionTimes } from '../session.ts';
import type { FakeMain } from './fake-main.ts';

export const text =
  'Ministers said on Friday that “we support the pact”, while Mr. Ko called it “a grave mistake” again.';

export const articleText = (id: string): ArticleText => ({
  id,
  text,
  textSha256: `text-${id}`,
  sourceSha256: `source-${id}`,
  blocks: [],
  meta: { ...noMeta, title: `Title of ${id}` },
  notices: [],
});

export const entry = (id: string, fields: Partial<Entry> = {}): Entry => ({
  id,
  path: `${id}.txt`,
  bytes: text.length,
  sourceSha256: `source-${id}`,
  textSha256: `text-${id}`,
  length: text.length,
  meta: { ...noMeta, title: `Title of ${id}` },
  duplicateOf: null,
  failure: null,
  notices: [],
  ...fields,
});

/** What is suggested for a passage: words in quotation marks of which nobody is said to be the speaker. */
export const suggestionAt = (start: number, end: number, fields: Partial<Suggestion> = {}): Suggestion => ({
  id: `statement:${start}-${end}`,
  layer: 'statement',
  start,
  end,
  mode: 'direct',
  cue: null,
  mention: null,
  speaker: { how: 'open' },
  stances: [],
  confidence: 0.9,
  reasons: ['words in quotation marks'],
  continues: null,
  ...fields,
});

export interface Window {
  session: Session;
  link: Link & { drop(): void };
  /** Ends the window as a crash would: nothing is said to anybody. */
  close(): void;
}

/** A window of its own on the project, with its own link and session. */
export async function openWindow(main: FakeMain, times: Partial<SessionTimes> = {}, browser = ''): Promise<Window> {
  const link = main.link(browser);
  const session = createSession(link, times);
  await session.openProject('/corpus');
  return {
    session,
    link,
    close() {
      link.close();
      session.dispose();
    },
  };
}

/** Marks a passage as a gesture of its own. */
export async function mark(session: Session, article = 'a_1', range: Range = { start: 31, end: 50 }): Promise<Span> {
  const passage = { article: articleText(article), path: `${article}.txt`, range, layer: 'statement' };
  const span = await session.mark({ ...passage, mode: 'direct' });
  session.gesture.end();
  return span;
}

/** Resolves when `holds` does, checked often; throws after 15 s with what was awaited. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 15_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`Waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export const allSaved = (session: Session): Promise<void> =>
  until('everything is saved', async () => {
    const { saved } = session.store.getState();
    return saved.unsaved === 0 && saved.failure === null;
  });

/** Opens the project's database beside the session, as the developer tools would. */
export async function withDb<T>(main: FakeMain, work: (db: ProjectDb) => PromiseLike<T>, browser = ''): Promise<T> {
  const db = new ProjectDb(main.id + browser);
  try {
    await db.open();
    return await work(db);
  } finally {
    db.close();
  }
}

/** Resolves once nothing waits in the outbox and the journals have been taken in to their ends. */
export const inStep = (main: FakeMain, browser = ''): Promise<void> =>
  until('the database is in step with the journals', () =>
    withDb(
      main,
      (db) =>
        db.transaction('r', db.outbox, db.meta, async () => {
          if ((await db.outbox.count()) > 0 || (await readMeta(db, 'doubtful')).length > 0) return false;
          const positions = await readMeta(db, 'positions');
          return Object.entries(main.positions()).every(([writer, n]) => positions[writer] === n);
        }),
      browser,
    ),
  );

/** All records in the database, as `FakeMain.records` has them. */
export async function databaseRecords(db: ProjectDb): Promise<Map<string, AnyRecord>> {
  const records = new Map<string, AnyRecord>();
  for (const kind of kinds) {
    for (const row of await readAllRows(db, kind)) {
      const record = recordOf(kind, row as never) as AnyRecord;
      records.set(`${kind} ${record.id}`, record);
    }
  }
  return records;
}

/** One record in the database; undefined where there is none. */
export const recordHere = <K extends Kind>(
  main: FakeMain,
  kind: K,
  id: string,
  browser = '',
): Promise<RecordOf[K] | undefined> => withDb(main, (db) => readRecord(db, kind, id), browser);

/** All tallies in the database. */
export const talliesIn = async (db: ProjectDb): Promise<TallyRow[]> =>
  (
    await Promise.all(
      (['article', 'speaker', 'target', 'stance', 'text'] as const).map((about) => readTallies(db, about)),
    )
  ).flat();

/** The tallies as they should be, counted from the spans. */
export const countedTallies = (records: Map<string, AnyRecord>): TallyRow[] =>
  talliesOf(
    [...records].flatMap(([key, record]) =>
      key.startsWith('span ') ? [[undefined, record as Span] as const] : [],
    ) as [undefined, Span][],
  ).sort((a, b) => (a.id < b.id ? -1 : 1));

export const removeDatabase = (main: FakeMain, browser = ''): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(databaseName(main.id + browser));
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
  });

/**
 * Keeps all operations on the project's database waiting, as a browser does on a full disk: a transaction of another
 * connection that never ends. Returns what ends it.
 */
export async function hang(main: FakeMain): Promise<() => Promise<void>> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(databaseName(main.id));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const transaction = database.transaction([...database.objectStoreNames], 'readwrite');
  const ended = new Promise<void>((resolve) => {
    transaction.oncomplete = () => resolve();
  });
  let hanging = true;
  const goOn = () => {
    if (hanging) transaction.objectStore('meta').get('none').onsuccess = goOn;
  };
  goOn();
  return async () => {
    hanging = false;
    await ended;
    database.close();
  };
}

/** A change as another writer's journal has it. */
export const foreignChange = (by: string, at: string, edits: Edit[]): Change => ({
  id: newId('c'),
  at,
  by,
  origin: 'user',
  gesture: newId('g'),
  edits,
});
