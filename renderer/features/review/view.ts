import { type Case, type Difference, differences } from '#shared/review/case.ts';
import { type Cell, fits } from '#shared/review/filter.ts';

/** Which cases a list holds. */
export const lists = ['open', 'decided', 'agreed'] as const;
export type List = (typeof lists)[number];

/** Which cases are shown: those that fit every part that is not null. */
export interface Filter {
  /** One way to differ. */
  kind: Difference | null;
  /** Only this side has marked something. */
  only: string | null;
  layer: string | null;
  article: string | null;
  /** What a figure opened: its name for the person, and the ways to differ that lower it. */
  figure: { name: string; opens: readonly Difference[]; layer: string | null } | null;
  /** A cell of a confusion matrix. */
  cell: (Cell & { of: 'stance' | 'layer' }) | null;
}

export const noFilter: Filter = { kind: null, only: null, layer: null, article: null, figure: null, cell: null };

/** How a person looks at the review of a folder, as this machine remembers it. */
export interface ReviewView {
  /** Whose work is compared; null: nobody has chosen yet. */
  sides: readonly string[] | null;
  blind: boolean;
  list: List;
  order: 'weight' | 'article';
  filter: Filter;
  /** The case that is shown. */
  current: string | null;
  /** Whether all figures are shown in place of the text. */
  figures: boolean;
}

export const firstView: ReviewView = {
  sides: null,
  blind: false,
  list: 'open',
  order: 'weight',
  filter: noFilter,
  current: null,
  figures: false,
};

/** What was remembered, whatever wrote it: what does not fit any more is as it is at first. */
export function readReviewView(kept: unknown): ReviewView {
  if (typeof kept !== 'object' || kept === null) return firstView;
  const { sides, blind, list, order, filter, current, figures } = kept as Partial<ReviewView>;
  return {
    sides: Array.isArray(sides) && sides.every((side) => typeof side === 'string') ? sides : null,
    blind: blind === true,
    list: lists.find((known) => known === list) ?? 'open',
    order: order === 'article' ? 'article' : 'weight',
    filter: readFilter(filter),
    current: word(current),
    figures: figures === true,
  };
}

function readFilter(kept: Partial<Filter> | undefined): Filter {
  if (typeof kept !== 'object' || kept === null) return noFilter;
  const { kind, only, layer, article, figure, cell } = kept;
  return {
    kind: differences.find((known) => known === kind) ?? null,
    only: word(only),
    layer: word(layer),
    article: word(article),
    figure: readFigure(figure),
    cell: cell && Array.isArray(cell.sides) && word(cell.row) !== null && word(cell.column) !== null ? cell : null,
  };
}

function readFigure(kept: Filter['figure'] | undefined): Filter['figure'] {
  if (!kept || !Array.isArray(kept.opens) || word(kept.name) === null) return null;
  const opens = differences.filter((kind) => kept.opens.includes(kind));
  return opens.length === 0 ? null : { name: kept.name, opens, layer: word(kept.layer) };
}

const word = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Whether everything is shown. */
export const isUnfiltered = (filter: Filter): boolean => Object.values(filter).every((part) => part === null);

/** Whether a filter lets a case through. */
export function isShown(one: Case, { kind, only, layer, article, figure, cell }: Filter): boolean {
  return fits(one, {
    ...(kind === null ? {} : { differences: [kind] }),
    ...(only === null ? {} : { only }),
    ...(layer === null ? {} : { layer }),
    ...(article === null ? {} : { article }),
    ...(cell === null ? {} : { [cell.of === 'stance' ? 'stances' : 'layers']: cell }),
    ...(figure === null ? {} : { behind: figure }),
  });
}
