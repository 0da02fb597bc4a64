import { z } from 'zod';
import { modes } from './mode.ts';
import { rangeFields } from './range.ts';
import { stanceSchema } from './stance.ts';

/**
 * How a case was decided. `take`: some of the judged spans stand as they are (one side's, or several sides'). `merge`: a
 * span that the adjudicator made of them. `none`: none of them stands. `later`: put off.
 */
export const verdicts = ['take', 'merge', 'none', 'later'] as const;
export type Verdict = (typeof verdicts)[number];

/** A span as it was when it was judged: should it differ now, the case is open again. */
export const judgedSchema = z.object({
  span: z.string().min(1),
  /** Whose it is: an annotator's id. */
  side: z.string().min(1),
  textSha256: z.string(),
  /** UTF-16 code units into that text. */
  ...rangeFields,
  layer: z.string().min(1),
  speaker: z.string().nullable(),
  mode: z.enum(modes).nullable(),
  stances: z.array(stanceSchema),
});
export type Judged = z.infer<typeof judgedSchema>;

/** An adjudicator's answer to one case: which spans were judged, what became of them, and why. */
export const decisionSchema = z.object({
  id: z.string().min(1),
  article: z.string().min(1),
  verdict: z.enum(verdicts),
  /** Every span of the case. */
  judged: z.array(judgedSchema).min(1),
  /** Of the judged spans, the ones that stand; empty unless the verdict is `take`. */
  taken: z.array(z.string()),
  /** The adjudicated spans that the decision made. */
  spans: z.array(z.string()),
  /** Why; always given for `none`. */
  reason: z.string().nullable(),
  /** The annotator who decided. */
  adjudicator: z.string().min(1),
  at: z.iso.datetime(),
});
export type Decision = z.infer<typeof decisionSchema>;
