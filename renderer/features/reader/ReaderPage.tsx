import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Codebook } from '#shared/codebook/codebook.ts';
import type { ArticleText } from '#shared/contract/contract.ts';
import type { Range } from '#shared/model/range.ts';
import type { Span } from '#shared/model/span.ts';
import { isOwnOf } from '#shared/review/side.ts';
import type { Threads } from '#shared/review/threads.ts';
import type { Suggestion } from '#shared/suggest/suggestion.ts';
import { useAnnotatorNames } from '../../data/annotator-names.ts';
import { useCorrections } from '../../data/corrections.ts';
import { useAnnotators, useCorrect, useEntry, useSession, useSpeakers, useTargets } from '../../data/hooks.ts';
import { useArticle } from '../../data/use-article.ts';
import { Margin } from '../../editor/Margin.tsx';
import { type Mark, TextView, type TextViewHandle } from '../../editor/TextView.tsx';
import { useSuggesting } from '../../suggest/context.ts';
import { useSeenWaiting } from '../../suggest/use-waiting.ts';
import { walkOrder } from '../../suggest/walk.ts';
import { plural } from '../../ui/format.ts';
import { ArticleHead } from './ArticleHead.tsx';
import { ChangedTextNote } from './ChangedTextNote.tsx';
import { ClosedArticle } from './ClosedArticle.tsx';
import { CorrectionCard } from './CorrectionCard.tsx';
import { Orphans } from './Orphans.tsx';
import { paintedSpan, paintedSuggestion } from './paint.ts';
import { type PlacedCorrection, paintedCorrection, placeCorrections } from './placed-corrections.ts';
import styles from './Reader.module.css';
import { ReaderHistory } from './ReaderHistory.tsx';
import { SimilarTexts } from './SimilarTexts.tsx';
import { type CardContext, SpanCard } from './SpanCard.tsx';
import { SpanDiscussion } from './SpanDiscussion.tsx';
import { SpanEditor } from './SpanEditor.tsx';
import { SpanTools } from './SpanTools.tsx';
import { Spoken } from './Spoken.tsx';
import { SuggestionCard } from './SuggestionCard.tsx';
import { showWithCard, useCardInSight } from './show-with-card.ts';
import { spokenCorrection, spokenSpan, spokenSuggestion } from './spoken-words.ts';
import { type Answering, useAnswering } from './use-answering.ts';
import { useAnsweringActions } from './use-answering-actions.ts';
import { useBlockRoleActions } from './use-block-roles.ts';
import { useChangedText } from './use-changed-text.ts';
import { useKeptPlace } from './use-kept-place.ts';
import { useMarking } from './use-marking.ts';
import { useReaderActions } from './use-reader-actions.ts';
import { type Shown, useReading } from './use-reading.ts';
import { useSpanEditing } from './use-span-editing.ts';
import { useSuggestionActions } from './use-suggestion-actions.ts';
import { useSuggestionEditing } from './use-suggestion-editing.ts';
import { useAsking, useSuggestions } from './use-suggestions.ts';

/**
 * Where to begin in an article: at a span, e.g. one that undo brought back, or at a passage of one article, which is
 * selected. `request` tells one wish from the next.
 */
export type Aim = { request: number } & ({ span: string } | { article: string; range: Range });

/** One article, to read and to annotate. */
export function ReaderPage(props: {
  articleId: string;
  codebook: Codebook;
  shown: Shown;
  onShown: (shown: Shown) => void;
  aim: Aim | undefined;
  /** To all places where the words of a span stand. */
  onOccurrences: (article: string, span: string) => void;
  /** To another article, at something in it. */
  onOpen: (article: string, at?: string) => void;
}) {
  const entry = useEntry(props.articleId);
  const { suggester } = useSuggesting();
  const asking = useAsking(props.codebook, props.shown);
  const correct = useCorrect();
  const opening = useArticle(props.articleId, entry?.textSha256 ?? '', (article) => {
    // Asked before it is drawn, so that the suggestions come with it; whoever shows them tells of a failure.
    if (asking && correct) suggester.suggest(asking(correct(article))).catch(() => {});
  });
  if (opening.state === 'failed') {
    const { articleId, codebook } = props;
    return (
      <ClosedArticle
        key={articleId}
        article={articleId}
        entry={entry ?? null}
        failure={opening.failure}
        codebook={codebook}
      />
    );
  }
  if (opening.state === 'loading' || correct === undefined)
    return <main className={styles.page} aria-busy={opening.slow ?? false} />;
  return <OpenArticle key={opening.article.id} {...props} article={correct(opening.article)} asking={asking} />;
}

