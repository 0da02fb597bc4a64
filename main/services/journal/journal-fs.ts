import { mkdir, open, readdir, readFile, rename, stat, unlink, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '../files/atomic-write.ts';

/** An open journal file; writing always appends. A `FileHandle` of node is one. */
export interface JournalFile {
  read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<{ bytesRead: number }>;
  write(buffer: Uint8Array, offset: number, length: number): Promise<{ bytesWritten: number }>;
  datasync(): Promise<void>;
  truncate(length: number): Promise<void>;
  stat(): Promise<{ size: number; nlink: number }>;
  close(): Promise<void>;
}

/** The few calls a journal makes, so that tests can let each of them fail, or the power go off after it. */
export interface JournalFs {
  /** `r` reads, `a+` reads and appends, `ax+` creates a file that must not be there. */
  open(path: string, flags: 'r' | 'a+' | 'ax+'): Promise<JournalFile>;
  /** Makes a folder; with `parents` those above it too. One that is there is fine. */
  makeFolder(path: string, parents: boolean): Promise<void>;
  list(folder: string): Promise<string[]>;
  readText(path: string): Promise<string>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Sets the time of last change to now. */
  touch(path: string): Promise<void>;
  info(path: string): Promise<{ size: number; mtimeMs: number; isFile(): boolean }>;
  /** Makes new names in a folder survive a power cut. */
  syncFolder(folder: string): Promise<void>;
}

/** Not `mkdir` with `recursive`, which takes a write-protected disk for one that is not there. */
export async function makeFolder(path: string, parents: boolean): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && parents && dirname(path) !== path) {
      await makeFolder(dirname(path), true);
      await makeFolder(path, false);
    } else if (code !== 'EEXIST' || !(await stat(path)).isDirectory()) throw error;
  }
}

export const nodeJournalFs: JournalFs = {
  open: (path, flags) => open(path, flags),
  makeFolder,
  list: (folder) => readdir(folder),
  readText: (path) => readFile(path, 'utf8'),
  rename,
  remove: unlink,
  async touch(path) {
    const now = new Date();
    await utimes(path, now, now);
  },
  info: (path) => stat(path),
  syncFolder,
};
