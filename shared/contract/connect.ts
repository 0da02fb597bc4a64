import { z } from 'zod';
import { type CallArgs, type CallName, type CallResult, type EventData, type EventName, events } from './contract.ts';
import { Failure, failureSchema } from './failure.ts';
import type { Port } from './port.ts';

/** The renderer's end of the door. */
export interface Connection {
  /**
   * Calls main. Rejects with a `Failure`: main's own, `timeout` after `deadline` milliseconds (10 s unless given;
   * `Infinity` for calls that wait for a person or report progress), or `closed` when the port closes first.
   */
  call<N extends CallName>(
    name: N,
    ...rest: CallArgs<N> extends null | undefined
      ? [args?: null, deadline?: number]
      : [args: CallArgs<N>, deadline?: number]
  ): Promise<CallResult<N>>;
  /**
   * Listens to an event; returns what stops listening. What a listener throws is thrown again from a timer, where the
   * host reports it, so that it keeps no other listener from hearing.
   */
  on<N extends EventName>(name: N, listener: (data: EventData<N>) => void): () => void;
  /** Tells once that the connection has ended, also when it already has. */
  onClose(listener: () => void): void;
  close(): void;
}

const messageSchema = z.union([
  z.object({ id: z.int(), result: z.unknown() }),
  z.object({ id: z.int(), failure: failureSchema }),
  z.object({ event: z.string(), data: z.unknown() }),
]);

/** Timers are the caller's, because `shared` knows neither DOM nor Node. */
export interface Timers {
  setTimeout(run: () => void, milliseconds: number): unknown;
  clearTimeout(timer: unknown): void;
}

export function connect(port: Port, timers: Timers): Connection {
  const waiting = new Map<number, { settle: (result: unknown) => void; reject: (failure: Failure) => void }>();
  const listeners = new Map<string, Set<(data: never) => void>>();
  let nextId = 1;
  let open = true;

  port.onClose(() => {
    open = false;
    for (const { reject } of [...waiting.values()])
      reject(new Failure('closed', 'The connection to the app’s own services has ended.'));
  });

  port.onMessage((raw) => {
    const message = messageSchema.safeParse(raw);
    if (!message.success) return;
    if ('event' in message.data) {
      const { event, data } = message.data;
      if (!Object.hasOwn(events, event)) return;
      for (const listener of [...(listeners.get(event) ?? [])]) {
        try {
          listener(data as never);
        } catch (error) {
          timers.setTimeout(() => {
            throw error;
          }, 0);
        }
      }
    } else if ('failure' in message.data) {
      const { code, message: text } = message.data.failure;
      waiting.get(message.data.id)?.reject(new Failure(code, text));
    } else {
      waiting.get(message.data.id)?.settle(message.data.result);
    }
  });

  return {
    call: ((name: CallName, args: unknown = null, deadline: number = 10_000) =>
      new Promise<unknown>((resolve, reject) => {
        if (!open) return reject(new Failure('closed', 'The connection to the app’s own services has ended.'));
        const id = nextId++;
        const timer = Number.isFinite(deadline)
          ? timers.setTimeout(
              () => fail(new Failure('timeout', `“${name}” did not answer in ${deadline / 1000} s.`)),
              deadline,
            )
          : undefined;
        const done = () => {
          waiting.delete(id);
          if (timer !== undefined) timers.clearTimeout(timer);
        };
        const fail = (failure: Failure) => {
          done();
          reject(failure);
        };
        waiting.set(id, {
          reject: fail,
          settle: (result) => {
            done();
            resolve(result);
          },
        });
        try {
          port.send({ id, call: name, args });
        } catch (error) {
          done();
          throw error;
        }
      })) as unknown as Connection['call'],
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(listener as (data: never) => void);
      return () => set.delete(listener as (data: never) => void);
    },
    onClose: (listener) => (open ? port.onClose(listener) : void Promise.resolve().then(listener)),
    close: () => port.close(),
  };
}
