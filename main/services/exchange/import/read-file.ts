import type { Fault } from '#shared/formats/jsonl/validate.ts';
import type { Incoming } from '../incoming.ts';

/** A file that was read to be taken in, and what in it cannot be. */
export interface Read {
  readonly incoming: Incoming;
  /** Lines and spans that fail; the first thousand of them. */
  readonly faults: readonly Fault[];
  /** How many further ones there are. */
  readonly faultsLeft: number;
}

/** What every format that carries no files, codebook or corpus has in common. */
export const plainIncoming = {
  id: null,
  by: null,
  at: null,
  corpus: null,
  codebook: null,
  files: new Map(),
  async close() {},
} as const;
