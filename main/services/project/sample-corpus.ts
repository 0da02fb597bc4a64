import { chmod, copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A cache is this machine's, and the rest is what the samples' journals are made with. */
const left = new Set(['cache', 'annotations.json', 'make-journals.mjs', '.gitattributes']);

/**
 * Copies the corpus that ships with the app to `target`, unless something is there: what a person has made of theirs is
 * never overwritten. A copy that is interrupted leaves nothing at `target`.
 */
export async function copySamples(source: string, target: string): Promise<void> {
  if (await stat(target).catch(() => null)) return;
  const unfinished = `${target}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await copyFolder(source, unfinished);
  await rename(unfinished, target);
}

/** Contents only: what is installed may be write-protected, the copy must not be. */
async function copyFolder(source: string, target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const from = join(source, entry.name);
    const to = join(target, entry.name);
    if (left.has(entry.name) || entry.name.endsWith('.lock')) continue;
    if (entry.isDirectory()) await copyFolder(from, to);
    else if (entry.isFile()) {
      await copyFile(from, to);
      await chmod(to, 0o644);
    }
  }
}
