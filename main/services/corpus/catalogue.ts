import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { entrySchema } from '#shared/model/article.ts';
import { writeFileAtomic } from '../files/atomic-write.ts';
import { explain, systemCode } from '../files/explain.ts';

/*
 * What is known of each file, kept between runs so that only new and changed files are read. A cache: it may be
 * deleted, and a damaged one or one of another version is left aside.
 */

const format = 'rapporteur.catalogue/1';
const headSchema = z.object({ format: z.literal(format), rows: z.int().min(0) });

const rowSchema = z.object({
  entry: entrySchema,
  /** Milliseconds since 1970: the file's times, and when it was read. Null times: read it again. */
  mtime: z.number().nullable(),
  ctime: z.number().nullable(),
  readAt: z.number(),
  /** The reader's version; null when the file could not be read. */
  extractor: z.string().nullable(),
  lines: z.array(z.string()),
});
export type Row = z.infer<typeof rowSchema>;

export interface LoadedCatalogue {
  readonly rows: Row[];
  /** What the person should know, null when all is well. */
  readonly notice: string | null;
}

const fileOf = (cacheDir: string) => join(cacheDir, 'catalogue.jsonl');

/** The rows kept in `cacheDir`. A missing, older, newer or damaged catalogue counts as empty; damage is told. */
export async function loadCatalogue(cacheDir: string): Promise<LoadedCatalogue> {
  let text: string;
  try {
    text = await readFile(fileOf(cacheDir), 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return { rows: [], notice: null };
    return {
      rows: [],
      notice: `The list of articles kept from last time cannot be read (${explain(error).words}); all files are read again.`,
    };
  }
  const damaged = {
    rows: [],
    notice: 'The list of articles kept from last time was damaged; all files are read again.',
  };
  const lines = text.split('\n');
  const head = parse(lines[0] ?? '');
  // Another version's is no damage: what it knows is found again.
  if (typeof head === 'object' && head !== null && 'format' in head && head.format !== format)
    return { rows: [], notice: null };
  const known = headSchema.safeParse(head);
  if (!known.success || lines.length < known.data.rows + 1) return damaged;
  const rows: Row[] = [];
  for (const line of lines.slice(1, known.data.rows + 1)) {
    const row = rowSchema.safeParse(parse(line));
    if (!row.success) return damaged;
    rows.push(row.data);
  }
  return { rows, notice: null };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** Keeps the rows for the next run, replacing the file whole; throws the system's error. */
export async function saveCatalogue(cacheDir: string, rows: readonly Row[]): Promise<void> {
  await mkdir(cacheDir, { recursive: true });
  await writeFileAtomic(fileOf(cacheDir), serialize(rows));
}

/** In pieces of some size: a string of all rows could be hundreds of MB, and a write for each row is slow. */
function* serialize(rows: readonly Row[]): Generator<string> {
  let part = `${JSON.stringify({ format, rows: rows.length })}\n`;
  for (const row of rows) {
    part += `${JSON.stringify(row)}\n`;
    if (part.length > 1_000_000) {
      yield part;
      part = '';
    }
  }
  yield part;
}
