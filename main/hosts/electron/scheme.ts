import { readFile } from 'node:fs/promises';
import { type CustomScheme, type Protocol, protocol } from 'electron';
import type { Assets } from '../assets.ts';
import { cacheControl, pageHeaders } from '../page-headers.ts';

/**
 * Where the app's pages live. IndexedDB is keyed by this: changing the scheme or the host would hide what people have
 * in it.
 */
export const origin = 'app://rapporteur';

const scheme: CustomScheme = {
  scheme: 'app',
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
};

/** Makes `app:` a standard, secure scheme. To be called once, before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([scheme]);
}

/** Answers requests for `app:` from the list of the build's files. */
export function handleScheme(target: Protocol, assets: Assets): void {
  target.handle(scheme.scheme, async (request) => {
    const url = new URL(request.url);
    const known = url.protocol === 'app:' && url.host === 'rapporteur' && !url.search;
    const asset = known && request.method === 'GET' ? assets.get(url.pathname) : undefined;
    if (!asset) return new Response('There is no such file.\n', { status: 404, headers: pageHeaders });
    return new Response(await readFile(asset.file), {
      headers: { ...pageHeaders, 'Content-Type': asset.type, 'Cache-Control': cacheControl(asset.immutable) },
    });
  });
}
