import { type Entry, type Meta, noMeta } from '#shared/model/article.ts';
import { metaFields } from '#shared/model/metadata.ts';
import type { ReadArticle } from '../extract/job.ts';

/** An article's row without its text. */
export interface ArticleRow {
  n: number;
  id: string;
  path: string;
  file: string;
  part: string | null;
  bytes: number;
  source_sha256: string;
  text_sha256: string;
  length: number;
  title: string | null;
  outlet: string | null;
  published: string | null;
  page: string | null;
  section: string | null;
  byline: string | null;
  translator: string | null;
  language: string | null;
  url: string | null;
  encoding: string | null;
  notices: string | null;
  duplicate_of: string | null;
  near: string | null;
}

const fields = ['n', 'id', 'path', 'file', 'part', 'bytes', 'source_sha256', 'text_sha256', 'length'] as const;
const columns = [...fields, ...metaFields, 'encoding', 'notices', 'duplicate_of', 'near'] as const;

/** Columns of an article with those of its file, for `entryOfValues`. */
export const entryColumns = [
  ...columns.map((name) => `a.${name}`),
  'f.extractor',
  'f.failure_code',
  'f.failure_message',
].join(', ');
export const articleColumns = columns.join(', ');

export type Values = (string | number | null)[];

export const rowOfValues = (values: Values): ArticleRow =>
  Object.fromEntries(columns.map((name, i) => [name, values[i]])) as unknown as ArticleRow;

/** What an entry says of the file that it is from. */
export interface FileFacts {
  readonly extractor: string | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
}

export function entryOfValues(values: Values): Entry {
  const [extractor, code, message] = values.slice(columns.length) as (string | null)[];
  const failure = code != null ? { code, message: message ?? '' } : null;
  return entryOf(rowOfValues(values), { extractor: extractor ?? null, failure });
}

/** A row as the list shows it. Of a file that cannot be read at all, articles stay with what is known of them. */
export function entryOf(row: ArticleRow, { extractor, failure }: FileFacts): Entry {
  const failed = failure !== null && extractor === null;
  return {
    id: row.id,
    path: row.path,
    ...(row.part === null ? {} : { file: row.file }),
    bytes: row.bytes,
    sourceSha256: failed ? null : row.source_sha256,
    textSha256: failed ? null : row.text_sha256,
    length: row.length,
    meta: metaOf(row),
    duplicateOf: failed ? null : row.duplicate_of,
    failure: failed ? failure : null,
    notices: failed || row.notices === null ? [] : JSON.parse(row.notices),
    ...(extractor === null
      ? {}
      : { read: { extractor, encoding: row.encoding === null ? null : JSON.parse(row.encoding) } }),
    ...(row.near === null ? {} : { near: row.near }),
  };
}

const metaOf = (row: ArticleRow): Meta => {
  const meta = { ...noMeta };
  for (const name of metaFields) meta[name] = row[name];
  return meta;
};

/** A file that cannot be read, or not to its end, as the list shows it. */
export const failedEntry = (
  id: string,
  path: string,
  bytes: number,
  failure: { readonly code: string; readonly message: string },
): Entry => ({
  id,
  path,
  bytes,
  sourceSha256: null,
  textSha256: null,
  length: 0,
  meta: noMeta,
  duplicateOf: null,
  failure: { ...failure },
  notices: [],
});

/** The row of an article that was read, without its number. */
export function rowOfArticle(
  { part, bytes, sourceSha256, textSha256, text, meta, encoding, notices }: ReadArticle,
  at: Pick<ArticleRow, 'id' | 'path' | 'file' | 'duplicate_of'>,
): Omit<ArticleRow, 'n'> {
  const { title, outlet, published, page, section, byline, translator, language, url } = meta;
  return {
    ...at,
    part,
    bytes,
    source_sha256: sourceSha256,
    text_sha256: textSha256,
    length: text.length,
    ...{ title, outlet, published, page, section, byline, translator, language, url },
    encoding: encoding === null ? null : JSON.stringify(encoding),
    notices: notices.length === 0 ? null : JSON.stringify(notices),
    near: null,
  };
}
