import type { Thread } from '#shared/review/threads.ts';
import discuss from '../../discuss/Discuss.module.css';
import { Threads } from '../../discuss/Threads.tsx';
import { WordsForm } from '../../discuss/WordsForm.tsx';
import { Keys } from '../../ui/Keys.tsx';
import { type Answering, isCorrection } from './use-answering.ts';

/** What is said about the marks that a selected card is about, and the box in which more is written. */
export function SpanDiscussion({ answering }: { answering: Answering }) {
  const { discussion, about, writing } = answering;
  const { threads, me, readOnly, whoIs } = discussion;
  const discussed = threads.ofCase({ spans: about.map((id) => ({ span: { id } })) });
  const boxOf = (thread: Thread | undefined) => {
    if (writing === null || threadOf(writing)?.id !== thread?.id) return null;
    const stays = writing.what === 'stays';
    return (
      <WordsForm
        key={stays ? 'stays' : 'comment'}
        label={stays ? 'Why it stays' : 'Comment'}
        placeholder={stays ? 'Why does it stay as it is?' : thread ? 'Reply' : 'Comment'}
        button={stays ? 'It stays' : thread ? 'Reply' : 'Comment'}
        draft={`${writing.what} ${thread?.id ?? about.join(' ')}`}
        onSend={answering.send}
        onCancel={() => answering.write(null)}
      />
    );
  };
  return (
    <>
      <Threads
        threads={discussed}
        whoIs={whoIs}
        own={readOnly ? null : { me, change: discussion.change, remove: discussion.remove }}
        below={(thread) =>
          boxOf(thread) ??
          (!readOnly && (
            <p className={discuss.below}>
              {thread.requests.some(({ asks }) => asks === me) && !isTold(answering, thread) && (
                <>
                  <button type="button" data-strong onClick={() => answering.accept(thread)}>
                    <Keys keys="Y" /> changed
                  </button>
                  <button type="button" data-strong onClick={() => answering.write({ what: 'stays', about: thread })}>
                    <Keys keys="I" /> it stays
                  </button>
                </>
              )}
              <button type="button" onClick={() => answering.write({ what: 'comment', thread })}>
                {thread.id === discussed.at(-1)?.id && <Keys keys="R" />} reply
              </button>
            </p>
          ))
        }
      />
      {writing !== null && !discussed.some(({ id }) => id === threadOf(writing)?.id) && boxOf(threadOf(writing))}
    </>
  );
}

const threadOf = (writing: NonNullable<Answering['writing']>): Thread | undefined =>
  writing.what === 'comment' ? writing.thread : isCorrection(writing.about) ? undefined : writing.about;

/** Whether a correction tells of it, and is what is answered. */
const isTold = ({ answerable }: Answering, { id }: Thread): boolean =>
  answerable !== undefined && isCorrection(answerable) && answerable.threads.some((thread) => thread.id === id);
