import type { ReactNode } from 'react';
import { currentActions } from '../../ui/actions.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './Review.module.css';

/** Why there is nothing to compare yet, and what can be done about it. */
export function EmptyReview(props: {
  /** `alone`: fewer than two have marked anything. `apart`: they have no article in common. */
  why: 'alone' | 'apart';
  /** Whether the annotator at this machine has marked something. */
  mine: boolean;
  picker?: ReactNode;
}) {
  const importing = currentActions().find(({ id }) => id === 'app.import');
  return (
    <main className={styles.empty}>
      {props.picker}
      <div>
        <h2>{props.why === 'alone' ? 'Nobody else has annotated here yet' : 'No article in common'}</h2>
        {props.why === 'alone' ? (
          <p>
            A review compares what two or more people marked in the same articles.{' '}
            {props.mine ? 'A colleague’s work' : 'The work of colleagues'} comes in as a file they send you, or by
            itself when you share this folder.
          </p>
        ) : (
          <p>
            The people chosen have worked on different articles. Choose others above, or wait until both have marked
            something in the same article, or submitted it.
          </p>
        )}
        {importing && (
          <Button look="primary" onPress={() => importing.run()}>
            Open a colleague’s file…
          </Button>
        )}
      </div>
    </main>
  );
}
