import type { Entry } from '#shared/model/article.ts';
import { idOfFailure } from '../corpus/identity.ts';
import { LineCounts } from '../corpus/repeated-lines.ts';
import { naturalOrder } from '../files/natural-order.ts';
import { Alike } from './alike.ts';
import { ArticleTable } from './article-table.ts';
import {
  entriesOf,
  entryColumns,
  entryOfValues,
  failedEntry,
  noEntries,
  packedEntries,
  type Values,
} from './entry-row.ts';
import { FileTable } from './file-table.ts';
import { Identities } from './identify.ts';
import { chosenHow, isCurrent, isUnchanged, Listing, toRead } from './listing.ts';
import { movedFiles } from './missing.ts';
import { Mover } from './move.ts';
import {
  discardDatabase,
  lookAt,
  type OpenedDatabase,
  openBeside,
  openDatabase,
  removeDatabase,
} from './open-database.ts';
import type { Args, Chosen, Kept, RequestName, Result, Taken, ToRead } from './protocol.ts';
import { Taker } from './take.ts';

/** Milliseconds after which a transaction ends, so that readers see what was written. */
const longestTransaction = 3000;
/** Milliseconds in which files that have gone are removed before something else has its turn. */
const longestSweep = 50;
/** Pages of the index of words, of 4 kB, that are written at once where they are merged: a few milliseconds of work. */
const mergedAtOnce = 200;
/** Rows counted at once where nobody waits for the counts. */
const countedAtOnce = 2000;

type Handlers = { [N in RequestName]: (args: Args<N>) => Result<N> };

/** A corpus's store, opened for writing in a thread of its own; see `Requests` for what it answers. */
export class CorpusStore implements Handlers {
  private opened: OpenedDatabase | null = null;
  private root = '';
  private tables!: ReturnType<typeof this.prepare>;
  private chosen: Chosen = { encodings: new Map(), columns: {} };
  private listing: Listing | null = null;
  private wanted = new Set<string>();
  /** Files whose rows were told to be gone, and are still in the tables. */
  private readonly absent = new Set<string>();
  /** Files that were taken for moved ones and are not. */
  private readonly again = new Set<string>();
  private inTransaction = false;
  private ending: NodeJS.Timeout | null = null;
  private counts: LineCounts | null = null;
  /** The repeated lines as the store keeps them; null: they are to be counted, undefined: not looked for yet. */
  private lines: ReadonlySet<string> | null | undefined;
  private counting: { counts: LineCounts; after: number } | null = null;

  open({ folder, root, how }: Args<'open'>): Result<'open'> {
    const before = this.opened;
    if (before !== null) this.shut();
    if (how === 'anew' && before !== null && !before.temporary) removeDatabase(before.file);
    if (how === 'look') this.opened = lookAt(folder);
    else this.opened = how === 'beside' && folder !== null ? openBeside(folder) : openDatabase(folder);
    this.root = root;
    this.tables = this.prepare();
    this.counts = null;
    this.counting = null;
    this.lines = undefined;
    this.absent.clear();
    this.again.clear();
    return { notice: this.opened.notice, file: this.opened.file };
  }

