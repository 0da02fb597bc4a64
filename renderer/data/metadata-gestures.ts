import type { Edit } from '#shared/changes/change.ts';
import { added, changed } from '#shared/changes/edits.ts';
import type { Meta } from '#shared/model/article.ts';
import { type Metadata, type MetaField, metaFields } from '#shared/model/metadata.ts';
import { mostAtOnce } from './gestures.ts';

/** What a person says of some of an article's details; null: what was read from the file holds; '': there is none. */
export type Details = Partial<Record<MetaField, string | null>>;

/** An article to be corrected: what was read from its file, and what people have said of it before. */
export interface Correctable {
  id: string;
  asRead: Meta;
  metadata: Metadata | undefined;
}

/**
 * Corrects details of articles, each the same fields, in portions that each are one change; to be committed in one
 * gesture, so that they are undone together. What says the same as the file is no correction. `at` is in ISO 8601.
 */
export function correctDetails(options: {
  articles: readonly Correctable[];
  details: Details;
  /** The annotator's id. */
  annotator: string;
  at: string;
}): Edit[][] {
  const { articles, details, annotator, at } = options;
  const edits = articles.flatMap(({ id, asRead, metadata }): Edit[] => {
    const fields = Object.fromEntries(
      metaFields.flatMap((field) => {
        const value = details[field];
        return value === undefined ? [] : [[field, said(value, asRead[field])]];
      }),
    ) as Details;
    if (metadata === undefined) {
      if (Object.values(fields).every((value) => value === null)) return [];
      return [added('metadata', { ...nothingSaid, ...fields, id, annotator, updatedAt: at })];
    }
    if (changed('metadata', metadata, fields) === undefined) return [];
    const edit = changed('metadata', metadata, { ...fields, annotator, updatedAt: at });
    return edit === undefined ? [] : [edit];
  });
  const portions: Edit[][] = [];
  for (let from = 0; from < edits.length; from += mostAtOnce) portions.push(edits.slice(from, from + mostAtOnce));
  return portions;
}

function said(value: string | null, read: string | null): string | null {
  if (value === null) return null;
  const trimmed = value.replace(/\s+/g, ' ').trim();
  return trimmed === (read ?? '') ? null : trimmed;
}

const nothingSaid = Object.fromEntries(metaFields.map((field) => [field, null])) as Record<MetaField, null>;
