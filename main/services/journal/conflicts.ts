import { setImmediate as breathe } from 'node:timers/promises';
import type { Change, Edit } from '#shared/changes/change.ts';
import type { FieldConflict, Journaled } from '#shared/contract/contract.ts';
import { addTo } from '#shared/model/groups.ts';
import { type Json, sameJson } from '#shared/model/json.ts';
import { type Kind, kinds } from '#shared/model/kinds.ts';
import { fieldMatter } from '#shared/review/matters.ts';

/** As many conflicts as are answered at once. */
export const mostConflicts = 1000;

/** Fields that a person does not choose: they follow from what is chosen, or tell when and by whom it was. */
const bookkeeping = new Set(['id', 'createdAt', 'updatedAt', 'at']);
const following: Partial<Record<Kind, ReadonlySet<string>>> = {
  // Where a span stands is told by its words.
  span: new Set(['textSha256', 'start', 'end', 'annotator']),
  reading: new Set(['by']),
  decision: new Set(['adjudicator']),
  settlement: new Set(['annotator']),
};
/** Kinds that the app writes by itself. */
const unchosen = new Set<Kind>(['annotator', 'article', 'transfer']);

/** Whether it is a person who decides what this field says. */
export const isChosen = (kind: Kind, field: string): boolean =>
  !unchosen.has(kind) && !bookkeeping.has(field) && !following[kind]?.has(field);

/** Who set a value, when, and with which change. */
interface Setter {
  change: string;
  by: string;
  at: string;
}
type Lost = Setter & { value: Json };

/** What has become of one record so far. */
interface Fate {
  /** As it is; when it was removed, as it would be. */
  record: Readonly<Record<string, Json>>;
  added: Setter;
  removed: Setter | null;
  /** Who set the fields that were changed since the record was added. */
  setters: Map<string, Setter>;
  /** By field, or `*` for the whole record: values that were overwritten by somebody who had not seen them. */
  lost: Map<string, Lost[]>;
}

/**
 * Finds the fields that were changed by people who did not know of each other. A change says what its author saw before
 * it; where that is not what the change before it left, the later one holds and the other value is lost. It is found
 * again when somebody else than its author sets the field once more and saw what held: whoever has just overwritten a
 * value may not know of it even when they write on. A value that its own author replaces, or that comes to hold, is not
 * lost. Field `*`: a record was removed by one and changed by another, in whichever order; it stays removed.
 */
export interface ConflictFinder {
  /** Changes are to be given in the order of their clocks; one that comes again is passed over. */
  take(change: Change): void;
  /** What is lost now, the latest first. */
  conflicts(): FieldConflict[];
}

export function createConflictFinder(): ConflictFinder {
  const fates = new Map<string, Fate>();
  const taken = new Set<string>();

  function takeEdit(edit: Edit, by: Setter): void {
    const key = `${edit.kind} ${edit.id}`;
    const fate = fates.get(key);
    const before = edit.before as Fate['record'] | undefined;
    const after = edit.after as Fate['record'] | undefined;
    if (before === undefined && after !== undefined && (fate === undefined || fate.removed !== null))
      fates.set(key, { record: after, added: by, removed: null, setters: new Map(), lost: new Map() });
    // A record of which nobody here knows the beginning tells nothing.
    else if (fate === undefined) return;
    else if (after === undefined) remove(fate, edit.kind, before ?? {}, by);
    else if (fate.removed !== null) changeRemoved(fate, edit.kind, after, by);
    else if (before === undefined) replace(fate, edit.kind, after, by);
    else changeFields(fate, edit.kind, before, after, by);
  }

  return {
    take({ id, at, by, edits }) {
      if (taken.has(id)) return;
      taken.add(id);
      for (const edit of edits)
        if (kinds.includes(edit.kind) && !unchosen.has(edit.kind)) takeEdit(edit, { change: id, by, at });
    },
    conflicts: () =>
      [...fates]
        .flatMap(([key, fate]) => {
          const blank = key.indexOf(' ');
          return conflictsOf(key.slice(0, blank) as Kind, key.slice(blank + 1), fate);
        })
        .sort((a, b) => compare(latestOf(b), latestOf(a)) || compare(a.id, b.id)),
  };
}

