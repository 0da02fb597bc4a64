import { WebSocket } from 'ws';
import type { Port } from '#shared/contract/port.ts';

/** A socket as a port: each message is one text frame of JSON. A frame that is none ends the connection. */
export function socketPort(socket: WebSocket): Port {
  return {
    send(message) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    onMessage(listener) {
      socket.on('message', (data, binary) => {
        if (socket.readyState !== WebSocket.OPEN) return;
        let message: unknown;
        try {
          if (binary) throw new TypeError('binary');
          message = JSON.parse(String(data));
        } catch {
          socket.close(1003, 'Messages are JSON.');
          return;
        }
        listener(message);
      });
    },
    onClose: (listener) => void socket.once('close', () => listener()),
    close: () => socket.close(),
  };
}
