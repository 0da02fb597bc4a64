import type Database from 'libsql';
import { metaFields } from '#shared/model/metadata.ts';
import type { PackedArticle } from '../extract/packed.ts';
import { type ArticleRow, articleColumns, rowOfValues, type Values } from './entry-row.ts';
import type { Known } from './identify.ts';

/** A row with what is counted of it. */
export interface StoredArticle extends ArticleRow {
  readonly lines: string | null;
}

/** What is known of the articles of a file, without the rest of their rows. */
export interface Part extends Known {
  readonly part: string | null;
  readonly sourceSha256: string;
}

const written = [
  'id',
  'path',
  'file',
  'part',
  'bytes',
  'source_sha256',
  'text_sha256',
  'length',
  ...metaFields,
  'encoding',
  'notices',
  'duplicate_of',
  'near',
] as const satisfies readonly (keyof ArticleRow)[];

/** The tables `article`, `body`, `word` and `earlier`, always changed together. */
export class ArticleTable {
  private readonly insertRow;
  private readonly updateRow;
  private readonly insertBody;
  private readonly replaceBody;
  private readonly insertWords;
  private readonly replaceWords;
  private readonly byNumber;
  private readonly byPath;
  private readonly byFile;
  private readonly byOriginal;
  private readonly others;
  private readonly deletions;
  private readonly keepEarlier;
  private readonly move;
  private readonly rename;

  constructor(db: Database.Database) {
    const places = written.map(() => '?').join(', ');
    this.insertRow = db.prepare(`INSERT INTO article(${written.join(', ')}, lines, sketch) VALUES (${places}, ?, ?)`);
    this.updateRow = db.prepare(
      `UPDATE article SET ${written.map((name) => `${name} = ?`).join(', ')}, lines = ?, sketch = ? WHERE n = ?`,
    );
    this.insertBody = db.prepare('INSERT INTO body(n, text, blocks, pages) VALUES (?, CAST(? AS TEXT), ?, ?)');
    this.replaceBody = db.prepare(
      'INSERT OR REPLACE INTO body(n, text, blocks, pages) VALUES (?, CAST(? AS TEXT), ?, ?)',
    );
    this.insertWords = db.prepare('INSERT INTO word(rowid, title, body) VALUES (?, ?, CAST(? AS TEXT))');
    this.replaceWords = db.prepare('INSERT OR REPLACE INTO word(rowid, title, body) VALUES (?, ?, CAST(? AS TEXT))');
    this.byNumber = db.prepare(`SELECT ${articleColumns}, lines FROM article WHERE n = ?`).raw();
    this.byPath = db.prepare(`SELECT ${articleColumns}, lines FROM article WHERE path = ?`).raw();
    this.byFile = db
      .prepare('SELECT n, id, path, file, part, source_sha256 FROM article WHERE file = ? ORDER BY n')
      .raw();
    this.byOriginal = db
      .prepare('SELECT n, id, path, file, part, source_sha256 FROM article WHERE duplicate_of = ?')
      .raw();
    this.others = db
      .prepare(
        `SELECT n, id, path, file, part, source_sha256 FROM article
         WHERE source_sha256 = ? AND duplicate_of IS NULL AND path <> ?`,
      )
      .raw();
    this.deletions = ['article WHERE n', 'body WHERE n', 'word WHERE rowid'].map((where) =>
      db.prepare(`DELETE FROM ${where} = ?`),
    );
    this.keepEarlier = db.prepare(
      `INSERT OR REPLACE INTO earlier(text_sha256, article, text, blocks, kept_at)
       SELECT a.text_sha256, a.id, b.text, b.blocks, ? FROM article a JOIN body b ON b.n = a.n WHERE a.n = ?`,
    );
    this.move = db.prepare('UPDATE article SET path = ? WHERE n = ?');
    this.rename = db.prepare(
      'UPDATE article SET id = ?, duplicate_of = ?, sketch = CASE WHEN ? IS NULL THEN sketch END WHERE n = ?',
    );
  }

  row(n: number): StoredArticle | null {
    return storedOf(this.byNumber.all(n));
  }

  at(path: string): StoredArticle | null {
    return storedOf(this.byPath.all(path));
  }

  ofFile(file: string): Part[] {
    return partsOf(this.byFile.all(file));
  }

  /** The copies of the article at a path. */
  copiesOf(path: string): Part[] {
    return partsOf(this.byOriginal.all(path));
  }

  /** Articles at other paths with the same bytes, without copies. */
  sameAs(sourceSha256: string, path: string): Part[] {
    return partsOf(this.others.all(sourceSha256, path));
  }

  /** Adds an article, or gives the row `before` another content. A copy has no text. */
  write(
    row: Omit<ArticleRow, 'n'>,
    { utf8, blocks, pages, lines, sketch, words }: PackedArticle,
    before: StoredArticle | null,
    keepText: boolean,
  ): number {
    const values = written.map((name) => row[name]);
    const title = words?.title ?? row.title ?? '';
    const body = words?.text ?? utf8;
    if (before === null) {
      const n = Number(
        this.insertRow.run([...values, lines, row.duplicate_of === null ? sketch : null]).lastInsertRowid,
      );
      if (row.duplicate_of !== null) return n;
      this.insertBody.run([n, utf8, blocks, pages]);
      this.insertWords.run([n, title, body]);
      return n;
    }
    const { n } = before;
    if (keepText && before.duplicate_of === null && before.text_sha256 !== row.text_sha256)
      this.keepEarlier.run([Date.now(), n]);
    this.updateRow.run([...values, lines, row.duplicate_of === null ? sketch : null, n]);
    if (row.duplicate_of !== null) this.forgetText(n);
    else {
      this.replaceBody.run([n, utf8, blocks, pages]);
      if (before.duplicate_of !== null || before.text_sha256 !== row.text_sha256 || before.title !== row.title)
        this.replaceWords.run([n, title, body]);
    }
    return n;
  }

  /** The row gives its path up for another, which is its own only until its turn comes. */
  stepAside(n: number): void {
    this.move.run([`\n${n}`, n]);
  }

  rowIsNow(n: number, id: string, duplicateOf: string | null): void {
    this.rename.run([id, duplicateOf, duplicateOf, n]);
    if (duplicateOf !== null) this.forgetText(n);
  }

  keepTextOf(n: number): void {
    this.keepEarlier.run([Date.now(), n]);
  }

  remove(n: number): void {
    for (const deletion of this.deletions) deletion.run([n]);
  }

  private forgetText(n: number): void {
    for (const deletion of this.deletions.slice(1)) deletion.run([n]);
  }
}

function storedOf(found: unknown): StoredArticle | null {
  const values = (found as Values[])[0];
  return values === undefined ? null : { ...rowOfValues(values), lines: (values.at(-1) as string | null) ?? null };
}

const partsOf = (found: unknown): Part[] =>
  (found as [number, string, string, string, string | null, string][]).map(
    ([n, id, path, file, part, sourceSha256]) => ({
      ...{ n, id, path, file, part, sourceSha256 },
    }),
  );
