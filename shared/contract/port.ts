/**
 * What carries messages between renderer and main: a MessagePort in Electron, a WebSocket on the web host, two linked
 * ends in tests. Messages are JSON values and arrive whole, once, and in order; nothing arrives after `onClose`.
 */
export interface Port {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** Two ports, each the other's far end; messages go through JSON as on a socket, and arrive in a later turn. */
export function linkedPorts(): [Port, Port] {
  const ends = [makeEnd(), makeEnd()] as const;
  ends[0].far = ends[1];
  ends[1].far = ends[0];
  return [ends[0].port, ends[1].port];
}

interface End {
  far?: End;
  port: Port;
  receive(text: string): void;
  closed(): void;
}

function makeEnd(): End {
  const messageListeners: ((message: unknown) => void)[] = [];
  const closeListeners: (() => void)[] = [];
  let open = true;
  const end: End = {
    receive(text) {
      if (open) for (const listener of messageListeners) listener(JSON.parse(text));
    },
    closed() {
      if (!open) return;
      open = false;
      for (const listener of closeListeners) listener();
    },
    port: {
      send(message) {
        if (!open) return;
        const text = JSON.stringify(message);
        void Promise.resolve().then(() => end.far?.receive(text));
      },
      onMessage: (listener) => void messageListeners.push(listener),
      onClose: (listener) => void closeListeners.push(listener),
      close() {
        end.closed();
        void Promise.resolve().then(() => end.far?.closed());
      },
    },
  };
  return end;
}
