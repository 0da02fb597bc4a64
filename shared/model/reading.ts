import { z } from 'zod';

/** `done` is what the annotator says and screens call “submitted”; the two after it are a reviewer's answer. */
export const readingStatuses = ['unread', 'in-progress', 'done', 'changes-requested', 'accepted'] as const;
export type ReadingStatus = (typeof readingStatuses)[number];

/** How far one annotator has come with one article. */
export const readingSchema = z.object({
  /** `<article>:<annotator>` */
  id: z.string().min(1),
  article: z.string().min(1),
  annotator: z.string().min(1),
  status: z.enum(readingStatuses),
  /** Who set the status, when it was not the annotator. */
  by: z.string().min(1).nullish(),
  updatedAt: z.iso.datetime(),
});
export type Reading = z.infer<typeof readingSchema>;

export const readingId = (article: string, annotator: string): string => `${article}:${annotator}`;
