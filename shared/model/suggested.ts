import { z } from 'zod';
import { modes } from './mode.ts';
import { mentionSchema, rangeFields } from './range.ts';
import { stanceSchema } from './stance.ts';

/**
 * What the app had suggested when a person accepted it, corrected or not: kept with the span, so that the corrections can
 * be learned from and the suggestions be judged. Offsets are UTF-16 code units into the text of the span's `textSha256`
 * at that time.
 */
export const suggestedSchema = z.object({
  ...rangeFields,
  mode: z.enum(modes).nullable(),
  cue: mentionSchema.nullable(),
  mention: mentionSchema.nullable(),
  /** The registry's entry that was suggested; null when it was nobody, or a choice. */
  speaker: z.string().nullable(),
  /** The name that was suggested for a new entry of the registry. */
  newSpeaker: z.string().nullable(),
  stances: z.array(stanceSchema),
  confidence: z.number().min(0).max(1),
  /** The rules that decided, in words. */
  reasons: z.array(z.string()),
  /** The version of the engine. */
  engine: z.string(),
});
export type Suggested = z.infer<typeof suggestedSchema>;
