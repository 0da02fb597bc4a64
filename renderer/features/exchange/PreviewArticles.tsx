import type { ImportPreview } from '#shared/contract/contract.ts';
import { plural } from '../../ui/format.ts';
import { Tick } from '../../ui/Tick.tsx';
import styles from './Exchange.module.css';
import { countArticles } from './fates.ts';

/** The articles of the files: which ones are here, which ones differ, and whether the others are put into the folder. */
export function PreviewArticles(props: {
  articles: ImportPreview['articles'];
  texts: boolean;
  onTexts: (texts: boolean) => void;
}) {
  const { articles } = props;
  if (articles.length === 0) return null;
  const counts = countArticles(articles);
  const listed = articles.filter(({ state }) => state !== 'same');
  return (
    <section>
      <h3>Articles</h3>
      <p>
        {[
          counts.same > 0 && `${counts.same.toLocaleString('en')} the same as here`,
          counts['other-text'] > 0 && `${counts['other-text'].toLocaleString('en')} with another text here`,
          counts.missing > 0 && `${counts.missing.toLocaleString('en')} that nobody has brought`,
          counts.brought > 0 && `${counts.brought.toLocaleString('en')} that only the files have`,
        ]
          .filter(Boolean)
          .join(', ')}
        .
      </p>
      {counts.brought > 0 && (
        <Tick isSelected={props.texts} onChange={props.onTexts}>
          Put the {plural(counts.brought, 'article')} that only the files have into the folder
        </Tick>
      )}
      {listed.length > 0 && (
        <details open={listed.length <= 4}>
          <summary>Which ones</summary>
          <ul className={styles.articles}>
            {listed.slice(0, mostListed).map(({ id, path, title, state, spans }) => (
              <li key={id} title={path}>
                <span dir="auto">{title ?? path}</span>
                <small>
                  {states[state]}, {plural(spans, 'span')}
                </small>
              </li>
            ))}
            {listed.length > mostListed && <li>and {(listed.length - mostListed).toLocaleString('en')} more</li>}
          </ul>
        </details>
      )}
    </section>
  );
}

const mostListed = 200;

const states = {
  same: 'the same',
  'other-text': 'another text here',
  missing: 'not here and not in the files; its spans wait for it',
  brought: 'only in the files',
} as const;
