import type { Kind, RecordOf } from '#shared/model/kinds.ts';
import type { Span } from '#shared/model/span.ts';
import type { Current } from './current.ts';
import { databaseNoun, type SpanRow, spanOf, type TallyRow } from './db.ts';
import { bulkDeadline, within } from './deadline.ts';
import { type Portion, packedAfter } from './packs.ts';
import { readRecord, readSpanRows, readTallies } from './read-records.ts';

/** Reading what no list on the screen follows, straight from the open project's database; empty while none is open. */
export interface LookUp {
  /** One record as it is now. Rejects when the database does not answer. */
  readRecord<K extends Kind>(kind: K, id: string): Promise<RecordOf[K] | undefined>;
  /** Everybody's spans in one article, in no order. Rejects when the database does not answer. */
  readSpansIn(article: string): Promise<Span[]>;
  /** Everybody's spans in some articles, in no order. Rejects when the database does not answer. */
  readSpansOf(articles: readonly string[]): Promise<Span[]>;
  /** How many spans each of what it is about has, in no order; see `TallyRow`. Rejects when the database does not answer. */
  readTallies(about: TallyRow['about']): Promise<TallyRow[]>;
  /**
   * Goes through all spans once, a portion at a time, so that the window stays quick; what is written meanwhile may be
   * seen or not. Ends early when `visit` answers false. Rejects when the database does not answer.
   */
  lookThroughSpans(visit: (span: Span) => boolean | undefined): Promise<void>;
}

/** How many spans are read at a time. */
const portion = 1000;
/** Milliseconds that the next portion waits for whoever types or scrolls. */
const idleAtMost = 200;
/** The same of spans in packs. */
const packsAtOnce = 10;
const articlesAtOnce = 200;
const idle = () => new Promise((resolve) => requestIdleCallback(resolve, { timeout: idleAtMost }));

/** @param operation milliseconds that one operation of the database may take */
export function createLookUp(current: Current, operation: number): LookUp {
  return {
    async readRecord(kind, id) {
      const here = current.get();
      return here && (await within(operation, readRecord(here.db, kind, id), databaseNoun));
    },
    async readSpansIn(article) {
      const here = current.get();
      const rows = here && (await within(operation, readSpanRows(here.db, 'article', [article]), databaseNoun));
      return (rows ?? []).map(spanOf);
    },
    async readSpansOf(articles) {
      const here = current.get();
      const spans: Span[] = [];
      for (let i = 0; here !== undefined && i < articles.length; i += articlesAtOnce) {
        const some = articles.slice(i, i + articlesAtOnce);
        const rows = await within(bulkDeadline, readSpanRows(here.db, 'article', some), databaseNoun);
        for (const row of rows) spans.push(spanOf(row));
      }
      return spans;
    },
    async readTallies(about) {
      const here = current.get();
      return here === undefined ? [] : within(bulkDeadline, readTallies(here.db, about), databaseNoun);
    },
    async lookThroughSpans(visit) {
      const here = current.get();
      const visited = (rows: readonly SpanRow[]) => rows.every((row) => visit(spanOf(row)) !== false);
      // Rows of their own come first: a span may leave its pack meanwhile, but never goes into one.
      for (let after: string | null = ''; after !== null && here !== undefined && !here.closed; await idle()) {
        const read = here.db.spans.where('id').above(after).limit(portion).toArray();
        const rows: SpanRow[] = await within(bulkDeadline, read, databaseNoun);
        if (!visited(rows)) return;
        after = rows.length < portion ? null : (rows.at(-1)?.id ?? null);
      }
      for (let after: number | null = -1; after !== null && here !== undefined && !here.closed; await idle()) {
        const read: Promise<Portion<SpanRow, number>> = packedAfter<SpanRow>(here.db, 'span', after, packsAtOnce);
        const { rows, next } = await within(bulkDeadline, read, databaseNoun);
        if (!visited(rows)) return;
        after = next;
      }
    },
  };
}
