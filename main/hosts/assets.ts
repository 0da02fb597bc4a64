import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { z } from 'zod';

/** A file of the renderer's build. */
export interface Asset {
  file: string;
  /** Its media type, for `Content-Type`. */
  type: string;
  /** Its name carries a hash of its content: it may be kept for ever. */
  immutable: boolean;
}

/** Path of a URL, as requested, to the file that answers it. */
export type Assets = ReadonlyMap<string, Asset>;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

/**
 * The files that a host may serve: those that the build listed in `files.json`, and no others. A request is looked up
 * in this map and never joined to a folder, so no spelling of a path can reach anything else.
 * @throws Error when the renderer has not been built.
 */
export function readAssets(folder: string): Assets {
  let names: string[];
  try {
    names = z.array(z.string()).parse(JSON.parse(readFileSync(join(folder, 'files.json'), 'utf8')));
  } catch (cause) {
    throw new Error(`The app’s pages are not in ${folder}. Run “npm run build” first.`, { cause });
  }
  const assets = new Map<string, Asset>();
  for (const name of names) {
    const asset = {
      file: join(folder, name),
      type: types[extname(name)] ?? 'application/octet-stream',
      immutable: /^assets\/.*-[\w-]{8,}\.\w+$/.test(name),
    };
    assets.set(`/${encodeURI(name)}`, asset);
    if (name === 'index.html') assets.set('/', asset);
  }
  return assets;
}
