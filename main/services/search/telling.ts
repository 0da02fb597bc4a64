import type { SearchedArticle } from '#shared/contract/contract.ts';
import type { Outcome, Step } from './engine.ts';

/** Milliseconds between two tellings, and places and articles in one. */
const interval = 80;
const fullBatch = 300;

export interface Told {
  found: SearchedArticle[];
  done: number;
  total: number;
}

/**
 * Carries a search out and tells what it finds: the first article at once, then in batches, and now and then how far it
 * is when nothing is found. Null: it was stopped.
 */
export function* toldSteps(
  steps: Generator<Step, Outcome>,
  isStopped: () => boolean,
): Generator<Told | null, Outcome | null> {
  let found: SearchedArticle[] = [];
  let weight = 0;
  let last: Step | null = null;
  let told = Number.NEGATIVE_INFINITY;
  for (;;) {
    if (isStopped()) {
      steps.return(null as never);
      return null;
    }
    const next = steps.next();
    if (next.done) {
      if (last !== null) yield { found, done: last.done, total: last.total };
      return next.value;
    }
    last = next.value;
    if (last.found !== null) {
      found.push(last.found);
      weight += Math.max(1, last.found.hits.length);
    }
    const now = performance.now();
    if (weight >= fullBatch || (now - told >= interval && (weight > 0 || told > 0))) {
      yield { found, done: last.done, total: last.total };
      found = [];
      weight = 0;
      told = now;
    } else {
      if (told === Number.NEGATIVE_INFINITY) told = -now;
      yield null;
    }
  }
}