  private prepare() {
    const { db } = this.opened!;
    const files = new FileTable(db);
    const articles = new ArticleTable(db);
    const identities = new Identities(db, this.root);
    const joined = `SELECT ${entryColumns} FROM article a JOIN file f ON f.path = a.file`;
    const failed = 'failure_code IS NOT NULL';
    return {
      files,
      articles,
      identities,
      taker: new Taker(files, articles, identities),
      mover: new Mover(db, files, articles, identities),
      ofFiles: db
        .prepare(
          `SELECT ${packedEntries} FROM json_each(?) j CROSS JOIN article a ON a.file = j.value
           LEFT JOIN file f ON f.path = a.file`,
        )
        .raw(),
      idsOf: db
        .prepare('SELECT json_group_array(a.id) FROM json_each(?) j CROSS JOIN article a ON a.file = j.value')
        .raw(),
      copiesIn: db
        .prepare(
          `SELECT DISTINCT c.file FROM json_each(?) j CROSS JOIN article a ON a.file = j.value
           CROSS JOIN article c ON c.duplicate_of = a.path`,
        )
        .raw(),
      copies: db
        .prepare(
          `SELECT DISTINCT a.file FROM json_each(?) j CROSS JOIN article a ON a.file = j.value
           WHERE a.duplicate_of IS NOT NULL`,
        )
        .raw(),
      failedOf: db
        .prepare(
          `SELECT f.path, f.extractor FROM json_each(?) j CROSS JOIN file f ON f.path = j.value WHERE ${failed}
           AND (f.extractor IS NOT NULL OR NOT EXISTS (SELECT 1 FROM article WHERE file = f.path))`,
        )
        .raw(),
      alike: new Alike(db),
      merge: db.prepare("INSERT INTO word(word, rank) VALUES ('merge', ?)"),
      changes: db.prepare('SELECT total_changes()').raw(),
      rowsAfter: db
        .prepare(
          `SELECT ${packedEntries}, max(a.n), count(*) FROM (SELECT * FROM article WHERE n > ? ORDER BY n LIMIT ?) a
           LEFT JOIN file f ON f.path = a.file`,
        )
        .raw(),
      failuresAfter: db
        .prepare(
          `SELECT path, bytes, failure_code, failure_message, extractor FROM file f WHERE ${failed} AND path > ?
           AND (extractor IS NOT NULL OR NOT EXISTS (SELECT 1 FROM article WHERE file = f.path)) ORDER BY path LIMIT ?`,
        )
        .raw(),
      byNumbers: db.prepare(`${joined} WHERE a.n IN (SELECT value FROM json_each(?))`).raw(),
      byId: db.prepare(`${joined} WHERE a.id = ?`).raw(),
      byPath: db.prepare(`${joined} WHERE a.path = ?`).raw(),
      body: db.prepare('SELECT text, blocks, pages FROM body WHERE n = ?').raw(),
      readable: db
        .prepare(
          `SELECT a.n, a.id, a.path FROM article a WHERE duplicate_of IS NULL AND a.file NOT IN
           (SELECT path FROM file WHERE ${failed} AND extractor IS NULL)`,
        )
        .raw(),
      counts: [
        'article WHERE duplicate_of IS NOT NULL',
        `file f CROSS JOIN article a ON a.file = f.path WHERE f.${failed} AND f.extractor IS NULL AND a.duplicate_of IS NULL`,
        'article',
      ].map((what) => db.prepare(`SELECT count(*) FROM ${what}`).raw()),
      counted: db.prepare('SELECT n, lines FROM article WHERE n > ? AND duplicate_of IS NULL ORDER BY n LIMIT ?').raw(),
      keptLines: db.prepare("SELECT value FROM about WHERE key = 'repeated'").raw(),
      keepLines: db.prepare("INSERT OR REPLACE INTO about(key, value) VALUES ('repeated', ?)"),
      forgetLines: db.prepare("DELETE FROM about WHERE key = 'repeated'"),
      earlier: db.prepare('SELECT text FROM earlier WHERE text_sha256 = ?').raw(),
      current: db
        .prepare('SELECT b.text FROM article a JOIN body b ON b.n = a.n WHERE a.id = ? AND a.text_sha256 = ?')
        .raw(),
      idsAt: db.prepare('SELECT a.path, a.id FROM json_each(?) CROSS JOIN article a ON a.path = json_each.value').raw(),
    };
  }

  know({ bound, chosen }: Args<'know'>): null {
    this.tables.identities.know(bound);
    this.chosen = chosen;
    return null;
  }

  rows({ after, most }: Args<'rows'>): Result<'rows'> {
    if (after === null || !after.startsWith('/')) {
      const all = this.tables.rowsAfter.all(Number(after ?? 0), most) as [Uint8Array, number | null, number][];
      const [packed, last, count] = all[0]!;
      return { packed, failures: [], after: count < most ? '/' : String(last) };
    }
    const rows = this.tables.failuresAfter.all(after.slice(1), most) as [
      string,
      number,
      string,
      string,
      string | null,
    ][];
    const failures = rows.map(([path, bytes, code, message, extractor]) =>
      failedEntry(this.failedId(path, extractor), path, bytes, { code, message }),
    );
    return { packed: noEntries, failures, after: rows.length < most ? null : `/${rows.at(-1)![0]}` };
  }

