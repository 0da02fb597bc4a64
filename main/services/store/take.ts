import type { Entry } from '#shared/model/article.ts';
import { sameJson } from '#shared/model/json.ts';
import { idOfDuplicate, idOfFailure, isArticleId } from '../corpus/identity.ts';
import { formatOf } from '../extract/formats.ts';
import { type PackedArticle, unpacked } from '../extract/packed.ts';
import type { ArticleTable, Part } from './article-table.ts';
import { entryOf, type FileFacts, failedEntry, rowOfArticle } from './entry-row.ts';
import type { FileRow, FileTable } from './file-table.ts';
import type { Identities } from './identify.ts';
import type { Bound, End, Report, Taken } from './protocol.ts';

/** A file that is being read, until its last report. */
interface Reading {
  readonly file: string;
  readonly before: FileRow | null;
  /** What was known of its articles, and which of that has been found again. */
  readonly known: readonly Part[];
  readonly claimed: Set<number>;
  /** The ids of the articles read so far. */
  readonly ids: Set<string>;
  readonly bound: readonly Bound[];
  readonly names: Set<string>;
  /** Parts that are none of the known ones by their bytes: by their name they may be, if no later part is. */
  readonly held: PackedArticle[];
}

/** So many parts are held at most; of further ones the name decides at once. */
const mostHeld = 1000;

/** Counts of lines that change with the articles. */
export interface Counting {
  add(lines: string): void;
  remove(lines: string): void;
}

/** Takes what was read of files into the tables, and says which articles they are. */
export class Taker {
  private readonly readings = new Map<string, Reading>();
  /** Files of copies whose originals have other bytes now, or are gone. */
  readonly orphans = new Set<string>();
  counting: Counting | null = null;
  /** Whether nothing of a file is in the tables, as far as that is known without a look. */
  isNew: (file: string) => boolean = () => false;

  constructor(
    private readonly files: FileTable,
    private readonly articles: ArticleTable,
    private readonly identities: Identities,
  ) {}

  take({ path, articles, end }: Report, taken: Taken): void {
    const reading = this.readings.get(path) ?? this.begin(path);
    for (const article of articles === null ? [] : unpacked(articles)) this.article(reading, article, taken);
    if (end === null) {
      this.beginRow(reading);
      return;
    }
    this.readings.delete(path);
    this.end(reading, end, taken);
  }

  private begin(file: string): Reading {
    const isNew = this.isNew(file);
    const known = isNew ? [] : this.articles.ofFile(file);
    const reading: Reading = {
      file,
      before: isNew ? null : this.files.at(file),
      known,
      claimed: new Set(),
      ids: new Set(),
      bound: this.identities.boundIn(file),
      names: new Set(),
      held: [],
    };
    this.readings.set(file, reading);
    return reading;
  }

  /** What is taken of a file before its end is listed, and the file is read again when there is no end. */
  private beginRow({ file, before }: Reading): void {
    if (before !== null && before.mtime === null && before.failure === null) return;
    const none = { bytes: 0, mtime: null, ctime: null, sha256: null, how: null, failure: null };
    this.files.write(file, { ...none, readAt: Date.now(), extractor: formatOf(file)?.id ?? '' });
  }

  private article(reading: Reading, read: PackedArticle, taken: Taken): void {
    if (read.part === null) {
      this.whole(reading, read, taken);
      return;
    }
    let article = read;
    for (let again = 2; reading.names.has(article.part!); again++)
      article = { ...read, part: `${read.part} (${again})` };
    reading.names.add(article.part!);
    if (reading.known.length === 0 && reading.bound.length === 0) {
      this.newPart(reading, article, taken);
      return;
    }
    const path = pathOf(reading, article);
    const free = reading.known.filter(
      (row) => row.sourceSha256 === article.sourceSha256 && isArticleId(row.id) && !reading.claimed.has(row.n),
    );
    const row = free.find((one) => one.path === path) ?? free[0];
    if (row !== undefined) {
      this.write(reading, article, { id: row.id, n: row.n, duplicateOf: null }, taken);
      return;
    }
    const bound = reading.bound.find(
      (one) => one.sourceSha256 === article.sourceSha256 && !this.isClaimed(reading, one.id),
    );
    if (bound !== undefined) {
      this.write(reading, article, this.placeOf(reading, bound.id), taken);
      return;
    }
    if (reading.held.length < mostHeld && this.named(reading, path) !== null) reading.held.push(article);
    else this.byName(reading, article, taken);
  }