function OpenArticle(props: {
  article: ArticleText;
  codebook: Codebook;
  asking: ReturnType<typeof useAsking>;
  shown: Shown;
  onShown: (shown: Shown) => void;
  aim: Aim | undefined;
  onOccurrences: (article: string, span: string) => void;
  onOpen: (article: string, at?: string) => void;
}) {
  const { article, codebook, asking, shown, aim } = props;
  const me = useSession((state) => state.project?.annotator.id ?? '');
  const view = useRef<TextViewHandle>(null);
  const [furniture, setFurniture] = useState(false);
  const kept = useKeptPlace(article.blocks, view, furniture);
  /** The text has the keyboard as soon as it is drawn: what comes next is reading it. */
  const drawn = useCallback(
    (handle: TextViewHandle | null) => {
      view.current = handle;
      if (handle !== null && kept.restore(handle)) return;
      handle?.focus();
      toPassage.current();
    },
    [kept],
  );
  /** A wish for a passage is followed when it comes, or as soon as the text is drawn. */
  const toPassage = useRef(() => {});
  toPassage.current = () => {
    if (!aim || !('range' in aim) || aim.article !== article.id || aim.range.end > article.text.length) return;
    view.current?.setSelection(aim.range);
    view.current?.reveal(aim.range, { block: 'center' });
  };
  const { corrections, told, hidden } = useShownCorrections(article, shown, me);
  const reading = useReading(article, shown, told);
  const { placed, byId, selected, select } = reading;
  const changed = useChangedText(article, reading.ahead.rows, me);
  const suggestions = useSuggestions({ article, asking, reading, me, shown });
  const suggestion = suggestions.selected;
  useSeenWaiting(
    article.id,
    suggestions.state === 'on' && suggestions.answered ? suggestions.waiting.length : undefined,
  );
  const marking = useMarking(article, me);
  /** What the walk has come to; read out when it is selected. */
  const walkedTo = useRef<string | null>(null);
  const goTo = (next: (Range & { id: string }) | undefined) => {
    walkedTo.current = next?.id ?? null;
    select(next?.id ?? null);
    if (!next || !view.current) return;
    view.current.setCaret(next.start);
    showWithCard(view.current, next);
  };
  const deciding = useSuggestionEditing({ article, marking, reading, suggestions, me, goTo });
  const focusText = useCallback(() => view.current?.focus(), []);
  const editing = useSpanEditing({
    article,
    codebook,
    marking,
    reading,
    deciding,
    me,
    focusText,
    shown,
    onShown: props.onShown,
  });
  const answering = useAnswering({
    ...{ article, reading, corrections, marking, view, goTo },
    hidden,
    onShowAll: () => props.onShown('everyone'),
    onOpen: props.onOpen,
  });
  const correction = answering.selected;
  const roleItems = useBlockRoleActions(article, me, view);

  useReaderActions({
    article,
    codebook,
    reading,
    editing,
    suggestion,
    goTo,
    view,
    onOccurrences: (span) => props.onOccurrences(article.id, span),
    toggleFurniture: () => {
      view.current?.openFolds(!furniture);
      setFurniture(!furniture);
    },
  });

  const takeClause = () => {
    if (suggestion?.clause === undefined) return;
    if (suggestion.speaker.how !== 'choice') return deciding.acceptClause();
    // Who is meant is never guessed: the clause is taken, and its card asks.
    editing.take({ range: suggestion.clause });
    reading.askFor('speaker');
  };
  useSuggestionActions({ reading, suggestions, deciding, takeClause, view, goTo });
  useAnsweringActions(answering);

  const context = useCardContext(codebook, me, answering.discussion.threads);
  const { shown: suggested } = suggestions;
  const painted = useMemo(
    () => [
      ...reading.painted.map((one) => paintedSpan(one, codebook)),
      ...corrections.flatMap(paintedCorrection),
      ...suggested.map(paintedSuggestion),
    ],
    [reading.painted, corrections, suggested, codebook],
  );
  const marks = useMemo(
    () => (suggestion ? [...clauseAround(suggestion), ...wordsOf(suggestion)] : marksOf(selected, article)),
    [suggestion, selected, article],
  );
  const items = useMemo(
    () => [
      ...placed.map((one) => ({ id: one.span.id, anchor: one.start })),
      ...corrections.map((one) => ({ id: one.id, anchor: one.start })),
      ...suggested.map((one) => ({ id: one.id, anchor: one.start })),
    ],
    [placed, corrections, suggested],
  );
  const recentSpeakers = useMemo(() => new Set(placed.flatMap((one) => one.span.speaker ?? [])), [placed]);

  const aimed = aim && 'span' in aim ? aim.span : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each wish is followed once, when its span is there
  useEffect(() => {
    const wanted = aimed === undefined ? undefined : (byId.get(aimed) ?? answering.byId.get(aimed));
    if (!wanted || aimed === undefined) return;
    select(aimed);
    view.current?.reveal(wanted, { block: 'center' });
  }, [aim?.request, aimed !== undefined && (byId.has(aimed) || answering.byId.has(aimed))]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each wish is followed once
  useEffect(() => toPassage.current(), [aim?.request]);

  const selectedId = (selected?.span.id ?? suggestion?.id ?? correction?.id) || null;
  useCardInSight(
    view,
    selected ?? suggestion ?? correction,
    `${selectedId} ${selected?.span.stances.length} ${answering.writing?.what}`,
  );

  const walkedWords = () => {
    const among: readonly { id: string }[] = suggestion
      ? walkOrder(suggestions.waiting)
      : correction
        ? corrections
        : placed.map(({ span }) => span);
    const place = { nth: among.findIndex(({ id }) => id === selectedId) + 1, of: among.length };
    if (suggestion) return spokenSuggestion(suggestion, place, article.text, context);
    if (correction) return spokenCorrection(correction, place, context);
    return selected ? spokenSpan(selected, place, article.text, context) : '';
  };

  return (
    <main className={styles.page}>
      <ReaderHistory
        article={article.id}
        codebook={codebook}
        reading={reading}
        correction={correction}
        onRestored={(span) => props.onOpen(article.id, span)}
      />
      <Spoken selected={selectedId} walkedTo={walkedTo} words={walkedWords} />
      <TextView
        text={article.text}
        blocks={article.blocks}
        language={article.meta.language}
        spans={painted}
        selectedId={selectedId}
        marks={marks}
        handle={drawn}
        label={article.meta.title ?? 'Article'}
        foldLabel={(lines) => `${plural(lines, 'line')} of page furniture`}
        onPick={(ids) => select(cycled(ids, selectedId))}
        {...(suggestion || (selected && isOwnOf(selected.span, me))
          ? { onMove: (range) => editing.move(() => range) }
          : {})}
        header={
          <>
            <ArticleHead
              article={article}
              me={me}
              shown={shown}
              onShown={props.onShown}
              context={context}
              onDone={editing.toggleDone}
              open={answering.open}
              onNext={answering.next}
              suggestions={suggestions}
              onSuggestions={deciding.setOn}
              onSingleMarks={deciding.countSingleMarks}
              roleItems={roleItems}
            />
            <SimilarTexts article={article} me={me} onOpen={props.onOpen} />
            <ChangedTextNote article={article} changed={changed} selectedId={selectedId} goTo={goTo} />
            <Orphans
              spans={reading.orphans}
              context={context}
              article={article}
              selection={() => view.current?.selection()}
              likely={changed.byId}
              wanted={aimed}
            />
          </>
        }
        aside={
          <Margin
            items={items}
            selectedId={selectedId}
            className={styles.margin ?? ''}
            renderCard={(id, { compact }) => {
              const offered = suggestions.shownById.get(id);
              if (offered) {
                return (
                  <SuggestionCard
                    suggestion={offered}
                    clause={offered.clause && article.text.slice(offered.clause.start, offered.clause.end)}
                    context={context}
                    selected={offered === suggestion}
                    compact={compact && offered !== suggestion}
                    focus={reading.focus}
                    recentSpeakers={recentSpeakers}
                    onSelect={() => goTo(offered)}
                    deciding={deciding}
                    onClause={takeClause}
                    edit={editing}
                  />
                );
              }
              const corrected = answering.byId.get(id);
              if (corrected) {
                return (
                  <CorrectionCard
                    correction={corrected.correction}
                    context={context}
                    selected={corrected === correction}
                    compact={compact && corrected !== correction}
                    answering={answering}
                    onSelect={() => goTo(corrected)}
                  />
                );
              }
              const one = byId.get(id);
              if (!one) return null;
              const said = one === selected && {
                discussion: <SpanDiscussion answering={answering} />,
                tools: (
                  <SpanTools
                    canBegin={!answering.discussion.readOnly && !isDiscussed(answering, id)}
                    onComment={answering.comment}
                  />
                ),
              };
              return said && isOwnOf(one.span, me) ? (
                <SpanEditor
                  placed={one}
                  context={context}
                  stanceIndex={reading.stanceIndex}
                  focus={reading.focus}
                  recentSpeakers={recentSpeakers}
                  edit={editing}
                  {...said}
                />
              ) : (
                <SpanCard
                  placed={one}
                  context={context}
                  selected={one === selected}
                  compact={compact && one !== selected}
                  onSelect={() => goTo({ id, start: one.start, end: one.end })}
                  onCopy={editing.copy}
                  {...(said || { discussion: null, tools: null })}
                />
              );
            }}
          />
        }
      />
    </main>
  );
}

function useCardContext(codebook: Codebook, me: string, threads: Threads): CardContext {
  const speakers = useSpeakers();
  const targets = useTargets();
  const annotators = useAnnotators();
  const namesOf = useAnnotatorNames();
  return useMemo(
    () => ({
      codebook,
      me,
      speakers: new Map(speakers?.map((one) => [one.id, one])),
      targets: new Map(targets?.map((one) => [one.id, one])),
      annotators: new Map(annotators?.map((one) => [one.id, one])),
      namesOf,
      threads,
    }),
    [codebook, me, speakers, targets, annotators, namesOf, threads],
  );
}

const isDiscussed = ({ discussion }: Answering, span: string) => discussion.threads.ofSpan(span).length > 0;

const nothingTold: ReadonlySet<string> = new Set();
const noCorrections: readonly PlacedCorrection[] = [];

/** The open corrections as they are shown beside the annotator's own work, and the adjudicated spans that they tell of. */
function useShownCorrections(article: ArticleText, shown: Shown, me: string) {
  const all = useCorrections(article.id);
  const away = shown !== 'everyone' && shown.annotator !== me;
  const open = useMemo(() => placeCorrections(article, all), [article, all]);
  const corrections = away ? noCorrections : open;
  const told = useMemo(
    () =>
      corrections.length === 0
        ? nothingTold
        : new Set(corrections.flatMap(({ correction }) => correction.adjudicated.map(({ id }) => id))),
    [corrections],
  );
  return { corrections, told, hidden: away ? open.length : 0 };
}

/** The span that a click means: the innermost, and with each further click at the same place the next one out. */
function cycled(ids: readonly string[], selected: string | null): string | null {
  const at = selected === null ? -1 : ids.indexOf(selected);
  return ids[(at + 1) % Math.max(1, ids.length)] ?? null;
}

/** The words that name the speaker and the cue, of the selected span; their offsets hold only in the text they were marked in. */
function marksOf(selected: ReturnType<typeof useReading>['selected'], article: ArticleText): Mark[] {
  if (!selected || selected.span.textSha256 !== article.textSha256) return [];
  return wordsOf(selected.span);
}

/** Where the clause would reach that the suggested words are part of: what of it is not suggested itself. */
function clauseAround({ clause, start, end }: Suggestion): Mark[] {
  if (clause === undefined) return [];
  return [
    { start: clause.start, end: start, kind: 'clause' as const },
    { start: end, end: clause.end, kind: 'clause' as const },
  ].filter((one) => one.end > one.start);
}

function wordsOf({ mention, cue }: Pick<Span, 'mention' | 'cue'>): Mark[] {
  return [
    ...(mention ? [{ ...mention, kind: 'mention' as const }] : []),
    ...(cue ? [{ ...cue, kind: 'cue' as const }] : []),
  ];
}