  private failedId(path: string, extractor: string | null): string {
    return extractor === null ? this.tables.taker.failureIdOf(path) : idOfFailure(path);
  }

  list({ starts, further, rows }: Args<'list'>): null {
    const { files, identities, taker } = this.tables;
    identities.begin();
    // A path that the journal binds to another article than it was known as.
    const bound = identities.paths;
    const known = this.tables.idsAt.all(JSON.stringify(bound)) as [string, string][];
    this.wanted = new Set(known.filter(([path, id]) => identities.boundAt(path)?.id !== id).map(([path]) => path));
    const listing = new Listing(
      {
        ...{ root: this.root, starts, table: files, howOf: (path) => chosenHow(path, this.chosen) },
        isWanted: (path) => this.wanted.has(path),
        absent: rows ? this.absent : null,
        rowsOf: (files) => this.rowsOf({ files }),
      },
      further ? this.listing : null,
    );
    taker.isNew = (file) => listing.isNew(file);
    this.listing = listing;
    return null;
  }

  listed(): Result<'listed'> {
    return this.listing!.next();
  }

  take({ reports }: Args<'take'>): Taken {
    this.begin();
    const taken: Taken = { entries: [], gone: [], new: 0, changed: 0 };
    const moved: string[] = [];
    for (const { path, articles, end } of reports) {
      if (end?.kind === 'moved') {
        const done = this.tables.mover.move(end.from, path, end.file);
        if (done === null) this.again.add(path);
        else {
          this.listing?.isNew(path);
          taken.new += done.articles;
          moved.push(...done.differ);
        }
        continue;
      }
      if (end?.kind === 'gone') this.listing?.isGone(path);
      this.tables.taker.take({ path, articles, end }, taken);
    }
    if (taken.entries.length + taken.gone.length > 0) this.textsDiffer();
    if (moved.length > 0) taken.entries.push(...entriesOf(this.rowsOf({ files: moved })));
    return tidy(taken);
  }

  orphans(): Result<'orphans'> {
    const { taker, files, copiesIn } = this.tables;
    const gone = new Set(this.gone());
    for (const [file] of copiesIn.all(JSON.stringify([...gone])) as [string][]) taker.orphans.add(file);
    const paths = [...taker.orphans].filter((path) => !gone.has(path) && files.at(path) !== null);
    paths.push(...this.again);
    taker.orphans.clear();
    this.again.clear();
    return this.files({ paths, anew: true });
  }

  missing(): Result<'missing'> {
    const { identities, files, idsOf, failedOf, copies: copiesOf } = this.tables;
    const gone = this.gone();
    if (gone.length === 0) return { ids: [], moved: [], packed: noEntries, alike: [] };
    const howOf = (path: string) => chosenHow(path, this.chosen);
    const copied = new Set((copiesOf.all(JSON.stringify(gone)) as [string][]).map(([path]) => path));
    const moved = movedFiles(this.listing!, { table: files, identities, howOf, isCopy: (path) => copied.has(path) });
    const from = new Set(moved.map((file) => file.from));
    const left = gone.filter((path) => !from.has(path));
    for (const path of left) this.absent.add(path);
    const these = JSON.stringify(left);
    const ids: string[] = JSON.parse((idsOf.all(these) as [[string]])[0][0]);
    for (const [path, extractor] of failedOf.all(these) as [string, string | null][]) {
      const id = this.failedId(path, extractor);
      if (identities.rowOf(id) === null) ids.push(id);
    }
    const sizes = new Set([...files.each(left).values()].map(({ bytes }) => bytes));
    const fresh = [...this.listing!.freshFiles()];
    return {
      ids,
      moved,
      packed: moved.length === 0 ? noEntries : this.rowsOf({ files: [...from] as string[] }),
      alike: fresh.flatMap(([path, { bytes }]) => (sizes.has(bytes) ? [path] : [])),
    };
  }

  rowsOf({ files }: Args<'rowsOf'>): Uint8Array {
    return (this.tables.ofFiles.all(JSON.stringify(files)) as [[Uint8Array]])[0][0];
  }

