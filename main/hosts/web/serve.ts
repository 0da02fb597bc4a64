import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type WebSocket, WebSocketServer } from 'ws';
import { Failure } from '#shared/contract/failure.ts';
import type { Port } from '#shared/contract/port.ts';
import type { Assets } from '../assets.ts';
import type { Log } from '../log-file.ts';
import { cacheControl, pageHeaders } from '../page-headers.ts';
import { socketPort } from './socket-port.ts';

/** The ports tried first, in order: a browser keeps the annotated dataset under the address and its port. */
export const preferredPorts: readonly number[] = Array.from({ length: 10 }, (_, i) => 47615 + i);

export interface WebOptions {
  assets: Assets;
  /** Called with a port for every window that proved it has the token. */
  connect(port: Port): void;
  /** This port and no other; without it the first free of `preferredPorts`, else any. */
  port?: number | undefined;
  log: Log;
  /** Milliseconds between the pings that find out which windows have gone. */
  heartbeat?: number;
  /** The largest message a window may send, in bytes. */
  maxPayload?: number;
}

export interface WebHost {
  port: number;
  /** What to open; carries the token in its fragment, which a browser sends to nobody. */
  url: string;
  close(): Promise<void>;
}

/**
 * Serves the app on the loopback address: the renderer's files by GET, the contract over a WebSocket at `/port`. A
 * request must name this very host and port and come from its own page or from none; the socket also needs the token,
 * as the subprotocol `rapporteur.<token>`.
 * @throws Failure when the given port is taken.
 */
export async function serveWeb(options: WebOptions): Promise<WebHost> {
  const { assets, connect, log, heartbeat = 30_000, maxPayload = 64 * 1024 * 1024 } = options;
  const token = randomBytes(32).toString('base64url');
  let hosts: readonly string[] = [];

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      log(`${request.method} ${request.url}: ${error instanceof Error ? error.stack : String(error)}`);
      response.destroy();
    });
  });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload,
    perMessageDeflate: false,
    handleProtocols: (offered) => protocolWith(token, offered) ?? false,
  });
  const alive = new WeakSet<WebSocket>();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refuse = (status: number, text: string) => {
      response.writeHead(status, { ...pageHeaders, 'Content-Type': 'text/plain; charset=utf-8' });
      response.end(request.method === 'HEAD' ? undefined : text);
    };
    const { host, origin } = request.headers;
    if (!host || !hosts.includes(host)) return refuse(403, 'This address serves its own machine only.\n');
    if (origin !== undefined && origin !== `http://${host}`) return refuse(403, 'Other sites are not answered.\n');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return refuse(405, 'Only GET and HEAD are answered.\n');
    }
    const asset = assets.get(pathOf(request));
    if (!asset) return refuse(404, 'There is no such file.\n');
    response.writeHead(200, {
      ...pageHeaders,
      'Content-Type': asset.type,
      'Cache-Control': cacheControl(asset.immutable),
    });
    if (request.method === 'HEAD') response.end();
    else await pipeline(createReadStream(asset.file), response);
  }

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const { host, origin } = request.headers;
    const offered = new Set((request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim()));
    if (!host || !hosts.includes(host) || origin !== `http://${host}`) return reject(stream, '403 Forbidden');
    if (pathOf(request) !== '/port') return reject(stream, '404 Not Found');
    if (!protocolWith(token, offered)) return reject(stream, '401 Unauthorized');
    sockets.handleUpgrade(request, stream, head, (socket) => {
      alive.add(socket);
      socket.on('pong', () => alive.add(socket));
      socket.on('error', (error) => log(`A window’s connection failed: ${error.message}`));
      connect(socketPort(socket));
    });
  });

  const beat = setInterval(() => {
    for (const socket of sockets.clients) {
      if (!alive.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, heartbeat);
  beat.unref();

  const port = await listen(server, options.port).catch((error) => {
    clearInterval(beat);
    throw error;
  });
  hosts = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
  return {
    port,
    url: `http://127.0.0.1:${port}/#token=${token}`,
    async close() {
      clearInterval(beat);
      for (const socket of sockets.clients) socket.terminate();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}

/** The offered subprotocol that carries the token, compared in a time that tells nothing about it. */
function protocolWith(token: string, offered: ReadonlySet<string>): string | null {
  const expected = Buffer.from(`rapporteur.${token}`);
  for (const name of offered) {
    const given = Buffer.from(name);
    if (given.length === expected.length && timingSafeEqual(given, expected)) return name;
  }
  return null;
}

function reject(stream: Duplex, status: string): void {
  stream.on('error', () => stream.destroy());
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

async function listen(server: Server, only: number | undefined): Promise<number> {
  for (const port of only === undefined ? [...preferredPorts, 0] : [only]) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
          server.off('error', reject);
          resolve();
        });
      });
      return (server.address() as AddressInfo).port;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
      if (only !== undefined) {
        throw new Failure(
          'unsupported',
          code === 'EACCES'
            ? `Port ${only} may not be used by this account. Choose one above 1024, or leave --port out.`
            : `Port ${only} is taken by another program. Choose another, or leave --port out.`,
          { cause: error },
        );
      }
    }
  }
  throw new Failure('unsupported', 'No port on the loopback address is free.');
}
