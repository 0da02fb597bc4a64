import { mkdtempSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Port } from '#shared/contract/port.ts';
import { readAssets } from '../assets.ts';
import { pageHeaders } from '../page-headers.ts';
import { preferredPorts, serveWeb, type WebHost, type WebOptions } from './serve.ts';
import { socketPort } from './socket-port.ts';

const build = mkdtempSync(join(tmpdir(), 'build-'));
writeFileSync(join(build, 'index.html'), '<!doctype html><title>Page</title>');
writeFileSync(join(build, 'app-a1b2c3d4.js'), 'export {};');
writeFileSync(join(build, 'unlisted.txt'), 'secret');
writeFileSync(join(build, 'files.json'), JSON.stringify(['index.html', 'app-a1b2c3d4.js']));

const hosts: WebHost[] = [];
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.close();
});

async function serve(options: Partial<WebOptions> = {}) {
  const ports: Port[] = [];
  const host = await serveWeb({
    assets: readAssets(build),
    port: await freePort(),
    connect: (port) => void ports.push(port),
    log: () => undefined,
    ...options,
  });
  hosts.push(host);
  const own = `http://127.0.0.1:${host.port}`;
  return { ...host, ports, own, token: /^#token=([\w-]{43})$/.exec(new URL(host.url).hash)?.[1] ?? '' };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

interface Answer {
  status: number;
  headers: Record<string, unknown>;
  body: string;
}

/** Asks with exactly this path and these headers, as no browser would. */
function ask(port: number, path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (part) => {
        body += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    })
      .on('error', reject)
      .end();
  });
}

/** Opens a socket; answers with it, or with the status that refused it. */
function open(url: string, protocols: string[], headers: Record<string, string>): Promise<WebSocket | number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, protocols, { headers });
    socket.on('open', () => resolve(socket));
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', reject);
  });
}

const closed = (socket: WebSocket) => new Promise<number>((resolve) => socket.on('close', resolve));

