import { z } from 'zod';

/** A person who annotates. The id outlives renames: spans point at it, never at the name. */
export const annotatorSchema = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/),
  name: z.string().min(1).max(200),
  initials: z.string().min(1).max(8),
});
export type Annotator = z.infer<typeof annotatorSchema>;

/** Initials of a name: the first letter of its first and last word, upper case; `?` when the name has no letters. */
export function initialsOf(name: string): string {
  const words = name.match(/\p{L}[\p{L}\p{M}'’-]*/gu) ?? [];
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words;
  return (
    picked
      .map((word) => Array.from(word ?? '')[0] ?? '')
      .join('')
      .toLocaleUpperCase('en') || '?'
  );
}
