import { z } from 'zod';

/** A stretch of a canonical text: UTF-16 code units, start inclusive, end exclusive, `0 <= start <= end <= text.length`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

const offset = z.int().min(0);

/** A range together with the words it holds, so that it can be found again when the text changes. */
export const mentionSchema = z.object({ start: offset, end: offset, text: z.string() });
export type Mention = z.infer<typeof mentionSchema>;

export const rangeFields = { start: offset, end: offset };
