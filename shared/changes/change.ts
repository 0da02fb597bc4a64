import { z } from 'zod';
import { jsonSchema } from '../model/json.ts';
import { type Kind, kinds, type RecordOf } from '../model/kinds.ts';

/** Who or what caused a change; it travels with the change, so that nothing needs a mute flag. */
export const changeOrigins = ['user', 'undo', 'import', 'suggestion', 'remote'] as const;
export type ChangeOrigin = (typeof changeOrigins)[number];

/**
 * One record's part in a change. No `before`: the record is added and `after` is all of it. No `after`: it is removed
 * and `before` was all of it. Both: only the fields that differ stand in either, so that two people who changed
 * different fields of a speaker do not overwrite each other.
 */
export type Edit<K extends Kind = Kind> = {
  [P in K]: { kind: P; id: string; before?: Partial<RecordOf[P]>; after?: Partial<RecordOf[P]> };
}[K];

/** The currency of the app: journal line, undo step, event to other windows, import, decision. */
export interface Change {
  id: string;
  /** Hybrid logical clock, see `clock.ts`: sorts as text. */
  at: string;
  /** The annotator's id. */
  by: string;
  origin: ChangeOrigin;
  /** Changes of one gesture (mark a quote, name its speaker, set the stance) share this id and are undone together. */
  gesture: string;
  /** For `origin: "undo"`: the gesture that this change takes back (undoing an undo is a redo). */
  reverts?: string;
  edits: Edit[];
}

const fields = z.record(z.string(), jsonSchema);

/** Shape of one edit as it crosses a port or stands in a journal. */
export const editSchema = z
  .object({
    kind: z.enum(kinds as [Kind, ...Kind[]]),
    id: z.string().min(1).max(200),
    before: fields.optional(),
    after: fields.optional(),
  })
  .refine((edit) => edit.before !== undefined || edit.after !== undefined, 'an edit needs before, after or both');

/** How instants are written, see `clock.ts`. */
export const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\+[0-9a-z]{4}$/;

/** Shape of a change as it crosses a port or stands in a journal; the records inside are checked by `check`. */
export const changeSchema = z.object({
  id: z.string().min(1).max(100),
  at: z.string().regex(instantPattern),
  by: z.string().min(1).max(100),
  origin: z.enum(changeOrigins),
  gesture: z.string().min(1).max(100),
  reverts: z.string().max(100).optional(),
  edits: z.array(editSchema).min(1).max(100_000),
}) as unknown as z.ZodType<Change>;
