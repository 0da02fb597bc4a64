import type { Settings } from '#shared/contract/contract.ts';
import { Button } from '../ui/Button.tsx';
import { shortDate } from '../ui/format.ts';
import { Keys } from '../ui/Keys.tsx';
import styles from './Welcome.module.css';

/** What stands in the window when no folder is open. */
export function Welcome(props: {
  recent: Settings['recent'];
  samples: string | null;
  failure: string | null;
  onPick: () => void;
  onOpen: (path: string) => void;
}) {
  return (
    <main className={styles.page}>
      <div className={styles.column}>
        <h1>Rapporteur</h1>
        <p className={styles.lead}>
          Who said what, about whom, and where they stand. Open a folder of articles: text, Markdown or saved web pages.
          Nothing leaves this machine, and the files themselves are never changed.
        </p>
        {props.failure && (
          <p className={styles.failure} role="alert">
            {props.failure}
          </p>
        )}
        <div className={styles.buttons}>
          <Button look="primary" onPress={props.onPick} autoFocus>
            Open a folder…
          </Button>
          {props.samples !== null && (
            <Button onPress={() => props.samples !== null && props.onOpen(props.samples)}>
              Look at the sample corpus
            </Button>
          )}
          <span className={styles.hint}>
            <Keys keys="Mod+O" />
          </span>
        </div>
        {props.recent.length > 0 && (
          <section className={styles.recent}>
            <h2>Recent folders</h2>
            <ul>
              {props.recent.map((folder) => (
                <li key={folder.path}>
                  <button type="button" onClick={() => props.onOpen(folder.path)}>
                    <b>{folder.name}</b>
                    <span>{folder.path}</span>
                    <time>{shortDate(folder.openedAt)}</time>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </main>
  );
}
