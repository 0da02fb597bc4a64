import { dirname, join } from 'node:path';
import type { Change } from '#shared/changes/change.ts';
import type { Notice } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { AllJournals } from './all-journals.ts';
import { diskFailure } from './disk-failure.ts';
import type { JournalFile, JournalFs } from './journal-fs.ts';
import { type Lock, type Processes, takeLock } from './lock.ts';
import { cutTornTail, writeAll } from './torn-tail.ts';

interface Context {
  fs: JournalFs;
  processes: Processes;
  folder: string;
  /** The name to write under; `-2` and so on is added when another process has it. */
  base: string;
  now: () => number;
  journals: AllJournals;
  tell(notice: Notice): void;
}

/** The state of a file as far as it is known to be on the disk. */
interface State {
  handle: JournalFile | null;
  name: string;
  /** Bytes that are acknowledged. */
  length: number;
  last: { n: number; hash: string } | null;
  /** The highest number ever given to a line, written or not. */
  highest: number;
  /** The last good line lacks its line feed. */
  unended: boolean;
  /** Bytes may follow the acknowledged ones. */
  cut: boolean;
  /** The file cannot be trusted or continued: the next line goes to a new one. */
  suspect: boolean;
  /** The file lost its name: deleted or replaced by another program while open. */
  orphaned: boolean;
}

const fresh = (writer: string): State => ({
  handle: null,
  name: `${writer}.jsonl`,
  length: 0,
  last: null,
  highest: -1,
  unended: false,
  cut: false,
  suspect: false,
  orphaned: false,
});

/** The file that this process alone appends to; whatever befalls it, what was acknowledged stays, and writing goes on. */
export class OwnFile {
  writer: string;
  /** Own changes that stood on the disk and have to be written anew. */
  rescue: Change[] = [];
  private state: State;
  private claimed = false;
  private readonly locks: Lock[] = [];

  constructor(private readonly context: Context) {
    this.writer = context.base;
    this.state = fresh(context.base);
  }

  get name(): string {
    return this.state.name;
  }
  /** Where the next line goes, what it follows, and whether it has to be begun with a header or a line feed. */
  get end() {
    const { length, last, highest, unended } = this.state;
    return { length, last, highest, unended };
  }

  /** Whether a journal is this person's on this machine, under whatever number. */
  isOwn(writer: string): boolean {
    const { base } = this.context;
    return writer === base || (writer.startsWith(`${base}-`) && /^\d+$/.test(writer.slice(base.length + 1)));
  }

  /** Takes the first name that no live process has. @throws what the file system throws */
  async claim(): Promise<void> {
    const { fs, processes, folder, base, tell } = this.context;
    for (let i = 1; i < 100; i++) {
      const name = i === 1 ? base : `${base}-${i}`;
      const lock = await takeLock(fs, join(folder, `${name}.lock`), processes);
      if (lock === null) continue;
      this.locks.push(lock);
      this.writer = name;
      this.state = fresh(name);
      this.claimed = true;
      if (i > 1)
        tell({
          code: 'second-process',
          message: `Another Rapporteur has this folder open under the same name. This one writes its own journal, ${name}.jsonl; each shows what the other writes a moment later.`,
        });
      return;
    }
    throw new Failure(
      'internal',
      `Too many programs hold the journal in ${folder}. Close some and open the folder again.`,
    );
  }

  /** After the journals were read: sees where the own one ends, cuts a torn tail, or sees that a new file is begun. */
  async takeOver(): Promise<void> {
    const { fs, folder, journals, now, tell } = this.context;
    const { state, writer } = this;
    const loaded = this.claimed ? journals.writer(writer) : undefined;
    if (loaded === undefined) return;
    state.highest = Math.max(loaded.last, loaded.unread, ...loaded.chains.map(({ damage }) => damage?.highest ?? -1));
    state.last = loaded.chains.find(({ last }) => last?.n === loaded.last)?.last ?? null;
    const chain = loaded.chains.at(-1);
    if (chain !== undefined) {
      state.name = chain.file;
      state.length = chain.goodBytes;
      state.unended = chain.unended;
      state.suspect =
        loaded.unread > 0 ||
        (chain.last !== null && chain.last !== state.last) ||
        (chain.header !== null && chain.header.writer !== writer) ||
        (chain.damage !== null && !chain.damage.torn);
    }
    if (chain?.damage?.torn) {
      try {
        const aside = await cutTornTail(fs, folder, chain, writer, new Date(now()));
        state.highest = loaded.last;
        tell({
          code: 'journal-torn',
          message: `The last line of ${chain.file} was not written to its end, as after a power cut. It was cut off and kept in ${aside}; everything acknowledged before is there.`,
        });
      } catch (error) {
        state.suspect = true;
        tell({
          code: 'journal-torn',
          message: `The last line of ${chain.file} was not written to its end. ${cannotWrite(folder, error).message} A new file is begun beside it.`,
        });
      }
      chain.damage = null;
    }
    // Open from now on, so that what is in it can still be read should it be deleted.
    if (chain !== undefined && !state.suspect)
      state.handle = await fs.open(join(folder, state.name), 'a+').catch(() => null);
  }

