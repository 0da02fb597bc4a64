import type { Change } from '#shared/changes/change.ts';
import type { Link } from './connect.ts';
import { changesACall } from './load.ts';
import { append, type Trouble, troubleOf } from './outbox.ts';
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
        const sent = await append(call, queue.slice(0, changesACall));
        const ids = new Set(sent.map(({ change }) => change.id));
        queue = queue.filter((change) => !ids.has(change.id));
        dropAside(projectId, ids);
        onWaiting();
      }
      pause = firstPause;
      onFailure(null);
    } catch (error) {
      onFailure(troubleOf(error));
      aside();
      if (!stopped) timer = setTimeout(kick, pause);
      pause = Math.min(lastPause, pause * 2);
    } finally {
      sending = false;
    }
  }

  function aside() {
    try {
      if (queue.length > 0) keepAside(projectId, queue);
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
    waiting: () => queue,
    kick: () => void kick(),
    keepAside: aside,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
