import type { MessagePortMain } from 'electron';
import type { Port } from '#shared/contract/port.ts';

/** Electron's end of a message channel as a port. */
export function portOf(end: MessagePortMain): Port {
  let open = true;
  const closeListeners: (() => void)[] = [];
  const closed = () => {
    if (!open) return;
    open = false;
    for (const listener of closeListeners) listener();
  };
  end.on('close', closed);
  let started = false;
  return {
    send(message) {
      if (open) end.postMessage(message);
    },
    onMessage(listener) {
      end.on('message', ({ data }) => {
        if (open) listener(data);
      });
      if (started) return;
      started = true;
      end.start();
    },
    onClose: (listener) => void closeListeners.push(listener),
    close() {
      end.close();
      closed();
    },
  };
}
