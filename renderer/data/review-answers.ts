import type { Edit } from '#shared/changes/change.ts';
import { added, changed, removed } from '#shared/changes/edits.ts';
import type { ArticleText } from '#shared/contract/contract.ts';
import type { Article } from '#shared/model/article.ts';
import type { Answer, Comment } from '#shared/model/comment.ts';
import type { Reading } from '#shared/model/reading.ts';
import type { Span } from '#shared/model/span.ts';
import type { Correction } from '#shared/review/corrections.ts';
import type { Thread } from '#shared/review/threads.ts';
import { beginArticle, deleteOwnSpan, deleteSpan } from './gestures.ts';
import { newId } from './ids.ts';

/*
 * What people say to each other about marks, as edits of records, like `gestures.ts`.
 */

export interface Saying {
  /** The thread that it continues; left out: it begins one. */
  thread?: Pick<Thread, 'id' | 'article' | 'about'> | undefined;
  /** For a new thread: what it is about. */
  article?: string;
  about?: readonly string[];
  /** The annotator who writes. */
  author: string;
  text: string;
  at: string;
}

/** Writes a comment. RangeError when it says nothing, or a new thread is about nothing. */
export const addComment = (saying: Saying): { comment: Comment; edits: Edit[] } => write(saying, null, null);

/** Asks an annotator to look again; the text says why. RangeError as `addComment`. */
export const askAgain = (saying: Saying & { asks: string }): { comment: Comment; edits: Edit[] } =>
  write(saying, saying.asks, null);

/** Answers being asked, or a correction; the text may be empty. RangeError when a new thread is about nothing. */
export const answerComment = (saying: Saying & { answer: Answer }): { comment: Comment; edits: Edit[] } =>
  write(saying, null, saying.answer);

/** Says it otherwise. RangeError when nothing would be said. */
export function changeComment(comment: Comment, text: string, at: string): Edit[] {
  if (text.trim() === '' && comment.answer === null) throw new RangeError('A comment needs words');
  const edit = changed('comment', comment, { text: text.trim() });
  return edit === undefined ? [] : [changed('comment', comment, { text: text.trim(), updatedAt: at })!];
}

export const deleteComment = (comment: Comment): Edit[] => [removed('comment', comment)];

function write(
  { thread, article = '', about = [], author, text, at }: Saying,
  asks: string | null,
  answer: Answer | null,
): { comment: Comment; edits: Edit[] } {
  const id = newId('m');
  const comment: Comment = {
    id,
    thread: thread?.id ?? id,
    article: thread?.article ?? article,
    about: [...(thread?.about ?? about)],
    author,
    text: text.trim(),
    asks,
    answer,
    createdAt: at,
    updatedAt: at,
  };
  if (comment.text === '' && answer === null) throw new RangeError('A comment needs words');
  if (comment.article === '' || comment.about.length === 0) throw new RangeError('A comment is about a mark');
  return { comment, edits: [added('comment', comment)] };
}

/** Answers a correction in words, in the thread in which it was asked for, or else in a new one about what was judged. */
export function answerCorrection(
  { threads, decision, article }: Pick<Correction, 'threads' | 'decision' | 'article'>,
  saying: { author: string; answer: Answer; text: string; at: string },
): { comment: Comment; edits: Edit[] } {
  const about = decision.judged.map(({ span }) => span);
  return answerComment({ ...saying, thread: threads.at(-1), article, about });
}

/**
 * Makes a correction the annotator's own work: the span takes what was decided, is deleted, or is marked anew. Threads in
 * which that was asked for are answered with it.
 */
export function acceptCorrection(
  correction: Correction,
  options: {
    annotator: string;
    at: string;
    /** The article's text as it is now; null: it is not there. */
    text: ArticleText | null;
    /** The article's binding and the annotator's reading of it, as they are now. */
    binding: Article | null | undefined;
    reading: Reading | null | undefined;
  },
): Edit[] {
  const { annotator, at } = options;
  const edits = followed(correction, options);
  for (const thread of correction.threads) {
    if (thread.requests.some(({ asks }) => asks === annotator))
      edits.push(...answerComment({ thread, author: annotator, answer: 'accepted', text: '', at }).edits);
  }
  return edits;
}

function followed(
  { kind, mine, adjudicated: [decided] }: Correction,
  { annotator, at, text, binding, reading }: Parameters<typeof acceptCorrection>[1],
): Edit[] {
  if (kind === 'dropped') {
    if (mine === null) return [];
    return text === null ? deleteSpan(mine) : deleteOwnSpan(mine, text, at);
  }
  if (decided === undefined) return [];
  if (kind === 'changed') return mine === null ? [] : become(mine, decided, at);
  if (mine !== null) return [];
  const { basedOn: _, ...copied } = decided;
  const span: Span = {
    ...copied,
    id: newId('s'),
    annotator,
    origin: 'manual',
    note: null,
    confidence: null,
    status: 'draft',
    createdAt: at,
    updatedAt: at,
  };
  return [added('span', span), ...(binding ? beginArticle(binding, { binding, reading, annotator, at }) : [])];
}

/** What is compared, with what belongs to it; labels, note and confidence stay the annotator's own. */
function become(mine: Span, decided: Span, at: string): Edit[] {
  const { textSha256, start, end, quote, layer, speaker, mode, stances } = decided;
  const fields: Partial<Span> = { textSha256, start, end, quote, layer, speaker, mode, stances };
  // The words that name and introduce somebody else would be wrong, and offsets into another text, too.
  if (speaker !== mine.speaker || textSha256 !== mine.textSha256)
    Object.assign(fields, { mention: decided.mention, cue: decided.cue });
  return changed('span', mine, fields) === undefined ? [] : [changed('span', mine, { ...fields, updatedAt: at })!];
}
