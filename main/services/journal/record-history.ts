import { join } from 'node:path';
import type { Change } from '#shared/changes/change.ts';
import { apply } from '#shared/changes/edits.ts';
import type { HistoryEntry, Journaled } from '#shared/contract/contract.ts';
import type { AnyRecord, Kind } from '#shared/model/kinds.ts';
import type { Entry } from './chain.ts';
import { diskFailure } from './disk-failure.ts';
import type { Entries } from './entries.ts';
import type { JournalFs } from './journal-fs.ts';

const pieceBytes = 1024 * 1024;
const [blank, tab, colon] = [0x20, 0x09, 0x3a];

/** What an edit is looked for by: the id of its record, or the article that a span stands in. */
export interface Sought {
  member: 'id' | 'article';
  value: string;
}

/**
 * The entries of one file whose lines may hold what is sought: those that have `"id":"…"` in them, as every edit has, or
 * `"article":"…"`, as has every edit that adds or removes a span. Lines are looked through as bytes, because parsing all
 * of them would take a hundred times as long.
 * @param entries of that file and others
 * @throws Failure when the file cannot be read
 */
export async function entriesAbout(
  fs: JournalFs,
  folder: string,
  name: string,
  entries: Entries,
  { member, value }: Sought,
): Promise<Entry[]> {
  const rows = rowsIn(entries, name);
  const path = join(folder, name);
  const memberName = Buffer.from(JSON.stringify(member));
  const sought = Buffer.from(JSON.stringify(value));
  // A name and its colon may stand before the piece in which the id is.
  const before = 64;
  const found = new Set<number>();
  const file = await fs.open(path, 'r').catch((error) => {
    throw diskFailure(error, `The journal ${path} cannot be read`);
  });
  try {
    const buffer = Buffer.allocUnsafe(before + sought.length + pieceBytes);
    let held = 0;
    for (let position = 0; ; ) {
      const { bytesRead } = await file.read(buffer, held, buffer.length - held, position);
      if (bytesRead === 0) break;
      const piece = buffer.subarray(0, held + bytesRead);
      const start = position - held;
      for (let at = piece.indexOf(sought); at >= 0; at = piece.indexOf(sought, at + 1)) {
        if (!isNamedBy(memberName, piece, at)) continue;
        const row = rowAt(entries, rows, start + at);
        if (row !== undefined) found.add(row);
      }
      position += bytesRead;
      held = Math.min(piece.length, before + sought.length);
      piece.copyWithin(0, piece.length - held);
    }
  } finally {
    await file.close();
  }
  return [...found].map((row) => entries.entry(row));
}

/** The rows of what stands in a file, in its order. */
function rowsIn(entries: Entries, name: string): Uint32Array {
  const file = entries.files.indexOf(name);
  const rows = new Uint32Array(entries.length);
  let count = 0;
  let sorted = true;
  for (let row = 0; row < entries.length; row++) {
    if (entries.file(row) !== file) continue;
    sorted &&= count === 0 || entries.offset(rows[count - 1] as number) < entries.offset(row);
    rows[count++] = row;
  }
  const found = rows.subarray(0, count);
  return sorted ? found : found.sort((a, b) => entries.offset(a) - entries.offset(b));
}

/** Whether what stands before this place is this name of a member. */
function isNamedBy(name: Buffer, bytes: Buffer, at: number): boolean {
  let end = at;
  while (bytes[end - 1] === blank || bytes[end - 1] === tab) end--;
  if (bytes[end - 1] !== colon) return false;
  end--;
  while (bytes[end - 1] === blank || bytes[end - 1] === tab) end--;
  return end >= name.length && bytes.compare(name, 0, name.length, end - name.length, end) === 0;
}

function rowAt(entries: Entries, rows: Uint32Array, offset: number): number | undefined {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle] as number;
    if (entries.offset(row) + entries.lineLength(row) <= offset) low = middle + 1;
    else high = middle;
  }
  const row = rows[low];
  return row !== undefined && entries.offset(row) <= offset ? row : undefined;
}

/** What changes, in the order of their clocks, did to one record, and what it was after each of them. */
export function historyIn(changes: readonly Change[], kind: Kind, id: string): HistoryEntry[] {
  let record: AnyRecord | undefined;
  return changes.flatMap((change) =>
    change.edits
      .filter((edit) => edit.kind === kind && edit.id === id)
      .map((edit): HistoryEntry => {
        record = apply(record, edit);
        const { id: changeId, gesture, at, by, origin } = change;
        return {
          change: changeId,
          gesture,
          at,
          by,
          origin,
          edit: edit as HistoryEntry['edit'],
          after: (record ?? null) as HistoryEntry['after'],
        };
      }),
  );
}

/**
 * The edits that removed spans of an article which are not there after all changes, the latest first; what each span was
 * stands in `before`.
 * @param changes those of the article, in the order of their clocks
 */
export function removalsIn(changes: readonly Change[], article: string): HistoryEntry[] {
  const removals = new Map<string, HistoryEntry>();
  for (const { id: change, gesture, at, by, origin, edits } of changes) {
    for (const edit of edits) {
      if (edit.kind !== 'span') continue;
      removals.delete(edit.id);
      if (edit.after === undefined && edit.before?.article === article)
        removals.set(edit.id, { change, gesture, at, by, origin, edit: edit as HistoryEntry['edit'], after: null });
    }
  }
  return [...removals.values()].reverse();
}

/** The order of the clocks; of two changes of one instant the one in the journal whose name comes first. */
export const inClockOrder = (a: Journaled, b: Journaled): number =>
  compare(a.change.at, b.change.at) || compare(a.writer, b.writer) || a.n - b.n;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
