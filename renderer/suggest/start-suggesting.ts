import type { Session } from '../data/session.ts';
import { startWorker } from '../workers/start-worker.ts';
import type { Suggesting } from './context.ts';
import { createSuggester } from './suggester.ts';
import { createWaitingCounts } from './waiting-counts.ts';

/** Milliseconds that main may take to read an article that is only counted in. */
const readDeadline = 60_000;

/** Starts what suggests in this window; early, so that it is there when the first article is. */
export function startSuggesting(session: Session, onFailure: (message: string) => void): Suggesting {
  const suggester = createSuggester(() => startWorker('suggestions'), onFailure);
  const counts = createWaitingCounts(suggester, {
    readPassages: session.readPassages,
    writePassages: session.writePassages,
    keepPassages: session.keepPassages,
    readSpansBy: session.readSpansBy,
    // Past the few texts that are kept for reading: counting goes through all of them.
    readText: (id) => session.link.call('corpus.read', { id }, readDeadline),
  });
  return { suggester, counts };
}