/** The conflicts in all changes, at most `mostConflicts` of them. Lets others have their turn in between. */
export async function findConflicts(changes: AsyncIterable<Journaled>): Promise<FieldConflict[]> {
  const finder = createConflictFinder();
  let count = 0;
  for await (const { change } of changes) {
    if (++count % 500 === 0) await breathe();
    finder.take(change);
  }
  return finder.conflicts().slice(0, mostConflicts);
}

function changeFields(fate: Fate, kind: Kind, before: Fate['record'], after: Fate['record'], by: Setter): void {
  const { record } = fate;
  fate.record = { ...record, ...after };
  for (const [field, value] of Object.entries(after)) {
    if (!isChosen(kind, field)) continue;
    const there = record[field];
    const holder = setterOf(fate, field);
    const saw = sameJson(there, before[field]);
    if (saw && holder.by !== by.by) fate.lost.delete(field);
    else forget(fate, field, (lost) => sameJson(lost.value, value) || (!saw && sameJson(lost.value, before[field])));
    if (!saw && !sameJson(there, value)) addTo(fate.lost, field, { ...holder, value: there ?? null });
    fate.setters.set(field, by);
  }
}

/** Added although it is there: whoever did it knew nothing of what it says. */
function replace(fate: Fate, kind: Kind, after: Fate['record'], by: Setter): void {
  const { record } = fate;
  fate.record = after;
  for (const field of new Set([...Object.keys(record), ...Object.keys(after)])) {
    const [there, value] = [record[field] ?? null, after[field] ?? null];
    if (!isChosen(kind, field) || sameJson(there, value)) continue;
    forget(fate, field, (lost) => sameJson(lost.value, value));
    addTo(fate.lost, field, { ...setterOf(fate, field), value: there });
    fate.setters.set(field, by);
  }
}

function remove(fate: Fate, kind: Kind, before: Fate['record'], by: Setter): void {
  if (fate.removed !== null) return;
  const { record } = fate;
  const unseen = Object.keys(record)
    .filter((field) => isChosen(kind, field) && !sameJson(record[field] ?? null, before[field] ?? null))
    .map((field) => setterOf(fate, field))
    .reduce<Setter | null>((latest, one) => (latest !== null && latest.at >= one.at ? latest : one), null);
  fate.lost.clear();
  if (unseen !== null) fate.lost.set('*', [{ ...unseen, value: record }]);
  fate.removed = by;
}

function changeRemoved(fate: Fate, kind: Kind, after: Fate['record'], by: Setter): void {
  const { record } = fate;
  fate.record = { ...record, ...after };
  const differs = Object.keys(after).some((field) => isChosen(kind, field) && !sameJson(record[field], after[field]));
  if (differs) fate.lost.set('*', [{ ...by, value: fate.record }]);
}

function forget(fate: Fate, field: string, isOver: (lost: Lost) => boolean): void {
  const left = fate.lost.get(field)?.filter((lost) => !isOver(lost));
  if (left === undefined || left.length === 0) fate.lost.delete(field);
  else fate.lost.set(field, left);
}

const setterOf = (fate: Fate, field: string): Setter => fate.setters.get(field) ?? fate.added;

function conflictsOf(kind: Kind, record: string, fate: Fate): FieldConflict[] {
  return [...fate.lost].flatMap(([field, lost]) => {
    const { by, at } = (field === '*' ? fate.removed : null) ?? setterOf(fate, field);
    const holds = { value: field === '*' ? null : (fate.record[field] ?? null), by, at };
    return lost.map(({ change, value, by, at }) => ({
      id: fieldMatter({ kind, record, field, lost: change }),
      kind,
      record,
      field,
      holds,
      lost: { value, by, at },
    }));
  });
}

const latestOf = ({ holds, lost }: FieldConflict): string => (holds.at > lost.at ? holds.at : lost.at);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
