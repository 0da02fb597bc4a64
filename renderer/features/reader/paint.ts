import { type Codebook, isAttributed, stanceOf } from '#shared/codebook/codebook.ts';
import type { Span } from '#shared/model/span.ts';
import type { Suggestion } from '#shared/suggest/suggestion.ts';
import type { PaintedSpan } from '../../editor/TextView.tsx';
import { isDoubtful } from '../../suggest/walk.ts';
import type { PlacedSpan } from './place-spans.ts';

/** How a span is painted: what was adjudicated as such, others by their first stance or by their layer. */
export function paintOf(span: Span, codebook: Codebook): string {
  if (span.origin === 'adjudicated') return 'adjudicated';
  const first = span.stances[0];
  const stance = first && stanceOf(codebook, first.value);
  if (stance) return `stance-${Math.max(-2, Math.min(2, stance.score))}`;
  return isAttributed(codebook, span.layer) ? 'stance-none' : 'frame';
}

const suggestedBefore = new WeakMap<Suggestion, PaintedSpan>();

/** A suggestion as the text paints it: the same object for the same one. */
export function paintedSuggestion(suggestion: Suggestion): PaintedSpan {
  const before = suggestedBefore.get(suggestion);
  if (before) return before;
  const { id, start, end } = suggestion;
  const paint = isDoubtful(suggestion) ? 'doubtful' : 'suggested';
  const painted = { id, start, end, paint, emphasis: 'dashed' as const };
  suggestedBefore.set(suggestion, painted);
  return painted;
}

const paintedBefore = new WeakMap<Span, PaintedSpan>();

/** A placed span as the text paints it: the same object as long as nothing of it differs, so that only what is new is painted. */
export function paintedSpan({ span, start, end }: PlacedSpan, codebook: Codebook): PaintedSpan {
  const paint = paintOf(span, codebook);
  const before = paintedBefore.get(span);
  if (before?.start === start && before.end === end && before.paint === paint) return before;
  const painted = { id: span.id, start, end, paint };
  paintedBefore.set(span, painted);
  return painted;
}