  /**
   * Sees that the file is open, ends with the last acknowledged line, and is the one its name stands for.
   * @throws Failure or what the file system throws, when nothing can be written now
   */
  async ready(): Promise<void> {
    if (!this.claimed) await this.claimLate();
    const { state } = this;
    if (state.handle !== null && !state.suspect && !state.orphaned) {
      if (state.cut) await state.handle.truncate(state.length);
      state.cut = false;
      const { size, nlink } = await state.handle.stat();
      if (nlink === 0) state.orphaned = true;
      else if (size !== state.length) {
        // Somebody else wrote to it, in spite of the lock: leave it to them.
        await state.handle.close().catch(() => {});
        await this.claimLate();
      }
    }
    if (this.state.orphaned) await this.recoverOrphan();
    if (this.state.suspect) await this.leave();
    if (this.state.handle === null) await this.open();
  }

  /** Takes a name after the journals were read: at opening it could not be had, or it was lost to another program. */
  private async claimLate(): Promise<void> {
    await this.makeFolders();
    await this.claim();
    await this.takeOver();
  }

  /** Makes the journal's folder anew, but never the corpus folder: where that is missing, it is on a disk that has gone. */
  private async makeFolders(): Promise<void> {
    const { fs, folder } = this.context;
    await fs.makeFolder(dirname(folder), false);
    await fs.makeFolder(folder, false);
  }

  private async leave(): Promise<void> {
    const { fs, folder } = this.context;
    const { handle, length, name } = this.state;
    await handle?.close().catch(() => {});
    // Nothing in it was ever acknowledged.
    if (handle !== null && length === 0) await fs.remove(join(folder, name)).catch(() => {});
    Object.assign(this.state, { handle: null, length: 0, unended: false, cut: false });
  }

  private async open(): Promise<void> {
    const { fs, folder, journals } = this.context;
    const { state, writer } = this;
    await this.makeFolders();
    if (!state.suspect) {
      const known = state.length > 0 || (journals.writer(writer)?.chains.length ?? 0) > 0;
      const handle = await openUnless('EEXIST', fs.open(join(folder, state.name), known ? 'a+' : 'ax+'));
      if (handle !== null && (!known || (await handle.stat()).size === state.length)) {
        state.handle = handle;
        return;
      }
      await handle?.close();
      state.suspect = true;
    }
    for (let segment = 2; ; segment++) {
      const name = `${writer}.${segment}.jsonl`;
      const handle = await openUnless('EEXIST', fs.open(join(folder, name), 'ax+'));
      if (handle === null) continue;
      Object.assign(state, { handle, name, length: 0, unended: false, cut: false, suspect: false });
      return;
    }
  }

  /**
   * Appends lines of which the last is `last`, and waits for the disk; on an error sees that nothing of it will be taken
   * for acknowledged.
   * @throws Failure or what the file system throws
   */
  async write(bytes: Buffer, last: { n: number; hash: string }): Promise<void> {
    const { fs, folder } = this.context;
    const { state } = this;
    const handle = state.handle as JournalFile;
    const { highest } = state;
    state.highest = Math.max(highest, last.n);
    let written = false;
    let size: number;
    try {
      await writeAll(handle, bytes);
      written = true;
      await handle.datasync();
      if (state.length === 0) await fs.syncFolder(folder);
      const now = await handle.stat();
      size = now.size;
      state.orphaned = now.nlink === 0;
      if (state.orphaned) throw Object.assign(new Error('the journal file has gone'), { code: 'ENOENT' });
    } catch (error) {
      // After a failed sync the system may have dropped what it had not written and call it clean: never trust the file
      // again. A full disk is no such case: what is written over is written anew.
      const { code } = error as NodeJS.ErrnoException;
      state.suspect = written || (code !== 'ENOSPC' && code !== 'EDQUOT');
      state.cut = true;
      try {
        await handle.truncate(state.length);
        state.cut = false;
        if (!state.suspect) state.highest = highest;
      } catch {
        // Tried again before the next write, or the file is left for a new one.
      }
      throw error;
    }
    // What another program has put in between is not ours to cut; the next attempt sees it and gives way.
    if (size !== state.length + bytes.length)
      throw new Failure('internal', `Another program writes to ${join(folder, state.name)} too.`);
    Object.assign(state, { length: size, last, unended: false });
  }

  /**
   * The file was deleted, or replaced by another one of its name, while it was open. Its content is still to be had
   * through the open file: what the folder has no longer is written anew.
   */
  private async recoverOrphan(): Promise<void> {
    const { folder, journals, fs } = this.context;
    const { handle, name, highest } = this.state;
    if (handle === null) return;
    await this.makeFolders();
    const through = { ...fs, open: async () => ({ ...passing(handle), close: async () => {} }) };
    await journals.reload(this.writer, folder, async (lost) => {
      const inHand = lost.filter(({ file }) => file === name);
      this.rescue.push(...(await journals.readChanges(folder, inHand, through)));
    });
    this.state = { ...fresh(this.writer), highest };
    this.claimed = false;
    await handle.close().catch(() => {});
    await this.locks.pop()?.release();
    await this.claimLate();
    this.state.highest = Math.max(this.state.highest, highest);
  }

  async close(): Promise<void> {
    await this.state.handle?.close().catch(() => {});
    this.state.handle = null;
    for (const lock of this.locks.splice(0)) await lock.release();
  }
}

export const cannotWrite = (folder: string, error: unknown): Failure =>
  diskFailure(error, `The journal in ${folder} cannot be written`);

async function openUnless(code: string, opening: Promise<JournalFile>): Promise<JournalFile | null> {
  try {
    return await opening;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === code) return null;
    throw error;
  }
}

const passing = (file: JournalFile): JournalFile => ({
  read: (...args) => file.read(...args),
  write: (...args) => file.write(...args),
  datasync: () => file.datasync(),
  truncate: (length) => file.truncate(length),
  stat: () => file.stat(),
  close: () => file.close(),
});
