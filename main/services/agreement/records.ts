import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Change } from '#shared/changes/change.ts';
import { apply } from '#shared/changes/edits.ts';
import { readLine } from '#shared/changes/journal-line.ts';
import { Failure } from '#shared/contract/failure.ts';
import { type Annotator, annotatorSchema } from '#shared/model/annotator.ts';
import { type Article, articleSchema } from '#shared/model/article.ts';
import { addTo } from '#shared/model/groups.ts';
import type { AnyRecord } from '#shared/model/kinds.ts';
import { type Source, sourceSchema } from '#shared/model/source.ts';
import type { Span } from '#shared/model/span.ts';
import { sha256 } from '../files/hash.ts';
import type { Merged } from './merge.ts';
import type { WriterRows } from './read-writer.ts';
import { C, E, flags, hashOf } from './rows.ts';

/** Who annotates, by id: as the changes say, and where they do not, as the journals' headers do. */
export function annotatorsIn(merged: Merged): Map<string, Annotator> {
  const found = replayed(merged, ({ annotators }) => annotators);
  const annotators = new Map<string, Annotator>();
  for (const [id, record] of found) {
    const parsed = annotatorSchema.safeParse(record);
    if (parsed.success && parsed.data.id === id) annotators.set(id, parsed.data);
  }
  for (const { annotator } of merged.writers)
    if (annotator !== null && !annotators.has(annotator.id)) annotators.set(annotator.id, annotator);
  return annotators;
}

/** The bindings of annotated articles to their files, by id. */
export function bindingsIn(merged: Merged): Map<string, Article> {
  const articles = new Map<string, Article>();
  for (const [id, record] of replayed(merged, ({ bindings }) => bindings)) {
    const parsed = articleSchema.safeParse(record);
    if (parsed.success && parsed.data.id === id) articles.set(id, parsed.data);
  }
  return articles;
}

/** How people want files to be read. */
export function sourcesIn(merged: Merged): Source[] {
  return [...replayed(merged, ({ sources }) => sources)].flatMap(([id, record]) => {
    const parsed = sourceSchema.safeParse(record);
    return parsed.success && parsed.data.id === id ? [parsed.data] : [];
  });
}

/** Records that the writers' rows keep the edits of, as all changes in the order of the clocks leave them. */
function replayed(merged: Merged, kept: (writer: WriterRows) => WriterRows['annotators']): Map<string, AnyRecord> {
  const edits = new Map<number, Change['edits']>();
  merged.writers.forEach((rows, writer) => {
    for (const { change, edit } of kept(rows)) addTo(edits, merged.changeOf(writer, change), edit);
  });
  const found = new Map<string, AnyRecord>();
  merged.eachChange((change) => {
    for (const edit of edits.get(change) ?? []) replay(found, edit);
  });
  return found;
}

/** The whole spans that rows hold, by row; read from the journals again. */
export async function spansOfRows(merged: Merged, rows: readonly number[]): Promise<Map<number, Span>> {
  const { edits } = merged;
  const keyOf = (high: number, low: number) => `${high} ${low}`;
  const wanted = new Map(rows.map((row) => [keyOf(edits.get(row, E.id), edits.get(row, E.id + 1)), row]));
  const found = new Map<string, AnyRecord>();
  const isWanted = (_: number, first: number, end: number) => {
    for (let row = first; row < end; row++) {
      if ((edits.get(row, E.sets) & flags.isReading) !== 0) continue;
      if (wanted.has(keyOf(edits.get(row, E.id), edits.get(row, E.id + 1)))) return true;
    }
    return false;
  };
  await eachReadAgain(merged, isWanted, (change) => {
    for (const edit of change.edits) if (edit.kind === 'span') replay(found, edit);
  });
  const spans = new Map<number, Span>();
  for (const [id, record] of found) {
    const { high, low } = hashOf(id);
    const row = wanted.get(keyOf(high, low));
    if (row !== undefined) spans.set(row, record as Span);
  }
  return spans;
}

function replay(records: Map<string, AnyRecord>, edit: Change['edits'][number]): void {
  const after = apply(records.get(edit.id), edit);
  if (after === undefined) records.delete(edit.id);
  else records.set(edit.id, after);
}

/** Reads some changes again, in the order of the clocks. @throws Failure when a journal is not what it was */
async function eachReadAgain(
  merged: Merged,
  isWanted: (change: number, first: number, end: number) => boolean,
  each: (change: Change) => void,
): Promise<void> {
  const wanted: { change: number; writer: WriterRows }[] = [];
  merged.eachChange((change, first, end, writer) => {
    if (isWanted(change, first, end)) wanted.push({ change, writer: merged.writers[writer]! });
  });
  const handles = new Map<string, Awaited<ReturnType<typeof open>>>();
  const chunk = Buffer.alloc(64 * 1024);
  try {
    for (const { change, writer } of wanted) {
      const byte = merged.changes.get(change, C.byteHigh) * 2 ** 32 + merged.changes.get(change, C.byte);
      const { name, from } = writer.files.findLast((file) => file.from <= byte)!;
      const path = join(writer.folder, name);
      const handle = handles.get(path) ?? (await open(path, 'r'));
      handles.set(path, handle);
      const parts: Buffer[] = [];
      for (let at = byte - from; ; ) {
        const { bytesRead } = await handle.read(chunk, 0, chunk.length, at);
        const end = chunk.subarray(0, bytesRead).indexOf(10);
        parts.push(Buffer.from(chunk.subarray(0, end === -1 ? bytesRead : end)));
        at += bytesRead;
        if (end !== -1 || bytesRead === 0) break;
      }
      const line = readLine(Buffer.concat(parts).toString('utf8').replace(/\r$/, ''), sha256);
      const { high, low } = hashOf('change' in line ? line.change.id : '');
      if (
        !('change' in line) ||
        high !== merged.changes.get(change, C.id) ||
        low !== merged.changes.get(change, C.id + 1)
      )
        throw new Failure(
          'damaged',
          `The journal ${path} was changed by another program meanwhile. Run the command again.`,
        );
      each(line.change);
    }
  } finally {
    for (const handle of handles.values()) await handle.close();
  }
}
