import type { MessagePort } from 'node:worker_threads';
import { runFindJob } from '../occurrences/find-in-store.ts';
import { runJob } from './job.ts';
import type { FromWorker, ToWorker } from './pool.ts';

/** Reads files one at a time, off the main thread, and answers in the order in which they were given. */
export function serveReading(port: MessagePort): void {
  const tell = (message: FromWorker) => port.postMessage(message);
  let goOn: (() => void) | null = null;
  let turn = Promise.resolve();
  port.on('message', (message: ToWorker) => {
    if (message === 'go on') {
      goOn?.();
      goOn = null;
      return;
    }
    turn = turn.then(async () => {
      if ('find' in message) return tell(runFindJob(message));
      const result = await runJob(message, (articles) => {
        tell({ kind: 'some', articles });
        return new Promise((resolve) => {
          goOn = resolve;
        });
      });
      tell(result);
    });
  });
  tell('ready');
}
