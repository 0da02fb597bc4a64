import type { Change, Edit } from '../changes/change.ts';
import { addTo } from '../model/groups.ts';
import type { Settlement } from '../model/settlement.ts';
import type { Speaker } from '../model/speaker.ts';
import type { Target } from '../model/target.ts';
import { foldText } from '../text/fold.ts';

/*
 * What a matter that can be settled is called: the same on every machine, so that what one person settled is settled.
 */

const pairId = (what: 'speakers' | 'targets', a: string, b: string): string =>
  a < b ? `${what}:${a}:${b}` : `${what}:${b}:${a}`;

/** Whether two entries of the registry are one person; the order of the ids does not matter. */
export const speakersMatter = (a: string, b: string): string => pairId('speakers', a, b);

/** Whether two targets are one; the order of the ids does not matter. */
export const targetsMatter = (a: string, b: string): string => pairId('targets', a, b);

/** What becomes of a span that has no place in the text. */
export const orphanMatter = (span: string): string => `orphan:${span}`;

/**
 * Whether an edit belongs to dropping somebody else's span that has no place in this folder's text, or to taking that
 * back: it says nothing about the span where its words stand, so that it never leaves the folder. What people drop of
 * their own is removed everywhere.
 * @param owner whose span it is
 */
export const isDroppedHere = (edit: Edit, change: Pick<Change, 'by' | 'edits'>, owner: string | undefined): boolean =>
  edit.kind === 'span' &&
  owner !== change.by &&
  (edit.after === undefined || edit.before === undefined) &&
  change.edits.some(({ kind, id }) => kind === 'settlement' && id === orphanMatter(edit.id));

/** What becomes of spans with a layer, or of stances with a value, that the codebook does not know. */
export const codebookMatter = (what: 'layer' | 'stance', id: string): string => `codebook:${what}:${id}`;

/** Which value of a field holds that two people changed; `lost` is the id of the change whose value does not. */
export const fieldMatter = (of: { kind: string; record: string; field: string; lost: string }): string =>
  `field:${of.kind}:${of.record}:${of.field}:${of.lost}`;

/** Two entries of the registry that may be one. */
export interface MaybeOne<T> {
  /** The matter's id. */
  readonly id: string;
  readonly a: T;
  readonly b: T;
  /** Why, in words for a person. */
  readonly reason: string;
}

type Settled = { has(matter: string): boolean };
const nothing: Settled = new Set<string>();

/** The ids of what has been settled. */
export const settledMatters = (settlements: readonly Settlement[]): ReadonlySet<string> =>
  new Set(settlements.map(({ id }) => id));

/**
 * Speakers that may be one twice, because their names or other names are the same but for case and accents, or the same
 * words in another order; the likeliest first, then by name. People who share a name are offered, too: the reason says
 * in what they differ.
 * @param settled the matters that somebody has settled; those are left out
 */
export const samePeople = (speakers: readonly Speaker[], settled: Settled = nothing): MaybeOne<Speaker>[] =>
  maybeOne(speakers, speakersMatter, settled, (a, b) => {
    const differing = (['kind', 'country', 'affiliation'] as const).flatMap((field) => {
      const [one, other] = [a[field], b[field]];
      return one && other && foldText(one) !== foldText(other) ? [`${field} (${one}, ${other})`] : [];
    });
    return differing.length === 0 ? '' : ` They differ in ${differing.join(' and ')}.`;
  });

/** Targets that may be one twice, as `samePeople`. */
export const sameTargets = (targets: readonly Target[], settled: Settled = nothing): MaybeOne<Target>[] =>
  maybeOne(targets, targetsMatter, settled, () => '');

interface Named {
  id: string;
  name: string;
  aliases: string[];
}

/** Above so many entries of one name only neighbours are compared: all pairs of a crowd would help nobody. */
const crowd = 20;

function maybeOne<T extends Named>(
  entries: readonly T[],
  matter: (a: string, b: string) => string,
  settled: Settled,
  beside: (a: T, b: T) => string,
): MaybeOne<T>[] {
  const found = new Map<string, { one: MaybeOne<T>; likely: number }>();
  const offer = (entriesOfKey: readonly Use<T>[], why: typeof sharedName) => {
    const uses = [...new Map(entriesOfKey.map((use) => [use.entry.id, use])).values()];
    uses.sort((x, y) => (x.entry.id < y.entry.id ? -1 : 1));
    uses.forEach((use, i) => {
      for (const other of uses.slice(i + 1, uses.length > crowd ? i + 2 : uses.length)) {
        const id = matter(use.entry.id, other.entry.id);
        const { reason, likely } = why(use, other);
        if (settled.has(id) || (found.get(id)?.likely ?? -1) >= likely) continue;
        const one = { id, a: use.entry, b: other.entry, reason: reason + beside(use.entry, other.entry) };
        found.set(id, { one, likely });
      }
    });
  };

  const byName = new Map<string, Use<T>[]>();
  const byWords = new Map<string, Use<T>[]>();
  for (const entry of entries) {
    const seen = new Set<string>();
    for (const called of [entry.name, ...entry.aliases]) {
      const words = foldText(called).match(/[\p{L}\p{N}]+/gu) ?? [];
      const key = words.join(' ');
      // The name comes first, so that an alias which repeats it does not hide it.
      if (key === '' || seen.has(key)) continue;
      seen.add(key);
      addTo(byName, key, { entry, called, isName: called === entry.name });
      if (words.length > 1) addTo(byWords, words.sort().join(' '), { entry, called, isName: called === entry.name });
    }
  }
  for (const uses of byName.values()) if (uses.length > 1) offer(uses, sharedName);
  for (const uses of byWords.values()) if (uses.length > 1) offer(uses, sharedWords);
  return [...found.values()]
    .sort(
      (x, y) =>
        y.likely - x.likely ||
        compare(x.one.a.name, y.one.a.name) ||
        compare(x.one.b.name, y.one.b.name) ||
        compare(x.one.id, y.one.id),
    )
    .map(({ one }) => one);
}

interface Use<T> {
  entry: T;
  called: string;
  isName: boolean;
}

function sharedName<T extends Named>(a: Use<T>, b: Use<T>): { reason: string; likely: number } {
  if (a.isName && b.isName)
    return a.called === b.called
      ? { reason: `Both are called “${a.called}”.`, likely: 3 }
      : { reason: `“${a.called}” and “${b.called}” are written alike but for case, accents or signs.`, likely: 3 };
  if (!a.isName && !b.isName) return { reason: `Both are also called “${a.called}”.`, likely: 1 };
  const [name, alias] = a.isName ? [a, b] : [b, a];
  return { reason: `${alias.entry.name} is also called “${alias.called}”, as is ${name.entry.name}.`, likely: 2 };
}

const sharedWords = <T extends Named>(a: Use<T>, b: Use<T>): { reason: string; likely: number } => ({
  reason: `“${a.called}” and “${b.called}” are the same words in another order.`,
  likely: 0,
});

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
