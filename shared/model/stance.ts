import { z } from 'zod';

/**
 * A position a speaker takes toward a target; `value` is an id on the codebook's stance scale. The target is null until
 * the annotator has named it: what is marked is saved at once, and stances without a target can be asked for.
 */
export const stanceSchema = z.object({ target: z.string().nullable(), value: z.string() });
export type Stance = z.infer<typeof stanceSchema>;
