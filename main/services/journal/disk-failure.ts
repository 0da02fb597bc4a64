import { Failure, type FailureCode } from '#shared/contract/failure.ts';
import { explain, systemCode } from '../files/explain.ts';

const advice: Partial<Record<FailureCode, string>> = {
  'disk-full': 'Free some space on it.',
  'no-permission': 'Ask for permission, or choose another place.',
  'read-only': 'Choose another place.',
  'folder-gone': 'If it is on a stick or a network drive, connect it again.',
};

/** Codes that say that a place which was there has gone. */
const gone = new Set(['ENOENT', 'ENOTDIR', 'ENODEV', 'ENXIO']);

/** What an error of the file system means to a person; `doing` begins the sentence: “The journal in X cannot be written”. */
export function diskFailure(error: unknown, doing: string): Failure {
  if (error instanceof Failure) return error;
  const explained = explain(error);
  const code = gone.has(systemCode(error) ?? '') ? 'folder-gone' : explained.code;
  const what = advice[code];
  return new Failure(code, `${doing}: ${explained.words}.${what ? ` ${what}` : ''}`, { cause: error });
}
