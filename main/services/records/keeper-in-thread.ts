import { Worker } from 'node:worker_threads';
import { Failure, type FailureCode } from '#shared/contract/failure.ts';
import type { Keeper } from './keeper.ts';
import type { KeeperAnswer, KeeperCall } from './worker.ts';

/** A keeper in a thread of its own, begun with the first call; after it has broken down the next call begins another. */
export function keeperInThread(workerFile: string): Keeper {
  let worker: Worker | null = null;
  let count = 0;
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();

  const lost = (error: unknown) => {
    worker = null;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  function begin(): Worker {
    const own = new Worker(workerFile, { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 256 } });
    own.on('message', (answer: KeeperAnswer) => {
      const one = waiting.get(answer.id);
      waiting.delete(answer.id);
      // While nothing is asked for, it keeps no process from ending.
      if (waiting.size === 0) own.unref();
      if ('value' in answer) return one?.resolve(answer.value);
      const { code, message, expected } = answer.failure;
      one?.reject(expected ? new Failure(code as FailureCode, message) : Object.assign(new Error(message), { code }));
    });
    own.on('error', (error) => own === worker && lost(error));
    own.on(
      'exit',
      (code) => own === worker && lost(new Error(`The thread that keeps the records ended with ${code}.`)),
    );
    return own;
  }
  const call = (name: KeeperCall['name'], args: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      worker ??= begin();
      worker.ref();
      const id = ++count;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, name, args } satisfies KeeperCall);
    });

  return {
    open: (...args) => call('open', args) as ReturnType<Keeper['open']>,
    clear: (...args) => call('clear', args) as ReturnType<Keeper['clear']>,
    take: (...args) => call('take', args) as ReturnType<Keeper['take']>,
    marks: (...args) => call('marks', args) as ReturnType<Keeper['marks']>,
    setHeaders: (...args) => call('setHeaders', args) as ReturnType<Keeper['setHeaders']>,
    async close() {
      const own = worker;
      if (own === null) return;
      await call('close', []).catch(() => {});
      worker = null;
      await own.terminate();
    },
  };
}
