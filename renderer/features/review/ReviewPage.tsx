import { useMemo } from 'react';
import type { Codebook } from '#shared/codebook/codebook.ts';
import { firstSides, shownSides, sidesWithSpans } from '#shared/review/shown-sides.ts';
import { useAnnotatorNames } from '../../data/annotator-names.ts';
import { useAllSpans, useAnnotators, useById, useEntries, useSession } from '../../data/hooks.ts';
import { EmptyReview } from './EmptyReview.tsx';
import styles from './Review.module.css';
import { ReviewScreen } from './ReviewScreen.tsx';
import { SidesPicker } from './SidesPicker.tsx';
import { useComparison } from './use-comparison.ts';
import { useReviewView } from './use-review-view.ts';

/** What colleagues have marked, compared, measured and decided. */
export function ReviewPage({ codebook }: { codebook: Codebook }) {
  const { view, change } = useReviewView();
  const project = useSession((state) => state.project);
  const loading = useSession((state) => state.loading);
  const me = project?.annotator.id ?? '';
  const people = useAnnotators();
  const whoIs = useAnnotatorNames();
  const entries = useById(useEntries());
  const spans = useAllSpans();
  const candidates = useMemo(() => spans && sidesWithSpans(spans), [spans]);
  const kept = view?.sides?.filter((side) => candidates?.includes(side));
  const wanted = kept && kept.length >= 2 ? kept : firstSides(candidates ?? [], me);
  const joined = wanted.join(' ');
  const sides = useMemo(() => (joined === '' ? [] : joined.split(' ')), [joined]);
  const data = useComparison(codebook, sides, entries);

  if (!view || !people || !candidates || !entries || loading !== null)
    return <main className={styles.page} aria-busy />;
  if (candidates.length < 2) return <EmptyReview why="alone" mine={candidates.includes(me)} />;
  const shown = shownSides(sides, whoIs, view.blind, project?.id ?? '');
  const picker = (
    <SidesPicker
      candidates={candidates.map((id) => ({
        id,
        name: whoIs(id).name,
        shown: shown.find((side) => side.id === id),
      }))}
      blind={view.blind}
      onToggle={(id) => change({ sides: sides.includes(id) ? sides.filter((one) => one !== id) : [...sides, id] })}
      onBlind={() => change({ blind: !view.blind })}
    />
  );
  if (!data) return <main className={styles.page} aria-busy />;
  if (data.comparison.articles.size === 0)
    return <EmptyReview why="apart" mine={candidates.includes(me)} picker={picker} />;
  return (
    <ReviewScreen
      codebook={codebook}
      data={data}
      sides={sides}
      whoIs={whoIs}
      entries={entries}
      view={view}
      change={change}
      picker={picker}
    />
  );
}
