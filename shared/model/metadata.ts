import { z } from 'zod';
import type { Meta } from './article.ts';

/** The facts of an article that can be corrected, in the order in which people read them. */
export const metaFields = [
  'title',
  'outlet',
  'published',
  'page',
  'section',
  'byline',
  'translator',
  'language',
  'url',
] as const satisfies readonly (keyof Meta)[];
export type MetaField = (typeof metaFields)[number];

/** What a person has said: null, nothing, so that what was read from the file holds; '', that there is none. */
const said = z.string().max(2000).nullable();

/** Corrections of what was read about one article; the id is the article's. The file itself is never touched. */
export const metadataSchema = z.object({
  id: z.string().min(1),
  title: said,
  outlet: said,
  /** ISO 8601 date or date-time. */
  published: said,
  page: said,
  section: said,
  byline: said,
  translator: said,
  /** ISO 639-1. */
  language: said,
  url: said,
  annotator: z.string().min(1),
  updatedAt: z.iso.datetime(),
});
export type Metadata = z.infer<typeof metadataSchema>;

/** What holds of an article: what a person has said, else what was read from its file. */
export function correctedMeta(read: Meta, metadata: Metadata | null | undefined): Meta {
  if (metadata === null || metadata === undefined) return read;
  const meta = { ...read };
  for (const field of metaFields) {
    const value = metadata[field];
    if (value !== null) meta[field] = value === '' ? null : value;
  }
  return meta;
}
