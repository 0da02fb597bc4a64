import { useMemo } from 'react';
import type { Edit } from '#shared/changes/change.ts';
import type { Answer, Comment } from '#shared/model/comment.ts';
import { type Thread, type Threads, threadsOf } from '#shared/review/threads.ts';
import { useAct } from '../data/act.ts';
import { useAnnotatorNames } from '../data/annotator-names.ts';
import { useComments, useSession } from '../data/hooks.ts';
import { newId } from '../data/ids.ts';
import { addComment, answerComment, changeComment, deleteComment } from '../data/review-answers.ts';

/** What people say about the marks of one article, and saying something; each is one change that can be undone. */
export interface Discussion {
  threads: Threads;
  whoIs(id: string): string;
  me: string;
  /** Nothing can be written in this folder. */
  readOnly: boolean;
  /** Continues a thread, or begins one about marks. False: it was refused, which the person is told. */
  say(text: string, where: Thread | readonly string[]): Promise<boolean>;
  /** Answers being asked to look again; the text may be empty. */
  answer(thread: Thread, answer: Answer, text: string): Promise<boolean>;
  /** What one wrote oneself: one comment, or several that ask several people the same. */
  change(comments: readonly Comment[], text: string): void;
  remove(comments: readonly Comment[]): void;
}

export function useDiscussion(article: string): Discussion {
  const act = useAct();
  const names = useAnnotatorNames();
  const comments = useComments();
  const me = useSession((state) => state.project?.annotator.id ?? '');
  const readOnly = useSession((state) => state.project?.readOnly ?? true);
  const threads = useMemo(
    () => threadsOf((comments ?? []).filter((comment) => comment.article === article)),
    [comments, article],
  );
  const doing = useMemo(() => {
    const commit = async (edits: () => Edit[]): Promise<boolean> =>
      (await act.trying(() => act(edits(), { gesture: newId('g') }))) ?? false;
    const now = () => new Date().toISOString();
    return {
      say: (text: string, where: Thread | readonly string[]) => {
        const place = 'id' in where ? { thread: where } : { article, about: where };
        return commit(() => addComment({ ...place, author: me, text, at: now() }).edits);
      },
      answer: (thread: Thread, answer: Answer, text: string) =>
        commit(() => answerComment({ thread, author: me, answer, text, at: now() }).edits),
      change: (comments: readonly Comment[], text: string) => {
        const at = now();
        void commit(() => comments.flatMap((comment) => changeComment(comment, text, at)));
      },
      remove: (comments: readonly Comment[]) => void commit(() => comments.flatMap(deleteComment)),
    };
  }, [act, article, me]);
  return useMemo(
    () => ({ threads, whoIs: (id: string) => names(id).name, me, readOnly, ...doing }),
    [threads, names, me, readOnly, doing],
  );
}
