import { z } from 'zod';
import { rangeFields } from './range.ts';

/** What is known of an article besides its text; a field nobody could find is null. */
export const metaSchema = z.object({
  title: z.string().nullable(),
  outlet: z.string().nullable(),
  /** ISO 8601 date or date-time. */
  published: z.string().nullable(),
  page: z.string().nullable(),
  section: z.string().nullable(),
  byline: z.string().nullable(),
  translator: z.string().nullable(),
  /** ISO 639-1. */
  language: z.string().nullable(),
  url: z.string().nullable(),
});
export type Meta = z.infer<typeof metaSchema>;

export const noMeta: Meta = {
  title: null,
  outlet: null,
  published: null,
  page: null,
  section: null,
  byline: null,
  translator: null,
  language: null,
  url: null,
};

export const blockKinds = [
  'section',
  'headline',
  'byline',
  'dateline',
  'subheading',
  'paragraph',
  'list',
  'caption',
  'boilerplate',
] as const;
export type BlockKind = (typeof blockKinds)[number];

/**
 * A block of the canonical text. Blocks are in order, never empty, never overlap and begin and end on
 * something other than white space; what lies between two blocks is white space only.
 */
export const blockSchema = z.object({ ...rangeFields, kind: z.enum(blockKinds) });
export type Block = z.infer<typeof blockSchema>;

/**
 * The binding of an annotated article to its file, as a journal keeps it: written with the first annotation, so that
 * annotations still know their text when the catalogue (a cache) is gone or the file has been renamed.
 */
export const articleSchema = z.object({
  id: z.string().min(1),
  /** Relative to the corpus folder, `/` between the parts. */
  path: z.string(),
  sourceSha256: z.string(),
  textSha256: z.string(),
  /** UTF-16 code units of that text: agreement by chance depends on it. Bindings of earlier versions do not say. */
  length: z.int().min(0).nullish(),
  title: z.string().nullable(),
});
export type Article = z.infer<typeof articleSchema>;

/** How a file came to its text. */
export const provenanceSchema = z.object({
  /** Which extractor, and its version, e.g. `docx/1`. */
  extractor: z.string(),
  /** For files whose bytes do not say it themselves. `sure` is false for a guess, `chosen` true when a person said so. */
  encoding: z.object({ name: z.string(), sure: z.boolean(), chosen: z.boolean() }).nullable(),
});
export type Provenance = z.infer<typeof provenanceSchema>;

/** Where a page of a printed source begins: UTF-16 code units of the canonical text. */
export const pageMarkSchema = z.object({ start: z.int().min(0), label: z.string() });
export type PageMark = z.infer<typeof pageMarkSchema>;

/** A row of the catalogue: an article as the corpus knows it without its text, or a file that could not be read. */
export const entrySchema = z.object({
  id: z.string().min(1),
  path: z.string(),
  /**
   * The file on the disk where that holds several articles; `path` is then the file's, a `/` and the part's name, which
   * no file of the disk can have. Null or absent: the file is the article, and `path` is its own.
   */
  file: z.string().nullish(),
  bytes: z.int().min(0),
  sourceSha256: z.string().nullable(),
  textSha256: z.string().nullable(),
  /** UTF-16 code units of the canonical text. */
  length: z.int().min(0),
  meta: metaSchema,
  /** Another path with the same bytes, listed earlier: this row opens that article. */
  duplicateOf: z.string().nullable(),
  /** Why the file cannot be annotated, for the person to read; null when it can. */
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** What the reader of the file did that the person should know, e.g. a guessed encoding. */
  notices: z.array(z.string()),
  read: provenanceSchema.nullish(),
  /** What nearly the same texts have in common: the id of one of them. Null or absent: there is no other. */
  near: z.string().nullish(),
  /**
   * The file has changed, or has come, and is still to be read: the rest is what was known before it. A file of which
   * nothing was known has no text and only a passing id, which ends when it has been read.
   */
  pending: z.boolean().nullish(),
});
export type Entry = z.infer<typeof entrySchema>;

/** Begins the passing ids of files that have not been read yet; nothing is kept under them. */
export const passingIds = 'u_';
export const isPassingId = (id: string): boolean => id.startsWith(passingIds);
