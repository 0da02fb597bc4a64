import { type Dirent, lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { Failure, type FailureCode } from '#shared/contract/failure.ts';
import { explain, systemCode } from './explain.ts';
import { naturalOrder } from './natural-order.ts';

export type Found =
  /** `path` is relative to the root with `/` between the parts. Times are milliseconds since 1970. */
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly bytes: number;
      readonly mtime: number;
      readonly ctime: number;
    }
  /** Something that would be listed if it could be; `message` is for a person. */
  | { readonly kind: 'failure'; readonly path: string; readonly code: FailureCode; readonly message: string }
  /** Of no interest to the caller, or seen already through another path. */
  | { readonly kind: 'skipped'; readonly path: string };

/** Folders that a saved web page keeps its pictures and frames in, in the browsers' languages. */
const pageFolder = /^(.+)(?:_files|\.files|-Dateien|_fichiers|_archivos|_arquivos|_file|_bestanden|-filer|_pliki)$/i;

/**
 * Lists what is in `root` and its folders, in natural order and some at a time, reading names and sizes only; for worker
 * threads, since it waits for the disk.
 *
 * Folders whose name begins with a dot, `node_modules` and the folders of saved web pages are passed over. Links are
 * followed once, after everything else, and only where they lead to something inside `root` that has not been listed;
 * a link that leads out is a failure. What is neither file nor folder, and a folder that cannot be read, is a failure,
 * and the rest goes on. Throws a `Failure`: `folder-gone` when the root is not there or vanishes, `not-a-folder`,
 * `no-permission`.
 *
 * @param starts what to list instead of everything: files and folders of the root, as paths in it. What is not there, or
 *   would be passed over, gives nothing.
 */
export function* walk(
  root: string,
  wanted: (name: string) => boolean,
  starts: readonly string[] = [''],
): Generator<readonly Found[]> {
  let top: string;
  try {
    top = realpathSync(root);
    if (!statSync(top).isDirectory()) throw new Failure('not-a-folder', `“${root}” is a file, not a folder.`);
  } catch (error) {
    throw error instanceof Failure ? error : rootFailure(root, error);
  }
  const walker = new Walker(top, wanted);
  for (const start of starts) yield* walker.start(start);
  yield* walker.links();
}

function rootFailure(root: string, error: unknown): Failure {
  const { code, words } = explain(error);
  return code === 'no-permission'
    ? new Failure('no-permission', `The folder “${root}” cannot be opened: ${words}.`, { cause: error })
    : new Failure('folder-gone', `The folder “${root}” cannot be reached: ${words}.`, { cause: error });
}

/** What is found is given so many at a time: one by one takes as long again as the looking. */
const atOnce = 64;

class Walker {
  /** Real paths of what was listed, so that nothing is listed twice through links: folders, and files that are in none of them. */
  private readonly seen = new Set<string>();
  private readonly pending: string[] = [];
  private readonly ways = new Map<string, boolean>();

  constructor(
    private readonly top: string,
    private readonly wanted: (name: string) => boolean,
  ) {}

  *start(path: string): Generator<readonly Found[]> {
    if (path === '') return yield* this.folder('');
    const end = path.lastIndexOf('/');
    const folder = end < 0 ? '' : path.slice(0, end);
    const name = path.slice(end + 1);
    const absolute = this.absolute(path);
    let stats: Stats;
    try {
      if (!this.leadsTo(folder) || isPassedOver(name)) return;
      stats = lstatSync(absolute);
      if (stats.isDirectory() && this.isPageFolderIn(name, folder)) return;
    } catch (error) {
      if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return yield [this.vanished(path)];
      const { code, words } = explain(error);
      return yield [{ kind: 'failure', path, code, message: `“${path}” cannot be read: ${words}.` }];
    }
    if (stats.isDirectory()) return yield* this.folder(path);
    const found = this.file(path, absolute, { name, isSymbolicLink: () => stats.isSymbolicLink() }, stats);
    if (found?.kind === 'file') this.seen.add(absolute);
    if (found) yield [found];
  }

  /** Whether a folder is one that is listed. @throws what the system says when it is none */
  private leadsTo(folder: string): boolean {
    if (folder === '') return true;
    const known = this.ways.get(folder);
    if (known !== undefined) return known;
    const end = folder.lastIndexOf('/');
    const above = end < 0 ? '' : folder.slice(0, end);
    const name = folder.slice(end + 1);
    const stats = lstatSync(this.absolute(folder));
    const leads =
      this.leadsTo(above) && !isPassedOver(name) && !(stats.isDirectory() && this.isPageFolderIn(name, above));
    this.ways.set(folder, leads);
    return leads;
  }

  private isPageFolderIn(name: string, folder: string): boolean {
    return pageFolder.test(name) && isPageFolder(name, readdirSync(this.absolute(folder), { withFileTypes: true }));
  }

