import { join } from 'node:path';
import type { JournalFile, JournalFs } from './journal-fs.ts';

/**
 * Cuts what follows the first `goodBytes` off a journal file, after keeping it in a file of its own beside it,
 * `<writer>.torn-<time>`, whose name is returned. On an error nothing is cut.
 * @throws what the file system throws
 */
export async function cutTornTail(
  fs: JournalFs,
  folder: string,
  { file: name, goodBytes }: { file: string; goodBytes: number },
  writer: string,
  now: Date,
): Promise<string> {
  const stem = `${writer}.torn-${now.toISOString().replaceAll(/[-:.]/g, '')}`;
  const { file: copy, name: aside } = await createFree(fs, folder, stem);
  try {
    const file = await fs.open(join(folder, name), 'a+');
    try {
      const chunk = Buffer.alloc(64 * 1024);
      for (let position = goodBytes; ; ) {
        const { bytesRead } = await file.read(chunk, 0, chunk.length, position);
        if (bytesRead === 0) break;
        await writeAll(copy, chunk.subarray(0, bytesRead));
        position += bytesRead;
      }
      await copy.datasync();
      await fs.syncFolder(folder);
      await file.truncate(goodBytes);
      await file.datasync();
    } finally {
      await file.close();
    }
  } finally {
    await copy.close();
  }
  return aside;
}

async function createFree(fs: JournalFs, folder: string, stem: string): Promise<{ file: JournalFile; name: string }> {
  for (let i = 1; ; i++) {
    const name = i === 1 ? stem : `${stem}-${i}`;
    try {
      return { file: await fs.open(join(folder, name), 'ax+'), name };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || i === 100) throw error;
    }
  }
}

/** @throws what the file system throws, and ENOSPC when it takes nothing */
export async function writeAll(file: JournalFile, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done);
    if (bytesWritten === 0) throw Object.assign(new Error('the disk took nothing'), { code: 'ENOSPC' });
    done += bytesWritten;
  }
}
