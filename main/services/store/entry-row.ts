import { type Entry, type Meta, noMeta, type Provenance } from '#shared/model/article.ts';
import { metaFields } from '#shared/model/metadata.ts';
import type { PackedArticle } from '../extract/packed.ts';

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

/** Written out in the order of `columns`: a hundred thousand rows made from pairs take four times as long. */
export function rowOfValues(values: Values): ArticleRow {
  return {
    n: values[0],
    id: values[1],
    path: values[2],
    file: values[3],
    part: values[4],
    bytes: values[5],
    source_sha256: values[6],
    text_sha256: values[7],
    length: values[8],
    title: values[9],
    outlet: values[10],
    published: values[11],
    page: values[12],
    section: values[13],
    byline: values[14],
    translator: values[15],
    language: values[16],
    url: values[17],
    encoding: values[18],
    notices: values[19],
    duplicate_of: values[20],
    near: values[21],
  } as ArticleRow;
}

/** What an entry says of the file that it is from. */
export interface FileFacts {
  readonly extractor: string | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
}

export function entryOfValues(values: Values): Entry {
  const first = columns.length;
  const extractor = values[first] as string | null;
  const code = values[first + 1] as string | null;
  const failure = code === null ? null : { code, message: (values[first + 2] as string | null) ?? '' };
  return entryOf(rowOfValues(values), { extractor, failure });
}

/** How most files are read; its row says 0 where it is packed. */
const plainEncoding = JSON.stringify({ name: 'utf-8', sure: true, chosen: false } satisfies Provenance['encoding']);

/**
 * Rows of a query as the bytes of one text, for `entriesOf`: the database gives a hundred thousand of them in a quarter
 * of the time that their single values take, and bytes go from thread to thread as they are.
 */
export const packedEntries = `CAST(json_group_array(json_array(${entryColumns
  .replace('a.file,', 'nullif(a.file, a.path),')
  .replace('a.text_sha256,', 'nullif(a.text_sha256, a.source_sha256),')
  .replace('a.encoding,', `CASE a.encoding WHEN '${plainEncoding}' THEN 0 ELSE a.encoding END,`)})) AS BLOB)`;
const place = (name: (typeof columns)[number]) => columns.indexOf(name);
const encodingPlace = place('encoding');
/** What is left out where it is the same as another. */
const same = [
  [place('file'), place('path')],
  [place('text_sha256'), place('source_sha256')],
] as const;

/** What `packedEntries` gives for no rows at all. */
export const noEntries = new TextEncoder().encode('[]');

/** The rows that `packedEntries` has put together. */
export function entriesOf({ buffer, byteOffset, byteLength }: Uint8Array): Entry[] {
  const rows = JSON.parse(Buffer.from(buffer, byteOffset, byteLength).toString()) as Values[];
  for (const values of rows) {
    for (const [column, other] of same) values[column] ??= values[other]!;
    if (values[encodingPlace] === 0) values[encodingPlace] = plainEncoding;
  }
  return rows.map(entryOfValues);
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
      : { read: { extractor, encoding: row.encoding === null ? null : encodingOf(row.encoding) } }),
    ...(row.near === null ? {} : { near: row.near }),
  };
}

/** Few encodings are those of many files. */
const encodings = new Map<string, Provenance['encoding']>();
function encodingOf(json: string): Provenance['encoding'] {
  const known = encodings.get(json);
  if (known !== undefined) return known;
  const encoding = JSON.parse(json) as Provenance['encoding'];
  encodings.set(json, encoding);
  return encoding;
}

const metaOf = ({ title, outlet, published, page, section, byline, translator, language, url }: ArticleRow): Meta => ({
  ...{ title, outlet, published, page, section, byline, translator, language, url },
});

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
  { part, bytes, sourceSha256, textSha256, length, meta, encoding, notices }: PackedArticle,
  { id, path, file, duplicate_of }: Pick<ArticleRow, 'id' | 'path' | 'file' | 'duplicate_of'>,
): Omit<ArticleRow, 'n'> {
  // Each by its name: gathering them from several objects takes as long as the database does with them.
  return {
    id,
    path,
    file,
    part,
    bytes,
    source_sha256: sourceSha256,
    text_sha256: textSha256,
    length,
    title: meta.title,
    outlet: meta.outlet,
    published: meta.published,
    page: meta.page,
    section: meta.section,
    byline: meta.byline,
    translator: meta.translator,
    language: meta.language,
    url: meta.url,
    encoding,
    notices: notices.length === 0 ? null : JSON.stringify(notices),
    duplicate_of,
    near: null,
  };
}
