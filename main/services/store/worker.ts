import type { MessagePort } from 'node:worker_threads';
import { Failure } from '#shared/contract/failure.ts';
import { explain } from '../files/explain.ts';
import { CorpusStore } from './corpus-store.ts';
import { isDamage } from './open-database.ts';
import type { FromStore, ToStore } from './protocol.ts';

/** Answers requests to the store one after the other, off the main thread. */
export function serveStore(port: MessagePort): void {
  // Articles are copied out of shared memory one after the other; memory of its own for each takes as long as reading it.
  Buffer.poolSize = 1 << 18;
  const store = new CorpusStore();
  port.on('message', ({ n, name, args }: ToStore) => {
    port.postMessage(answer(store, n, name, args));
    if (name === 'close') port.close();
  });
}

function answer(store: CorpusStore, n: number, name: ToStore['name'], args: unknown): FromStore {
  try {
    return { n, result: (store[name] as (args: unknown) => unknown)(args) };
  } catch (error) {
    if (error instanceof Failure) return { n, error: { code: error.code, message: error.message } };
    try {
      store.rollback();
    } catch {
      // The database has given the transaction up by itself.
    }
    if (isDamage(error)) return { n, error: { code: 'store-damaged', message: String(error) } };
    const { code } = explain(error);
    return { n, error: { code, message: `The texts kept of the folder cannot be read or written: ${String(error)}.` } };
  }
}
