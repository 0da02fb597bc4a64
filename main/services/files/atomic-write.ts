import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemCode } from './explain.ts';

/** Virus scanners and indexers on Windows hold a fresh file for a moment; waits in milliseconds, 1.3 s in all. */
const renameWaits = [10, 20, 40, 80, 160, 320, 640];

/**
 * Replaces the file at `path` with `data`, whole or not at all: after a crash the file has its old or its new content.
 * When this returns the content and the name are on the disk. On an error the old file is untouched, the
 * temporary one (in the same folder, named `.<name>.<random>.tmp`) is removed, and the system's error is thrown.
 */
export async function writeFileAtomic(
  path: string,
  data: string | Uint8Array | Iterable<string> | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  let handle: FileHandle | null = await open(temporary, 'wx', 0o666);
  try {
    await writeFile(handle, data);
    await handle.sync();
    await handle.close();
    handle = null;
    await renamePatiently(temporary, path);
  } catch (error) {
    await handle?.close().catch(() => {});
    await unlink(temporary).catch(() => {});
    throw error;
  }
  await syncFolder(folder);
}

async function renamePatiently(from: string, to: string): Promise<void> {
  for (const wait of renameWaits) {
    try {
      return await rename(from, to);
    } catch (error) {
      const code = systemCode(error);
      const transient = process.platform === 'win32' && (code === 'EPERM' || code === 'EACCES');
      if (!transient && code !== 'EBUSY') throw error;
      await sleep(wait);
    }
  }
  await rename(from, to);
}

/**
 * Puts a folder's names on the disk, so that a file created or renamed in it survives a power cut. Windows and some
 * network drives cannot do that; there it does nothing.
 */
export async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } catch (error) {
    const code = systemCode(error);
    if (code === null || !['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP', 'EBADF', 'ENOSYS'].includes(code))
      throw error;
  } finally {
    await handle?.close();
  }
}
