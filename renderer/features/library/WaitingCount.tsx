import { useWaitingIn } from '../../suggest/use-waiting.ts';
import { plural } from '../../ui/format.ts';
import styles from './Library.module.css';

/** How many suggestions wait in an article: nothing where none do, or where that is not known yet. */
export function WaitingCount({ article }: { article: string }) {
  const waiting = useWaitingIn(article);
  if (!waiting) return null;
  return (
    <i className={styles.waiting} title={`${plural(waiting, 'suggestion')} waiting`}>
      +{waiting.toLocaleString('en')}
    </i>
  );
}
