import { z } from 'zod';
import { rangeFields } from './range.ts';
import { quoteSchema } from './span.ts';

/**
 * An annotator's “no” to a passage that the app proposed for a layer: it is not proposed to them again. Offsets are UTF-16
 * code units into the text whose SHA-256 is `textSha256`; in a corrected text the quote finds the passage again.
 */
export const rejectionSchema = z.object({
  id: z.string().min(1),
  article: z.string().min(1),
  textSha256: z.string(),
  annotator: z.string().min(1),
  layer: z.string().min(1),
  ...rangeFields,
  quote: quoteSchema,
  /** A statement that the rules found, or an occurrence of words that were searched for. */
  of: z.enum(['suggestion', 'occurrence']),
  at: z.iso.datetime(),
});
export type Rejection = z.infer<typeof rejectionSchema>;
