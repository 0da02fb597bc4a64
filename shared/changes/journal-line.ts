import { z } from 'zod';
import { type Annotator, annotatorSchema } from '../model/annotator.ts';
import type { Change } from './change.ts';

/*
 * A journal is lines of JSON, each `{"n":…,"prev":…,"change":{…},"hash":…}`: `n` counts up by one, `prev` is the hash
 * of the line before, `hash` the SHA-256 of the line's own UTF-8 bytes before `,"hash":"`. So a line can be checked
 * without parsing it, and no line can be altered, dropped or moved without the next one telling. The first line of a
 * file has `journal` in place of `change`: in a writer's first file it is line 0 with an empty `prev`; a further file
 * of the writer goes on from the last good line of an earlier one, with a number that was never used before.
 */

export const journalFormat = 'rapporteur.journal/1';

/** The longest line, in bytes without its line feed, that is written or read. */
export const maxLineBytes = 4 * 1024 * 1024;
/** More than a line has around its change: number, hashes, names and braces. */
const frameBytes = 300;
/** Levels of arrays and objects in a change; deeper ones come from no app and break programs that recurse. */
const maxDepth = 64;

const headerSchema = z.object({
  format: z.string().regex(/^rapporteur\.journal\/\d+$/),
  writer: z.string().min(1).max(200),
  annotator: annotatorSchema,
  createdAt: z.iso.datetime(),
});
export type JournalHeader = z.infer<typeof headerSchema>;

export type JournalLine =
  | { n: number; prev: string; hash: string; journal: JournalHeader }
  | { n: number; prev: string; hash: string; change: Change };

/** The lower-case hexadecimal SHA-256 of a string's UTF-8 bytes. */
export type Sha256 = (text: string) => string;

const trailer = /,"hash":"([0-9a-f]{64})"\}$/;
const trailerLength = ',"hash":""}'.length + 64;

/** The first line of a journal file, without line feed, and its hash. `n` 0 and `prev` '' in a writer's first file. */
export function writeHeader(
  n: number,
  prev: string,
  header: { writer: string; annotator: Annotator; createdAt: string },
  sha256: Sha256,
): { line: string; hash: string } {
  return seal(JSON.stringify({ n, prev, journal: { format: journalFormat, ...header } }), sha256);
}

/** The line that keeps `change`, without line feed, and its hash. */
export function writeLine(n: number, prev: string, change: Change, sha256: Sha256): { line: string; hash: string } {
  return seal(JSON.stringify({ n, prev, change }), sha256);
}

/** Whether a change is short enough for a line; no journal ever takes one that is not. */
export function fitsLine(change: Change): boolean {
  const text = JSON.stringify(change);
  const most = maxLineBytes - frameBytes;
  if (text.length * 3 <= most) return true;
  let bytes = 0;
  for (const sign of text) {
    const code = sign.codePointAt(0) as number;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes <= most;
}

function seal(object: string, sha256: Sha256): { line: string; hash: string } {
  const body = object.slice(0, -1);
  const hash = sha256(body);
  return { line: `${body},"hash":"${hash}"}`, hash };
}

/**
 * Reads one line (without line feed); `fault` says in a few words what is wrong with it. What it cannot tell is
 * whether the line is in its place: compare `n` and `prev` with the line before. Never throws.
 */
export function readLine(line: string, sha256: Sha256): JournalLine | { fault: string } {
  const hash = trailer.exec(line.slice(-trailerLength))?.[1];
  if (hash === undefined) return { fault: line.trim() === '' ? 'is empty' : 'is incomplete' };
  const body = line.slice(0, -trailerLength);
  if (sha256(body) !== hash) return { fault: 'does not match its own checksum' };
  let value: unknown;
  try {
    value = JSON.parse(`${body}}`);
  } catch {
    return { fault: 'is not JSON' };
  }
  const { n, prev, journal, change } = (value ?? {}) as Record<string, unknown>;
  if (!Number.isSafeInteger(n) || (n as number) < 0 || typeof prev !== 'string') {
    return { fault: 'has no number or no link to the line before' };
  }
  const place = { n: n as number, prev, hash };
  if (journal !== undefined) {
    const header = headerSchema.safeParse(journal);
    return header.success ? { ...place, journal: header.data } : { fault: 'is a header that cannot be read' };
  }
  return isChange(change) ? { ...place, change } : { fault: 'holds no change that can be read' };
}

/**
 * Whether a value has the shape of a change. Kinds of records and fields that this version does not know are let
 * through, so that a colleague's newer app does not make a journal unreadable.
 */
export function isChange(value: unknown): value is Change {
  if (!isObject(value) || !within(value, maxDepth)) return false;
  const { id, at, by, origin, gesture, reverts, edits } = value;
  return (
    [id, at, by, origin, gesture].every((field) => typeof field === 'string' && field !== '') &&
    (reverts === undefined || typeof reverts === 'string') &&
    Array.isArray(edits) &&
    edits.every(
      (edit) =>
        isObject(edit) &&
        typeof edit.kind === 'string' &&
        typeof edit.id === 'string' &&
        (edit.before !== undefined || edit.after !== undefined) &&
        (edit.before === undefined || isObject(edit.before)) &&
        (edit.after === undefined || isObject(edit.after)),
    )
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function within(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((item) => within(item, depth - 1));
}
