import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { Failure } from '#shared/contract/failure.ts';
import { systemCode } from '../files/explain.ts';
import { diskFailure } from '../journal/disk-failure.ts';
import { journalAway, journalInside, pathId } from './project-file.ts';

/**
 * The real path of a corpus folder that can be read.
 * @throws Failure `not-found`, `not-a-folder`, `no-permission`, in words for the person
 */
export async function realFolder(path: string): Promise<string> {
  try {
    const root = await realpath(path);
    if (!(await stat(root)).isDirectory())
      throw new Failure('not-a-folder', `${path} is a file. Open the folder that it is in.`);
    await readdir(root);
    return root;
  } catch (error) {
    if (error instanceof Failure) throw error;
    const code = systemCode(error);
    if (code === 'ENOENT')
      throw new Failure('not-found', `There is no folder ${path}. It may have been moved or renamed.`, {
        cause: error,
      });
    if (code === 'ENOTDIR')
      throw new Failure('not-a-folder', `${path} is not a folder, because a part of it is a file.`, { cause: error });
    throw diskFailure(error, `${path} cannot be read`);
  }
}

/** Every place where this folder's journals may be besides `chosen`. */
export function otherPlaces(
  root: string,
  id: string | null,
  dataDir: string,
  remembered: readonly string[],
  chosen: string,
): string[] {
  const places = [
    journalInside(root),
    ...(id === null ? [] : [journalAway(dataDir, id)]),
    journalAway(dataDir, pathId(root)),
    ...remembered,
  ];
  return [...new Set(places)].filter((place) => place !== chosen);
}

/**
 * The journal's folder in a place that a person picked: one with the corpus's name in it, so that two corpora may share
 * the place; null when they picked the corpus folder itself.
 */
export function placeIn(picked: string, root: string, id: string): string | null {
  const place = resolve(picked);
  if (relative(root, place) === '') return null;
  const name = `${basename(root) || 'corpus'} (Rapporteur ${id.slice(0, 10)})`;
  return basename(place) === name ? place : join(place, name);
}
