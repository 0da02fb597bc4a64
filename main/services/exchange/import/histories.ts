import { setImmediate as breathe } from 'node:timers/promises';
import type { Change, Edit } from '#shared/changes/change.ts';
import { apply } from '#shared/changes/edits.ts';
import type { Journaled } from '#shared/contract/contract.ts';
import { sameJson } from '#shared/model/json.ts';
import type { AnyRecord } from '#shared/model/kinds.ts';
import { applyChange, noRecords, type Records } from '../../journal/fold.ts';
import { keyOf } from './adapt-changes.ts';

/** One edit of a record with what settles its place among the others. */
interface Event {
  at: string;
  writer: string;
  n: number;
  edit: Edit;
}

/** What this folder's journals hold, and the edits of the records that are asked for. */
export interface Known {
  records: Records;
  /** Of every change. */
  ids: Set<string>;
  histories: Map<string, Event[]>;
  /** The latest instant of all. */
  latest: string;
}

/** Reads all changes once. @param touched the records whose edits are kept, by `keyOf` */
export async function readKnown(
  changes: AsyncIterable<Journaled>,
  touched: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Known> {
  const known: Known = { records: noRecords(), ids: new Set(), histories: new Map(), latest: '' };
  for await (const { writer, n, change } of changes) {
    if (known.ids.size % 500 === 0) {
      await breathe();
      signal.throwIfAborted();
    }
    known.ids.add(change.id);
    known.latest = change.at;
    applyChange(known.records, change);
    for (const edit of change.edits) {
      const key = keyOf(edit);
      if (touched.has(key)) append(known.histories, key, { at: change.at, writer, n, edit });
    }
  }
  return known;
}

function append(histories: Map<string, Event[]>, key: string, event: Event): void {
  const events = histories.get(key);
  if (events === undefined) histories.set(key, [event]);
  else events.push(event);
}

/** A record as it is here and as it is with what is taken in. */
export interface Outcome {
  kind: Edit['kind'];
  id: string;
  before: AnyRecord | undefined;
  after: AnyRecord | undefined;
  differs: boolean;
  /** Fields that were changed here and there without either knowing of the other. */
  conflicts: number;
}

/**
 * What becomes of each record that the changes touch when they are folded in among those that are here, in the order of
 * the clocks.
 * @param writer the journal that they will stand in, after all that is in it
 */
export function foldIn({ histories }: Pick<Known, 'histories'>, changes: readonly Change[], writer: string): Outcome[] {
  const theirs = new Map<string, Event[]>();
  for (const [i, { at, edits }] of changes.entries())
    for (const edit of edits)
      append(theirs, keyOf(edit), { at, writer, n: Number.MAX_SAFE_INTEGER - changes.length + i, edit });
  return [...theirs].map(([key, events]) => {
    const ours = histories.get(key) ?? [];
    const { kind, id } = events[0]!.edit;
    const alone = run(ours, new Set());
    const all = [...ours, ...events].sort((a, b) => compare(a.at, b.at) || compare(a.writer, b.writer) || a.n - b.n);
    const together = run(all, new Set(events));
    const [before, after] = [alone.record, together.record];
    return { kind, id, before, after, differs: !sameJson(before, after), conflicts: together.conflicts };
  });
}

/** Conflicts are counted where an edit of `fresh` has overwritten another's, or was overwritten by one. */
function run(
  events: readonly Event[],
  fresh: ReadonlySet<Event>,
): { record: AnyRecord | undefined; conflicts: number } {
  let record: AnyRecord | undefined;
  let conflicts = 0;
  const setBy = new Map<string, Event>();
  for (const event of events) {
    const { before, after } = event.edit;
    if (record !== undefined && before !== undefined && after !== undefined)
      for (const [field, was] of Object.entries(before)) {
        const there = (record as unknown as Record<string, unknown>)[field];
        const setter = setBy.get(field);
        if (sameJson(there, was) || sameJson(there, (after as Record<string, unknown>)[field])) continue;
        if (fresh.has(event) || (setter !== undefined && fresh.has(setter))) conflicts++;
      }
    if (fresh.size > 0) for (const field of Object.keys(after ?? {})) setBy.set(field, event);
    record = apply(record, event.edit);
  }
  return { record, conflicts };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
