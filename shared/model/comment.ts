import { z } from 'zod';

/** What a person who was asked to look again says: they changed their mark as asked, or it stays. */
export const answers = ['accepted', 'kept'] as const;
export type Answer = (typeof answers)[number];

/** One contribution to a thread about a span, or about the spans of a case. */
export const commentSchema = z.object({
  id: z.string().min(1),
  /** The first comment of the thread; its own id for that one. */
  thread: z.string().min(1),
  article: z.string().min(1),
  /** The spans that the thread is about; the same in all its comments. */
  about: z.array(z.string().min(1)).min(1),
  /** The annotator who wrote it. */
  author: z.string().min(1),
  /** May be empty only where `answer` is given. */
  text: z.string().max(20_000),
  /** The annotator who is asked to look again; null: nobody. The text is the reason. */
  asks: z.string().nullable(),
  /** The author’s answer to being asked, or to a correction; null: none. */
  answer: z.enum(answers).nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Comment = z.infer<typeof commentSchema>;
