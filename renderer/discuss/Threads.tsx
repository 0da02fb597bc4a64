import { type ReactNode, useState } from 'react';
import type { Comment } from '#shared/model/comment.ts';
import type { Thread } from '#shared/review/threads.ts';
import { shortMoment } from '../ui/format.ts';
import styles from './Discuss.module.css';
import { WordsForm } from './WordsForm.tsx';

/** What a person can do with what they wrote themselves. */
export interface OwnComments {
  me: string;
  change(comment: Comment, text: string): void;
  remove(comment: Comment): void;
}

/** What has been said about a mark, or the marks of a case, thread by thread. */
export function Threads(props: {
  threads: readonly Thread[];
  whoIs: (id: string) => string;
  /** Null: nothing can be written here. */
  own: OwnComments | null;
  /** Stands below a thread: what can be done with it. */
  below?: (thread: Thread) => ReactNode;
}) {
  const { threads, whoIs, own, below } = props;
  if (threads.length === 0) return null;
  return (
    <section className={styles.threads} aria-label="Comments">
      {threads.map((thread) => (
        <div key={thread.id} className={styles.thread} data-asks={thread.requests.length > 0 || undefined}>
          {thread.comments.map((comment) => (
            <CommentView
              key={comment.id}
              comment={comment}
              whoIs={whoIs}
              open={thread.requests.includes(comment)}
              own={own !== null && own.me === comment.author ? own : null}
            />
          ))}
          {below?.(thread)}
        </div>
      ))}
    </section>
  );
}

function CommentView(props: {
  comment: Comment;
  whoIs: (id: string) => string;
  /** Whoever is asked has not answered. */
  open: boolean;
  own: OwnComments | null;
}) {
  const { comment, whoIs, open, own } = props;
  const { author, text, asks, answer, createdAt, updatedAt } = comment;
  const [editing, edit] = useState(false);
  return (
    <article className={styles.comment}>
      <header>
        <b dir="auto">{whoIs(author)}</b>
        <time dateTime={createdAt}>
          {shortMoment(createdAt)}
          {updatedAt > createdAt && ', edited'}
        </time>
        {own !== null && !editing && (
          <span className={styles.own}>
            {text !== '' && (
              <button type="button" onClick={() => edit(true)}>
                edit
              </button>
            )}
            <button type="button" onClick={() => own.remove(comment)}>
              delete
            </button>
          </span>
        )}
      </header>
      {asks !== null && (
        <p className={styles.asks} data-open={open || undefined}>
          Asks {whoIs(asks)} to look again
        </p>
      )}
      {answer !== null && <p className={styles.asks}>{answer === 'accepted' ? 'Changed it as asked' : 'It stays'}</p>}
      {editing && own !== null ? (
        <WordsForm
          label="Comment"
          placeholder="Comment"
          button="Save"
          words={text}
          onSend={(words) => {
            edit(false);
            own.change(comment, words);
          }}
          onCancel={() => edit(false)}
        />
      ) : (
        text !== '' && <p dir="auto">{text}</p>
      )}
    </article>
  );
}
