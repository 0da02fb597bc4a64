import { formatOf } from '../extract/formats.ts';
import type { FileTable } from './file-table.ts';
import type { Identities } from './identify.ts';
import { isCurrent, type Listing, toRead } from './listing.ts';
import type { ToRead } from './protocol.ts';

/**
 * Files that have come where others of the same size and time have gone: these seem to have been moved, which their
 * bytes decide. Where there are several, one of the same name is taken first. What is annotated under a new path is left
 * out, since the journal says which article it is.
 */
export function movedFiles(
  listing: Listing,
  options: {
    table: FileTable;
    identities: Identities;
    howOf(path: string): string | null;
    /** Whether a file holds copies: these have their ids from their paths. */
    isCopy(path: string): boolean;
  },
): ToRead[] {
  const { table, identities, howOf, isCopy } = options;
  const come = listing.freshFiles();
  const gone = come.size === 0 ? [] : listing.gone();
  if (gone.length === 0) return [];
  const rows = table.each(gone);
  const waiting = new Map<string, { path: string; sha256: string }[]>();
  for (const [i, path] of gone.entries()) {
    const row = rows.get(i);
    if (row?.sha256 == null || !isCurrent(row, path, row.how) || isCopy(path)) continue;
    const key = keyOf(row.bytes, row.mtime);
    const there = waiting.get(key);
    const one = { path, sha256: row.sha256 };
    if (there) there.push(one);
    else waiting.set(key, [one]);
  }
  const moved: ToRead[] = [];
  for (const [path, { bytes, mtime }] of come) {
    const left = waiting.get(keyOf(bytes, mtime));
    if (left === undefined || left.length === 0) continue;
    if (identities.boundAt(path) !== undefined || identities.boundIn(path).length > 0) continue;
    const like = left.findIndex((one) => nameOf(one.path) === nameOf(path));
    const at = like < 0 ? 0 : like;
    const { path: from, sha256 } = left[at]!;
    const how = howOf(path);
    if (formatOf(from) !== formatOf(path) || howOf(from) !== how) continue;
    left.splice(at, 1);
    moved.push({ ...toRead(path, bytes, sha256, how), from });
  }
  return moved;
}

const keyOf = (bytes: number, mtime: number | null) => `${bytes} ${mtime}`;
const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
