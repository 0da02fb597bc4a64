import { type ReactNode, useState } from 'react';
import type { Comment } from '#shared/model/comment.ts';
import { type Said, saidTogether, type Thread } from '#shared/review/threads.ts';
import { list } from '#shared/text/wording.ts';
import { shortMoment } from '../ui/format.ts';
import styles from './Discuss.module.css';
import { WordsForm } from './WordsForm.tsx';

/** What a person can do with what they wrote themselves. */
export interface OwnComments {
  me: string;
  /** One comment, or several that ask several people the same. */
  change(comments: readonly Comment[], text: string): void;
  remove(comments: readonly Comment[]): void;
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
          {saidTogether(thread.comments).map((said) => (
            <CommentView
              key={said.id}
              said={said}
              whoIs={whoIs}
              open={thread.requests.some((request) => isOf(said, request))}
              own={
                own !== null && own.me === said.author
                  ? {
                      change: (text) =>
                        own.change(
                          thread.comments.filter((one) => isOf(said, one)),
                          text,
                        ),
                      remove: () => own.remove(thread.comments.filter((one) => isOf(said, one))),
                    }
                  : null
              }
            />
          ))}
          {below?.(thread)}
        </div>
      ))}
    </section>
  );
}

/** Whether a comment is one of those that are told as one. */
const isOf = (said: Said, { author, text, createdAt }: Comment): boolean =>
  said.author === author && said.text === text && said.createdAt === createdAt;

function CommentView(props: {
  said: Said;
  whoIs: (id: string) => string;
  /** Somebody who is asked has not answered. */
  open: boolean;
  own: { change(text: string): void; remove(): void } | null;
}) {
  const { said, whoIs, open, own } = props;
  const { author, text, asked, answer, createdAt, updatedAt } = said;
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
            <button type="button" onClick={own.remove}>
              delete
            </button>
          </span>
        )}
      </header>
      {asked.length > 0 && (
        <p className={styles.asks} data-open={open || undefined}>
          Asks {list(asked.map(whoIs))} to look again
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
            own.change(words);
          }}
          onCancel={() => edit(false)}
        />
      ) : (
        text !== '' && <p dir="auto">{text}</p>
      )}
    </article>
  );
}
