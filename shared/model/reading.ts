import { z } from 'zod';

export const readingStatuses = ['unread', 'in-progress', 'done'] as const;
export type ReadingStatus = (typeof readingStatuses)[number];

/** How far one annotator has come with one article. */
export const readingSchema = z.object({
  /** `<article>:<annotator>` */
  id: z.string().min(1),
  article: z.string().min(1),
  annotator: z.string().min(1),
  status: z.enum(readingStatuses),
  updatedAt: z.iso.datetime(),
});
export type Reading = z.infer<typeof readingSchema>;

export const readingId = (article: string, annotator: string): string => `${article}:${annotator}`;
