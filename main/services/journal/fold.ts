import type { Change } from '#shared/changes/change.ts';
import { apply } from '#shared/changes/edits.ts';
import { type AnyRecord, type Kind, kinds, type RecordOf, recordSchemas } from '#shared/model/kinds.ts';

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

/** Why a record does not fit its schema, in words; null when it does. */
export function whyInvalid(kind: Kind, id: string, record: AnyRecord): string | null {
  const parsed = recordSchemas[kind].safeParse(record);
  if (parsed.success && parsed.data.id === id) return null;
  const issue = parsed.error?.issues[0];
  return `${kind} ${id}: ${issue ? `${issue.path.join('.')}: ${issue.message}` : 'carries another id'}`;
}
