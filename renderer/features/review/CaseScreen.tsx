import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Span } from '#shared/model/span.ts';
import type { Case } from '#shared/review/case.ts';
import { adjudicated, sideOf } from '#shared/review/side.ts';
import { threadsOf } from '#shared/review/threads.ts';
import { type Names, type ShownSide, sideName } from '#shared/review/words.ts';
import { useAct } from '../../data/act.ts';
import { createSpeaker, createTarget } from '../../data/gestures.ts';
import { type LibraryEntry, useComments, useCorrect, useSession, useSessionActions } from '../../data/hooks.ts';
import { newId } from '../../data/ids.ts';
import { useArticle } from '../../data/use-article.ts';
import { HistoryDialog, type HistoryOf } from '../../discuss/HistoryDialog.tsx';
import type { TextViewHandle } from '../../editor/TextView.tsx';
import { ArticlePane, casesIn } from './ArticlePane.tsx';
import { type Asking, CasePanel } from './CasePanel.tsx';
import { MergeEditor } from './MergeEditor.tsx';
import { NothingOpen } from './NothingOpen.tsx';
import styles from './Review.module.css';
import { useReview } from './review-context.ts';
import type { ReviewData } from './use-comparison.ts';
import type { Verdict } from './use-deciding.ts';
import { useMerging } from './use-merging.ts';
import { useReviewActions } from './use-review-actions.ts';
import type { Walk } from './use-walk.ts';
import type { ReviewView } from './view.ts';

const noCases: readonly never[] = [];

