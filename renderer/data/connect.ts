import { type Connection, connect } from '#shared/contract/connect.ts';
import type { CallName, EventData, EventName } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Port } from '#shared/contract/port.ts';

/** `refused`: the services are there but do not let this page in, e.g. it was opened without the address's token. */
export type LinkState = 'connecting' | 'open' | 'lost' | 'refused';

/**
 * The way to main that outlives its connections. Calls made while there is none wait for the next one, at most until
 * their deadline; calls under way when a connection ends reject with `closed`, because main may or may not have done
 * them. Listeners stay over reconnections.
 */
export interface Link {
  readonly call: Connection['call'];
  readonly on: Connection['on'];
  readonly state: LinkState;
  /** Listens to changes of the state; returns what stops listening. */
  onState(listener: (state: LinkState) => void): () => void;
  close(): void;
}

/** Makes one connection after another; `down` tells why there is none now. */
export interface Dialler {
  start(hooks: { up(port: Port): void; down(state: 'lost' | 'refused'): void }): void;
  stop(): void;
}

const timers = {
  setTimeout: (run: () => void, milliseconds: number) => window.setTimeout(run, milliseconds),
  clearTimeout: (timer: unknown) => window.clearTimeout(timer as number),
};

/**
 * Reaches main from where this page runs: in Electron (the page's scheme is `app:`) through the MessagePort that the
 * preload script hands over, elsewhere through a WebSocket to the host that served the page.
 */
export function connectHost(): Link {
  return createLink(location.protocol === 'app:' ? messagePortDialler(window) : socketDialler(socketAddress()));
}

