import { useMemo } from 'react';
import { type Codebook, stanceOf } from '#shared/codebook/codebook.ts';
import type { Span } from '#shared/model/span.ts';
import type { Target } from '#shared/model/target.ts';
import { layerName, targetName } from '#shared/review/words.ts';
import { compareSpans } from '#shared/text/order.ts';
import { useAnnotatorNames } from '../../data/annotator-names.ts';
import { type LibraryEntry, useById, useSession, useSpansOf, useSpeakers, useTargets } from '../../data/hooks.ts';
import { plural } from '../../ui/format.ts';
import styles from './ClosedArticle.module.css';

/** An article without a text to show: why, and what is marked in it, in the words that were kept with each mark. */
export function ClosedArticle(props: {
  article: string;
  entry: LibraryEntry | null;
  failure: string;
  codebook: Codebook;
}) {
  const { article, entry, failure, codebook } = props;
  const spans = useSpansOf(article);
  const speakers = useById(useSpeakers());
  const targets = useById(useTargets()) ?? none;
  const namesOf = useAnnotatorNames();
  const me = useSession((state) => state.project?.annotator.id);
  const inOrder = useMemo(() => [...(spans ?? [])].sort(compareSpans), [spans]);
  return (
    <main className={styles.page}>
      <div className={styles.column} role="alert">
        <h1>
          {entry?.missing ? entry.meta.title || 'An article whose file is missing' : 'This article cannot be shown'}
        </h1>
        <p>{entry?.failure?.message ?? failure}</p>
      </div>
      {inOrder.length > 0 && (
        <section className={styles.column} aria-label="Marks that are kept">
          <h2>{plural(inOrder.length, 'mark')} kept</h2>
          <ol>
            {inOrder.map((span) => (
              <KeptMark
                key={span.id}
                span={span}
                who={
                  (span.speaker !== null && speakers?.get(span.speaker)?.name) || layerName(span.layer, { codebook })
                }
                stances={span.stances.map(
                  (stance) =>
                    `${stanceOf(codebook, stance.value)?.verb ?? stance.value} ${targetName(stance, { targets })}`,
                )}
                by={span.annotator === me ? null : namesOf(span.annotator).name}
              />
            ))}
          </ol>
        </section>
      )}
    </main>
  );
}

/** @param props.by the annotator's name, where it is a colleague's */
function KeptMark(props: { span: Span; who: string; stances: readonly string[]; by: string | null }) {
  const { who, stances, by } = props;
  const { quote, note } = props.span;
  return (
    <li>
      <p className={styles.about}>
        <b>{who}</b>
        {stances.length > 0 && <em> {stances.join(', ')}</em>}
        {by !== null && <small> {by}</small>}
      </p>
      <blockquote dir="auto">
        <span>{quote.prefix && `… ${quote.prefix.replace(cutWordBefore, '')}`}</span>
        <mark>{quote.exact}</mark>
        <span>{quote.suffix && `${quote.suffix.replace(cutWordAfter, '')} …`}</span>
      </blockquote>
      {note && <p className={styles.note}>{note}</p>}
    </li>
  );
}

/** What was kept around a mark is cut anywhere, also within a word. */
const cutWordBefore = /^\S+\s+(?=\S)/;
const cutWordAfter = /(?<=\S)\s+\S+$/;

const none: ReadonlyMap<string, Target> = new Map();
