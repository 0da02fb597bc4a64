import { parentPort } from 'node:worker_threads';
import { Failure } from '#shared/contract/failure.ts';
import { createKeeper, type Keeper } from './keeper.ts';

/* Keeps the database of records off the main thread; `keeperInThread` asks it. */

export interface KeeperCall {
  id: number;
  name: keyof Keeper;
  args: unknown[];
}
export type KeeperAnswer = { id: number } & (
  | { value: unknown }
  | { failure: { code: string; message: string; expected: boolean } }
);

if (!parentPort) throw new Error('This file runs as a worker.');
const port = parentPort;
const keeper = createKeeper();
let turn: Promise<void> = Promise.resolve();
port.on('message', ({ id, name, args }: KeeperCall) => {
  turn = turn.then(async () => {
    let answer: KeeperAnswer;
    try {
      answer = { id, value: await (keeper[name] as (...args: unknown[]) => Promise<unknown>)(...args) };
    } catch (error) {
      const { code = '', message } = error as Error & { code?: string };
      answer = { id, failure: { code: String(code), message, expected: error instanceof Failure } };
    }
    port.postMessage(answer);
  });
});
