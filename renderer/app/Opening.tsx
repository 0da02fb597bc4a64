import { useSession } from '../data/hooks.ts';
import { Progress } from '../ui/Progress.tsx';
import { journalsWords } from './journals-words.ts';
import styles from './Opening.module.css';

/** What stands in the middle of the window while a folder is being opened, where that takes longer than a moment. */
export function Opening() {
  const loading = useSession((state) => state.loading);
  const journals = useSession((state) => state.journals);
  const shown = journals !== null && !loading?.total ? journals : loading;
  return (
    <main className={styles.page} aria-busy>
      <h1>Opening the folder</h1>
      {shown && (
        <>
          <div className={styles.progress}>
            <Progress
              label="Loading annotations"
              words={
                shown === journals
                  ? journalsWords(journals)
                  : shown.total === 0
                    ? 'Putting the journals together'
                    : `Loading annotations, ${shown.done.toLocaleString('en')} of ${shown.total.toLocaleString('en')}`
              }
              value={shown.done}
              max={shown.total}
            />
          </div>
          <p>
            All annotations of a folder are loaded once on each computer. You can begin to work when that is done. If
            the window is closed before, loading begins again the next time, and nothing is lost.
          </p>
        </>
      )}
    </main>
  );
}
