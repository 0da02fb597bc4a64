import { z } from 'zod';

export const speakerKinds = ['person', 'organisation', 'government', 'group'] as const;

/** Someone or something that makes statements: an entry of the registry that a folder's annotators share. */
export const speakerSchema = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  kind: z.enum(speakerKinds),
  aliases: z.array(z.string()),
  role: z.string().nullable(),
  affiliation: z.string().nullable(),
  /** ISO 3166-1 alpha-2 where there is one, otherwise free. */
  country: z.string().nullable(),
  note: z.string().nullable(),
});
export type Speaker = z.infer<typeof speakerSchema>;
