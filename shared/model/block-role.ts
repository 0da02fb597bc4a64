import { z } from 'zod';
import { rangeFields } from './range.ts';
import { quoteSchema } from './span.ts';

export const roles = ['body', 'boilerplate'] as const;

/**
 * A person's word on a block of an article: it is the article's own, or furniture of its page. It holds for the block
 * with these words in this article, and where `line` is given for every line of the folder that is the same.
 */
export const blockRoleSchema = z.object({
  id: z.string().min(1),
  article: z.string().min(1),
  ...rangeFields,
  quote: quoteSchema,
  role: z.enum(roles),
  /** What the line comes to without case, figures and runs of white space; null: for this article only. */
  line: z.string().max(500).nullable(),
  annotator: z.string().min(1),
  updatedAt: z.iso.datetime(),
});
export type BlockRole = z.infer<typeof blockRoleSchema>;