  sweep(): Result<'sweep'> {
    this.begin();
    const taken: Taken = { entries: [], gone: [], new: 0, changed: 0 };
    const gone = this.gone();
    const began = performance.now();
    let swept = 0;
    while (swept < gone.length && (swept === 0 || performance.now() - began < longestSweep)) {
      const file = gone[swept++]!;
      this.tables.taker.removeFile(file, taken);
      this.absent.delete(file);
    }
    if (taken.gone.length > 0) this.textsDiffer();
    this.listing?.swept(swept);
    if (swept < gone.length) return { ...tidy(taken), articles: 0, duplicates: 0, left: true };
    this.listing = null;
    if (this.counts !== null) this.keepRepeated(this.counts);
    this.commit();
    const [[copies], [failed], [all]] = this.tables.counts.map((count) => (count.all() as [number][])[0]!) as [
      [number],
      [number],
      [number],
    ];
    this.countOn();
    return { ...tidy(taken), articles: all - copies - failed, duplicates: copies, left: false };
  }

  /** Files that are known, and that the listing has not found where it has looked. */
  private gone(): readonly string[] {
    return this.listing?.gone() ?? [];
  }

  files({ paths, anew }: Args<'files'>): ToRead[] {
    return paths.map((path) => {
      const how = chosenHow(path, this.chosen);
      const row = anew ? null : this.tables.files.at(path);
      return toRead(path, row?.bytes ?? 0, row !== null && isCurrent(row, path, how) ? row.sha256 : null, how);
    });
  }

  kept(args: Args<'kept'>): Kept | null {
    const { byId, byPath, body, files } = this.tables;
    let [values] = ('id' in args ? byId.all(args.id) : byPath.all(args.path)) as Values[];
    if (values === undefined) return 'id' in args ? this.failed(args.id) : null;
    let entry = entryOfValues(values);
    if (entry.duplicateOf !== null) {
      [values] = byPath.all(entry.duplicateOf) as Values[];
      if (values === undefined) return null;
      entry = entryOfValues(values);
    }
    const n = Number(values[0]);
    const file = entry.file ?? entry.path;
    const row = files.at(file);
    const [text, blocks, pages] = (body.all(n) as [string, string, string | null][])[0] ?? [null, '[]', null];
    const how = chosenHow(file, this.chosen);
    const state =
      row !== null && text !== null && isCurrent(row, file, how) && row.mtime !== null && row.ctime !== null
        ? { bytes: row.bytes, mtime: row.mtime, ctime: row.ctime }
        : null;
    const settled = state !== null && isUnchanged(row!, state) ? state : null;
    return { entry, file, state: settled, text, blocks, pages };
  }

  /** A file that is no article because it cannot be read. */
  private failed(id: string): Kept | null {
    for (let after: string | null = '/'; after !== null; ) {
      const portion: Result<'rows'> = this.rows({ after, most: 1000 });
      const entry = portion.failures.find((one) => one.id === id);
      if (entry !== undefined) return { entry, file: entry.path, state: null, text: null, blocks: '[]', pages: null };
      after = portion.after;
    }
    return null;
  }

  articles(): Result<'articles'> {
    const rows = this.tables.readable.all() as [number, string, string][];
    rows.sort((a, b) => naturalOrder(a[2], b[2]));
    return { ns: Float64Array.from(rows, ([n]) => n), ids: rows.map(([, id]) => id) };
  }

  entries({ ns }: Args<'entries'>): Result<'entries'> {
    const rows = this.tables.byNumbers.all(JSON.stringify(ns)) as Values[];
    return rows.map((row) => [Number(row[0]), entryOfValues(row)]);
  }

  entry({ id }: Args<'entry'>): Entry | null {
    const [values] = this.tables.byId.all(id) as Values[];
    return values === undefined ? (this.failed(id)?.entry ?? null) : entryOfValues(values);
  }

  repeated(): Result<'repeated'> {
    const kept = this.counts === null ? this.repeatedKept() : null;
    if (kept !== null) return kept;
    while (this.counts === null) this.countSome();
    return this.counts.repeated();
  }

