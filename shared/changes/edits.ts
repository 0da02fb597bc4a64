import { sameJson } from '../model/json.ts';
import { type AnyRecord, type Kind, type RecordOf, recordSchemas } from '../model/kinds.ts';
import type { Edit } from './change.ts';

/** The edit that adds a record. */
export function added<K extends Kind>(kind: K, record: RecordOf[K]): Edit {
  return { kind, id: record.id, after: record } as Edit;
}

/** The edit that removes a record. */
export function removed<K extends Kind>(kind: K, record: RecordOf[K]): Edit {
  return { kind, id: record.id, before: record } as Edit;
}

/** The edit that turns `record` into `{...record, ...fields}`, or undefined when that changes nothing. */
export function changed<K extends Kind>(kind: K, record: RecordOf[K], fields: Partial<RecordOf[K]>): Edit | undefined {
  const before: Record<string, unknown> = {};
  const after: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    // What was never said is null: “undefined” would be lost on the way to the journal.
    const old = (record as unknown as Record<string, unknown>)[name] ?? null;
    if (value === undefined || sameJson(old, value)) continue;
    before[name] = old;
    after[name] = value;
  }
  return Object.keys(after).length === 0 ? undefined : ({ kind, id: record.id, before, after } as Edit);
}

/**
 * The record after an edit, undefined when it is removed. Works on whatever is there: an edit of a record that is not
 * there (somebody else removed it) leaves it away, and an addition of one that is there replaces it, so that replaying
 * journals in clock order always ends in the same state. Use `check` first where a stale edit must not go through.
 */
export function apply(record: AnyRecord | undefined, edit: Edit): AnyRecord | undefined {
  if (edit.after === undefined) return undefined;
  if (edit.before === undefined) return edit.after as AnyRecord;
  return record === undefined ? undefined : ({ ...record, ...edit.after } as AnyRecord);
}

/** The edit that takes `edit` back: `apply(apply(r, e), invert(e))` equals `r` whenever `check(r, e)` is empty. */
export function invert(edit: Edit): Edit {
  const { before, after, ...rest } = edit;
  return {
    ...rest,
    ...(after === undefined ? {} : { before: after }),
    ...(before === undefined ? {} : { after: before }),
  } as Edit;
}

/** One edit a record instead of several in a row, with the same effect; edits that cancel each other are left out. */
export function squash(edits: readonly Edit[]): Edit[] {
  const squashed = new Map<string, Edit | undefined>();
  for (const edit of edits) {
    const key = `${edit.kind} ${edit.id}`;
    const earlier = squashed.get(key);
    squashed.set(key, earlier === undefined ? edit : squashTwo(earlier, edit));
  }
  return [...squashed.values()].filter((edit) => edit !== undefined);
}

function squashTwo(first: Edit, second: Edit): Edit | undefined {
  const { kind, id } = first;
  if (first.before === undefined) {
    // Added, then changed or removed.
    if (second.after === undefined) return undefined;
    return {
      kind,
      id,
      after: second.before === undefined ? second.after : { ...first.after, ...second.after },
    } as Edit;
  }
  if (first.after === undefined) {
    // Removed, then added again; a change of a record that is not there does nothing.
    if (second.after === undefined || second.before !== undefined) return first;
    return differing(kind, id, first.before, second.after);
  }
  if (second.after === undefined) {
    return { kind, id, before: { ...second.before, ...first.before } } as Edit;
  }
  // Changed, then changed again, or replaced as a whole.
  if (second.before === undefined) return second;
  return differing(kind, id, { ...second.before, ...first.before }, { ...first.after, ...second.after });
}

function differing(kind: Kind, id: string, before: object, after: object): Edit | undefined {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !sameJson((before as never)[name], (after as never)[name]),
  );
  if (names.length === 0) return undefined;
  const pick = (from: object) => Object.fromEntries(names.map((name) => [name, (from as never)[name]]));
  return { kind, id, before: pick(before), after: pick(after) } as Edit;
}

/** Why an edit cannot be applied as it was meant. */
export type Objection =
  | { why: 'exists' | 'missing' }
  | { why: 'stale'; fields: string[] }
  | { why: 'invalid'; message: string };

/** What speaks against applying `edit` to `record`: nothing, or every objection; never throws. */
export function check(record: AnyRecord | undefined, edit: Edit): Objection[] {
  const objections: Objection[] = [];
  if (edit.before === undefined && record !== undefined) objections.push({ why: 'exists' });
  if (edit.before !== undefined && record === undefined) objections.push({ why: 'missing' });
  if (edit.before !== undefined && record !== undefined) {
    const stale = Object.entries(edit.before)
      .filter(([name, value]) => !sameJson((record as unknown as Record<string, unknown>)[name] ?? null, value ?? null))
      .map(([name]) => name);
    if (stale.length > 0) objections.push({ why: 'stale', fields: stale });
  }
  const after = apply(record, edit);
  if (after !== undefined && after.id !== edit.id) {
    objections.push({ why: 'invalid', message: `${edit.kind}.id: it is not the id of the edit` });
  }
  if (after !== undefined) {
    const parsed = recordSchemas[edit.kind].safeParse(after);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      objections.push({
        why: 'invalid',
        message: `${edit.kind}.${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
      });
    }
  }
  return objections;
}
