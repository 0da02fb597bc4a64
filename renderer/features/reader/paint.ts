import { type Codebook, stanceOf } from '#shared/codebook/codebook.ts';
import type { Span } from '#shared/model/span.ts';

/** How a span is painted: by its first stance if it has one, otherwise by its layer. */
export function paintOf(span: Span, codebook: Codebook): string {
  const first = span.stances[0];
  const stance = first && stanceOf(codebook, first.value);
  if (stance) return `stance-${Math.max(-2, Math.min(2, stance.score))}`;
  const attributed = codebook.layers.find((layer) => layer.id === span.layer)?.attributed ?? true;
  return attributed ? 'stance-none' : 'frame';
}
