import type { Kind, RecordOf } from '#shared/model/kinds.ts';
import type { Span } from '#shared/model/span.ts';
import type { Current } from './current.ts';
import { databaseNoun, recordOf, spanOf } from './db.ts';
import { bulkDeadline, within } from './deadline.ts';

/** Reading what no list on the screen follows, straight from the open project's database; empty while none is open. */
export interface LookUp {
  /** One record as it is now. Rejects when the database does not answer. */
  readRecord<K extends Kind>(kind: K, id: string): Promise<RecordOf[K] | undefined>;
  /** Everybody's spans in one article, in no order. Rejects when the database does not answer. */
  readSpansIn(article: string): Promise<Span[]>;
  /** Everybody's spans in some articles, in no order. Rejects when the database does not answer. */
  readSpansOf(articles: readonly string[]): Promise<Span[]>;
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
const articlesAtOnce = 200;

/** @param operation milliseconds that one operation of the database may take */
export function createLookUp(current: Current, operation: number): LookUp {
  return {
    async readRecord(kind, id) {
      const here = current.get();
      const row = here && (await within(operation, here.db.tableOf(kind).get(id), databaseNoun));
      return row === undefined ? undefined : recordOf(kind, row);
    },
    async readSpansIn(article) {
      const here = current.get();
      const rows =
        here && (await within(operation, here.db.spans.where('article').equals(article).toArray(), databaseNoun));
      return (rows ?? []).map(spanOf);
    },
    async readSpansOf(articles) {
      const here = current.get();
      const spans: Span[] = [];
      for (let i = 0; here !== undefined && i < articles.length; i += articlesAtOnce) {
        const some = articles.slice(i, i + articlesAtOnce);
        const rows = await within(bulkDeadline, here.db.spans.where('article').anyOf(some).toArray(), databaseNoun);
        for (const row of rows) spans.push(spanOf(row));
      }
      return spans;
    },
    async lookThroughSpans(visit) {
      const here = current.get();
      let after = '';
      while (here !== undefined && !here.closed) {
        const rows = await within(
          bulkDeadline,
          here.db.spans.where('id').above(after).limit(portion).toArray(),
          databaseNoun,
        );
        for (const row of rows) if (visit(spanOf(row)) === false) return;
        if (rows.length < portion) return;
        after = rows.at(-1)?.id ?? after;
        await new Promise((resolve) => requestIdleCallback(resolve, { timeout: idleAtMost }));
      }
    },
  };
}
