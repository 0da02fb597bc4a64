import type { MessagePort } from 'node:worker_threads';
import { Engine, type Outcome, type Search } from './engine.ts';
import { type Told, toldSteps } from './telling.ts';

/** How the thread is begun. */
export interface SearchThread {
  part: 'search';
  store: string;
  records: string | null;
  /** Its first number is the latest search that is to end. */
  stopped: Int32Array;
}

/** `repeated`: lines that are furniture from now on; null: those known before. */
export type SearchAsk =
  | 'end'
  | (({ run: number; search: Search } | { warm: true }) & { repeated: ReadonlySet<string> | null });

export type SearchAnswer = { run: number } & ({ told: Told } | { outcome: Outcome | null } | { failure: string });

/** Searches in a thread of its own, one search after another; `createSearcher` asks it. */
export function serveSearch(port: MessagePort, { store, records, stopped }: SearchThread): void {
  const engine = new Engine(store, records);
  const answer = (message: SearchAnswer) => port.postMessage(message);
  port.on('message', (ask: SearchAsk) => {
    if (ask === 'end') {
      engine.close();
      return port.close();
    }
    if (ask.repeated !== null) engine.repeated = ask.repeated;
    if ('warm' in ask) {
      try {
        engine.warm();
      } catch {
        // The search that needs it will say what is wrong.
        engine.close();
      }
      return;
    }
    const { run, search } = ask;
    try {
      const steps = toldSteps(engine.run(search), () => Atomics.load(stopped, 0) >= run);
      for (;;) {
        const next = steps.next();
        if (next.done) return answer({ run, outcome: next.value });
        if (next.value !== null) answer({ run, told: next.value });
      }
    } catch (error) {
      engine.close();
      answer({ run, failure: error instanceof Error ? error.message : String(error) });
    }
  });
}
