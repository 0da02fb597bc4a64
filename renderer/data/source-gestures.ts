import type { Edit } from '#shared/changes/change.ts';
import { added, changed, removed } from '#shared/changes/edits.ts';
import { type Columns, columnsSource, fileSource, type Source } from '#shared/model/source.ts';

interface Said {
  /** What was said of the same before. */
  before: Source | undefined;
  /** The annotator's id. */
  annotator: string;
  /** ISO 8601. */
  at: string;
}

/** Has a file read in an encoding; null: as guessed. An empty list means that nothing would change. */
export const chooseEncoding = (file: string, encoding: string | null, said: Said): Edit[] =>
  choose(fileSource(file), { encoding, columns: null }, said);

/** Says which columns of tables with these heads hold what; null: as guessed. */
export const chooseColumns = (signature: string, columns: Columns | null, said: Said): Edit[] =>
  choose(columnsSource(signature), { encoding: null, columns }, said);

function choose(id: string, how: Pick<Source, 'encoding' | 'columns'>, { before, annotator, at }: Said): Edit[] {
  if (how.encoding === null && how.columns === null) return before === undefined ? [] : [removed('source', before)];
  if (before === undefined) return [added('source', { id, ...how, annotator, updatedAt: at })];
  if (changed('source', before, how) === undefined) return [];
  const edit = changed('source', before, { ...how, annotator, updatedAt: at });
  return edit === undefined ? [] : [edit];
}
