import { closeSync, mkdirSync, mkdtempSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'libsql';
import { explain, systemCode } from '../files/explain.ts';
import { damagedNotice } from './notices.ts';
import { storeFile, storeSchema, storeVersion } from './schema.ts';

export interface OpenedDatabase {
  readonly db: Database.Database;
  /** Where it is. */
  readonly file: string;
  /** Whether it is only for as long as it is open: `discard` then removes it. */
  readonly temporary: boolean;
  /** What the person should know, null when all is well. */
  readonly notice: string | null;
}

/**
 * Opens the store in a folder, for writing. A store that is not there, of another version, or damaged is made anew; damage
 * is told. Where that is not possible, and for null, it is a temporary one.
 */
export function openDatabase(folder: string | null): OpenedDatabase {
  if (folder === null) return openTemporary(null);
  const file = join(folder, storeFile);
  try {
    mkdirSync(folder, { recursive: true });
    try {
      const db = open(file);
      return { db, file, temporary: false, notice: null };
    } catch (error) {
      if (!isDamage(error)) throw error;
      removeDatabase(file);
      return { db: open(file), file, temporary: false, notice: damagedNotice };
    }
  } catch (error) {
    const words = systemCode(error)?.includes('SQLITE') ? 'the system does not allow it' : explain(error).words;
    return openTemporary(
      `The list of articles could not be kept for next time: ${words}. The next opening reads all files again.`,
    );
  }
}

/** Opens a store as it is, for looking only, once all of it has been checked; one that is no good, or none, is empty. */
export function lookAt(folder: string | null): OpenedDatabase {
  const file = folder === null ? null : join(folder, storeFile);
  if (file === null || !hasContent(file)) return openTemporary(null);
  try {
    if (!hasContent(`${file}-wal`)) checkLength(file);
    const db = new Database(file);
    try {
      db.exec('PRAGMA query_only=1');
      const [version] = db.prepare('PRAGMA user_version').raw().all() as [number][];
      if (Number(version?.[0]) === storeVersion) {
        const [found] = db.prepare('PRAGMA integrity_check(1)').raw().all() as [string][];
        if (found?.[0] === 'ok') return { db, file, temporary: false, notice: null };
        throw new Damage(String(found?.[0]));
      }
      db.close();
    } catch (error) {
      db.close();
      throw error;
    }
    return openTemporary(null);
  } catch (error) {
    if (isDamage(error)) return openTemporary(damagedNotice);
    throw error;
  }
}

/** Opens a store for looking only that another connection may write to meanwhile. Throws what the database throws. */
export function openBeside(folder: string): OpenedDatabase {
  const file = join(folder, storeFile);
  return { db: connectBeside(file), file, temporary: false, notice: null };
}

/** The same for who knows its file. */
export function connectBeside(file: string): Database.Database {
  const db = new Database(file);
  db.prepare('PRAGMA busy_timeout=10000').all();
  db.exec('PRAGMA query_only=1');
  return db;
}

function openTemporary(notice: string | null): OpenedDatabase {
  const file = join(mkdtempSync(join(tmpdir(), 'rapporteur-')), storeFile);
  return { db: open(file), file, temporary: true, notice };
}

/** Removes a store; throws the system's error. */
export function removeDatabase(file: string): void {
  for (const ending of ['', '-wal', '-shm']) rmSync(file + ending, { force: true });
}

/** Removes a temporary store with its folder. */
export function discardDatabase(file: string): void {
  rmSync(dirname(file), { recursive: true, force: true });
}

class Damage extends Error {}

/** Whether an error says that what stands in the database is no good. */
export function isDamage(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return error instanceof Damage || /^SQLITE_(?:CORRUPT|NOTADB|FORMAT|IOERR_SHORT_READ)/.test(code);
}

function open(file: string): Database.Database {
  // A log without its database is another one's, and would be written into the new one.
  if (!hasContent(file)) removeDatabase(file);
  else if (!hasContent(`${file}-wal`)) checkLength(file);
  const db = new Database(file);
  try {
    db.prepare('PRAGMA busy_timeout=10000').all();
    const version = Number((db.prepare('PRAGMA user_version').raw().all() as [number][])[0]?.[0]);
    const tables = Number((db.prepare('SELECT count(*) FROM sqlite_schema').raw().all() as [number][])[0]?.[0]);
    if (version !== storeVersion && tables > 0) {
      db.close();
      removeDatabase(file);
      return open(file);
    }
    if (tables === 0) {
      // Texts of some kilobytes lie badly in smaller pages: of those of 16 kB a fifth stays empty.
      db.exec('PRAGMA page_size=32768');
      db.prepare('PRAGMA journal_mode=WAL').all();
      db.exec('BEGIN IMMEDIATE');
      db.exec(storeSchema);
      db.exec(`PRAGMA user_version=${storeVersion}`);
      // More words are gathered before they are written, so that less is merged later.
      db.exec("INSERT INTO word(word, rank) VALUES ('hashsize', 8388608)");
      // What has been written is merged after a scan (`merge` in protocol.ts), which takes a tenth of the time of a first one;
      // in larger folders, where so many segments come together that they would keep a search, meanwhile, too.
      db.exec("INSERT INTO word(word, rank) VALUES ('automerge', 64)");
      db.exec("INSERT INTO word(word, rank) VALUES ('crisismerge', 1000)");
      db.exec('COMMIT');
    }
    db.exec('PRAGMA synchronous=NORMAL');
    db.exec('PRAGMA cache_size=-16000');
    // Pages that are written again and again are copied less often; up to 100 MB beside the database.
    db.prepare('PRAGMA wal_autocheckpoint=3000').all();
    // It can be written.
    db.exec('BEGIN IMMEDIATE');
    db.exec('ROLLBACK');
    // Tables are there, and their first pages can be read.
    for (const table of ['file', 'article', 'body', 'word', 'earlier'])
      db.prepare(`SELECT 1 FROM ${table} LIMIT 1`).all();
    return db;
  } catch (error) {
    db.close();
    throw error instanceof Error && /no such table/.test(error.message) ? new Damage(error.message) : error;
  }
}

function hasContent(file: string): boolean {
  try {
    return statSync(file).size > 0;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** A database that was closed properly is as long as its head says; one that was cut off may fail only much later. */
function checkLength(file: string): void {
  const head = Buffer.alloc(100);
  const handle = openSync(file, 'r');
  try {
    const read = readSync(handle, head, 0, 100, 0);
    const size = head.readUInt16BE(16) === 1 ? 65536 : head.readUInt16BE(16);
    if (read < 100 || head.toString('latin1', 0, 15) !== 'SQLite format 3') throw new Damage('It has no head.');
    if (statSync(file).size < size * head.readUInt32BE(28)) throw new Damage('It is cut off.');
  } finally {
    closeSync(handle);
  }
}
