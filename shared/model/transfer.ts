import { z } from 'zod';

/** A bundle that was written or taken in: tells what a colleague has been sent already. */
export const transferSchema = z.object({
  /** The bundle's id. */
  id: z.string().min(1),
  direction: z.enum(['sent', 'received']),
  /** The name of the file, without its folder. */
  file: z.string(),
  /** Whose annotations it holds. */
  annotators: z.array(z.string()),
  /** For `sent`: how far each journal had got; a later bundle can begin there. */
  positions: z.record(z.string(), z.int().min(0)).nullable(),
  /** Who sent or took it in. */
  annotator: z.string().min(1),
  at: z.iso.datetime(),
});
export type Transfer = z.infer<typeof transferSchema>;