/** The case that is looked at in its article, and what can be done with it. */
export function CaseScreen(props: {
  /** The figures are shown in its place. */
  hidden: boolean;
  data: ReviewData;
  walk: Walk;
  view: ReviewView;
  change: (fields: Partial<ReviewView>) => void;
  names: Names;
  namesOf: (caseId: string) => Names;
  entries: ReadonlyMap<string, LibraryEntry>;
  /** What Enter does on the list. */
  onEnter: RefObject<(() => void) | null>;
  onAgreements: (() => void) | null;
  hasFigures: boolean;
  nothingLeft: boolean;
}) {
  const { data, walk, entries, namesOf, view } = props;
  const { deciding } = useReview();
  const act = useAct();
  const session = useSessionActions();
  const { current } = walk;
  const text = useRef<TextViewHandle>(null);
  /** The case is brought into sight when it comes, or as soon as its text is drawn. */
  const show = useRef(() => {});
  const drawn = useCallback((handle: TextViewHandle | null) => {
    text.current = handle;
    show.current();
  }, []);
  const [asking, setAsking] = useState<Asking>(null);
  const [history, showHistory] = useState(false);
  const wanted = current?.case.article;
  const entry = wanted === undefined ? undefined : entries.get(wanted);
  const opening = useArticle(wanted, entry?.textSha256 ?? '', () => {});
  const scanned = useSession((state) => state.scan?.phase === 'done');
  const unread = entry === undefined && !scanned;
  const correct = useCorrect();
  const article = opening.state === 'open' ? correct?.(opening.article) : undefined;
  const here = article?.id === wanted ? article : undefined;

  const compared = article && data.comparison.articles.get(article.id);
  const inArticle = useMemo(
    () => (article ? data.all.filter((one) => one.case.article === article.id) : noCases),
    [data.all, article],
  );
  const placed = useMemo(
    () => (article && compared ? casesIn(article, compared, inArticle) : { cases: noCases, orphans: [] }),
    [article, compared, inArticle],
  );
  const one = (here && placed.cases.find((queued) => queued.case.id === current?.case.id)?.case) ?? current?.case;
  const names = current ? namesOf(current.case.id) : props.names;
  const comments = useComments();
  const threads = useMemo(() => threadsOf(comments ?? []), [comments]);
  const discussed = current ? threads.ofCase(current.case) : [];
  const stands = useMemo(() => {
    const ids = current?.decision?.spans ?? [];
    return (data.spans.get(current?.case.article ?? '') ?? []).filter(
      (span) => ids.includes(span.id) && sideOf(span) === adjudicated,
    );
  }, [data.spans, current]);

  const decide = (verdict: Verdict) => {
    if (!current || !one) return;
    const back = current.case.id;
    setAsking(null);
    walk.pass();
    void deciding.decide(current, one, verdict, here ?? null).then((done) => {
      if (!done) props.change({ current: back });
    });
  };
  const take = (sides: readonly ShownSide[]) => {
    const chosen = new Set(sides.map(({ id }) => id));
    const taken = (one?.spans ?? []).flatMap(({ span, side }) => (chosen.has(side) ? span.id : []));
    if (taken.length > 0) decide({ verdict: 'take', taken });
  };
  const merging = useMerging({
    one,
    names,
    article: here,
    failed: opening.state === 'failed',
    view: text,
    onSave: (draft) => decide({ verdict: 'merge', merged: draft }),
  });
  const { draft } = merging;
  props.onEnter.current = draft ? merging.save : null;

  useReviewActions({
    names,
    walk,
    view,
    change: props.change,
    merging,
    readOnly: deciding.readOnly,
    asking,
    onAsking: setAsking,
    onTake: take,
    onLater: () => decide({ verdict: 'later' }),
    onHistory: () => showHistory(true),
    onAgreements: props.onAgreements,
    hasFigures: props.hasFigures,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked for belongs to one case
  useEffect(() => setAsking(null), [current?.case.id]);
  show.current = () => {
    if (here && one && !props.hidden) showCase(text.current, one);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another case, or its text, brings it into sight
  useEffect(() => show.current(), [here, current?.case.id, props.hidden]);
  // The text that comes next is there when it is asked for.
  const next = walk.rows[walk.at + 1]?.case.article;
  useEffect(() => {
    if (next !== undefined && next !== wanted && entries.get(next)?.failure === null)
      session.readArticle(next).catch(() => {});
  }, [session, entries, next, wanted]);

  const makeEntry = async <T extends { id: string }>(made: { entry: T; edits: Parameters<typeof act>[0] }) =>
    (await act(made.edits, { gesture: newId('g') })) ? made.entry.id : undefined;
  const editor =
    draft && one ? (
      <MergeEditor
        of={one}
        draft={draft}
        words={here?.text.slice(draft.start, draft.end) ?? ''}
        names={names}
        onDraft={merging.change}
        onNewSpeaker={(name) => {
          const { speaker, edits } = createSpeaker({ name });
          return makeEntry({ entry: speaker, edits });
        }}
        onNewTarget={(name) => {
          const { target, edits } = createTarget({ name });
          return makeEntry({ entry: target, edits });
        }}
        onSave={merging.save}
        onCancel={merging.cancel}
        onLeave={() => text.current?.focus()}
      />
    ) : null;

  if (!current || !one) return <NothingOpen hidden={props.hidden} left={props.nothingLeft} data={data} />;
  return (
    <div className={styles.split} hidden={props.hidden}>
      <main className={styles.article} aria-busy={opening.state === 'loading' && opening.slow}>
        {opening.state === 'failed' ? (
          <div className={styles.failed} role="alert">
            {unread ? (
              <p>The folder is still being read. This article is shown as soon as it is there.</p>
            ) : (
              <>
                <h2>This article cannot be shown</h2>
                <p>{entry?.failure?.message ?? opening.failure}</p>
              </>
            )}
            <p>Its cases can be decided all the same, but not merged with edits.</p>
          </div>
        ) : (
          article && (
            <ArticlePane
              key={article.id}
              article={article}
              cases={placed.cases}
              orphans={placed.orphans}
              worked={compared?.worked ?? []}
              namesOf={namesOf}
              names={props.names}
              current={here ? current : undefined}
              draft={draft}
              handle={drawn}
              onCase={walk.goTo}
              onDraft={(range) => draft && merging.change({ ...draft, ...range })}
            />
          )
        )}
      </main>
      <CasePanel
        key={current.case.id}
        kicker={kickerOf(walk, view)}
        queued={current}
        one={one}
        names={names}
        stands={stands}
        threads={discussed}
        asking={asking}
        onAsking={setAsking}
        editor={editor}
        onTake={take}
        onMerge={merging.possible ? merging.begin : null}
        onNone={(reason) => decide({ verdict: 'none', reason })}
        onLater={() => decide({ verdict: 'later' })}
        onWithdraw={() => void deciding.withdraw(current)}
        onComment={(words) => void deciding.comment(one, words, discussed.at(-1))}
        onAskAgain={(sides, reason) => void deciding.askAgain(one, sides, reason)}
        onHistory={() => showHistory(true)}
      />
      <HistoryDialog
        spans={history ? historyOf(one, stands, names) : []}
        codebook={names.codebook}
        onClose={() => showHistory(false)}
      />
    </div>
  );
}

/** The marks of a case, and what stands, whose history can be looked at. */
const historyOf = ({ spans }: Case, stands: readonly Span[], names: Names): HistoryOf[] => [
  ...spans.map(({ span, side }) => ({ id: span.id, name: sideName(side, names) })),
  ...stands.map(({ id }) => ({ id, name: 'What stands' })),
];

/** “Case 3 of 41, heaviest first”. */
function kickerOf({ at, rows, current }: Walk, { blind }: ReviewView): string {
  const names = blind ? ' · names hidden' : '';
  if (at < 0)
    return `${current?.list === 'open' ? 'Open' : current?.list === 'decided' ? 'Decided' : 'Agreed'}${names}`;
  return `Case ${(at + 1).toLocaleString('en')} of ${rows.length.toLocaleString('en')}${names}`;
}

/** Scrolls only where the case would be out of sight. */
function showCase(view: TextViewHandle | null, range: { start: number; end: number }): void {
  const box = view?.rectOf(range);
  if (!view || !box) return;
  const screen = view.scroller.getBoundingClientRect();
  if (box.top < screen.top + 60 || box.bottom > screen.bottom - 60) view.reveal(range, { block: 'center' });
}
