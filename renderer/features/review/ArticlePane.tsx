import { type Ref, useMemo, useRef } from 'react';
import type { ArticleText } from '#shared/contract/contract.ts';
import type { Range } from '#shared/model/range.ts';
import type { Case, Sided } from '#shared/review/case.ts';
import { placedIn, type Unplaced } from '#shared/review/placing.ts';
import type { Compared } from '../../data/comparison.ts';
import { type PaintedSpan, TextView, type TextViewHandle } from '../../editor/TextView.tsx';
import { plural } from '../../ui/format.ts';
import { ArticleHead } from './ArticleHead.tsx';
import styles from './ArticlePane.module.css';
import { caseOfPainted, lanesOf } from './lanes.ts';
import type { QueuedCase } from './queue.ts';
import './sides.css';
import type { Names } from '#shared/review/words.ts';

/** The cases of an article where they stand in the text that is shown, which may not be the one they were compared in. */
export function casesIn(
  article: Pick<ArticleText, 'text' | 'textSha256'>,
  compared: Pick<Compared, 'textSha256' | 'orphans'>,
  cases: readonly QueuedCase[],
): { cases: readonly QueuedCase[]; orphans: readonly Unplaced[] } {
  if (compared.textSha256 === article.textSha256) return { cases, orphans: compared.orphans };
  const spans = cases.flatMap(({ case: one }) => one.spans.map(({ span }) => span));
  const { sided, orphans } = placedIn(spans, article);
  const places = new Map(sided.map((one) => [one.span.id, one]));
  return {
    cases: cases.flatMap((queued): QueuedCase[] => {
      const found = queued.case.spans.flatMap(({ span }) => places.get(span.id) ?? []);
      return found.length === 0 ? [] : [{ ...queued, case: movedTo(queued.case, found) }];
    }),
    orphans: [...compared.orphans, ...orphans],
  };
}

const movedTo = (one: Case, spans: readonly Sided[]): Case => ({
  ...one,
  spans,
  start: Math.min(...spans.map(({ start }) => start)),
  end: Math.max(...spans.map(({ end }) => end)),
});

/** An article's text with every side's marks, each on its own line. */
export function ArticlePane(props: {
  article: ArticleText;
  /** The article's cases at their places in this text. */
  cases: readonly QueuedCase[];
  orphans: readonly Unplaced[];
  worked: readonly string[];
  namesOf: (caseId: string) => Names;
  /** For what is said of the article as a whole. */
  names: Names;
  current: QueuedCase | undefined;
  /** Where the span that is being made of a case stands; its edges can be dragged. */
  draft: Range | null;
  handle: Ref<TextViewHandle>;
  onCase: (id: string) => void;
  onDraft: (range: Range) => void;
}) {
  const { article, cases, current, draft, namesOf } = props;
  const known = useRef(new Map<string, PaintedSpan>());
  const id = current?.case.id ?? null;
  const painted = useMemo(() => {
    // What is being made of a case stands out instead of it.
    const lanes = lanesOf(cases, (one) => namesOf(one).sides, draft ? null : id, known.current);
    return draft ? [...lanes, { id: 'draft', start: draft.start, end: draft.end, paint: 'draft' }] : lanes;
  }, [cases, namesOf, id, draft]);

  return (
    <TextView
      text={article.text}
      blocks={article.blocks}
      language={article.meta.language}
      spans={painted}
      selectedId={draft ? 'draft' : null}
      handle={props.handle}
      className={styles.text ?? ''}
      label={article.meta.title ?? 'Article'}
      foldLabel={(lines) => `${plural(lines, 'line')} of page furniture`}
      onPick={(ids) => {
        const picked = ids.map(caseOfPainted).filter((one) => one !== 'draft');
        const at = picked.indexOf(id ?? '');
        const next = picked.slice(at + 1).find((one) => one !== id) ?? picked[0];
        if (next !== undefined && !draft) props.onCase(next);
      }}
      {...(draft ? { onMove: ({ start, end }: Range) => props.onDraft({ start, end }) } : {})}
      header={
        <ArticleHead
          article={article}
          worked={props.worked}
          orphans={props.orphans}
          names={props.names}
          cases={cases}
        />
      }
    />
  );
}
