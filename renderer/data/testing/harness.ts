import { Dexie } from 'dexie';
import type { ArticleText } from '#shared/contract/contract.ts';
import { type Entry, noMeta } from '#shared/model/article.ts';
import type { AnyRecord } from '#shared/model/kinds.ts';
import { kinds } from '#shared/model/kinds.ts';
import type { Range } from '#shared/model/range.ts';
import type { Span } from '#shared/model/span.ts';
import type { Link } from '../connect.ts';
import { databaseName, ProjectDb, readMeta, recordOf, type TallyRow } from '../db.ts';
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

export interface Window {
  session: Session;
  link: Link & { drop(): void };
  /** Ends the window as a crash would: nothing is said to anybody. */
  close(): Promise<void>;
}

/** A window of its own on the project, with its own link and session. */
export async function openWindow(main: FakeMain, times: Partial<SessionTimes> = {}): Promise<Window> {
  const link = main.link();
  const session = createSession(link, times);
  await session.openProject('/corpus');
  return {
    session,
    link,
    async close() {
      link.close();
      await session.dispose();
    },
  };
}

export const mark = (session: Session, article = 'a_1', range: Range = { start: 31, end: 50 }): Promise<Span> =>
  session.mark({ article: articleText(article), path: `${article}.txt`, range, layer: 'statement', mode: 'direct' });

/** Resolves when `holds` does, checked often; throws after 5 s with what was awaited. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 5_000;
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
export async function withDb<T>(main: FakeMain, work: (db: ProjectDb) => Promise<T>): Promise<T> {
  const db = new ProjectDb(main.id);
  try {
    await db.open();
    return await work(db);
  } finally {
    db.close();
  }
}

/** Resolves once nothing waits in the outbox and the journals have been taken in to their ends. */
export const inStep = (main: FakeMain): Promise<void> =>
  until('the database is in step with the journals', () =>
    withDb(main, async (db) => {
      if ((await db.outbox.count()) > 0 || (await readMeta(db, 'doubtful')).length > 0) return false;
      const positions = await readMeta(db, 'positions');
      return Object.entries(main.positions()).every(([writer, n]) => positions[writer] === n);
    }),
  );

/** All records in the database, as `FakeMain.records` has them. */
export async function databaseRecords(db: ProjectDb): Promise<Map<string, AnyRecord>> {
  const records = new Map<string, AnyRecord>();
  for (const kind of kinds) {
    for (const row of await db.tableOf(kind).toArray()) {
      const record = recordOf(kind, row as never) as AnyRecord;
      records.set(`${kind} ${record.id}`, record);
    }
  }
  return records;
}

/** The tallies as they should be, counted from the spans. */
export const countedTallies = (records: Map<string, AnyRecord>): TallyRow[] =>
  talliesOf(
    [...records].flatMap(([key, record]) =>
      key.startsWith('span ') ? [[undefined, record as Span] as const] : [],
    ) as [undefined, Span][],
  ).sort((a, b) => (a.id < b.id ? -1 : 1));

export const removeDatabase = (main: FakeMain): Promise<void> => Dexie.delete(databaseName(main.id));
