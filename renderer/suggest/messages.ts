import type { Codebook } from '#shared/codebook/codebook.ts';
import type { Range } from '#shared/model/range.ts';
import type { Speaker } from '#shared/model/speaker.ts';
import type { Target } from '#shared/model/target.ts';
import type { Suggestion } from '#shared/suggest/suggestion.ts';

/** What suggestions are looked up in. */
export interface Known {
  speakers: readonly Speaker[];
  targets: readonly Target[];
  codebook: Codebook;
}

/** What the window says to its worker. What is known is told when it has changed, and holds for all that is asked after. */
export type ToWorker =
  | { say: 'known'; known: Known }
  | {
      say: 'suggest';
      ask: number;
      text: string;
      /** Undefined: blank lines part the paragraphs. */
      paragraphs: readonly Range[] | undefined;
      singleMarks: boolean;
      /** Only the passages, without who is meant: the answer is small, and nobody is looked up. */
      passagesOnly: boolean;
    };

export type FromWorker =
  | { ask: number; suggestions: Suggestion[] }
  /** Starts and ends in turn. */
  | { ask: number; passages: Uint32Array }
  | { ask: number; failure: string };
