import type { Edit } from '#shared/changes/change.ts';
import { added, changed, removed } from '#shared/changes/edits.ts';
import type { SavedSearch } from '#shared/model/saved-search.ts';
import { newId } from '../../data/ids.ts';

/** As long as a name may be. */
export const longestName = 200;

/** Keeps a query under a name; white space around both does not count, and without a name it goes by itself. */
export function saveSearch(options: { name: string; query: string; annotator: string; at: string }): Edit[] {
  const query = options.query.trim();
  const name = (options.name.trim() || query).slice(0, longestName);
  if (query === '') return [];
  return [added('search', { id: newId('q'), name, query, annotator: options.annotator, updatedAt: options.at })];
}

/** Gives a saved search another name or another query; nothing when neither differs or one would be empty. */
export function changeSearch(
  search: SavedSearch,
  fields: Partial<Pick<SavedSearch, 'name' | 'query'>>,
  at: string,
): Edit[] {
  const name = (fields.name ?? search.name).trim().slice(0, longestName);
  const query = (fields.query ?? search.query).trim();
  if (name === '' || query === '') return [];
  if (changed('search', search, { name, query }) === undefined) return [];
  const edit = changed('search', search, { name, query, updatedAt: at });
  return edit === undefined ? [] : [edit];
}

export const deleteSearch = (search: SavedSearch): Edit[] => [removed('search', search)];
