import { join } from 'node:path';
import { type ArticleEdit, articleEditsOf } from './article-edits.ts';
import { continueChain, type Entry } from './chain.ts';
import type { JournalFs } from './journal-fs.ts';
import type { Writer } from './load-writer.ts';

type FileInfo = Writer['files'][number];

/** How the files of a writer are now; those that cannot be looked at are left out. */
export async function lookAtFiles(fs: JournalFs, folder: string, names: readonly string[]): Promise<FileInfo[]> {
  const files: FileInfo[] = [];
  for (const name of names) {
    const info = await fs.info(join(folder, name)).catch(() => null);
    if (info?.isFile()) files.push({ name, size: info.size, mtimeMs: info.mtimeMs });
  }
  return files;
}

const isSame = (a: FileInfo | undefined, b: FileInfo | undefined) =>
  a?.name === b?.name && a?.size === b?.size && a?.mtimeMs === b?.mtimeMs;

export const areSame = (a: readonly FileInfo[], b: readonly FileInfo[]): boolean =>
  a.length === b.length && a.every((file, i) => isSame(file, b[i]));

/** What the last file of a writer has at its end that was not known. */
export interface Growth {
  chain: NonNullable<Awaited<ReturnType<typeof continueChain>>>;
  articleEdits: ArticleEdit[];
}

/**
 * Reads only the new lines where nothing has happened to a writer but that the last file has more of them; null where
 * it is not sure of that, and everything has to be read again.
 */
export async function readGrowth(fs: JournalFs, before: Writer, files: readonly FileInfo[]): Promise<Growth | null> {
  const known = before.chains.at(-1);
  const [was, is] = [before.files.at(-1), files.at(-1)];
  if (known === undefined || was === undefined || is === undefined || is.size < was.size) return null;
  if (files.length !== before.files.length || !files.slice(0, -1).every((file, i) => isSame(file, before.files[i])))
    return null;
  const goesOn =
    known.file === is.name &&
    known.last?.n === before.last &&
    before.last === before.reached &&
    (known.damage === null || known.damage.torn) &&
    before.unread === 0 &&
    before.behindSince === null;
  if (!goesOn) return null;
  const articleEdits: ArticleEdit[] = [];
  const chain = await continueChain(fs, before.folder, known, ({ n, change }) => {
    if (change !== undefined) articleEdits.push(...articleEditsOf(n, change));
  }).catch(() => null);
  if (chain === null || (chain.damage !== null && !chain.damage.torn)) return null;
  return { chain, articleEdits };
}

/**
 * What a writer's files, read again, are to what was known of it. `ahead`: everything that counted is there, and maybe
 * more. `behind`: something is missing. `other`: a number has another change than before, so it is another journal.
 */
export function compareWriters(before: Writer, loaded: Writer): 'ahead' | 'behind' | 'other' {
  const byNumber = new Map<number, string>();
  for (const { n, id } of loaded.entries) byNumber.set(n, id);
  const ids = new Set(byNumber.values());
  for (const { n, id } of knownEntries(before)) if ((byNumber.get(n) ?? id) !== id) return 'other';
  for (const entries of [before.entries, before.hidden])
    for (const { id } of entries) if (!ids.has(id)) return 'behind';
  return 'ahead';
}

/** Everything that was ever read from a writer. */
export function* knownEntries({ entries, hidden, lost }: Writer): Generator<Entry> {
  for (const some of [entries, hidden, lost]) yield* some;
}
