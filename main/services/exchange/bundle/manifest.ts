import { z } from 'zod';
import { positionsSchema } from '#shared/contract/contract.ts';
import { annotatorSchema } from '#shared/model/annotator.ts';
import { articleSchema } from '#shared/model/article.ts';

/*
 * A `.rapporteur` bundle is a zip; docs/bundle-format.md tells other programs what is in it. Everything here is read by
 * somebody else's version of the app: fields are added, never changed, and what cannot be added is a new format.
 */

export const bundleFormat = 'rapporteur.bundle/1';

/** The entries that every bundle has; the files of articles are in `articles/`. */
export const names = {
  manifest: 'manifest.json',
  codebook: 'codebook.json',
  changes: 'changes.jsonl',
  articles: 'articles.jsonl',
} as const;

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const size = z.int().min(0);

export const manifestSchema = z.object({
  format: z.literal(bundleFormat),
  /** Made of everything else in the manifest. */
  id: z.string().regex(/^[\w.-]{1,100}$/),
  madeAt: z.iso.datetime(),
  /** Null: a script made it. */
  by: annotatorSchema.nullable(),
  /** The version of the app. */
  app: z.string(),
  corpus: z.object({ id: z.string(), name: z.string() }),
  codebook: z.object({ name: z.string(), version: z.int(), sha256: sha256Schema }),
  /** Everybody whom the journals name. */
  annotators: z.array(annotatorSchema),
  range: z.object({
    /** Article ids; null: the whole folder. */
    articles: z.array(z.string()).nullable(),
    /** Annotator ids, or `adjudicated`; null: everybody. */
    annotators: z.array(z.string()).nullable(),
    /** Only what was changed since a bundle that was made at this time; null: everything. */
    since: z.iso.datetime().nullable(),
  }),
  counts: z.object({
    changes: size,
    articles: size,
    texts: size,
    /** By kind, what there is of it after the changes. */
    records: z.record(z.string(), size),
  }),
  /** How far each journal went. */
  positions: positionsSchema,
  /** Everything in the zip but the manifest itself. */
  entries: z.array(z.object({ name: z.string().min(1), bytes: size, sha256: sha256Schema })),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** A line of `articles.jsonl`. */
export const articleRowSchema = articleSchema.extend({
  /** The entry with the article's original bytes, whose SHA-256 is `sourceSha256`; null: they did not come along. */
  file: z.string().nullable(),
});
export type ArticleRow = z.infer<typeof articleRowSchema>;

const MB = 1024 ** 2;
const GB = 1024 ** 3;

/** What a bundle may come to; more is not read. Sizes are bytes after unpacking. */
export const limits = {
  entries: 100_000,
  total: 16 * GB,
  manifest: 64 * MB,
  codebook: 16 * MB,
  articles: 256 * MB,
  changes: 4 * GB,
  /** One article file. */
  text: 64 * MB,
  /** An entry may unpack to so many times its size in the zip, once it is larger than `unsuspicious`. */
  ratio: 200,
  unsuspicious: 16 * MB,
} as const;