  private whole(reading: Reading, article: PackedArticle, taken: Taken): void {
    const { file } = reading;
    const before = reading.known.find((row) => row.part === null) ?? null;
    const identity = this.identities.identify(file, file, article.sourceSha256, before, () => false);
    if (identity.kind === 'duplicate') {
      const id = idOfDuplicate(file);
      this.write(reading, article, { id, n: before?.n ?? null, duplicateOf: identity.of }, taken);
      return;
    }
    const { id } = identity;
    let row = identity.row;
    if (row !== null && row.path !== file && !this.identities.isGone(row.file)) {
      this.evict(row.n, taken);
      row = null;
    }
    if (row !== null && before !== null && row.n !== before.n) this.remove(before, taken);
    this.write(reading, article, { id, n: row?.n ?? before?.n ?? null, duplicateOf: null }, taken);
    if (this.identities.boundAt(file) !== undefined) this.demoteOthers(file, article.sourceSha256, taken);
  }

  /** A part that is none of the known ones by its bytes: the one of its name, or a new one. */
  private byName(reading: Reading, article: PackedArticle, taken: Taken): void {
    const id = this.named(reading, pathOf(reading, article));
    if (id === null) this.newPart(reading, article, taken);
    else this.write(reading, article, this.placeOf(reading, id), taken);
  }

  /** The id of a part that is known by its path and has not been found by its bytes. */
  private named(reading: Reading, path: string): string | null {
    const row = reading.known.find((one) => one.path === path && isArticleId(one.id) && !reading.claimed.has(one.n));
    if (row !== undefined) return row.id;
    const bound = reading.bound.find((one) => one.path === path);
    return bound === undefined || this.isClaimed(reading, bound.id) ? null : bound.id;
  }

  private newPart(reading: Reading, article: PackedArticle, taken: Taken): void {
    const path = pathOf(reading, article);
    const copy = reading.known.find((row) => row.path === path && !isArticleId(row.id) && !reading.claimed.has(row.n));
    const identity = this.identities.identify(
      path,
      reading.file,
      article.sourceSha256,
      null,
      (n) => reading.claimed.has(n),
      (id) => reading.ids.has(id),
    );
    if (identity.kind === 'duplicate') {
      const place = { id: idOfDuplicate(path), n: copy?.n ?? null, duplicateOf: identity.of };
      this.write(reading, article, place, taken);
      return;
    }
    const { id, row } = identity;
    if (row !== null && copy !== undefined) this.remove(copy, taken);
    this.write(reading, article, { id, n: row?.n ?? copy?.n ?? null, duplicateOf: null }, taken);
  }

  /** Where an article of a known id goes: into its row, if it has one. */
  private placeOf(reading: Reading, id: string) {
    const row = reading.known.find((one) => one.id === id) ?? this.identities.rowOf(id);
    return { id, n: row?.n ?? null, duplicateOf: null };
  }

  private isClaimed(reading: Reading, id: string): boolean {
    return reading.ids.has(id);
  }

  private write(
    reading: Reading,
    article: PackedArticle,
    { id, n, duplicateOf }: { id: string; n: number | null; duplicateOf: string | null },
    taken: Taken,
  ): void {
    const { file, before } = reading;
    const path = pathOf(reading, article);
    const was = n === null ? null : this.articles.row(n);
    const inTheWay = reading.known.find((row) => row.path === path && row.n !== n);
    if (inTheWay !== undefined && this.articles.row(inTheWay.n)?.path === path) this.articles.stepAside(inTheWay.n);
    const row = rowOfArticle(article, { id, path, file, duplicate_of: duplicateOf });
    if (was !== null && was.text_sha256 === row.text_sha256) row.near = was.near;
    if (was !== null && was.duplicate_of === null) this.counting?.remove(was.lines ?? '');
    if (duplicateOf === null) this.counting?.add(article.lines);
    if (was !== null && was.source_sha256 !== row.source_sha256) this.orphan(was.path);
    const written = this.articles.write(row, article, was, this.identities.isBound(id));
    // That it has gone may be found out by another scan than this one, when it has come back.
    if (was !== null && was.file !== file) this.files.isUnread(was.file);
    this.identities.note(id, row.source_sha256);
    reading.claimed.add(written);
    reading.ids.add(id);
    if (was !== null && was.path !== path && was.source_sha256 === row.source_sha256)
      for (const copy of this.articles.copiesOf(was.path)) this.become(copy.n, copy.id, path, taken);
    if (was !== null && was.id !== id) taken.gone.push(was.id);

    const entry = entryOf({ n: written, ...row }, { extractor: formatOf(file)?.id ?? null, failure: null });
    const told = was === null || was.file !== file ? null : entryOf(was, before ?? noFacts);
    if (told === null || !sameJson(told, entry)) taken.entries.push(entry);
    if (duplicateOf !== null) return;
    const known = told !== null && told.failure === null && isArticleId(told.id);
    if (was === null || (was.file === file && !known)) taken.new++;
    else if (was.source_sha256 !== row.source_sha256) taken.changed++;
    else if (was.path !== path) taken.new++;
  }

