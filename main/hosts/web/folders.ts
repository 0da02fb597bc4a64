import { access, constants, readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, extname, isAbsolute, join, parse, resolve, sep } from 'node:path';
import type { CallArgs, CallResult } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';

const articleTypes = new Set(['.txt', '.md', '.html', '.htm']);
const maxFolders = 500;
const maxFiles = 500;
/** Directory entries looked at while counting articles: in one folder, and in all of a listing together. */
const countPerFolder = 1000;
const countPerListing = 10_000;

/**
 * The folders in a folder with how many articles each holds (as far as counting is quick), for a person to choose
 * from; null begins at home. Hidden folders are left out. With `endings` (“.rapporteur”) also the files that end so.
 * @throws Failure when the path is relative, hidden, no folder, or may not be read.
 */
export async function listFolder(
  { path, endings = [] }: CallArgs<'host.listFolder'>,
  home = homedir(),
): Promise<CallResult<'host.listFolder'>> {
  const folder = path === null ? home : absolute(path, home);
  if (hiddenIn(folder, home)) throw new Failure('no-permission', `${folder} is hidden; hidden folders are not listed.`);
  const names = await entriesOf(folder);
  const folders: { name: string; path: string; articles: number }[] = [];
  const files: { name: string; path: string; bytes: number }[] = [];
  let truncated = false;
  let countLeft = countPerListing;
  for (const entry of names.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }))) {
    if (entry.name.startsWith('.')) continue;
    const child = join(folder, entry.name);
    const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && (await isDirectory(child)));
    if (!isFolder) {
      if (files.length < maxFiles && endings.some((ending) => entry.name.toLowerCase().endsWith(ending)))
        files.push({ name: entry.name, path: child, bytes: (await stat(child).catch(() => null))?.size ?? 0 });
      continue;
    }
    if (folders.length === maxFolders) {
      truncated = true;
      continue;
    }
    const { articles, looked } = await countArticles(child, Math.min(countPerFolder, countLeft));
    countLeft -= looked;
    folders.push({ name: entry.name, path: child, articles });
  }
  return { path: folder, parent: dirname(folder) === folder ? null : dirname(folder), files, folders, truncated };
}

/**
 * Where an export can be written: the given absolute path (`~` is home, the proposal's extension is added where there is
 * none) after checking its folder, or for null a free name under Documents or home.
 * @throws Failure when the folder is missing or may not be written, or when the file is there: unlike a system's dialog,
 * a box in a page cannot ask whether to replace it.
 */
export async function pickSave(
  { name, path }: CallArgs<'host.pickSave'>,
  home = homedir(),
): Promise<CallResult<'host.pickSave'>> {
  const clean = basename(name.replaceAll('\\', '/')).replace(/^\.+/, '') || 'export.jsonl';
  if (path === null) {
    const documents = join(home, 'Documents');
    return freeName((await isWritableFolder(documents)) ? documents : home, clean);
  }
  const chosen = absolute(path, home);
  const file = extname(chosen) === '' ? `${chosen}${extname(clean)}` : chosen;
  if (hiddenIn(file, home)) throw new Failure('no-permission', `${file} is hidden. Choose a folder that is not.`);
  const there = await stat(file).catch(() => null);
  if (there?.isDirectory()) return freeName(file, clean);
  const folder = dirname(file);
  if (!(await isDirectory(folder))) throw new Failure('not-found', `There is no folder ${folder}. Choose another.`);
  if (!(await isWritableFolder(folder)))
    throw new Failure('no-permission', `Nothing can be written in ${folder}. Choose another folder.`);
  if (there) throw new Failure('bad-arguments', `${file} is there already and is left as it is. Choose another name.`);
  return file;
}

function absolute(path: string, home: string): string {
  const typed = path.trim();
  const full =
    typed === '~' || typed.startsWith(`~${sep}`) || typed.startsWith('~/') ? join(home, typed.slice(1)) : typed;
  if (!isAbsolute(full) || full.includes('\0'))
    throw new Failure('bad-arguments', `“${path}” is no full path. Begin with ${parse(home).root} or ~.`);
  return resolve(full);
}

/** Whether a part of the path is hidden; what is above home is the system's choice and does not count. */
function hiddenIn(path: string, home: string): boolean {
  const inside = path === home || path.startsWith(home + sep) ? path.slice(home.length) : path;
  return inside.split(sep).some((part) => part.startsWith('.'));
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM')
      throw new Failure('no-permission', `You may not read ${folder}.`, { cause });
    if (code === 'ENOTDIR') throw new Failure('not-a-folder', `${folder} is a file, not a folder.`, { cause });
    throw new Failure('not-found', `There is no folder ${folder}.`, { cause });
  }
}

async function countArticles(folder: string, most: number): Promise<{ articles: number; looked: number }> {
  let articles = 0;
  let looked = 0;
  const waiting = [folder];
  for (let next = waiting.shift(); next !== undefined && looked < most; next = waiting.shift()) {
    const entries = await readdir(next, { withFileTypes: true }).catch(() => []);
    looked += entries.length + 1;
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue;
      if (entry.isDirectory()) waiting.push(join(next, entry.name));
      else if (entry.isFile() && articleTypes.has(extname(entry.name).toLowerCase())) articles++;
    }
  }
  return { articles, looked };
}

async function isDirectory(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}

async function isWritableFolder(path: string): Promise<boolean> {
  if (!(await isDirectory(path))) return false;
  return access(path, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function freeName(folder: string, name: string): Promise<string> {
  const extension = extname(name);
  const stem = basename(name, extension);
  for (let n = 1; ; n++) {
    const file = join(folder, n === 1 ? name : `${stem} ${n}${extension}`);
    if (!(await stat(file).catch(() => null))) return file;
  }
}
