import type { Range } from '#shared/model/range.ts';
import type { Span } from '#shared/model/span.ts';

export type SpeakingSpan = Range & Pick<Span, 'speaker'>;

/** The speaker of the narrowest mark that holds the place and names one; null: none does. */
export function speakerAt(spans: readonly SpeakingSpan[], start: number, end: number): string | null {
  let best: SpeakingSpan | undefined;
  for (const span of spans) {
    if (span.speaker === null || span.start > start || span.end < end) continue;
    if (best === undefined || span.end - span.start < best.end - best.start) best = span;
  }
  return best?.speaker ?? null;
}
