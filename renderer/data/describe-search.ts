import type { Edit } from '#shared/changes/change.ts';
import { quoted } from './quoted.ts';

/** What edits did to saved searches, in words; undefined when they are about none. */
export function describeSearches(edits: readonly Edit[]): string | undefined {
  for (const edit of edits) {
    if (edit.kind !== 'search') continue;
    if (edit.before === undefined) return `Saved the search ${quoted(edit.after?.name)}`;
    if (edit.after === undefined) return `Deleted the search ${quoted(edit.before.name)}`;
    return edit.after.name === undefined ? 'Changed a saved search' : `Renamed a search to ${quoted(edit.after.name)}`;
  }
  return undefined;
}
