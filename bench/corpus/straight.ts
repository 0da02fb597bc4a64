import { rmSync } from 'node:fs';
import Database from 'libsql';
import { articleAt } from './generate.ts';

/** Milliseconds that writing so many texts straight into an FTS5 table takes: the same words as ours are, in few transactions. */
export function straight(file: string, count: number, prepared: (text: string) => string): number {
  for (const ending of ['', '-wal', '-shm']) rmSync(file + ending, { force: true });
  const db = new Database(file);
  db.prepare('PRAGMA journal_mode=WAL').all();
  db.exec('PRAGMA synchronous=NORMAL');
  db.exec(`CREATE VIRTUAL TABLE word USING fts5(title, body, tokenize="unicode61 remove_diacritics 2")`);
  const insert = db.prepare('INSERT INTO word(rowid, title, body) VALUES (?, ?, ?)');
  let time = 0;
  for (let from = 0; from < count; from += 1000) {
    const texts = Array.from({ length: Math.min(1000, count - from) }, (_, i) => articleAt(from + i));
    const rows = texts.map(({ title, text }) => [prepared(title), prepared(text)] as const);
    const began = performance.now();
    db.exec('BEGIN');
    for (const [i, [title, text]] of rows.entries()) insert.run([from + i + 1, title, text]);
    db.exec('COMMIT');
    time += performance.now() - began;
  }
  const began = performance.now();
  db.close();
  return time + performance.now() - began;
}
