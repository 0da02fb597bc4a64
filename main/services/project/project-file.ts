import { createHash, randomUUID } from 'node:crypto';
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../files/atomic-write.ts';
import { makeFolder } from '../journal/journal-fs.ts';

/** The version of a folder's own data that this program reads and writes. */
export const dataVersion = 1;

const fileSchema = z.object({
  format: z.string().regex(/^rapporteur\.project\/\d+$/),
  id: z.string().regex(/^[\w.-]{1,100}$/),
  createdAt: z.string(),
  /** The oldest version of the data that a program must know to read, or to write, this folder. */
  minReader: z.int(),
  minWriter: z.int(),
});

export interface ProjectFile {
  /** Null: the folder has no id yet, or none that can be read. */
  id: string | null;
  /** `newer`: written by a newer version; nothing in the folder may be written. */
  state: 'good' | 'missing' | 'damaged' | 'newer';
}

export const dataFolder = (root: string): string => join(root, '.rapporteur');
const fileOf = (root: string): string => join(dataFolder(root), 'project.json');

/** What `.rapporteur/project.json` says; never throws. */
export async function readProjectFile(root: string): Promise<ProjectFile> {
  let text: string;
  try {
    text = await readFile(fileOf(root), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { id: null, state: code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'damaged' };
  }
  try {
    const { id, format, minReader, minWriter } = fileSchema.parse(JSON.parse(text));
    const newer = Math.max(Number(format.split('/')[1]), minReader, minWriter) > dataVersion;
    return { id, state: newer ? 'newer' : 'good' };
  } catch {
    return { id: /"id"\s*:\s*"([\w.-]{1,100})"/.exec(text)?.[1] ?? null, state: 'damaged' };
  }
}

/**
 * Writes a new project file; a damaged one is kept beside it under another name.
 * @returns the name under which the damaged one is kept, if there was one
 * @throws what the file system throws
 */
export async function writeProjectFile(root: string, id: string, now: Date): Promise<string | null> {
  await makeFolder(dataFolder(root), false);
  let aside: string | null = `project.damaged-${now.toISOString().replaceAll(/[-:.]/g, '')}.json`;
  await rename(fileOf(root), join(dataFolder(root), aside)).catch((error) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    aside = null;
  });
  const content = {
    format: 'rapporteur.project/1',
    id,
    createdAt: now.toISOString(),
    minReader: dataVersion,
    minWriter: dataVersion,
  };
  await writeFileAtomic(fileOf(root), `${JSON.stringify(content, null, 2)}\n`);
  // Journals belong into a shared repository; the cache and the locks are this machine's.
  await writeFile(join(dataFolder(root), '.gitignore'), 'cache/\n*.lock\n', { flag: 'wx' }).catch(() => {});
  return aside;
}

/** The id of a folder that cannot keep one: it stays with the path. */
export const pathId = (root: string): string => `f_${createHash('sha256').update(root).digest('hex').slice(0, 20)}`;

/** A new id; a folder that was annotated while it could not be written keeps the one it had. */
export async function newProjectId(root: string, dataDir: string): Promise<string> {
  const before = pathId(root);
  const known = await stat(journalAway(dataDir, before)).catch(() => null);
  return known?.isDirectory() ? before : `f_${randomUUID()}`;
}

/** Where the journal of a folder that cannot be written is kept unless the person chooses a place. */
export const journalAway = (dataDir: string, id: string): string => join(dataDir, 'journals', id);
/** Where the journal is in a folder that can be written. */
export const journalInside = (root: string): string => join(dataFolder(root), 'journal');
