import { z } from 'zod';

/**
 * What one annotator lets the app suggest in this folder. It is a record like any other, so that it can be told later
 * whether somebody annotated with suggestions in sight.
 */
export const assistanceSchema = z.object({
  /** The annotator's id. */
  id: z.string().min(1),
  /** Whether anything is suggested; off for blind annotation. */
  on: z.boolean(),
  /** Whether single marks (‘…’, ''…'') around whole statements count as quotation marks. */
  singleMarks: z.boolean(),
  /** A stance that was learned is suggested when it is at least this sure: 0 … 1. */
  threshold: z.number().min(0).max(1),
  /** Labels older than this are not learned from; null: all are. */
  learnsFrom: z.iso.datetime().nullable(),
  updatedAt: z.iso.datetime(),
});
export type Assistance = z.infer<typeof assistanceSchema>;

/** What holds until an annotator says otherwise. */
export const defaultAssistance: Omit<Assistance, 'id' | 'updatedAt'> = {
  on: true,
  singleMarks: false,
  threshold: 0.7,
  learnsFrom: null,
};
