import { statSync } from 'node:fs';
import { resolve } from 'node:path';

/** A folder that somebody named on a command line or dropped on the app's icon: absolute, or why it cannot be opened. */
export type FolderArgument = { path: string } | { problem: string } | null;

/** Reads the first argument that is no switch; null when there is none. A file stands for nothing: only folders open. */
export function folderArgument(args: readonly string[], cwd: string): FolderArgument {
  const given = args.find((arg) => arg !== '' && !arg.startsWith('-'));
  return given === undefined ? null : checkFolder(resolve(cwd, given));
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
