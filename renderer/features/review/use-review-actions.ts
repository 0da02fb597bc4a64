import type { Names, ShownSide } from '#shared/review/words.ts';
import { type Action, currentActions, useActions } from '../../ui/actions.ts';
import type { Asking } from './CasePanel.tsx';
import { letterOf } from './decision-keys.ts';
import type { Merging } from './use-merging.ts';
import type { Walk } from './use-walk.ts';
import { isUnfiltered, noFilter, type ReviewView } from './view.ts';

/** Everything that can be done with a case, for the keyboard, the palette and the shortcut sheet alike. */
export function useReviewActions(options: {
  names: Names;
  walk: Walk;
  view: ReviewView;
  change: (fields: Partial<ReviewView>) => void;
  merging: Merging;
  readOnly: boolean;
  asking: Asking;
  onAsking: (asking: Asking) => void;
  onTake: (sides: readonly ShownSide[]) => void;
  onLater: () => void;
  onHistory: () => void;
  onAgreements: (() => void) | null;
  hasFigures: boolean;
}): void {
  const { names, walk, view, change, merging, asking, onAsking } = options;
  const spans = walk.current?.case.spans ?? [];
  const marked = names.sides.filter(({ id }) => spans.some(({ side }) => side === id));
  const editing = merging.draft !== null;
  const canWalk = () => !editing && walk.rows.length > 0;
  const canDecide = () => !options.readOnly && !editing && !view.figures && walk.current !== undefined;
  const group = 'Review';
  const decision = (id: string, name: string, key: string, run: () => void, enabled = () => true): Action => ({
    id: `review.${id}`,
    name,
    group,
    keys: [key],
    enabled: () => canDecide() && enabled(),
    run,
  });

  useActions([
    {
      id: 'review.next',
      name: 'Next case',
      group,
      keys: ['J', 'N'],
      repeats: true,
      enabled: canWalk,
      run: () => void walk.step(1),
    },
    {
      id: 'review.previous',
      name: 'Previous case',
      group,
      keys: ['K', 'P'],
      repeats: true,
      enabled: canWalk,
      run: () => void walk.step(-1),
    },
    {
      id: 'review.next-article',
      name: 'Next article with cases',
      group,
      keys: ['Shift+J'],
      enabled: canWalk,
      run: () => walk.stepArticle(1),
    },
    {
      id: 'review.previous-article',
      name: 'Previous article with cases',
      group,
      keys: ['Shift+K'],
      enabled: canWalk,
      run: () => walk.stepArticle(-1),
    },
    ...names.sides.flatMap((side): Action[] => {
      const key = letterOf(side.number);
      if (key === undefined) return [];
      const has = () => marked.includes(side);
      return [decision(`take.${side.number}`, `Take what ${side.name} marked`, key, () => options.onTake([side]), has)];
    }),
    decision(
      'take.all',
      names.sides.length > 2 ? 'Take what all marked' : 'Take what both marked',
      '2',
      () => options.onTake(marked),
      () => marked.length > 1,
    ),
    decision('merge', 'Merge with edits', 'E', merging.begin, () => merging.possible),
    decision('none', 'None of these, with a reason', 'X', () => onAsking('none')),
    decision('later', 'Decide later', 'L', options.onLater),
    decision('comment', 'Comment on the case, or reply', 'R', () => onAsking('comment')),
    decision('again', 'Ask to look again, with a reason', 'S', () => onAsking('again')),
    {
      id: 'review.history',
      name: 'History of these marks…',
      group,
      keys: ['H'],
      // It names who did what.
      enabled: () => !editing && !view.figures && !view.blind && walk.current !== undefined,
      run: options.onHistory,
    },
    {
      id: 'review.undo',
      name: 'Take the last decision back',
      group,
      keys: ['U'],
      hidden: true,
      enabled: () => !editing,
      run: () =>
        currentActions()
          .find(({ id }) => id === 'app.undo')
          ?.run(),
    },
    {
      id: 'review.agreements',
      name: 'Take all agreements…',
      group,
      keys: ['T'],
      enabled: () => !options.readOnly && !editing && options.onAgreements !== null,
      run: () => options.onAgreements?.(),
    },
    {
      id: 'review.figures',
      name: view.figures ? 'Back to the text' : 'All figures',
      group,
      keys: ['G'],
      enabled: () => !editing && (view.figures || options.hasFigures),
      run: () => change({ figures: !view.figures }),
    },
    {
      id: 'review.blind',
      name: view.blind ? 'Show names' : 'Hide names and shuffle the order',
      group,
      keys: ['Shift+B'],
      run: () => change({ blind: !view.blind }),
    },
    {
      id: 'review.order',
      name: view.order === 'weight' ? 'List cases by article' : 'List the heaviest cases first',
      group,
      keys: ['O'],
      enabled: () => !editing,
      run: () => change({ order: view.order === 'weight' ? 'article' : 'weight' }),
    },
    ...(['open', 'decided', 'agreed'] as const).map(
      (list): Action => ({
        id: `review.list.${list}`,
        name: `Show ${list} cases`,
        group,
        enabled: () => !editing && view.list !== list,
        run: () => change({ list, current: null }),
      }),
    ),
    {
      id: 'review.save',
      name: 'Take the merged span',
      group,
      keys: ['Enter', 'Mod+Enter'],
      enabled: () => editing,
      run: merging.save,
    },
    {
      id: 'review.boundary',
      name: 'The merged span is the selected words',
      group,
      keys: ['B'],
      enabled: () => editing,
      run: merging.takeSelection,
    },
    ...(
      [
        ['[', 'Begin a word earlier', 'start', -1],
        [']', 'Begin a word later', 'start', 1],
        ['{', 'End a word earlier', 'end', -1],
        ['}', 'End a word later', 'end', 1],
      ] as const
    ).map(
      ([key, name, edge, by]): Action => ({
        id: `review.nudge.${edge}.${by}`,
        name,
        group,
        keys: [key],
        hidden: true,
        enabled: () => editing,
        repeats: true,
        run: () => merging.nudge(edge, by),
      }),
    ),
    ...names.codebook.stances.map(
      (value, place): Action => ({
        id: `review.stance.${value.id}`,
        name: `Stance: ${value.name}`,
        group,
        keys: [String(place + 1)],
        hidden: true,
        enabled: () => editing,
        run: () => merging.setStance(value.id),
      }),
    ),
    {
      id: 'review.leave',
      name: 'Leave what is being done, then the filter',
      group,
      keys: ['Escape'],
      hidden: true,
      enabled: () => editing || asking !== null || view.figures || !isUnfiltered(view.filter),
      run: () => {
        if (editing) merging.cancel();
        else if (asking !== null) onAsking(null);
        else if (view.figures) change({ figures: false });
        else change({ filter: noFilter });
      },
    },
  ]);
}
