import type { LibraryRow } from './rows.ts';

/** How rows of the same or nearly the same text are listed. */
export interface Grouping {
  /** Whether nearly the same texts are folded into the first of them; otherwise they stand below it. */
  readonly foldNear: boolean;
  /** Groups that a person has unfolded, or with `foldNear` also folded texts; by the id of the first row. */
  readonly opened: ReadonlySet<string>;
}

/** A row of a group. */
export interface Grouped {
  /** Stands below the first row of its group. */
  readonly below: boolean;
  /** For the first row: how many exact copies and nearly the same texts are put with it, folded or not. */
  readonly copies: number;
  readonly near: number;
  /** Whether all of those are listed. */
  readonly open: boolean;
}
export type GroupedRow = LibraryRow & { readonly group?: Grouped };

/**
 * Puts exact copies and nearly the same texts with the first of them in the order given, which stays where it is; copies
 * are folded unless their group is opened. Linear in the number of rows.
 */
export function group(rows: readonly LibraryRow[], { foldNear, opened }: Grouping): GroupedRow[] {
  const groups = new Map<string, LibraryRow[]>();
  // A copy has no group of its own: it belongs to that of its article.
  const alike = new Map<string, string>();
  for (const { article, entry } of rows) if (entry.near) alike.set(article, entry.near);
  for (const row of rows) {
    const key = alike.get(row.article) ?? row.article;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [row]);
    else known.push(row);
  }
  const listed: GroupedRow[] = [];
  for (const members of groups.values()) {
    // A copy stands for its article only where that is not listed itself.
    const first = members.find((row) => !isCopy(row)) ?? (members[0] as LibraryRow);
    const others = members.filter((row) => row !== first);
    const copies = others.filter(isCopy).length;
    const near = others.length - copies;
    const open = opened.has(first.id);
    if (others.length === 0) {
      listed.push(first);
      continue;
    }
    listed.push({ ...first, group: { below: false, copies, near, open: open || (copies === 0 && !foldNear) } });
    for (const row of others) if (open || (!isCopy(row) && !foldNear)) listed.push({ ...row, group: below });
  }
  return listed;
}

const below: Grouped = { below: true, copies: 0, near: 0, open: false };
const isCopy = ({ status }: LibraryRow) => status === 'duplicate';
