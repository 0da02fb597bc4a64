import { join } from 'node:path';
import type { Notice } from '#shared/contract/contract.ts';
import type { Annotator } from '#shared/model/annotator.ts';
import { type ArticleEdit, articleEditsOf } from './article-edits.ts';
import { type Chain, type Entry, readChain } from './chain.ts';
import { diskFailure } from './disk-failure.ts';
import { Entries } from './entries.ts';
import type { JournalFs } from './journal-fs.ts';
import { Places } from './places.ts';

/** What the files of one writer come to. */
export interface Writer {
  folder: string;
  /** As they were when they were read. */
  files: { name: string; size: number; mtimeMs: number }[];
  chains: Chain[];
  /** Every change once, by number, unless it stands in another writer's journal too. */
  entries: Entries;
  /** Changes that stand in another writer's journal too and count there. */
  hidden: Entries;
  /** Changes that were read from it and are in no file of it any more: it was removed, or an older copy took its place. */
  lost: Entries;
  /** The highest number that was ever read from it. */
  reached: number;
  /** When it was first seen to have less than was read from it; null: it has everything. */
  behindSince: number | null;
  /** When its end was seen to have changed; −∞: it was like this at opening. */
  changedAt: number;
  /** The highest number that counts; −1 when there is no line. */
  last: number;
  annotator: Annotator | null;
  /** Of articles' bindings and how files are read: those that a checkpoint has, as it has them, and those read since. */
  keptEdits: Buffer;
  articleEdits: ArticleEdit[];
  /** Bytes of files that could not be read: more than they can have lines. */
  unread: number;
  /** What to tell besides the damage in `chains`. */
  notices: Notice[];
}

/** For so many milliseconds an incomplete last line, or a file that has gone, is taken for the work of a sync tool. */
export const patience = 30_000;

export const noLines = (folder: string, annotator: Annotator | null): Writer => ({
  folder,
  files: [],
  chains: [],
  entries: new Entries(),
  hidden: new Entries(),
  lost: new Entries(),
  reached: -1,
  behindSince: null,
  changedAt: Number.NEGATIVE_INFINITY,
  last: -1,
  annotator,
  keptEdits: Buffer.alloc(0),
  articleEdits: [],
  unread: 0,
  notices: [],
});

/** `<writer>.jsonl`, and `<writer>.2.jsonl` and so on, which go on from it. */
const journalName = /^([^.].*?)(?:\.(\d{1,6}))?\.jsonl$/;

/**
 * The journal files in a folder by writer, each writer's in their order; null when there is no such folder.
 * @throws Failure when the folder cannot be read
 */
export async function listJournals(fs: JournalFs, folder: string): Promise<Map<string, string[]> | null> {
  let names: string[];
  try {
    names = await fs.list(folder);
  } catch (error) {
    // Not there, or below something that is no folder.
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw diskFailure(error, `The journal in ${folder} cannot be read`);
  }
  const found = new Map<string, { name: string; segment: number }[]>();
  for (const name of names) {
    const [, stem, segment = '1'] = journalName.exec(name) ?? [];
    if (stem === undefined) continue;
    const files = found.get(stem) ?? [];
    files.push({ name, segment: Number(segment) });
    found.set(stem, files);
  }
  return new Map(
    [...found]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([stem, files]) => [stem, files.sort((a, b) => a.segment - b.segment).map(({ name }) => name)]),
  );
}

/** Reads and checks a writer's files. Whatever they hold, and whether they can be read or not: told in the result. */
export async function loadWriter(
  fs: JournalFs,
  folder: string,
  writer: string,
  names: readonly string[],
): Promise<Writer> {
  const loaded = noLines(folder, null);
  const linked = new Set<string>();
  // Backwards, so that the line each file goes on from can be looked for in the files before it.
  for (const name of names.toReversed()) await loadFile(fs, name, loaded, linked);
  joinChains(loaded);
  if (linked.size > 0 && loaded.unread === 0 && loaded.chains.every(({ damage }) => damage === null))
    loaded.notices.push({
      code: 'journal-damaged',
      message: `A part of the journal ${writer} in ${folder} is missing: a file goes on from a line that is in none. What is there is used.`,
    });
  return loaded;
}