  /** Counts the lines of all articles, some at a time. */
  private countSome(): void {
    this.counting ??= { counts: new LineCounts(), after: 0 };
    const { counts, after } = this.counting;
    const rows = this.tables.counted.all(after, countedAtOnce) as [number, string | null][];
    for (const [n, lines] of rows) {
      counts.add(lines ?? '');
      this.counting.after = n;
    }
    if (rows.length === countedAtOnce) return;
    this.counting = null;
    this.counts = counts;
    this.tables.taker.counting = counts;
  }

  /** Counts while nothing else is to be done, so that the first article opened need not wait for it. */
  private countOn(): void {
    setImmediate(() => {
      if (this.opened === null || this.repeatedKept() !== null) return;
      if (this.counts === null) this.countSome();
      if (this.counts === null) return this.countOn();
      this.begin();
      this.keepRepeated(this.counts);
      this.commit();
    });
  }

  /** What has been counted for the articles as they are: an opening of a folder that is as it was counts nothing. */
  private repeatedKept(): ReadonlySet<string> | null {
    if (this.lines === undefined) {
      const [row] = this.tables.keptLines.all() as [string][];
      this.lines = row === undefined ? null : new Set<string>(JSON.parse(row[0]));
    }
    return this.lines;
  }

  /** Within a transaction. */
  private keepRepeated(counts: LineCounts): void {
    if (this.repeatedKept() !== null) return;
    this.lines = counts.repeated();
    this.tables.keepLines.run([JSON.stringify([...this.lines])]);
  }

  /** What was found out about all texts together does not hold any more. Within a transaction. */
  private textsDiffer(): void {
    this.tables.alike.texts();
    if (this.lines === null) return;
    this.lines = null;
    this.tables.forgetLines.run([]);
  }

  earlier({ id, textSha256 }: Args<'earlier'>): string | null {
    const [found] = this.tables.earlier.all(textSha256) as [string][];
    const [now] = this.tables.current.all(id, textSha256) as [string][];
    return found?.[0] ?? now?.[0] ?? null;
  }

  group(): Result<'group'> {
    const { alike, byNumbers } = this.tables;
    if (alike.isGrouped()) return { entries: [] };
    const regrouped = alike.step();
    if (regrouped === null) return null;
    this.begin();
    alike.write(regrouped);
    this.commit();
    const rows = byNumbers.all(JSON.stringify(regrouped.map(({ n }) => n))) as Values[];
    return { entries: rows.map(entryOfValues) };
  }

  merge(): Result<'merge'> {
    const { merge, changes } = this.tables;
    const before = Number((changes.all() as [[number]])[0][0]);
    merge.run([mergedAtOnce]);
    const after = Number((changes.all() as [[number]])[0][0]);
    // The request itself is one: https://www.sqlite.org/fts5.html, 6.8.
    return after - before > 1;
  }

  similar({ id }: Args<'similar'>): Result<'similar'> {
    return this.tables.alike.similarTo(id);
  }

  commit(): null {
    if (this.ending !== null) clearTimeout(this.ending);
    this.ending = null;
    if (this.inTransaction) this.opened!.db.exec('COMMIT');
    this.inTransaction = false;
    return null;
  }

  private begin(): void {
    // What has been counted so far may be what is changed now.
    this.counting = null;
    if (this.inTransaction) return;
    this.opened!.db.exec('BEGIN IMMEDIATE');
    this.inTransaction = true;
    this.ending = setTimeout(() => this.commit(), longestTransaction);
  }

  /** Gives up what was not written to the end; for after an error. */
  rollback(): void {
    if (this.ending !== null) clearTimeout(this.ending);
    this.ending = null;
    if (this.inTransaction) this.opened?.db.exec('ROLLBACK');
    this.inTransaction = false;
  }

  close(): null {
    if (this.opened !== null) {
      this.commit();
      this.shut();
    }
    return null;
  }

  private shut(): void {
    const { db, file, temporary } = this.opened!;
    if (this.ending !== null) clearTimeout(this.ending);
    this.ending = null;
    this.inTransaction = false;
    this.opened = null;
    db.close();
    if (temporary) discardDatabase(file);
  }
}

/** Of several states of a row only the last one is told; an id that another row has taken is not gone. */
function tidy(taken: Taken): Taken {
  const entries = new Map(taken.entries.map((entry) => [entry.id, entry]));
  return { ...taken, entries: [...entries.values()], gone: taken.gone.filter((id) => !entries.has(id)) };
}
