import type { TablePreview } from '#shared/contract/contract.ts';
import type { Columns } from '#shared/model/source.ts';

/** What a column of a table may hold of an article, with what people call it. */
export const uses: readonly (readonly [keyof Columns, string])[] = [
  ['text', 'Text'],
  ['title', 'Title'],
  ['published', 'Date'],
  ['outlet', 'Outlet'],
  ['byline', 'Byline'],
  ['section', 'Section'],
  ['page', 'Page'],
  ['language', 'Language'],
  ['url', 'Address'],
  ['id', 'Row’s id'],
];

/** A mapping that may still lack its text. */
export type Mapping = { [K in keyof Columns]: string | null };

export const noMapping = Object.fromEntries(uses.map(([use]) => [use, null])) as Mapping;

/** What a column is used for; null: nothing. */
export const heldBy = (mapping: Mapping, column: string): keyof Columns | null =>
  uses.find(([use]) => mapping[use] === column)?.[0] ?? null;

/** Uses a column for something else, or for nothing; what another column was used for before, this one takes over. */
export function withUse(mapping: Mapping, column: string, use: keyof Columns | null): Mapping {
  const without = Object.fromEntries(
    uses.map(([one]) => [one, mapping[one] === column ? null : mapping[one]]),
  ) as Mapping;
  return use === null ? without : { ...without, [use]: column };
}

/** An article as a row would come to be one. */
export interface PreviewArticle {
  title: string;
  details: string;
  words: string;
}

/** What the first rows with a text would look like as articles. */
export function previewOf(
  { columns, rows }: Pick<TablePreview, 'columns' | 'rows'>,
  mapping: Mapping,
): PreviewArticle[] {
  const cell = (row: readonly string[], column: string | null) =>
    column === null ? '' : (row[columns.indexOf(column)] ?? '').trim();
  return rows
    .filter((row) => cell(row, mapping.text) !== '')
    .slice(0, 3)
    .map((row) => ({
      title: cell(row, mapping.title) || cell(row, mapping.text).split('\n', 1)[0]!.slice(0, 120),
      details: [mapping.outlet, mapping.published, mapping.page, mapping.byline]
        .map((column) => cell(row, column))
        .filter(Boolean)
        .join(' · '),
      words: cell(row, mapping.text),
    }));
}
