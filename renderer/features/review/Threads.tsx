import type { Comment } from '#shared/model/comment.ts';
import { saidTogether } from '#shared/review/threads.ts';
import { type Names, sideName } from '#shared/review/words.ts';
import { list } from '#shared/text/wording.ts';
import { shortMoment } from '../../ui/format.ts';
import { Keys } from '../../ui/Keys.tsx';
import styles from './CasePanel.module.css';

/** What has been said about the spans of a case, thread by thread. */
export function Threads(props: {
  comments: readonly Comment[];
  names: Names;
  /** What a person is called who is no side. */
  personOf: (id: string) => string;
  canWrite: boolean;
  onReply: () => void;
  onAskAgain: () => void;
}) {
  const { comments, names, personOf } = props;
  const who = (id: string) => (names.sides.some((side) => side.id === id) ? sideName(id, names) : personOf(id));
  return (
    <section className={styles.threads} aria-label="Comments">
      {saidTogether(comments).map(({ id, author, text, asked, answer, createdAt }) => (
        <article key={id} className={styles.comment}>
          <header>
            <b>{who(author)}</b>
            <time dateTime={createdAt}>{shortMoment(createdAt)}</time>
            {asked.length > 0 && <i className={styles.asks}>asks {list(asked.map(who))} to look again</i>}
            {answer !== null && (
              <i className={styles.asks}>{answer === 'accepted' ? 'changed it as asked' : 'keeps it as it is'}</i>
            )}
          </header>
          {text !== '' && <p dir="auto">{text}</p>}
        </article>
      ))}
      {props.canWrite && (
        <p className={styles.threadKeys}>
          <button type="button" onClick={props.onReply}>
            <Keys keys="R" /> {comments.length > 0 ? 'reply' : 'comment'}
          </button>
          <button type="button" onClick={props.onAskAgain}>
            <Keys keys="S" /> ask to look again
          </button>
        </p>
      )}
    </section>
  );
}
