import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A folder that somebody named on a command line or dropped on the app's icon: absolute, or why it cannot be opened. */
export type FolderArgument = { path: string } | { problem: string } | null;

/** A colleague's file, which is shown in the window that is there. */
export type OpenedArgument = FolderArgument | { file: string };

/**
 * Reads the first argument that is no switch, a path or, as file managers hand it over, a `file:` address; null when there
 * is none. Only folders open.
 */
export function folderArgument(args: readonly string[], cwd: string): FolderArgument {
  return argumentOf(args, cwd, checkFolder);
}

/** The same where bundles open too. */
export function openedArgument(args: readonly string[], cwd: string): OpenedArgument {
  return argumentOf(args, cwd, checkOpened);
}

function argumentOf<T>(args: readonly string[], cwd: string, check: (path: string) => T) {
  const given = args.find((arg) => arg !== '' && !arg.startsWith('-'));
  if (given === undefined) return null;
  if (!given.startsWith('file:')) return check(resolve(cwd, given));
  try {
    return check(fileURLToPath(given));
  } catch {
    return { problem: `${given} is no folder on this machine.` };
  }
}

/** As `checkFolder`; what ends like a bundle and is there is a colleague's file, whatever it turns out to hold. */
export function checkOpened(path: string): Exclude<OpenedArgument, null> {
  if (path.toLowerCase().endsWith('.rapporteur') && statSync(path, { throwIfNoEntry: false })?.isFile())
    return { file: path };
  return checkFolder(path);
}

/** Whether an absolute path is a folder, in words for the person if it is not. */
export function checkFolder(path: string): { path: string } | { problem: string } {
  try {
    return statSync(path).isDirectory() ? { path } : { problem: `${path} is a file. Name the folder that it is in.` };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { problem: code === 'EACCES' ? `You may not read ${path}.` : `There is no folder ${path}.` };
  }
}
