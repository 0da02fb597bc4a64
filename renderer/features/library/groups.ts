import { addTo } from '#shared/model/groups.ts';
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
export function group(rows: readonly LibraryRow[], { foldNear, opened }: Grouping): readonly GroupedRow[] {
  // A copy has no group of its own: it belongs to that of its article.
  const alike = new Map<string, string>();
  const copied = new Set<string>();
  for (const row of rows) {
    if (row.entry.near) alike.set(row.article, row.entry.near);
    if (isCopy(row)) copied.add(row.article);
  }
  // Most rows are in no group, and of most folders none is: nothing is made for them.
  if (alike.size === 0 && copied.size === 0) return rows;
  const keyOf = ({ article }: LibraryRow) => alike.get(article) ?? (copied.has(article) ? article : undefined);
  const groups = new Map<string, LibraryRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key !== undefined) addTo(groups, key, row);
  }
  const listed: GroupedRow[] = [];
  for (const row of rows) {
    const key = keyOf(row);
    const members = key === undefined ? undefined : groups.get(key);
    if (members === undefined || members.length === 1) listed.push(row);
    else if (members[0] === row) listed.push(...together(members, { foldNear, opened }));
  }
  return listed;
}

function together(members: readonly LibraryRow[], { foldNear, opened }: Grouping): GroupedRow[] {
  // A copy stands for its article only where that is not listed itself.
  const first = members.find((row) => !isCopy(row)) ?? (members[0] as LibraryRow);
  const others = members.filter((row) => row !== first);
  const copies = others.filter(isCopy).length;
  const near = others.length - copies;
  const open = opened.has(first.id);
  return [
    { ...first, group: { below: false, copies, near, open: open || (copies === 0 && !foldNear) } },
    ...others.filter((row) => open || (!isCopy(row) && !foldNear)).map((row) => ({ ...row, group: below })),
  ];
}

const below: Grouped = { below: true, copies: 0, near: 0, open: false };
const isCopy = ({ status }: LibraryRow) => status === 'duplicate';
