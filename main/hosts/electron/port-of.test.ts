import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { MessagePortMain } from 'electron';
import { testPorts } from '#shared/contract/port-suite.ts';
import { portOf } from './port-of.ts';

/** Node’s message channel is Electron’s but for the event around the data. */
function likeElectrons(port: MessagePort): MessagePortMain {
  return {
    on: (name: string, listener: (event?: unknown) => void) =>
      port.on(name, (data: unknown) => listener(name === 'message' ? { data, ports: [] } : undefined)),
    postMessage: (message: unknown) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
  } as unknown as MessagePortMain;
}

testPorts('over a message channel', async () => {
  const { port1, port2 } = new MessageChannel();
  return [portOf(likeElectrons(port1)), portOf(likeElectrons(port2))];
});
