import type { Change, Edit } from '#shared/changes/change.ts';
import { partOf } from '#shared/changes/part.ts';
import type { Journaled, Positions } from '#shared/contract/contract.ts';
import { type Kind, kinds } from '#shared/model/kinds.ts';
import type { Span } from '#shared/model/span.ts';
import { isDroppedHere } from '#shared/review/matters.ts';
import { adjudicated, sideOf } from '#shared/review/side.ts';
import { sha256 } from '../../files/hash.ts';
import type { Since } from './since.ts';

export interface Choice {
  /** Article ids; null: all. */
  articles: ReadonlySet<string> | null;
  /** Annotator ids, or `adjudicated`; null: everybody. */
  annotators: ReadonlySet<string> | null;
  since: Since | null;
  /** How far the journals go now. */
  positions: Positions;
}

/** What is said to this app by this person, and to nobody else. */
const kept = new Set<Kind>(['rejection', 'settlement', 'transfer']);
/** What belongs to an article; the registry and the annotators belong to all of them. */
const placed = new Set<Kind>(['span', 'reading', 'decision', 'comment']);

type Owner = Partial<Pick<Span, 'article' | 'annotator' | 'origin'>>;

/** Says of every change in turn, in the order of the clocks, what of it goes into a bundle. */
export interface Chooser {
  /** The change, a part of it, or null. */
  take(line: Journaled): Change | null;
  /** Whose work there is, chosen or not. */
  readonly sides: ReadonlySet<string>;
  /** The articles that the taken changes are about. */
  readonly articles: ReadonlySet<string>;
  /** By kind, how many records the taken changes leave. */
  records(): Record<string, number>;
}

/**
 * A span goes by its side, a status by its annotator; with the side `adjudicated` go everybody's statuses, because a
 * reviewer's answer is one of them. What was decided and said about a chosen article goes whoever said it; the registry,
 * the annotators and the articles' bindings always go.
 */
export function createChooser({ articles, annotators, since, positions }: Choice): Chooser {
  const everything = articles === null && annotators === null;
  const owners = new Map<string, Owner>();
  const sides = new Set<string>();
  const concerned = new Set<string>();
  const left = new Map<string, Set<string>>();

  /** Changes of a span do not say whose it is and where; what added it did. */
  function learn(edit: Edit): void {
    if (!placed.has(edit.kind)) return;
    const key = keyOf(edit);
    const { article, annotator, origin } = { ...owners.get(key), ...edit.before, ...edit.after } as Owner;
    const owner = { article, annotator, origin } as Owner;
    owners.set(key, owner);
    const side = sideIn(edit, owner);
    if (side !== null) sides.add(side);
  }

  function isTaken(edit: Edit, line: Journaled): boolean {
    const owner = owners.get(keyOf(edit));
    if (kept.has(edit.kind) || isDroppedHere(edit, line.change, owner?.annotator)) return false;
    const whose = sideIn(edit, owner);
    if (!isAfter(beginning(edit, whose), line)) return false;
    if (everything) return true;
    if (!kinds.includes(edit.kind)) return false;
    const article = articleIn(edit, owner);
    if (article === undefined || (article !== null && articles?.has(article) === false)) return false;
    if (annotators === null || !isOwned(edit)) return true;
    return (whose !== null && annotators.has(whose)) || (edit.kind === 'reading' && annotators.has(adjudicated));
  }

  function beginning(edit: Edit, side: string | null): Positions | null {
    if (since === null) return null;
    if (!isOwned(edit)) return since.of(null);
    return side === null ? null : since.of(edit.kind === 'reading' ? [side, adjudicated] : [side]);
  }

  /** A journal that is shorter than it was is another one: all of it is new. */
  function isAfter(begin: Positions | null, { writer, n }: Journaled): boolean {
    const known = begin?.[writer];
    return known === undefined || known > (positions[writer] ?? 0) || n > known;
  }

  function count(edit: Edit): void {
    const article = articleIn(edit, owners.get(keyOf(edit)));
    if (typeof article === 'string') concerned.add(article);
    const ids = left.get(edit.kind) ?? new Set();
    left.set(edit.kind, ids);
    if (edit.after === undefined) ids.delete(edit.id);
    else ids.add(edit.id);
  }

  return {
    take(line) {
      for (const edit of line.change.edits) learn(edit);
      const part = partOf(line.change, (edit) => (isTaken(edit, line) ? edit : null), sha256);
      for (const edit of part?.edits ?? []) count(edit);
      return part;
    },
    sides,
    articles: concerned,
    records: () =>
      Object.fromEntries([...left].filter(([, ids]) => ids.size > 0).map(([kind, ids]) => [kind, ids.size])),
  };
}

const keyOf = ({ kind, id }: Edit) => `${kind} ${id}`;

/** Whether a record is somebody's own work. */
const isOwned = ({ kind }: Edit) => kind === 'span' || kind === 'reading' || kind === 'assistance';

function sideIn({ kind, id }: Edit, owner: Owner | undefined): string | null {
  if (kind === 'assistance') return id;
  if (owner?.annotator === undefined) return null;
  if (kind === 'reading') return owner.annotator;
  return kind === 'span' ? sideOf({ annotator: owner.annotator, origin: owner.origin ?? 'manual' }) : null;
}

/** Null: the record belongs to no article; undefined: it is not known to which. */
function articleIn({ kind, id }: Edit, owner: Owner | undefined): string | null | undefined {
  if (kind === 'article') return id;
  return placed.has(kind) ? owner?.article : null;
}