  private end(reading: Reading, end: End, taken: Taken): void {
    const { file, before, known } = reading;
    if (end.kind === 'gone' || end.kind === 'moved') return;
    const failedId = this.failedIdOf(file, before, known.length);
    if (end.kind === 'same') this.files.isSame(file, end.file);
    else if (end.kind === 'failed') {
      const failure = { code: end.code, message: end.message };
      const none = { mtime: null, ctime: null, sha256: null, extractor: null, how: null };
      this.files.write(file, { ...none, bytes: end.bytes, readAt: Date.now(), failure });
      const facts = { extractor: null, failure };
      for (const { n } of known) {
        const row = this.articles.row(n)!;
        const entry = { ...entryOf(row, facts), bytes: row.part === null ? end.bytes : row.bytes };
        if (before === null || !sameJson(entryOf(row, before), entry)) taken.entries.push(entry);
      }
      if (known.length === 0)
        this.tellFailed(failedEntry(this.failureIdOf(file), file, end.bytes, failure), before, taken);
      return;
    } else {
      for (const article of reading.held) this.byName(reading, article, taken);
      for (const row of known) if (!reading.claimed.has(row.n)) this.remove(row, taken);
      const { file: state, how, failure } = end;
      const { sourceSha256: sha256, ...times } = state;
      this.files.write(file, {
        sha256,
        readAt: Date.now(),
        extractor: formatOf(file)?.id ?? '',
        how,
        failure,
        ...times,
      });
      if (failure !== null) this.tellFailed(failedEntry(idOfFailure(file), file, state.bytes, failure), before, taken);
    }
    const stays = 'failure' in end && end.failure !== null ? idOfFailure(file) : null;
    if (end.kind === 'read' && failedId !== null && failedId !== stays && this.identities.rowOf(failedId) === null)
      taken.gone.push(failedId);
  }

  private tellFailed(entry: Entry, before: FileRow | null, taken: Taken): void {
    const failure = before?.failure;
    if (failure && sameJson(failure, entry.failure) && before.bytes === entry.bytes) return;
    taken.entries.push(entry);
  }

  /** Under which id a file stands that cannot be read and is no article. */
  failureIdOf(file: string): string {
    return this.identities.boundAt(file)?.id ?? idOfFailure(file);
  }

  /** The id of the row that tells of a file's failure beside its articles; null when there is none. */
  private failedIdOf(file: string, row: FileRow | null, articles: number): string | null {
    if (row === null || row.failure === null) return null;
    if (row.extractor !== null) return idOfFailure(file);
    return articles === 0 ? this.failureIdOf(file) : null;
  }

  /** A file that is not there any more, with its articles. */
  removeFile(file: string, taken: Taken): void {
    const rows = this.articles.ofFile(file);
    const failed = this.failedIdOf(file, this.files.at(file), rows.length);
    if (failed !== null && this.identities.rowOf(failed) === null) taken.gone.push(failed);
    for (const row of rows) this.remove(row, taken);
    this.files.remove(file);
  }

  private remove({ n }: Part, taken: Taken): void {
    const row = this.articles.row(n);
    if (row === null) return;
    if (row.duplicate_of === null) {
      this.counting?.remove(row.lines ?? '');
      if (this.identities.isBound(row.id)) this.articles.keepTextOf(n);
    }
    this.articles.remove(n);
    taken.gone.push(row.id);
    this.orphan(row.path);
  }

  private orphan(path: string): void {
    for (const copy of this.articles.copiesOf(path)) this.orphans.add(copy.file);
  }

  /** The id of this row belongs to another file: it gets one of its own. */
  private evict(n: number, taken: Taken): void {
    const row = this.articles.row(n)!;
    this.become(n, this.identities.fresh(row.path, row.source_sha256), row.duplicate_of, taken);
  }

  /** An annotated article stands before other files with the same bytes: these are its copies. */
  private demoteOthers(path: string, sourceSha256: string, taken: Taken): void {
    for (const other of this.articles.sameAs(sourceSha256, path)) {
      if (this.identities.isBound(other.id)) continue;
      const row = this.articles.row(other.n)!;
      this.counting?.remove(row.lines ?? '');
      taken.gone.push(row.id);
      this.become(other.n, idOfDuplicate(other.path), path, taken);
      for (const copy of this.articles.copiesOf(other.path)) this.become(copy.n, copy.id, path, taken);
    }
  }

  private become(n: number, id: string, duplicateOf: string | null, taken: Taken): void {
    this.articles.rowIsNow(n, id, duplicateOf);
    const row = this.articles.row(n)!;
    this.identities.note(id, row.source_sha256);
    taken.entries.push(entryOf(row, this.files.at(row.file) ?? noFacts));
  }
}

const noFacts: FileFacts = { extractor: null, failure: null };

const pathOf = ({ file }: Reading, { part }: PackedArticle): string => (part === null ? file : `${file}/${part}`);
