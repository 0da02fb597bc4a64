import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, lstat, mkdir, open, readFile, realpath, unlink } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { fileKind } from '../../extract/file-kind.ts';
import { syncFolder } from '../../files/atomic-write.ts';
import { explain, systemCode } from '../../files/explain.ts';
import { sha256 } from '../../files/hash.ts';
import { isInside } from '../../files/walk.ts';
import type { IncomingFile } from '../incoming.ts';

/** Where an article's file stands now, relative to the folder; or why it was not written. */
export type Brought = { path: string } | { reason: string };

/** As many names are tried as a person would look through. */
const mostNames = 20;

/**
 * Writes an article's original file into the folder, under its sender's path where that is free, else under the same name
 * with a number. Nothing that is there is ever written over; a file of the same bytes is taken for the one that was meant,
 * so that writing again after an interruption goes on. Never outside of the folder, also where a link would lead there.
 * @param root the real path of the folder
 */
export async function bringArticle(root: string, file: IncomingFile): Promise<Brought> {
  const fault = pathFault(file.path);
  if (fault !== null) return { reason: `Its path “${file.path.slice(0, 200)}” ${fault}.` };
  try {
    const folder = await makeFolderInside(root, posix.dirname(file.path));
    if (folder === null) return { reason: `The folder of “${file.path}” leads out of the corpus.` };
    const bytes = await file.read();
    const { name, ext } = posix.parse(file.path);
    for (let i = 1; i <= mostNames; i++) {
      const path = i === 1 ? file.path : posix.join(posix.dirname(file.path), `${name} (${i})${ext}`);
      const target = join(root, ...path.split('/'));
      if ((await isFree(target)) && (await writeNew(target, bytes))) return { path };
      if (await isSame(target, file.sha256)) return { path };
    }
    return { reason: `There are other files of the name “${file.path}”. Rename them and take it in again.` };
  } catch (error) {
    if (systemCode(error) === null) throw error;
    return { reason: `It cannot be written: ${explain(error).words}.` };
  }
}

/** Names that Windows keeps for devices, whatever comes after a dot. */
const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?$/i;

/** What is wrong with a path that a file of this folder is to have, in words that come after it; null: nothing. */
export function pathFault(path: string): string | null {
  if (path.length > 1000) return 'is too long';
  if (/^[/\\]|^[a-z]:/i.test(path)) return 'does not begin in the folder';
  for (const part of path.split('/')) {
    if (part === '' || part === '.' || part === '..') return 'leads out of the folder';
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    if (/[\u0000-\u001f\u007f<>:"|?*\\]/.test(part)) return 'has a character that not every system can have in a name';
    if (/[. ]$/.test(part) || reserved.test(part)) return 'has a name that not every system can have';
    if (part.startsWith('.') || part === 'node_modules') return 'is in a folder that is passed over';
    if (Buffer.byteLength(part) > 240) return 'has a name that is too long';
  }
  return fileKind(path) === null ? 'is not of a kind that articles have' : null;
}

/** The real path of a folder in `root`, made where it is not there; null when it is outside. */
async function makeFolderInside(root: string, folder: string): Promise<string | null> {
  let real = root;
  for (const part of folder === '.' ? [] : folder.split('/')) {
    const next = join(real, part);
    await mkdir(next).catch((error) => {
      if (systemCode(error) !== 'EEXIST') throw error;
    });
    real = await realpath(next);
    if (!isInside(root, real)) return null;
  }
  return real;
}

const isFree = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => false,
    (error) => {
      if (systemCode(error) === 'ENOENT') return true;
      throw error;
    },
  );

const isSame = (path: string, digest: string): Promise<boolean> =>
  readFile(path).then(
    (bytes) => sha256(bytes) === digest,
    () => false,
  );

/** Gives the file its name only once all of it is on the disk; false when the name has been taken meanwhile. */
async function writeNew(path: string, bytes: Buffer): Promise<boolean> {
  const temporary = join(dirname(path), `.rapporteur-${randomBytes(6).toString('hex')}.tmp`);
  const file = await open(temporary, 'wx', 0o666);
  try {
    await file.writeFile(bytes);
    await file.sync();
    await file.close();
    // Not every disk has links; both fail where something has the name.
    await link(temporary, path).catch((error) => {
      if (systemCode(error) === 'EEXIST') throw error;
      return copyFile(temporary, path, constants.COPYFILE_EXCL);
    });
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await file.close().catch(() => {});
    await unlink(temporary).catch(() => {});
  }
  await syncFolder(dirname(path));
  return true;
}
