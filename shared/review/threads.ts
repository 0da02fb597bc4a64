import type { Comment } from '../model/comment.ts';
import { addTo, groupBy } from '../model/groups.ts';

/** Comments that belong together, in the order in which they were written. */
export interface Thread {
  readonly id: string;
  readonly article: string;
  /** The ids of the spans it is about. */
  readonly about: readonly string[];
  readonly comments: readonly Comment[];
  /** The last comment of everybody who was asked to look again and has not answered since. */
  readonly requests: readonly Comment[];
}

export interface Threads {
  /** By their first comment. */
  readonly all: readonly Thread[];
  ofSpan(span: string): readonly Thread[];
  /** Those about at least one of the spans, each once. */
  ofCase(one: { readonly spans: readonly { readonly span: { readonly id: string } }[] }): readonly Thread[];
  /** Those in which a person is asked to look again and has not answered. */
  asking(annotator: string): readonly Thread[];
}

/** The threads that comments make. */
export function threadsOf(comments: readonly Comment[]): Threads {
  const sorted = [...comments].sort(byTime);
  const all = [...groupBy(sorted, ({ thread }) => thread).values()].map(threadOf);
  const bySpan = new Map<string, Thread[]>();
  for (const thread of all) for (const span of new Set(thread.about)) addTo(bySpan, span, thread);
  const ofSpan = (span: string): readonly Thread[] => bySpan.get(span) ?? [];
  return {
    all,
    ofSpan,
    ofCase: ({ spans }) => [...new Set(spans.flatMap(({ span }) => ofSpan(span.id)))].sort(byBeginning),
    asking: (annotator) => all.filter(({ requests }) => requests.some(({ asks }) => asks === annotator)),
  };
}

function threadOf(comments: readonly Comment[]): Thread {
  const requests = new Map<string, Comment>();
  for (const comment of comments) {
    if (comment.answer !== null) requests.delete(comment.author);
    if (comment.asks !== null) requests.set(comment.asks, comment);
  }
  const { thread, article } = comments[0]!;
  return {
    id: thread,
    article,
    about: [...new Set(comments.flatMap(({ about }) => about))],
    comments,
    requests: [...requests.values()],
  };
}

const byTime = (a: Comment, b: Comment): number =>
  a.createdAt === b.createdAt ? (a.id < b.id ? -1 : 1) : a.createdAt < b.createdAt ? -1 : 1;
const byBeginning = (a: Thread, b: Thread): number => byTime(a.comments[0]!, b.comments[0]!);

/** A comment with everybody whom it asks to look again. */
export interface Said extends Comment {
  readonly asked: string[];
}

/** The comments, those that ask several people the same at once as one. */
export function saidTogether(comments: readonly Comment[]): Said[] {
  const together: Said[] = [];
  for (const comment of comments) {
    const last = together.at(-1);
    const asked = comment.asks === null ? [] : [comment.asks];
    const same =
      last && (['thread', 'author', 'text', 'createdAt'] as const).every((key) => last[key] === comment[key]);
    if (same && asked.length > 0) last.asked.push(...asked);
    else together.push({ ...comment, asked });
  }
  return together;
}