export function createLink(dialler: Dialler): Link {
  let state: LinkState = 'connecting';
  let connection: Connection | undefined;
  let closed = false;
  const stateListeners = new Set<(state: LinkState) => void>();
  const waiting = new Set<(failure?: Failure) => void>();
  const listeners = new Map<EventName, Set<(data: never) => void>>();

  const attach = <N extends EventName>(to: Connection, name: N) =>
    to.on(name, (data) => {
      for (const listener of [...(listeners.get(name) ?? [])]) (listener as (data: EventData<N>) => void)(data);
    });

  function become(next: LinkState) {
    if (state === next || closed) return;
    state = next;
    for (const listener of [...stateListeners]) listener(next);
  }

  dialler.start({
    up(port) {
      const mine = connect(port, timers);
      connection?.close();
      connection = mine;
      mine.onClose(() => {
        if (connection !== mine) return;
        connection = undefined;
        become('lost');
      });
      for (const name of listeners.keys()) attach(mine, name);
      // A second port replaces an open first one: to those who listen that is a loss and a new connection.
      if (state === 'open') become('lost');
      become('open');
      for (const go of [...waiting]) go();
    },
    down(reason) {
      if (connection === undefined) become(reason);
    },
  });

  const opened = (name: CallName, deadline: number) =>
    new Promise<void>((resolve, reject) => {
      const go = (failure?: Failure) => {
        clearTimeout(timer);
        waiting.delete(go);
        if (failure) reject(failure);
        else resolve();
      };
      const timer = Number.isFinite(deadline)
        ? setTimeout(
            () =>
              go(new Failure('closed', `Rapporteur’s services were not reached in ${deadline / 1000} s (${name}).`)),
            deadline,
          )
        : undefined;
      waiting.add(go);
    });

  return {
    call: (async (name: CallName, args: unknown = null, deadline: number = 10_000) => {
      const end = performance.now() + deadline;
      while (connection === undefined) {
        if (closed) throw new Failure('closed', 'The connection to the app’s own services has ended.');
        if (state === 'refused') {
          throw new Failure(
            'closed',
            'Rapporteur does not know this page. Open the address that it printed when it started.',
          );
        }
        await opened(name, end - performance.now());
      }
      return (connection.call as (name: CallName, args: unknown, deadline: number) => Promise<unknown>)(
        name,
        args,
        Math.max(1, end - performance.now()),
      );
    }) as unknown as Connection['call'],
    on(name, listener) {
      let set = listeners.get(name);
      if (set === undefined) {
        set = new Set();
        listeners.set(name, set);
        if (connection) attach(connection, name);
      }
      set.add(listener as (data: never) => void);
      return () => set.delete(listener as (data: never) => void);
    },
    get state() {
      return state;
    },
    onState(listener) {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
    close() {
      dialler.stop();
      connection?.close();
      connection = undefined;
      become('lost');
      closed = true;
      for (const go of [...waiting]) go(new Failure('closed', 'The connection to the app’s own services has ended.'));
    },
  };
}

/** A MessagePort as a port. Its far end's death is told by the `close` event that Electron adds to MessagePorts. */
export function portOfMessagePort(channel: MessagePort): Port {
  const closeListeners = new Set<() => void>();
  let open = true;
  const closed = () => {
    if (!open) return;
    open = false;
    for (const listener of closeListeners) listener();
  };
  channel.addEventListener('close', closed);
  return {
    send(message) {
      if (open) channel.postMessage(message);
    },
    onMessage(listener) {
      channel.addEventListener('message', (event) => {
        if (open) listener(event.data);
      });
      channel.start();
    },
    onClose: (listener) => void closeListeners.add(listener),
    close() {
      channel.close();
      closed();
    },
  };
}

/** An open WebSocket as a port: each message is one text frame of JSON; a frame that is none ends the connection. */
export function portOfSocket(socket: WebSocket): Port {
  return {
    send(message) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    onMessage(listener) {
      socket.addEventListener('message', (event) => {
        if (socket.readyState !== WebSocket.OPEN) return;
        let message: unknown;
        try {
          message = JSON.parse(String(event.data));
        } catch {
          socket.close(4000, 'Messages are JSON.');
          return;
        }
        listener(message);
      });
    },
    onClose: (listener) => socket.addEventListener('close', () => listener(), { once: true }),
    close: () => socket.close(),
  };
}

/** Takes the ports that this window's own preload script posts as `rapporteur:port`. */
export function messagePortDialler(target: Window): Dialler {
  let listen: ((event: MessageEvent) => void) | undefined;
  return {
    start({ up, down }) {
      listen = (event) => {
        const port = event.ports[0];
        if (event.source !== target || event.data !== 'rapporteur:port' || port === undefined) return;
        const own = portOfMessagePort(port);
        own.onClose(() => down('lost'));
        up(own);
      };
      target.addEventListener('message', listen);
    },
    stop() {
      if (listen) target.removeEventListener('message', listen);
    },
  };
}

interface SocketAddress {
  url: string;
  token: string | null;
}

/** Moves the token from the address, where it could be copied or bookmarked, to this tab's session storage. */
export function takeToken(at: Location, storage: Storage, history: History): string | null {
  const given = new URLSearchParams(at.hash.slice(1)).get('token');
  if (given !== null) {
    storage.setItem('rapporteur.token', given);
    history.replaceState(history.state, '', at.pathname + at.search);
  }
  return given ?? storage.getItem('rapporteur.token');
}

function socketAddress(): SocketAddress {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return { url: `${scheme}://${location.host}/port`, token: takeToken(location, sessionStorage, history) };
}

const firstRedial = 250;
const lastRedial = 5_000;
const dialDeadline = 10_000;

/** Dials a WebSocket, again and again with growing pauses; a page that comes back from sleep dials at once. */
export function socketDialler({ url, token }: SocketAddress): Dialler {
  let stopped = false;
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = firstRedial;
  let redial = () => {};
  const wake = () => {
    if (document.visibilityState === 'visible' && timer !== undefined) redial();
  };

  return {
    start({ up, down }) {
      if (token === null) {
        queueMicrotask(() => down('refused'));
        return;
      }
      const dial = () => {
        clearTimeout(timer);
        timer = undefined;
        if (stopped) return;
        const dialled = new WebSocket(url, [`rapporteur.${token}`]);
        socket = dialled;
        let opened = false;
        // A host that takes the connection and says nothing would otherwise be waited for without end.
        const patience = setTimeout(() => dialled.close(), dialDeadline);
        dialled.addEventListener('open', () => {
          clearTimeout(patience);
          opened = true;
          pause = firstRedial;
          up(portOfSocket(dialled));
        });
        dialled.addEventListener('close', async () => {
          clearTimeout(patience);
          if (stopped || socket !== dialled) return;
          // A browser does not tell why a socket was refused; that the host still answers means: not with this token.
          const refused = !opened && (await answers());
          if (stopped || socket !== dialled) return;
          down(refused ? 'refused' : 'lost');
          timer = setTimeout(dial, refused ? lastRedial : pause);
          pause = Math.min(lastRedial, pause * 2);
        });
      };
      redial = dial;
      window.addEventListener('online', wake);
      document.addEventListener('visibilitychange', wake);
      dial();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      window.removeEventListener('online', wake);
      document.removeEventListener('visibilitychange', wake);
      socket?.close();
    },
  };
}

async function answers(): Promise<boolean> {
  try {
    await fetch('/', { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(3_000) });
    return true;
  } catch {
    return false;
  }
}
