import type { ArticleText } from '#shared/contract/contract.ts';
import { readingId } from '#shared/model/reading.ts';
import type { Unplaced } from '#shared/review/placing.ts';
import { type Names, sideName } from '#shared/review/words.ts';
import { useById, useReadings } from '../../data/hooks.ts';
import { plural, shortDate } from '../../ui/format.ts';
import styles from './ArticlePane.module.css';
import { progressOf, type QueuedCase } from './queue.ts';
import { SideStatus } from './SideStatus.tsx';

/** Whose lines stand in the text, how far each has come with it, and which marks have no place in it. */
export function ArticleHead(props: {
  article: ArticleText;
  worked: readonly string[];
  orphans: readonly Unplaced[];
  names: Names;
  cases: readonly QueuedCase[];
}) {
  const { article, names, orphans, cases } = props;
  const readings = useById(useReadings());
  const { meta, blocks } = article;
  const headline = blocks.some((block) => block.kind === 'headline');
  const details = [meta.outlet, meta.published && shortDate(meta.published), meta.page && `page ${meta.page}`];
  const { decided, of } = progressOf(cases);
  return (
    <header className={styles.head}>
      <p className={styles.meta} dir="auto">
        {[...details, `${decided} of ${plural(of, 'disagreement')} decided here`].filter(Boolean).join(' · ')}
      </p>
      <div className={styles.sides}>
        {names.sides.map((side) => (
          <SideStatus
            key={side.id}
            side={side}
            article={article.id}
            worked={props.worked.includes(side.id)}
            spans={cases.filter(({ case: one }) => one.spans.some((sided) => sided.side === side.id)).length}
            reading={readings?.get(readingId(article.id, side.id))}
          />
        ))}
      </div>
      {!headline && meta.title && (
        <h1 className={styles.title} dir="auto">
          {meta.title}
        </h1>
      )}
      {orphans.length > 0 && (
        <details className={styles.orphans}>
          <summary>{plural(orphans.length, 'mark')} left out: no place in this text</summary>
          <ul>
            {orphans.map(({ span, reason }) => (
              <li key={span.id}>
                <b>{sideName(span.annotator, names)}</b>
                <q dir="auto">{span.quote.exact}</q>
                <small>{reason}</small>
              </li>
            ))}
          </ul>
        </details>
      )}
    </header>
  );
}
