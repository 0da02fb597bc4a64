import { z } from 'zod';
import { jsonSchema } from './json.ts';
import { modes } from './mode.ts';
import { mentionSchema, rangeFields } from './range.ts';
import { stanceSchema } from './stance.ts';
import { suggestedSchema } from './suggested.ts';

/** Where a span came from; `suggested` ones are not yet anybody's annotation. */
export const spanOrigins = ['manual', 'suggested', 'accepted', 'imported', 'adjudicated'] as const;

/** Exact words with up to 32 characters on either side: finds the span again in a corrected text. */
export const quoteSchema = z.object({ exact: z.string(), prefix: z.string(), suffix: z.string() });
export type QuoteSelector = z.infer<typeof quoteSchema>;

/**
 * One annotation. Offsets are UTF-16 code units into the canonical text whose SHA-256 is `textSha256`;
 * `quote.exact` equals that text between them.
 */
export const spanSchema = z.object({
  id: z.string().min(1),
  article: z.string().min(1),
  textSha256: z.string(),
  layer: z.string().min(1),
  ...rangeFields,
  quote: quoteSchema,
  speaker: z.string().nullable(),
  mention: mentionSchema.nullable(),
  cue: mentionSchema.nullable(),
  mode: z.enum(modes).nullable(),
  stances: z.array(stanceSchema),
  attributes: z.record(z.string(), jsonSchema),
  labels: z.array(z.string()),
  note: z.string().nullable(),
  confidence: z.number().min(0).max(1).nullable(),
  annotator: z.string().min(1),
  origin: z.enum(spanOrigins),
  /** What was suggested, when that is where the span came from. */
  suggested: suggestedSchema.optional(),
  /** For an adjudicated span: the spans that were judged. */
  basedOn: z.array(z.string()).optional(),
  /** Why a person should look at where it stands; gone once they have. `carried`: over from an article with nearly the same text. */
  look: z.enum(['carried']).nullish(),
  status: z.enum(['draft', 'done']),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Span = z.infer<typeof spanSchema>;
