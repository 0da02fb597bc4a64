import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Codebook } from '#shared/codebook/codebook.ts';
import type { ArticleText } from '#shared/contract/contract.ts';
import { useAnnotators, useEntry, useSession, useSpeakers, useTargets } from '../../data/hooks.ts';
import { Margin } from '../../editor/Margin.tsx';
import { type Mark, TextView, type TextViewHandle } from '../../editor/TextView.tsx';
import { plural } from '../../ui/format.ts';
import { ArticleHead } from './ArticleHead.tsx';
import { Orphans } from './Orphans.tsx';
import { paintedSpan } from './paint.ts';
import styles from './Reader.module.css';
import { type CardContext, SpanCard } from './SpanCard.tsx';
import { SpanEditor } from './SpanEditor.tsx';
import { showWithCard, useCardInSight } from './show-with-card.ts';
import { useArticle } from './use-article.ts';
import { useReaderActions } from './use-reader-actions.ts';
import { type Shown, useReading } from './use-reading.ts';
import { useSpanEditing } from './use-span-editing.ts';

/** Where to begin in an article: at a span, e.g. one that undo brought back. `request` tells one wish from the next. */
export interface Aim {
  span: string;
  request: number;
}

/** One article, to read and to annotate. */
export function ReaderPage(props: {
  articleId: string;
  codebook: Codebook;
  shown: Shown;
  onShown: (shown: Shown) => void;
  aim: Aim | undefined;
}) {
  const entry = useEntry(props.articleId);
  const opening = useArticle(props.articleId, entry?.textSha256 ?? '');
  if (opening.state === 'failed') {
    return (
      <main className={styles.page}>
        <div className={styles.failed} role="alert">
          <h1>This article cannot be shown</h1>
          <p>{opening.failure}</p>
        </div>
      </main>
    );
  }
  if (opening.state === 'loading') return <main className={styles.page} aria-busy={opening.slow} />;
  return <OpenArticle key={opening.article.id} {...props} article={opening.article} />;
}

function OpenArticle(props: {
  article: ArticleText;
  codebook: Codebook;
  shown: Shown;
  onShown: (shown: Shown) => void;
  aim: Aim | undefined;
}) {
  const { article, codebook, shown, aim } = props;
  const me = useSession((state) => state.project?.annotator.id ?? '');
  const view = useRef<TextViewHandle>(null);
  /** The text has the keyboard as soon as it is drawn: what comes next is reading it. */
  const drawn = useCallback((handle: TextViewHandle | null) => {
    view.current = handle;
    handle?.focus();
  }, []);
  const reading = useReading(article, shown);
  const { placed, byId, selected, select } = reading;
  const focusText = useCallback(() => view.current?.focus(), []);
  const editing = useSpanEditing({ article, codebook, reading, me, focusText, shown, onShown: props.onShown });
  const [furniture, setFurniture] = useState(false);

  useReaderActions({
    article,
    codebook,
    reading,
    editing,
    view,
    toggleFurniture: () => {
      view.current?.openFolds(!furniture);
      setFurniture(!furniture);
    },
  });

  const context = useCardContext(codebook, me);
  const painted = useMemo(() => reading.painted.map((one) => paintedSpan(one, codebook)), [reading.painted, codebook]);
  const marks = useMemo(() => marksOf(selected, article), [selected, article]);
  const items = useMemo(() => placed.map((one) => ({ id: one.span.id, anchor: one.start })), [placed]);
  const recentSpeakers = useMemo(() => new Set(placed.flatMap((one) => one.span.speaker ?? [])), [placed]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each wish is followed once, when its span is there
  useEffect(() => {
    const wanted = aim && byId.get(aim.span);
    if (!wanted) return;
    select(wanted.span.id);
    view.current?.reveal(wanted, { block: 'center' });
  }, [aim?.request, aim && byId.has(aim.span)]);

  const choose = (id: string) => {
    select(id);
    const one = byId.get(id);
    if (!one || !view.current) return;
    view.current.setCaret(one.start);
    showWithCard(view.current, one);
  };
  useCardInSight(view, selected);

  return (
    <main className={styles.page}>
      <TextView
        text={article.text}
        blocks={article.blocks}
        language={article.meta.language}
        spans={painted}
        selectedId={selected?.span.id ?? null}
        marks={marks}
        handle={drawn}
        label={article.meta.title ?? 'Article'}
        foldLabel={(lines) => `${plural(lines, 'line')} of page furniture`}
        onPick={(ids) => select(cycled(ids, selected?.span.id))}
        {...(selected?.span.annotator === me ? { onMove: (range) => editing.move(() => range) } : {})}
        header={
          <>
            <ArticleHead
              article={article}
              me={me}
              shown={shown}
              onShown={props.onShown}
              context={context}
              onDone={editing.toggleDone}
            />
            <Orphans spans={reading.orphans} context={context} />
          </>
        }
        aside={
          <Margin
            items={items}
            selectedId={selected?.span.id ?? null}
            className={styles.margin ?? ''}
            renderCard={(id, { compact }) => {
              const one = byId.get(id);
              if (!one) return null;
              return one === selected && one.span.annotator === me ? (
                <SpanEditor
                  placed={one}
                  context={context}
                  stanceIndex={reading.stanceIndex}
                  focus={reading.focus}
                  recentSpeakers={recentSpeakers}
                  edit={editing}
                />
              ) : (
                <SpanCard
                  placed={one}
                  context={context}
                  selected={one === selected}
                  compact={compact && one !== selected}
                  onSelect={() => choose(id)}
                  onCopy={editing.copy}
                />
              );
            }}
          />
        }
      />
    </main>
  );
}

function useCardContext(codebook: Codebook, me: string): CardContext {
  const speakers = useSpeakers();
  const targets = useTargets();
  const annotators = useAnnotators();
  return useMemo(
    () => ({
      codebook,
      me,
      speakers: new Map(speakers?.map((one) => [one.id, one])),
      targets: new Map(targets?.map((one) => [one.id, one])),
      annotators: new Map(annotators?.map((one) => [one.id, one])),
    }),
    [codebook, me, speakers, targets, annotators],
  );
}

/** The span that a click means: the innermost, and with each further click at the same place the next one out. */
function cycled(ids: readonly string[], selected: string | undefined): string | null {
  const at = selected === undefined ? -1 : ids.indexOf(selected);
  return ids[(at + 1) % Math.max(1, ids.length)] ?? null;
}

/** The words that name the speaker and the cue, of the selected span; their offsets hold only in the text they were marked in. */
function marksOf(selected: ReturnType<typeof useReading>['selected'], article: ArticleText): Mark[] {
  if (!selected || selected.span.textSha256 !== article.textSha256) return [];
  const { mention, cue } = selected.span;
  return [
    ...(mention ? [{ ...mention, kind: 'mention' as const }] : []),
    ...(cue ? [{ ...cue, kind: 'cue' as const }] : []),
  ];
}