describe('the files', () => {
  it('are the build’s, with the policy on each', async () => {
    const { port } = await serve();
    for (const [path, type, cache] of [
      ['/', 'text/html; charset=utf-8', 'no-cache'],
      ['/index.html?x=1', 'text/html; charset=utf-8', 'no-cache'],
      ['/app-a1b2c3d4.js', 'text/javascript; charset=utf-8', 'no-cache'],
    ] as const) {
      const { status, headers } = await ask(port, path);
      expect([status, headers['content-type'], headers['cache-control']]).toEqual([200, type, cache]);
      for (const [name, value] of Object.entries(pageHeaders)) expect(headers[name.toLowerCase()]).toBe(value);
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
    expect(await ask(port, '/', {}, 'HEAD')).toMatchObject({ status: 200, body: '' });
  });

  it.each([
    '/unlisted.txt',
    '/files.json',
    '/../package.json',
    '/%2e%2e/package.json',
    '/..%2f..%2f..%2fetc%2fpasswd',
    '/..%5c..%5cetc%5cpasswd',
    '/%2e%2e%2f%2e%2e%2fetc/passwd',
    '//etc/passwd',
    '///127.0.0.1/etc/passwd',
    '/index.html%00.txt',
    '/index.html/',
    '/index.html.',
    '/INDEX.HTML',
    '/./index.html',
    '/assets/',
    '/%',
    '*',
    'http://evil.example/index.html',
  ])('are not reached as %s', async (path) => {
    const { port } = await serve();
    const { status, body, headers } = await ask(port, path);
    expect(status).toBe(404);
    expect(body).not.toMatch(/secret|root:/);
    expect(headers['content-security-policy']).toBe(pageHeaders['Content-Security-Policy']);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'])('are not for %s', async (method) => {
    const { port, own } = await serve();
    expect(await ask(port, '/', { Origin: own }, method)).toMatchObject({ status: 405 });
  });

  it.each([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    '127.0.0.2:PORT',
    '0.0.0.0:PORT',
    'localhost.evil.example:PORT',
    '127.0.0.1:PORT.evil.example',
  ])('are not for a page that reached us under the name “%s”', async (name) => {
    const { port } = await serve();
    expect(await ask(port, '/', { Host: name.replace('PORT', String(port)) })).toMatchObject({ status: 403 });
  });

  it('are there under each of the loopback’s names', async () => {
    const { port } = await serve();
    for (const name of ['127.0.0.1', 'localhost', '[::1]'])
      expect(await ask(port, '/', { Host: `${name}:${port}` })).toMatchObject({ status: 200 });
  });

  it.each(['http://evil.example', 'https://127.0.0.1:PORT', 'http://127.0.0.1', 'http://localhost:PORT', 'null', ''])(
    'are not for the origin “%s”',
    async (origin) => {
      const { port } = await serve();
      const headers = { Origin: origin.replace('PORT', String(port)) };
      expect(await ask(port, '/', headers)).toMatchObject({ status: 403 });
    },
  );
});

describe('the socket', () => {
  it('opens for the page that has the token, and carries messages whole and in order', async () => {
    const { port, own, token, ports } = await serve();
    const socket = await open(`ws://127.0.0.1:${port}/port`, [`rapporteur.${token}`], { Origin: own });
    if (!(socket instanceof WebSocket)) throw new Error(`refused with ${socket}`);
    expect(socket.protocol).toBe(`rapporteur.${token}`);
    const far = ports[0]!;
    const received: unknown[] = [];
    far.onMessage((message) => {
      received.push(message);
      far.send(message);
    });
    const messages = [{ text: 'Seoul 서울 👩‍👩‍👧 \u2028' }, { big: 'x'.repeat(2_000_000) }, 3, null];
    const back = await new Promise<unknown[]>((resolve) => {
      const near = socketPort(socket);
      const all: unknown[] = [];
      near.onMessage((message) => {
        if (all.push(message) === messages.length) resolve(all);
      });
      for (const message of messages) near.send(message);
    });
    expect(back).toEqual(messages);
    expect(received).toEqual(messages);
  });

  it.each([
    ['no token', {}, 401],
    ['a wrong token', { protocols: [`rapporteur.${'A'.repeat(43)}`] }, 401],
    ['a token that is a beginning of ours', { cut: 42 }, 401],
    ['our token in an address', { query: true }, 401],
    ['no origin', { origin: null }, 403],
    ['a foreign origin', { origin: 'http://evil.example' }, 403],
    ['the origin “null”', { origin: 'null' }, 403],
    ['our origin under another of our names', { origin: 'http://localhost:PORT' }, 403],
    ['a name that was pointed at us', { host: 'evil.example:PORT', origin: 'http://evil.example:PORT' }, 403],
    ['another path', { path: '/' }, 404],
  ] as [string, Record<string, unknown>, number][])('is refused with %s', async (_name, given, status) => {
    const { port, own, token, ports } = await serve();
    const named = (value: unknown) => String(value).replace('PORT', String(port));
    const protocols = (given.protocols as string[]) ?? (given.cut ? [`rapporteur.${token.slice(0, 42)}`] : []);
    const withToken = given.origin !== undefined || given.host || given.path ? [`rapporteur.${token}`] : protocols;
    const headers: Record<string, string> = {};
    if (given.origin !== null) headers.Origin = named(given.origin ?? own);
    if (given.host) headers.Host = named(given.host);
    const path = `${(given.path as string) ?? '/port'}${given.query ? `?token=${token}` : ''}`;
    expect(await open(`ws://127.0.0.1:${port}${path}`, withToken, headers)).toBe(status);
    expect(ports).toEqual([]);
  });

  it('ends when it gets something that is no JSON, or too much', async () => {
    const { port, own, token, ports } = await serve({ maxPayload: 1000 });
    const another = async () => {
      const socket = await open(`ws://127.0.0.1:${port}/port`, [`rapporteur.${token}`], { Origin: own });
      if (!(socket instanceof WebSocket)) throw new Error(`refused with ${socket}`);
      return socket;
    };
    for (const [frame, code] of [
      ['{"id":', 1003],
      [Buffer.from([1, 2, 3]), 1003],
      [JSON.stringify('x'.repeat(2000)), 1009],
    ] as const) {
      const socket = await another();
      ports.at(-1)?.onMessage((message) => expect.unreachable(JSON.stringify(message)));
      socket.send(frame);
      expect(await closed(socket)).toBe(code);
    }
  });

  it('is closed on our side when the window has gone without a word', async () => {
    const { port, own, token, ports } = await serve({ heartbeat: 300 });
    const socket = await open(`ws://127.0.0.1:${port}/port`, [`rapporteur.${token}`], { Origin: own });
    if (!(socket instanceof WebSocket)) throw new Error(`refused with ${socket}`);
    const gone = new Promise<void>((resolve) => ports[0]!.onClose(resolve));
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(socket.readyState).toBe(WebSocket.OPEN);
    socket.pause();
    await gone;
    socket.terminate();
  });
});

describe('the address', () => {
  it('is the loopback’s alone', async () => {
    const { port } = await serve();
    const reached = await new Promise<boolean>((resolve) => {
      createConnection({ host: '127.0.0.2', port })
        .on('connect', function (this: { destroy(): void }) {
          this.destroy();
          resolve(true);
        })
        .on('error', () => resolve(false));
    });
    expect(reached).toBe(false);
  });

  it('has a token of its own each time', async () => {
    expect((await serve()).token).not.toBe((await serve()).token);
  });

  it('keeps to the preferred ports, and takes the next when one is busy', async () => {
    const first = await serve({ port: undefined });
    const next = await serve({ port: undefined });
    expect(preferredPorts).toContain(first.port);
    expect(next.port).not.toBe(first.port);
  });

  it('does not stray from a port that somebody asked for', async () => {
    const { port } = await serve();
    await expect(serve({ port })).rejects.toMatchObject({
      name: 'Failure',
      message: `Port ${port} is taken by another program. Choose another, or leave --port out.`,
    });
  });

  it('is free again when the host has closed, windows and all', async () => {
    const { port, own, token, close } = await serve();
    const socket = await open(`ws://127.0.0.1:${port}/port`, [`rapporteur.${token}`], { Origin: own });
    if (!(socket instanceof WebSocket)) throw new Error(`refused with ${socket}`);
    const ended = closed(socket);
    await close();
    await ended;
    hosts.splice(0);
    expect((await serve({ port })).port).toBe(port);
  });
});
