import { z } from 'zod';

/**
 * What can be settled: a field that two people changed, two entries that may be one, an imported span without a place, a
 * layer or stance that the codebook does not know.
 */
export const matters = ['field', 'speakers', 'targets', 'orphan', 'codebook'] as const;

/**
 * A person's choice in a matter that came up when work was put together; without it the matter is listed again and again.
 * The id names the matter, see `shared/review/matters.ts`.
 */
export const settlementSchema = z.object({
  id: z.string().min(1).max(300),
  matter: z.enum(matters),
  /** `kept`: what holds stays. `other`: the other side's value was taken. `merged` / `apart`: two entries. `dropped`: a span. */
  choice: z.enum(['kept', 'other', 'merged', 'apart', 'dropped']),
  reason: z.string().nullable(),
  annotator: z.string().min(1),
  at: z.iso.datetime(),
});
export type Settlement = z.infer<typeof settlementSchema>;
