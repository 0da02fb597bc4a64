import { sameJson } from '../model/json.ts';
import type { Change, Edit } from './change.ts';
import type { Sha256 } from './journal-line.ts';

const ending = /~[0-9a-f]{12}$/;
/** Ids of changes have at most a hundred characters; a longer one is replaced by its hash before the ending is added. */
const longestBase = 80;

/** The id of the change that a part was made of; another change's id is its own. */
export const originalId = (id: string): string => id.replace(ending, '');

/**
 * What is left of a change when `take` has kept, altered (never its kind or id) or, with null, dropped each of its edits:
 * the change itself when nothing differs, null when no edit is left, otherwise a change of its own. The id of that one is
 * the original's id, `~` and twelve digits of the SHA-256 of the edits that are left, so that the same part has the same
 * id wherever and however often it is made, from the whole or from a larger part of it.
 */
export function partOf(change: Change, take: (edit: Edit) => Edit | null, sha256: Sha256): Change | null {
  const edits: Edit[] = [];
  let same = true;
  for (const edit of change.edits) {
    const taken = take(edit);
    if (taken !== null) edits.push(taken);
    same &&= taken === edit || (taken !== null && sameJson(taken, edit));
  }
  if (same) return change;
  if (edits.length === 0) return null;
  const original = originalId(change.id);
  const base = original.length > longestBase ? sha256(original).slice(0, 40) : original;
  return { ...change, id: `${base}~${sha256(canonical(edits)).slice(0, 12)}`, edits };
}

/** The edits' text in one fixed form: a change that went through another program may have its keys in another order. */
const canonical = (edits: readonly Edit[]): string =>
  JSON.stringify(edits, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
