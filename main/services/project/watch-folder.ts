import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { readProjectFile } from './project-file.ts';

const every = 2000;

/**
 * Tells when a folder goes away and when it is back; an empty mount point or another folder in its place is not it.
 * Returns what stops watching.
 */
export function watchFolder(
  root: string,
  id: string | null,
  onChange: (reachable: boolean) => void,
  interval = every,
): () => void {
  let reachable = true;
  let stopped = false;
  let known: Pick<Stats, 'dev' | 'ino'> | null = null;
  let timer: NodeJS.Timeout;

  const isThere = async () => {
    const found = await stat(root).catch(() => null);
    if (!found?.isDirectory()) return false;
    if (known === null || (known.dev === found.dev && known.ino === found.ino)) {
      known ??= found;
      return true;
    }
    if (id !== null && (await readProjectFile(root)).id !== id) return false;
    known = found;
    return true;
  };
  const look = async () => {
    const now = await isThere();
    if (stopped) return;
    if (now !== reachable) {
      reachable = now;
      onChange(now);
    }
    timer = setTimeout(look, interval).unref();
  };
  timer = setTimeout(look, 0).unref();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
