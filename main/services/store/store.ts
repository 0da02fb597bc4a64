import { Worker } from 'node:worker_threads';
import { Failure } from '#shared/contract/failure.ts';
import type { Args, FromStore, RequestName, Result, ToStore } from './protocol.ts';

/** A corpus's store, which works in a thread of its own. */
export interface Store {
  /**
   * Asks the store; answers come in the order of the questions. Rejects with a `Failure`: as the request says, `closed`
   * once the store is closed, and with `StoreDamaged` when what it has is no good any more.
   */
  ask<N extends RequestName>(name: N, args: Args<N>): Promise<Result<N>>;
  /** Ends what is written, and the thread. */
  close(): Promise<void>;
}

/** What the store has cannot be read: it is to be opened anew. */
export class StoreDamaged extends Error {}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** @param workerFile the built `services/worker.ts` */
export function startStore(workerFile: string): Store {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let closing: Promise<void> | null = null;
  const worker = new Worker(workerFile, {
    workerData: 'store',
    // With 16 MB each for the store's and the readers' young generations, a scan takes 35 MB more and is hardly quicker.
    resourceLimits: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 8 },
    execArgv: [],
  });
  // Only what waits for an answer keeps the process alive.
  worker.unref();

  const settle = (n: number): Waiting | undefined => {
    const one = waiting.get(n);
    waiting.delete(n);
    if (waiting.size === 0) worker.unref();
    return one;
  };
  worker.on('message', (message: FromStore) => {
    const one = settle(message.n);
    if ('result' in message) one?.resolve(message.result);
    else if (message.error.code === 'store-damaged') one?.reject(new StoreDamaged(message.error.message));
    else one?.reject(new Failure(message.error.code, message.error.message));
  });
  const end = (error: Error) => {
    closing ??= Promise.resolve();
    for (const n of [...waiting.keys()]) settle(n)?.reject(error);
  };
  worker.on('error', (cause) =>
    end(new Failure('internal', 'The part of Rapporteur that keeps texts has failed.', { cause })),
  );
  worker.on('exit', () => end(closed()));

  const ask = <N extends RequestName>(name: N, args: Args<N>): Promise<Result<N>> =>
    new Promise((resolve, reject) => {
      const n = ++last;
      waiting.set(n, { resolve: resolve as (result: unknown) => void, reject });
      worker.ref();
      worker.postMessage({ n, name, args } satisfies ToStore);
    });

  return {
    ask: (name, args) => (closing === null ? ask(name, args) : Promise.reject(closed())),
    close() {
      closing ??= ask('close', null).then(
        async () => void (await worker.terminate()),
        async () => void (await worker.terminate()),
      );
      return closing;
    },
  };
}

const closed = () => new Failure('closed', 'The folder has been closed.');