  /** Walks with a stack of its own: a tree may be deeper than the call stack. */
  *folder(start: string): Generator<readonly Found[]> {
    let some: Found[] = [];
    const stack: { path: string; absolute: string; names: Dirent[]; next: number }[] = [];
    const enter = (path: string): Found | null => {
      const absolute = this.absolute(path);
      if (this.seen.has(absolute)) return { kind: 'skipped', path };
      this.seen.add(absolute);
      try {
        const names = readdirSync(absolute, { withFileTypes: true });
        names.sort((a, b) => naturalOrder(a.name, b.name));
        stack.push({ path, absolute, names, next: 0 });
        return null;
      } catch (error) {
        if (path === '') throw rootFailure(this.top, error);
        if (systemCode(error) === 'ENOENT') return this.vanished(path);
        const { code, words } = explain(error);
        return {
          kind: 'failure',
          path,
          code,
          message: `The folder “${path}” cannot be read: ${words}. Its articles are left out.`,
        };
      }
    };
    const failed = enter(start);
    if (failed) some.push(failed);
    while (stack.length > 0) {
      const level = stack.at(-1)!;
      const entry = level.names[level.next++];
      if (entry === undefined) {
        stack.pop();
        continue;
      }
      const path = joined(level.path, entry.name);
      const found = !entry.isDirectory()
        ? this.file(path, level.absolute + sep + entry.name, entry)
        : isPassedOver(entry.name) || isPageFolder(entry.name, level.names)
          ? ({ kind: 'skipped', path } as const)
          : enter(path);
      if (found && some.push(found) >= atOnce) {
        yield some;
        some = [];
      }
    }
    if (some.length > 0) yield some;
  }

  /** What the links lead to that has not been listed under its own path. */
  *links(): Generator<readonly Found[]> {
    for (let path = this.pending.shift(); path !== undefined; path = this.pending.shift()) {
      const found = this.link(path);
      if (typeof found === 'string') yield* this.linkedFolder(path, found);
      else yield [found];
    }
  }

  /** What a link leads to; of a folder that has not been listed only where it is. */
  private link(path: string): Found | string {
    const wantedName = this.wanted(path.slice(path.lastIndexOf('/') + 1));
    let target: string;
    let stats: Stats;
    try {
      target = realpathSync(join(this.top, path));
      stats = statSync(target);
    } catch (error) {
      if (!wantedName) return { kind: 'skipped', path };
      const { code, words: reason } = explain(error);
      const words = systemCode(error) === 'ENOENT' ? 'what it leads to is not there' : reason;
      return { kind: 'failure', path, code, message: `“${path}” is a link and cannot be followed: ${words}.` };
    }
    if (!wantedName && !stats.isDirectory()) return { kind: 'skipped', path };
    if (!isInside(this.top, target))
      return {
        kind: 'failure',
        path,
        code: 'no-permission',
        message: `“${path}” is a link out of the folder and is not followed. Copy what it leads to into the folder.`,
      };
    if (this.isListed(target)) return { kind: 'skipped', path };
    if (stats.isDirectory()) return target;
    if (!stats.isFile()) return notAFile(path);
    this.seen.add(target);
    return { kind: 'file', path, bytes: stats.size, mtime: stats.mtimeMs, ctime: stats.ctimeMs };
  }

  private *linkedFolder(path: string, target: string): Generator<readonly Found[]> {
    const inside = relative(this.top, target).split(sep).join('/');
    for (const some of this.folder(inside))
      yield some.map((found) => ({ ...found, path: path + found.path.slice(inside.length) }));
  }

  private isListed(target: string): boolean {
    if (this.seen.has(target)) return true;
    const name = target.slice(target.lastIndexOf(sep) + 1);
    return this.wanted(name) && !name.startsWith('.') && this.seen.has(target.slice(0, -name.length - 1));
  }

  private file(
    path: string,
    absolute: string,
    entry: Pick<Dirent, 'name' | 'isSymbolicLink'>,
    known?: Stats,
  ): Found | null {
    if (entry.isSymbolicLink()) {
      this.pending.push(path);
      return null;
    }
    if (entry.name.startsWith('.') || !this.wanted(entry.name)) return { kind: 'skipped', path };
    if (entry.name.includes('\uFFFD'))
      return {
        kind: 'failure',
        path,
        code: 'unsupported',
        message: `The name of “${path}” is not valid text on this system. Rename the file and read the folder again.`,
      };
    try {
      const stats = known ?? lstatSync(absolute);
      if (stats.isSymbolicLink()) {
        this.pending.push(path);
        return null;
      }
      if (!stats.isFile()) return notAFile(path);
      return { kind: 'file', path, bytes: stats.size, mtime: stats.mtimeMs, ctime: stats.ctimeMs };
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return this.vanished(path);
      const { code, words } = explain(error);
      return { kind: 'failure', path, code, message: `“${path}” cannot be read: ${words}.` };
    }
  }

  /** Something listed a moment ago is gone: no failure, unless the whole folder has gone. */
  private vanished(path: string): Found {
    try {
      statSync(this.top);
    } catch (error) {
      throw rootFailure(this.top, error);
    }
    return { kind: 'skipped', path };
  }

  private absolute(path: string): string {
    return path === '' ? this.top : join(this.top, ...path.split('/'));
  }
}

function notAFile(path: string): Found {
  return {
    kind: 'failure',
    path,
    code: 'unsupported',
    message: `“${path}” is not a file (it is a pipe, a socket or a device) and is left out.`,
  };
}

const joined = (folder: string, name: string) => (folder === '' ? name : `${folder}/${name}`);

const isPassedOver = (name: string) => name.startsWith('.') || name === 'node_modules';

function isPageFolder(name: string, siblings: readonly Dirent[]): boolean {
  const page = pageFolder.exec(name)?.[1]?.toLowerCase();
  return (
    page !== undefined &&
    siblings.some(
      ({ name: other }) => /\.x?html?$/i.test(other) && other.toLowerCase().replace(/\.x?html?$/, '') === page,
    )
  );
}

/** Whether `target` lies in the folder `top`; both real, absolute paths. */
export function isInside(top: string, target: string): boolean {
  // Elsewhere than on Windows, and mostly there, this says it at once.
  if (target.startsWith(top) && target[top.length] === sep) return true;
  const way = relative(top, target);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
