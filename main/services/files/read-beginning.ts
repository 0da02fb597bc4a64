import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '#shared/contract/failure.ts';
import { explain } from './explain.ts';
import { isInside } from './walk.ts';

/**
 * The first bytes of a file in a folder; `path` is relative, `/` between the parts.
 * @param most bytes that are read at most
 * @returns `whole` is false when the file goes on
 * @throws Failure in words for the person; for links out of the folder `no-permission`
 */
export async function readBeginning(
  root: string,
  path: string,
  most: number,
): Promise<{ bytes: Uint8Array; whole: boolean }> {
  try {
    const top = await realpath(root);
    const real = await realpath(join(top, ...path.split('/')));
    if (!isInside(top, real)) throw new Failure('no-permission', `“${path}” is a link out of the folder.`);
    // Without O_NONBLOCK opening a pipe waits for its other end, for ever.
    const file = await open(real, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0));
    try {
      const stats = await file.stat();
      if (!stats.isFile()) throw new Failure('unsupported', `“${path}” is not a file.`);
      const buffer = Buffer.alloc(Math.min(most, stats.size));
      let size = 0;
      while (size < buffer.length) {
        const { bytesRead } = await file.read(buffer, size, buffer.length - size, size);
        if (bytesRead === 0) break;
        size += bytesRead;
      }
      return { bytes: buffer.subarray(0, size), whole: stats.size <= size };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    const { code, words } = explain(error);
    throw new Failure(code, `“${path}” cannot be read: ${words}.`, { cause: error });
  }
}
