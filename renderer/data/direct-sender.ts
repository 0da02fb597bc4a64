import type { Change } from '#shared/changes/change.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Link } from './connect.ts';
import { append, type Trouble, troubleOf } from './outbox.ts';
import { firstPortion } from './portion.ts';
import { dropAside, keepAside } from './rescue.ts';

/** Sends changes to the journal without IndexedDB, while that does not answer. */
export interface DirectSender {
  send(change: Change): void;
  /** What the journal has not acknowledged. */
  waiting(): readonly Change[];
  kick(): void;
  /** Puts what waits where the next opening of the database finds it. */
  keepAside(): void;
  stop(): void;
}

const firstPause = 500;
const lastPause = 10_000;

export function createDirectSender(options: {
  projectId: string;
  call: Link['call'];
  onWaiting(): void;
  onFailure(failure: Trouble | null): void;
}): DirectSender {
  const { projectId, call, onWaiting, onFailure } = options;
  let queue: Change[] = [];
  /** Those that main will never take: they keep no others waiting, and stay. */
  let refused: Change[] = [];
  let refusal: Trouble | null = null;
  let sending = false;
  let stopped = false;
  let pause = firstPause;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function kick() {
    clearTimeout(timer);
    if (sending || stopped) return;
    sending = true;
    try {
      while (queue.length > 0 && !stopped) {
        await send(firstPortion(queue, (change) => change));
        onWaiting();
      }
      pause = firstPause;
      onFailure(refusal);
    } catch (error) {
      onFailure(troubleOf(error));
      aside();
      if (!stopped) timer = setTimeout(kick, pause);
      pause = Math.min(lastPause, pause * 2);
    } finally {
      sending = false;
    }
  }

  async function send(changes: readonly Change[]) {
    try {
      const sent = await append(call, changes);
      const ids = new Set(sent.map(({ change }) => change.id));
      queue = queue.filter((change) => !ids.has(change.id));
      dropAside(projectId, ids);
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'bad-arguments') throw error;
      if (changes.length > 1) {
        for (const change of changes) await send([change]);
        return;
      }
      refusal = troubleOf(error);
      refused = [...refused, ...changes];
      queue = queue.filter((change) => !changes.includes(change));
      aside();
    }
  }

  const waiting = () => [...refused, ...queue];

  function aside() {
    try {
      if (waiting().length > 0) keepAside(projectId, waiting());
    } catch (error) {
      // They are still in memory, and the count of unsaved marks says so.
      console.error('The changes could not be kept aside either', error);
    }
  }

  return {
    send(change) {
      queue = [...queue, change];
      onWaiting();
      void kick();
    },
    waiting,
    kick: () => void kick(),
    keepAside: aside,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
