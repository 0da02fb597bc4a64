import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { JournalFs } from './journal-fs.ts';

/** Who holds a lock: a process of one start of one machine. */
export interface Identity {
  pid: number;
  host: string;
  /** Differs after every start of the machine; null where the system does not tell. */
  boot: string | null;
  /** When the process began, so that a reused pid is not taken for it; null where the system does not tell. */
  started: string | null;
}

/** The system's side of locks, so that tests can stand for other processes. */
export interface Processes {
  own: Identity;
  /** Tokens of the locks this process holds: one of our own pid that is not among them was left by an earlier process. */
  held: Set<string>;
  /** Whether a process of this machine lives; null: cannot be told. */
  startedOf(pid: number): string | null | 'dead';
}

export interface Lock {
  release(): Promise<void>;
}

export const heartbeatEvery = 15_000;
/** A holder on another machine that has given no sign of life for this long is taken for gone. */
export const staleAfter = 90_000;

export const systemProcesses: Processes = {
  own: {
    pid: process.pid,
    host: hostname(),
    boot: firstLine('/proc/sys/kernel/random/boot_id'),
    started: startOf(process.pid),
  },
  held: new Set(),
  startedOf(pid) {
    try {
      process.kill(pid, 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'dead';
    }
    return startOf(pid);
  },
};

function firstLine(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim() || null;
  } catch {
    return null;
  }
}

/** Ticks since boot at which a process began: field 22 of its `stat`, counted after the name, which may hold spaces. */
function startOf(pid: number): string | null {
  const stat = firstLine(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

/**
 * Takes the lock file at `path`, also over from a holder that is gone. Null: another live process (or this one) has it.
 * @throws what the file system throws when the lock cannot be written
 */
export async function takeLock(fs: JournalFs, path: string, processes: Processes): Promise<Lock | null> {
  const token = randomUUID();
  const content = JSON.stringify({ ...processes.own, token });
  for (let attempt = 0; attempt < 5; attempt++) {
    if (await create(fs, path, content)) {
      processes.held.add(token);
      const heart = setInterval(() => void fs.touch(path).catch(() => {}), heartbeatEvery);
      heart.unref();
      return {
        async release() {
          clearInterval(heart);
          processes.held.delete(token);
          if ((await fs.readText(path).catch(() => '')) === content) await fs.remove(path).catch(() => {});
        },
      };
    }
    const found = await fs.readText(path).catch(() => null);
    if (found === null) continue;
    if (!(await isStale(fs, path, found, processes))) return null;
    // Two processes may both have found it stale: whoever moves it away looks at what was moved, and puts back a lock
    // that the other has taken in the meantime.
    const aside = `${path}.${token}`;
    try {
      await fs.rename(path, aside);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
      throw error;
    }
    const moved = await fs.readText(aside).catch(() => null);
    if (moved !== null && moved !== found) await create(fs, path, moved);
    await fs.remove(aside).catch(() => {});
    if (moved !== found) return null;
  }
  return null;
}

async function create(fs: JournalFs, path: string, content: string): Promise<boolean> {
  let file: Awaited<ReturnType<JournalFs['open']>>;
  try {
    file = await fs.open(path, 'ax+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  const bytes = Buffer.from(content);
  try {
    const { bytesWritten } = await file.write(bytes, 0, bytes.length);
    if (bytesWritten < bytes.length) throw Object.assign(new Error('short write'), { code: 'ENOSPC' });
  } catch (error) {
    await file.close().catch(() => {});
    await fs.remove(path).catch(() => {});
    throw error;
  }
  await file.close();
  return true;
}

async function isStale(fs: JournalFs, path: string, content: string, processes: Processes): Promise<boolean> {
  const silent = async () => {
    const info = await fs.info(path).catch(() => null);
    return info !== null && Date.now() - info.mtimeMs > staleAfter;
  };
  let holder: Partial<Identity & { token: string }>;
  try {
    holder = JSON.parse(content);
  } catch {
    // Half written: by a process that is writing it now, or by one that died doing so.
    const info = await fs.info(path).catch(() => null);
    return info !== null && Date.now() - info.mtimeMs > 2000;
  }
  const { own } = processes;
  if (holder === null || typeof holder.pid !== 'number') return true;
  if (holder.token !== undefined && processes.held.has(holder.token)) return false;
  if (holder.host !== own.host) return silent();
  if (holder.boot && own.boot && holder.boot !== own.boot) return true;
  if (holder.pid === own.pid) return true;
  const started = processes.startedOf(holder.pid);
  if (started === 'dead') return true;
  if (started !== null && holder.started) return started !== holder.started;
  return silent();
}
