import { afterEach } from 'vitest';
import { WebSocket } from 'ws';
import type { Port } from '#shared/contract/port.ts';
import { testPorts } from '#shared/contract/port-suite.ts';
import { serveWeb, type WebHost } from './serve.ts';
import { socketPort } from './socket-port.ts';

const hosts: WebHost[] = [];
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.close();
});

testPorts('over the web host’s socket', async () => {
  const far: Port[] = [];
  const host = await serveWeb({ assets: new Map(), connect: (port) => void far.push(port), log: () => undefined });
  hosts.push(host);
  const { origin, hash } = new URL(host.url);
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}/port`, [`rapporteur.${hash.slice('#token='.length)}`], {
    origin,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  return [socketPort(socket), far[0]!];
});
