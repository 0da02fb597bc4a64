import { statfs } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { AsyncSubscription, Event } from '@parcel/watcher';
import { LookAgain } from './look-again.ts';

export interface WatchOptions {
  /** A real path. */
  readonly root: string;
  /** Files and folders in which something has changed, as paths in the root; null: anywhere. */
  onChange(paths: readonly string[] | null): void;
  log(line: string): void;
  /** Milliseconds between two looks where changes are not told. */
  readonly interval?: number;
  /** Milliseconds that the system may take to get ready before `onChange(null)` asks for what was changed meanwhile. */
  readonly ready?: number;
}

/** Milliseconds after a change in which further ones are waited for, and after which they are no longer. */
const calm = 150;
const longest = 600;
/** Beyond so many paths a look at everything is quicker. */
const mostPaths = 20_000;
const slowly = 60_000;
/** Whoever opens a folder looks into it later than that. */
const soon = 100;

/** What is never looked into: what is written there is no article. */
const ignored = ['.rapporteur', '.git', 'node_modules'];

/**
 * Tells what is changed in a folder while it is open, whoever changes it. Where the system does not tell (a network drive,
 * a system that has no watcher, too many folders), `onChange(null)` asks for a look from time to time; where it takes long
 * to get ready, once for what was not told; and where much has changed, once more for its folders, or for everything.
 * Returns what stops watching.
 */
export function watchFiles({
  root,
  onChange,
  log,
  interval = slowly,
  ready = soon,
}: WatchOptions): () => Promise<void> {
  let stopped = false;
  let paths: Set<string> | null = new Set();
  let since = 0;
  let timer: NodeJS.Timeout | null = null;
  let looking: NodeJS.Timeout | null = null;
  const again = new LookAgain(onChange);

  const tell = () => {
    timer = null;
    const changed = paths;
    paths = new Set();
    if (stopped || changed?.size === 0) return;
    const told = changed === null ? null : [...changed];
    onChange(told);
    again.told(told);
  };
  const due = () => {
    if (timer === null) since = Date.now();
    else clearTimeout(timer);
    timer = setTimeout(tell, Math.max(0, Math.min(calm, since + longest - Date.now()))).unref();
  };
  const take = (error: Error | null, events: readonly Event[]) => {
    if (stopped) return;
    if (error !== null) {
      log(`Watching ${root}: ${error.message}`);
      paths = null;
    }
    for (const { path } of events) {
      const inside = relative(root, path).split(sep).join('/');
      if (inside === '' || inside.split('/').some((name) => name.startsWith('.'))) continue;
      paths?.add(inside);
      if (paths !== null && paths.size > mostPaths) paths = null;
    }
    if (paths === null || paths.size > 0) due();
  };
  const lookSlowly = (why: string) => {
    if (stopped) return;
    log(`Changes in ${root} are looked for every ${Math.round(interval / 1000)} s: ${why}`);
    looking = setInterval(() => onChange(null), interval).unref();
  };

  const subscribing = (async (): Promise<AsyncSubscription | null> => {
    try {
      const began = performance.now();
      if (await isRemote(root)) lookSlowly('it is on a drive of another computer.');
      const { subscribe } = (await import('@parcel/watcher')).default;
      const subscription = await subscribe(root, take, { ignore: ignored.map((name) => join(root, name)) });
      if (stopped) await subscription.unsubscribe();
      // Of many folders and files that takes a second or two, and what changes meanwhile is not told.
      else if (performance.now() - began > ready) onChange(null);
      return subscription;
    } catch (error) {
      if (looking === null) lookSlowly(String(error));
      return null;
    }
  })();

  return async () => {
    if (stopped) return;
    stopped = true;
    if (timer) clearTimeout(timer);
    again.stop();
    if (looking) clearInterval(looking);
    const subscription = await subscribing;
    await subscription?.unsubscribe().catch((error) => log(`Watching ${root}: ${String(error)}`));
  };
}

/** Types of file systems whose changes by other computers Linux does not tell: NFS, SMB, CIFS, SMB2, FUSE, 9P. */
const remoteTypes = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x65735546, 0x01021997]);

async function isRemote(root: string): Promise<boolean> {
  if (process.platform === 'win32') return root.startsWith('\\\\');
  if (process.platform !== 'linux') return false;
  const { type } = await statfs(root);
  return remoteTypes.has(type >>> 0);
}
