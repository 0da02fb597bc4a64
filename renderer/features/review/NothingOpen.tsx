import { plural } from '../../ui/format.ts';
import styles from './Review.module.css';
import type { ReviewData } from './use-comparison.ts';

/** What stands in place of a case when the list is empty. */
export function NothingOpen({ hidden, left, data }: { hidden: boolean; left: boolean; data: ReviewData }) {
  const decided = data.all.filter(({ list }) => list === 'decided').length;
  return (
    <main className={styles.nothing} hidden={hidden}>
      {left && (
        <>
          <h2>No disagreement is left to decide</h2>
          <p>
            {decided > 0 ? `${plural(decided, 'case')} decided` : 'The sides agree'} in{' '}
            {plural(data.comparison.articles.size, 'article')}. Under “Agreed” stands what all marked alike.
          </p>
        </>
      )}
    </main>
  );
}