async function loadFile(fs: JournalFs, name: string, loaded: Writer, linked: Set<string>) {
  const path = join(loaded.folder, name);
  const edits: ArticleEdit[] = [];
  let size = 0;
  try {
    const info = await fs.info(path);
    if (!info.isFile()) return;
    size = info.size;
    loaded.files.unshift({ name, size, mtimeMs: info.mtimeMs });
    const chain = await readChain(fs, loaded.folder, name, ({ n, hash, change }) => {
      linked.delete(hash);
      if (change !== undefined) edits.push(...articleEditsOf(n, change));
    });
    if (chain.first?.prev) linked.add(chain.first.prev);
    loaded.chains.unshift(chain);
    loaded.articleEdits = [...edits, ...loaded.articleEdits];
    loaded.annotator ??= chain.header?.annotator ?? null;
  } catch (error) {
    loaded.unread += size;
    const { message } = diskFailure(error, `${path} cannot be read`);
    loaded.notices.push({ code: 'journal-damaged', message: `${message} What it holds is not shown.` });
  }
}

/** Puts the files' changes in a row, each once. */
function joinChains(loaded: Writer): void {
  const places = new Places();
  const rows: Entries[] = [];
  // By number of the chain and row in it: a change that stands twice was written again after its first place was given
  // up, so that the later place counts.
  const given: Set<number>[] = [];
  for (const chain of loaded.chains) {
    const { entries } = chain;
    chain.entries = new Entries();
    if (chain.first !== null && chain.first.n <= loaded.last && chain.damage === null) {
      refuseNumbers(
        chain,
        [...entries].filter(({ id }) => !places.has(id)),
      );
      continue;
    }
    rows.push(entries);
    given.push(new Set());
    for (let row = 0; row < entries.length; row++) {
      const before = places.move(String(rows.length - 1), entries, row, row);
      if (before !== null) given[Number(before.writer)]?.add(before.n);
    }
    loaded.last = Math.max(loaded.last, chain.last?.n ?? -1);
  }
  for (const [i, entries] of rows.entries()) {
    const left = given[i] as Set<number>;
    const kept = left.size === 0 ? entries : entries.without(left);
    if (i === 0) loaded.entries = kept;
    else for (const entry of kept) loaded.entries.push(entry);
  }
  loaded.reached = loaded.last;
}

/** A file that begins with a number that an earlier one has: a copy, which is fine, or one that holds something else. */
function refuseNumbers(chain: Chain, unknown: Entry[]): void {
  if (unknown.length > 0)
    chain.damage = {
      line: 1,
      what: `begins with number ${chain.first?.n}, which an earlier file has too`,
      torn: false,
      unused: chain.lines,
      loose: unknown,
      highest: chain.last?.n ?? 0,
      newer: false,
    };
  chain.changes = 0;
}

/**
 * What a person should know of a writer's files at this time (milliseconds since 1970); `lost` is how many of its
 * changes are in no file any more. A torn line that a later file has gone on from is history; one that has come just
 * now, or a file that cannot be read just now, is most likely still being written by a sync tool.
 */
export function noticesOf(
  key: string,
  { folder, chains, notices, changedAt }: Writer,
  now: number,
  lost = 0,
): Notice[] {
  const isFresh = now - changedAt < patience;
  const gone: Notice = {
    code: 'journal-damaged',
    message: `The journal ${key} in ${folder} was removed, or another copy has taken its place: ${lost === 1 ? 'one change that it had before is' : `${lost} changes that it had before are`} in no file any more. What they made stays on the screen until the folder is opened again, but is not exported. Copy the journal again from where it came.`,
  };
  const damages = chains.flatMap((chain, i): Notice[] => {
    const message = damageIn(folder, chain);
    const { torn = false, newer = false } = chain.damage ?? {};
    if (message === null || (torn && (i < chains.length - 1 || isFresh))) return [];
    return [{ code: newer ? 'newer-format' : torn ? 'journal-torn' : 'journal-damaged', message }];
  });
  return [...(isFresh ? [] : notices), ...(lost > 0 ? [gone] : []), ...damages];
}

/** What is wrong with a journal file, where, and what is still used; null when nothing is. */
export function damageIn(folder: string, { file, damage, lines, changes }: Chain): string | null {
  if (damage === null) return null;
  const where = `Line ${damage.line} of ${join(folder, file)} ${damage.what}`;
  const used = changes === 1 ? 'The one change' : `The ${changes} changes`;
  if (damage.newer) return `${where}. Update Rapporteur to see what it holds; the file is left as it is.`;
  if (damage.torn && lines > 0)
    return `${where}: it is the last one, and was not written to its end. ${used} before it are used.`;
  if (damage.torn) return `${where}: nothing in it can be used.`;
  const rest = damage.unused - 1;
  return `${where}. ${used} before it are used; what follows it (${rest === 1 ? 'one line' : `${rest} lines`}) is not, because it does not follow from a line that can be trusted. The file is left as it is: copy it again from where it came, or from a backup.`;
}
