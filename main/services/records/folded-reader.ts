import type { Positions } from '#shared/contract/contract.ts';
import { groupBy } from '#shared/model/groups.ts';
import { type AnyRecord, type Kind, kinds, type RecordOf } from '#shared/model/kinds.ts';
import { toBytes } from '../files/byte-text.ts';
import type { Records } from '../journal/fold.ts';
import { type ListsOf, noListsOf, type RecordsReader } from './read.ts';

/** Reads records that are held in memory, where there is no database of them. */
export function foldedReader({
  records,
  invalid,
  positions,
}: {
  records: Records;
  invalid: string[];
  positions: Positions;
}): RecordsReader {
  const list = kinds.flatMap((kind) => [...records[kind].values()].map((record) => ({ kind, record })));
  let byArticle: Map<string | undefined, typeof list> | null = null;
  const asRow = ({ kind, record }: { kind: Kind; record: AnyRecord }) => ({ kind, json: JSON.stringify(record) });
  return {
    count: () => list.length,
    page(after, limit) {
      const end = after + limit;
      return { records: list.slice(after, end).map(asRow), next: end < list.length ? end : null };
    },
    all: <K extends Kind>(kind: K) => [...(records[kind] as Map<string, RecordOf[K]>).values()],
    about<K extends Kind>(articles: readonly string[], of: readonly K[]) {
      byArticle ??= groupBy(list, articleOf);
      const found = new Map<string, ListsOf<K>>();
      for (const article of articles) {
        const lists = noListsOf(of);
        for (const { kind, record } of byArticle.get(article) ?? []) {
          if (!(kind in lists)) continue;
          const json = toBytes(JSON.stringify(record));
          lists[kind as K] = lists[kind as K] === '' ? json : `${lists[kind as K]},${json}`;
        }
        found.set(article, lists);
      }
      return found;
    },
    articlesWithSpans: () => new Set([...records.span.values()].map(({ article }) => article)),
    invalid: () => invalid,
    positions: () => positions,
    close() {},
  };
}

function articleOf({ kind, record }: { kind: Kind; record: AnyRecord }): string | undefined {
  const { id, article } = record as { id: string; article?: string };
  return kind === 'article' || kind === 'metadata' ? id : article;
}
