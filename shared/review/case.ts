import type { Range } from '../model/range.ts';
import type { Span } from '../model/span.ts';

/** A span at its place in the text that is compared: UTF-16 code units, which may differ from the span's own. */
export interface Sided extends Range {
  readonly span: Span;
  /** Whose it is, see `sideOf`. */
  readonly side: string;
}

/** How the sides of a case can differ. `only`: a side that worked on the article has no span here. */
export const differences = ['only', 'layer', 'speaker', 'stance', 'target', 'mode', 'boundary'] as const;
export type Difference = (typeof differences)[number];

/**
 * One passage as all sides see it: at most one span of each side, aligned by `alignSpans`. The id is made of the spans'
 * ids, so that the same spans are the same case wherever they are compared.
 */
export interface Case extends Range {
  readonly id: string;
  readonly article: string;
  /** By the order of the sides compared; `start` and `end` of the case take all of them in. */
  readonly spans: readonly Sided[];
  /** The sides that worked on the article and have no span here. */
  readonly missing: readonly string[];
  /** In the order of `differences`; empty: everybody agrees. */
  readonly differences: readonly Difference[];
  /** How much a reviewer should care, from 0 (agreed); only comparable within one list. */
  readonly weight: number;
}
