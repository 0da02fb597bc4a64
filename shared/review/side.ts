import type { Span } from '../model/span.ts';

/** The side of spans that a review has settled on, whoever adjudicated: the third layer beside the annotators' own. */
export const adjudicated = 'adjudicated';

/**
 * Whose a span is when work is compared: its annotator's id, `adjudicated` for what a review settled on, and null for
 * a suggestion, which is not yet anybody's annotation.
 */
export function sideOf({ origin, annotator }: Pick<Span, 'origin' | 'annotator'>): string | null {
  if (origin === 'suggested') return null;
  return origin === 'adjudicated' ? adjudicated : annotator;
}

/** Whether a span is an annotator's own; what they adjudicated is not. */
export const isOwnOf = ({ origin, annotator }: Pick<Span, 'origin' | 'annotator'>, who: string): boolean =>
  annotator === who && origin !== 'adjudicated';
