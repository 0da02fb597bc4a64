import type { Range } from '../model/range.ts';
import type { QuoteSelector, Span } from '../model/span.ts';
import { sameStances } from './stances.ts';

/** What of a span is compared and decided. */
export const comparedFields = ['layer', 'speaker', 'stances', 'mode', 'boundary'] as const;
export type ComparedField = (typeof comparedFields)[number];

/** As much of a span as is compared; of a judged span the words were not kept. */
export interface Comparable extends Range, Pick<Span, 'textSha256' | 'layer' | 'speaker' | 'mode' | 'stances'> {
  readonly quote?: QuoteSelector | undefined;
}

/** In what two spans differ, in the order of `comparedFields`; nothing: they say the same of the same place. */
export function fieldsThatDiffer(a: Comparable, b: Comparable): ComparedField[] {
  const differs = {
    layer: a.layer !== b.layer,
    speaker: a.speaker !== b.speaker,
    stances: !sameStances(a.stances, b.stances),
    mode: a.mode !== b.mode,
    boundary: !samePlace(a, b),
  };
  return comparedFields.filter((field) => differs[field]);
}

/** Whether two spans stand in the same place; in two versions of a text: whether they hold the same words. */
export function samePlace(a: Comparable, b: Comparable): boolean {
  if (a.textSha256 === b.textSha256) return a.start === b.start && a.end === b.end;
  return a.quote !== undefined && b.quote !== undefined && a.quote.exact === b.quote.exact;
}
