import type { Span } from '#shared/model/span.ts';
import { isOwnOf } from '#shared/review/side.ts';
import type { Current } from './current.ts';
import { databaseNoun, spanOf } from './db.ts';
import { within } from './deadline.ts';
import { readSpanRows } from './read-records.ts';

/**
 * Where statements were found in texts, so that counting what waits in a corpus need not read it again. Kept with the
 * open project's database; failures are logged, never thrown.
 */
export interface PassageMemory {
  /**
   * The passages of texts that are remembered, by the SHA-256 of the text: starts and ends in turn.
   * @param version of what found them; those that another version found are not answered
   */
  readPassages(texts: readonly string[], version: string): Promise<ReadonlyMap<string, Uint32Array>>;
  writePassages(found: ReadonlyMap<string, Uint32Array>, version: string): Promise<void>;
  /** Forgets the passages of all other texts: those of articles that are gone or were corrected. */
  keepPassages(texts: ReadonlySet<string>): Promise<void>;
  /** What an annotator has marked in some articles; undefined when it cannot be read. */
  readSpansBy(annotator: string, articles: readonly string[]): Promise<Span[] | undefined>;
}

/** @param operation milliseconds that one operation of the database may take */
export function createPassageMemory(current: Current, operation: number): PassageMemory {
  return {
    async readPassages(texts, version) {
      try {
        const here = current.get();
        const rows = here ? await within(operation, here.db.passages.bulkGet([...texts]), databaseNoun) : [];
        return new Map(rows.flatMap((row) => (row?.version === version ? [[row.text, row.ranges] as const] : [])));
      } catch (error) {
        console.error('The passages that were found before could not be read', error);
        return new Map();
      }
    },
    async writePassages(found, version) {
      try {
        const rows = [...found].map(([text, ranges]) => ({ text, version, ranges }));
        const here = current.get();
        if (here) await within(operation, here.db.passages.bulkPut(rows), databaseNoun);
      } catch (error) {
        console.error('The passages that were found could not be remembered', error);
      }
    },
    async keepPassages(texts) {
      try {
        const here = current.get();
        if (here === undefined) return;
        const there = await within(operation, here.db.passages.toCollection().primaryKeys(), databaseNoun);
        const gone = there.filter((text) => !texts.has(text));
        if (gone.length > 0) await within(operation, here.db.passages.bulkDelete(gone), databaseNoun);
      } catch (error) {
        console.error('The passages of texts that are gone could not be forgotten', error);
      }
    },
    async readSpansBy(annotator, articles) {
      try {
        const here = current.get();
        if (here === undefined) return undefined;
        const rows = await within(operation, readSpanRows(here.db, 'article', articles), databaseNoun);
        return rows.filter((row) => isOwnOf(row, annotator)).map(spanOf);
      } catch (error) {
        console.error('The spans of articles could not be read', error);
        return undefined;
      }
    },
  };
}
