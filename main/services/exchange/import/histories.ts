import { setImmediate as breathe } from 'node:timers/promises';
import type { Change, Edit } from '#shared/changes/change.ts';
import { apply } from '#shared/changes/edits.ts';
import { originalId } from '#shared/changes/part.ts';
import type { Journaled } from '#shared/contract/contract.ts';
import { addTo } from '#shared/model/groups.ts';
import { sameJson } from '#shared/model/json.ts';
import type { AnyRecord } from '#shared/model/kinds.ts';
import { createConflictFinder } from '../../journal/conflicts.ts';
import { applyChange, noRecords, type Records } from '../../journal/fold.ts';
import { keyOf } from './adapt-changes.ts';

/** One edit of a record with what settles its place among the others. */
interface Event {
  at: string;
  by: string;
  writer: string;
  n: number;
  /** Among the edits of its change. */
  place: number;
  edit: Edit;
}

/** What this folder's journals hold, and the edits of the records that are asked for. */
export interface Known {
  records: Records;
  /** Of every change. */
  ids: Set<string>;
  /** By the id of a change of which parts are here: the records that these are about. */
  parts: Map<string, Set<string>>;
  histories: Map<string, Event[]>;
  /** The latest instant of all. */
  latest: string;
}

/** Reads all changes once. @param touched the records whose edits are kept, by `keyOf` */
export async function readKnown(
  changes: AsyncIterable<Journaled>,
  touched: ReadonlySet<string>,
  signal: AbortSignal,
  onProgress: (done: number) => void,
): Promise<Known> {
  const known: Known = { records: noRecords(), ids: new Set(), parts: new Map(), histories: new Map(), latest: '' };
  for await (const { writer, n, change } of changes) {
    if (known.ids.size % 500 === 0) {
      await breathe();
      signal.throwIfAborted();
      onProgress(known.ids.size);
    }
    known.ids.add(change.id);
    known.latest = change.at;
    applyChange(known.records, change);
    const { at, by } = change;
    const original = originalId(change.id);
    if (original !== change.id) {
      const keys = known.parts.get(original) ?? new Set();
      for (const edit of change.edits) keys.add(keyOf(edit));
      known.parts.set(original, keys);
    }
    for (const [place, edit] of change.edits.entries()) {
      const key = keyOf(edit);
      if (touched.has(key)) addTo(known.histories, key, { at, by, writer, n, place, edit });
    }
  }
  return known;
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
  for (const [i, { at, by, edits }] of changes.entries()) {
    const n = Number.MAX_SAFE_INTEGER - changes.length + i;
    for (const [place, edit] of edits.entries()) addTo(theirs, keyOf(edit), { at, by, writer, n, place, edit });
  }
  return [...theirs].map(([key, events]) => {
    const ours = histories.get(key) ?? [];
    const { kind, id } = events[0]!.edit;
    const all = [...ours, ...events].sort((a, b) => compare(a.at, b.at) || compare(a.writer, b.writer) || a.n - b.n);
    const [before, after] = [recordOf(ours), recordOf(all)];
    const known = new Set(conflictsIn(ours));
    const conflicts = conflictsIn(all).filter((matter) => !known.has(matter)).length;
    return { kind, id, before, after, differs: !sameJson(before, after), conflicts };
  });
}

function recordOf(events: readonly Event[]): AnyRecord | undefined {
  let record: AnyRecord | undefined;
  for (const { edit } of events) record = apply(record, edit);
  return record;
}

/** A record as it was here at an instant. */
export const recordAt = ({ histories }: Pick<Known, 'histories'>, key: string, at: string): AnyRecord | undefined =>
  recordOf((histories.get(key) ?? []).filter((event) => event.at <= at));

function conflictsIn(events: readonly Event[]): string[] {
  if (events.length < 2) return [];
  const finder = createConflictFinder();
  for (const { at, by, writer, n, place, edit } of events)
    finder.take({ ...{ id: `${writer} ${n} ${place}`, at, by, edits: [edit] }, origin: 'user', gesture: '' });
  return finder.conflicts().map(({ id }) => id);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
