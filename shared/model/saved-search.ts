import { z } from 'zod';

/** A search that somebody kept under a name. */
export const savedSearchSchema = z.object({
  id: z.string().min(1),
  name: z.string().min(1).max(200),
  query: z.string().max(10_000),
  annotator: z.string().min(1),
  updatedAt: z.iso.datetime(),
});
export type SavedSearch = z.infer<typeof savedSearchSchema>;
