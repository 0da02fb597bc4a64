import { z } from 'zod';

/** Where rows of a table have what an article has: the column's name, or null. */
export const columnsSchema = z.object({
  text: z.string(),
  title: z.string().nullable(),
  published: z.string().nullable(),
  outlet: z.string().nullable(),
  byline: z.string().nullable(),
  section: z.string().nullable(),
  page: z.string().nullable(),
  language: z.string().nullable(),
  url: z.string().nullable(),
  /** What names a row, so that it stays the same article when rows are added before it. */
  id: z.string().nullable(),
});
export type Columns = z.infer<typeof columnsSchema>;

/**
 * How a person wants files to be read: the encoding of one file (id `file:<path>`), or the columns of all tables of the
 * folder with the same heads (id `columns:<signature>`).
 */
export const sourceSchema = z.object({
  id: z.string().min(1).max(4200),
  /** A name that the web's encoding standard knows; null: as guessed. */
  encoding: z.string().max(40).nullable(),
  columns: columnsSchema.nullable(),
  annotator: z.string().min(1),
  updatedAt: z.iso.datetime(),
});
export type Source = z.infer<typeof sourceSchema>;

export const fileSource = (path: string): string => `file:${path}`;
export const columnsSource = (signature: string): string => `columns:${signature}`;
