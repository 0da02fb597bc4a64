import { groupBy } from '#shared/model/groups.ts';
import { sameJson } from '#shared/model/json.ts';

/**
 * Follows a list of records: each article's are the same array as before as long as they are the same records, so that
 * what is made of them need not be made again. A list that was read again has other objects that say the same.
 */
export function createByArticle<T extends { id: string; article: string }>(): (
  records: readonly T[],
) => ReadonlyMap<string, readonly T[]> {
  let before: ReadonlyMap<string, readonly T[]> = new Map();
  return (records) => {
    const now = new Map<string, readonly T[]>();
    for (const [article, group] of groupBy(records, (record) => record.article)) {
      const old = before.get(article);
      const same = old?.length === group.length && group.every((record, i) => sameRecord(record, old[i]!));
      now.set(article, same ? old : group);
    }
    before = now;
    return now;
  };
}

const sameRecord = <T extends { id: string }>(a: T, b: T): boolean => a === b || (a.id === b.id && sameJson(a, b));
