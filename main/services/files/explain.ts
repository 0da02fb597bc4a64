import type { FailureCode } from '#shared/contract/failure.ts';

interface Explanation {
  readonly code: FailureCode;
  readonly words: string;
}

const explanations: Record<string, Explanation> = {
  ENOENT: { code: 'not-found', words: 'it is no longer there' },
  ENOTDIR: { code: 'not-a-folder', words: 'a part of its path is a file, not a folder' },
  EACCES: { code: 'no-permission', words: 'you have no permission to do that' },
  EPERM: { code: 'no-permission', words: 'the system does not allow it' },
  EROFS: { code: 'read-only', words: 'the disk is read-only' },
  ENOSPC: { code: 'disk-full', words: 'the disk is full' },
  EDQUOT: { code: 'disk-full', words: 'your share of the disk is used up' },
  EISDIR: { code: 'not-found', words: 'it is a folder, not a file' },
  EMFILE: { code: 'internal', words: 'too many files are open at once; close other programs and try again' },
  ENFILE: { code: 'internal', words: 'too many files are open at once; close other programs and try again' },
  EBUSY: { code: 'no-permission', words: 'another program is using it' },
  ETXTBSY: { code: 'no-permission', words: 'another program is using it' },
  EIO: {
    code: 'damaged',
    words: 'the disk could not read or write it (it may be failing, or the drive was unplugged)',
  },
  ENXIO: { code: 'damaged', words: 'the device behind it does not answer' },
  ENODEV: { code: 'damaged', words: 'the device behind it is gone' },
  ESTALE: { code: 'folder-gone', words: 'the network drive has lost it; open the folder again' },
  ENOTCONN: { code: 'folder-gone', words: 'the network drive is not connected' },
  EHOSTDOWN: { code: 'folder-gone', words: 'the computer with the network drive does not answer' },
  ETIMEDOUT: { code: 'timeout', words: 'the drive did not answer in time' },
  ELOOP: { code: 'not-found', words: 'its links lead round in a circle' },
  ENAMETOOLONG: { code: 'unsupported', words: 'its name is too long for this system' },
  EINVAL: { code: 'unsupported', words: 'the system does not accept its name' },
  EEXIST: { code: 'internal', words: 'something of that name is there already' },
  EXDEV: { code: 'internal', words: 'it is on another disk' },
};

/** The system's code of an error (`ENOENT`), or null when it has none. */
export function systemCode(error: unknown): string | null {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : null;
}

/**
 * A file system error in a person's words, to stand after "cannot be read: "; never a path, a stack or a system call.
 * An unknown code is named, so that it can be looked up.
 */
export function explain(error: unknown): Explanation {
  const code = systemCode(error);
  const known = code === null ? undefined : explanations[code];
  if (known) return known;
  return { code: 'internal', words: code ? `the system reports ${code}` : 'an unexpected error' };
}
