import type Database from 'libsql';
import { isArticleId } from '../corpus/identity.ts';
import type { FileState } from '../extract/job.ts';
import type { ArticleTable } from './article-table.ts';
import type { FileTable } from './file-table.ts';
import type { Identities } from './identify.ts';

/** Gives files that were moved their new paths: their articles stay what they are, texts, words and all. */
export class Mover {
  private readonly setPlace;
  private readonly setOriginal;

  constructor(
    db: Database.Database,
    private readonly files: FileTable,
    private readonly articles: ArticleTable,
    private readonly identities: Identities,
  ) {
    this.setPlace = db.prepare('UPDATE article SET path = ?, file = ? WHERE n = ?');
    this.setOriginal = db.prepare('UPDATE article SET duplicate_of = ? WHERE duplicate_of = ?');
  }

  /**
   * Within a transaction. Returns the number of its articles and the files whose rows differ now, or null where nothing
   * was done because the file is not what it was taken for: then it is to be read.
   */
  move(from: string, to: string, state: FileState): { articles: number; differ: string[] } | null {
    const { files, articles, identities } = this;
    const before = files.at(from);
    if (before === null || before.sha256 !== state.sourceSha256 || !identities.isGone(from)) return null;
    if (files.at(to) !== null || articles.ofFile(to).length > 0) return null;
    if (identities.boundAt(to) !== undefined || identities.boundIn(to).length > 0) return null;
    const rows = articles.ofFile(from);
    // A copy has its id from its path.
    if (rows.length === 0 || rows.some(({ id }) => !isArticleId(id))) return null;
    const differ = [to];
    for (const { n, path } of rows) {
      const now = to + path.slice(from.length);
      const copies = articles.copiesOf(path);
      this.setPlace.run([now, to, n]);
      if (copies.length === 0) continue;
      this.setOriginal.run([now, path]);
      differ.push(...copies.map(({ file }) => file));
    }
    files.remove(from);
    files.write(to, { ...before, ...state, readAt: Date.now() });
    return { articles: rows.length, differ };
  }
}
