import type { BlockRole } from '#shared/model/block-role.ts';

/** A line that people have said something of, or a block of one article only. */
export interface TaughtLine {
  key: string;
  /** Null: it holds in its article only. */
  line: string | null;
  /** The word that holds. */
  latest: BlockRole;
  /** All that was said of it, in whichever article. */
  all: readonly BlockRole[];
}

/** What was said of blocks, line by line, the latest first; each record once however often it is given. */
export function taughtList(roles: readonly BlockRole[]): TaughtLine[] {
  const byKey = new Map<string, Map<string, BlockRole>>();
  for (const one of roles) {
    const key = one.line === null ? one.id : `line ${one.line}`;
    const group = byKey.get(key) ?? new Map<string, BlockRole>();
    byKey.set(key, group.set(one.id, one));
  }
  return [...byKey]
    .map(([key, group]): TaughtLine => {
      const all = [...group.values()];
      const latest = all.reduce((a, b) => (isLater(b, a) ? b : a));
      return { key, line: latest.line, latest, all };
    })
    .sort((a, b) => (isLater(a.latest, b.latest) ? -1 : 1));
}

const isLater = (a: BlockRole, b: BlockRole): boolean =>
  a.updatedAt === b.updatedAt ? a.id > b.id : a.updatedAt > b.updatedAt;
