import { join } from 'node:path';
import type { Change } from '#shared/changes/change.ts';
import { apply } from '#shared/changes/edits.ts';
import type { HistoryEntry, Journaled } from '#shared/contract/contract.ts';
import type { AnyRecord, Kind } from '#shared/model/kinds.ts';
import type { Entry } from './chain.ts';
import { diskFailure } from './disk-failure.ts';
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
 * @param entries of that file, in their order
 * @throws Failure when the file cannot be read
 */
export async function entriesAbout(
  fs: JournalFs,
  folder: string,
  name: string,
  entries: readonly Entry[],
  { member, value }: Sought,
): Promise<Entry[]> {
  const path = join(folder, name);
  const memberName = Buffer.from(JSON.stringify(member));
  const sought = Buffer.from(JSON.stringify(value));
  // A name and its colon may stand before the piece in which the id is.
  const before = 64;
  const found = new Set<Entry>();
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
        const entry = entryAt(entries, start + at);
        if (entry !== undefined) found.add(entry);
      }
      position += bytesRead;
      held = Math.min(piece.length, before + sought.length);
      piece.copyWithin(0, piece.length - held);
    }
  } finally {
    await file.close();
  }
  return [...found];
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

function entryAt(entries: readonly Entry[], offset: number): Entry | undefined {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = entries[middle] as Entry;
    if (entry.offset + entry.length <= offset) low = middle + 1;
    else high = middle;
  }
  const entry = entries[low];
  return entry !== undefined && entry.offset <= offset ? entry : undefined;
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
