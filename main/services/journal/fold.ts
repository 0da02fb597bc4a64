import type { Change } from '#shared/changes/change.ts';
import { apply } from '#shared/changes/edits.ts';
import { type AnyRecord, kinds, type RecordOf } from '#shared/model/kinds.ts';

/** All records of a dataset by kind and id. */
export type Records = { [K in keyof RecordOf]: Map<string, RecordOf[K]> };

export const noRecords = (): Records =>
  Object.fromEntries(kinds.map((kind) => [kind, new Map()])) as unknown as Records;

/** Applies a change; kinds that this version does not know are passed over. */
export function applyChange(records: Records, change: Change): void {
  for (const edit of change.edits) {
    if (!Object.hasOwn(records, edit.kind)) continue;
    const ofKind = records[edit.kind] as Map<string, AnyRecord>;
    const after = apply(ofKind.get(edit.id), edit);
    if (after === undefined) ofKind.delete(edit.id);
    else ofKind.set(edit.id, after);
  }
}
