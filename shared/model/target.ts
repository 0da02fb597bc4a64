import { z } from 'zod';

/** What a stance is taken toward: a policy, a proposal, an actor, an event. */
export const targetSchema = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  aliases: z.array(z.string()),
  note: z.string().nullable(),
});
export type Target = z.infer<typeof targetSchema>;
