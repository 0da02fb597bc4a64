import { basename, dirname } from 'node:path';
import type { JournalFile, JournalFs } from './journal-fs.ts';

/** What goes wrong at the chosen call. `crash`: the power goes off; it and every later call fail. */
export type Fault = 'EIO' | 'ENOSPC' | 'short' | 'half' | 'crash';

/** For so many calls from the first ENOSPC on the disk stays full. */
const fullFor = 6;

type Write = { at: number; bytes: Buffer } | { cut: number };
interface Inode {
  data: Buffer;
  /** What a power cut leaves for sure; the writes since then may be left, in their order, up to any of them. */
  durable: Buffer;
  since: Write[];
  links: number;
  mtimeMs: number;
}
type Naming = { name: string; inode: Inode | null };

/**
 * A file system in memory for tests, with what disks do: data and names that were not synced are lost in a crash, or
 * some of them are; a sync that fails drops what it should have written and calls it clean. One call can be made to fail.
 */
export class FaultFs implements JournalFs {
  calls = 0;
  private names = new Map<string, Inode>();
  private durableNames = new Map<string, Inode>();
  private namings: Naming[] = [];
  private crashed = false;

  private fault: Fault | null = null;
  private failAt = 0;

  /** The disk after a power cut: `kept` in 0…1 says how much of what was not synced has survived. */
  afterCrash(kept: number): FaultFs {
    const next = new FaultFs();
    const names = new Map(this.durableNames);
    for (const { name, inode } of this.namings.slice(0, Math.round(this.namings.length * kept))) {
      if (inode === null) names.delete(name);
      else names.set(name, inode);
    }
    const copies = new Map<Inode, Inode>();
    for (const [name, inode] of names) {
      const copy = copies.get(inode) ?? survivor(inode, kept);
      copies.set(inode, copy);
      copy.links++;
      next.names.set(name, copy);
    }
    next.durableNames = new Map(next.names);
    return next;
  }

  /** Everything as it is, synced: what another process sees after this one has died. */
  afterKill(): FaultFs {
    const next = new FaultFs();
    for (const [name, { data, links, mtimeMs }] of this.names)
      next.names.set(name, { data, durable: data, since: [], links, mtimeMs });
    next.durableNames = new Map(next.names);
    return next;
  }

  /** The same disk, on which a call is going to fail. */
  withFault(fault: Fault, failAt: number): FaultFs {
    this.fault = fault;
    this.failAt = failAt;
    return this;
  }

  text(path: string): string | undefined {
    return this.names.get(path)?.data.toString();
  }
  paths(): string[] {
    return [...this.names.keys()];
  }

  private strike(writing: boolean): 'short' | 'half' | null {
    if (this.crashed) throw failure('EIO');
    this.calls++;
    const { fault, failAt } = this;
    if (fault === null || this.calls < failAt) return null;
    if (fault === 'ENOSPC' || fault === 'half') {
      if (!writing || this.calls >= failAt + fullFor) return null;
      if (fault === 'half' && this.calls === failAt) return 'half';
      throw failure('ENOSPC');
    }
    if (this.calls > failAt) return null;
    if (fault === 'short') return 'short';
    if (fault === 'crash') this.crashed = true;
    throw failure('EIO');
  }

  async open(path: string, flags: 'r' | 'a+' | 'ax+'): Promise<JournalFile> {
    this.strike(flags !== 'r' && !this.names.has(path));
    let inode = this.names.get(path);
    if (inode !== undefined && flags === 'ax+') throw failure('EEXIST');
    if (inode === undefined) {
      if (flags === 'r') throw failure('ENOENT');
      inode = { data: Buffer.alloc(0), durable: Buffer.alloc(0), since: [], links: 1, mtimeMs: Date.now() };
      this.setName(path, inode);
    }
    return this.handle(inode);
  }

  private handle(inode: Inode): JournalFile {
    const change = (write: Write) => {
      inode.data = applied(inode.data, write);
      inode.since.push(write);
    };
    return {
      read: async (buffer, offset, length, position) => {
        this.strike(false);
        const part = inode.data.subarray(position, position + length);
        buffer.set(part, offset);
        return { bytesRead: part.length };
      },
      write: async (buffer, offset, length) => {
        const what = this.strike(true);
        const bytes = Buffer.from(buffer.subarray(offset, offset + (what === null ? length : length >> 1)));
        change({ at: inode.data.length, bytes });
        if (what === 'half') throw failure('ENOSPC');
        return { bytesWritten: bytes.length };
      },
      datasync: async () => {
        try {
          this.strike(false);
        } catch (error) {
          inode.since = [];
          throw error;
        }
        for (const write of inode.since) inode.durable = applied(inode.durable, write);
        inode.since = [];
      },
      truncate: async (length) => {
        this.strike(false);
        change({ cut: length });
      },
      stat: async () => {
        this.strike(false);
        return { size: inode.data.length, nlink: inode.links };
      },
      close: async () => {},
    };
  }

  private setName(name: string, inode: Inode | null): void {
    if (inode === null) this.names.delete(name);
    else this.names.set(name, inode);
    this.namings.push({ name, inode });
  }

  async makeFolder(): Promise<void> {
    this.strike(false);
  }
  async list(folder: string): Promise<string[]> {
    this.strike(false);
    return [...this.names.keys()].filter((path) => dirname(path) === folder).map((path) => basename(path));
  }
  async readText(path: string): Promise<string> {
    this.strike(false);
    return this.found(path).data.toString();
  }
  async rename(from: string, to: string): Promise<void> {
    this.strike(false);
    const inode = this.found(from);
    this.setName(from, null);
    this.setName(to, inode);
  }
  async remove(path: string): Promise<void> {
    this.strike(false);
    this.found(path).links--;
    this.setName(path, null);
  }
  async touch(): Promise<void> {}
  async info(path: string) {
    this.strike(false);
    const { data, mtimeMs } = this.found(path);
    return { size: data.length, mtimeMs, isFile: () => true };
  }
  async syncFolder(): Promise<void> {
    this.strike(false);
    this.durableNames = new Map(this.names);
    this.namings = [];
  }

  private found(path: string): Inode {
    const inode = this.names.get(path);
    if (inode === undefined) throw failure('ENOENT');
    return inode;
  }
}

const failure = (code: string) => Object.assign(new Error(`${code} (made for the test)`), { code });

/** A write beyond the end leaves a hole of zeros, as when the bytes before it never reached the disk. */
function applied(data: Buffer, write: Write): Buffer {
  if ('cut' in write) return Buffer.from(data.subarray(0, write.cut));
  const next = Buffer.alloc(Math.max(data.length, write.at + write.bytes.length));
  data.copy(next);
  write.bytes.copy(next, write.at);
  return next;
}

function survivor({ durable, since, mtimeMs }: Inode, kept: number): Inode {
  const whole = Math.floor(since.length * kept);
  let data = durable;
  for (const write of since.slice(0, whole)) data = applied(data, write);
  const next = since[whole];
  if (next !== undefined && 'bytes' in next && kept > 0)
    data = applied(data, { at: next.at, bytes: next.bytes.subarray(0, next.bytes.length >> 1) });
  // Starting the machine again takes its time.
  return { data, durable: data, since: [], links: 0, mtimeMs: mtimeMs - 20_000 };
}
