import { stat } from 'node:fs/promises';
import { basename, dirname, relative, sep } from 'node:path';
import type { ArticleText } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Article } from '#shared/model/article.ts';
import type { Speaker } from '#shared/model/speaker.ts';
import type { Target } from '#shared/model/target.ts';
import { openCorpus } from '../corpus/corpus.ts';
import { idOfBytes } from '../corpus/identity.ts';
import { chosenIn } from '../corpus/look-into.ts';
import { inOrder } from '../extract/in-order.ts';
import type { ReadArticle } from '../extract/job.ts';
import type { Pool } from '../extract/pool.ts';
import { otherPlaces } from '../project/places.ts';
import { journalInside } from '../project/project-file.ts';
import { readProject } from '../project/read-project.ts';
import { readJournalPlaces } from '../settings/settings.ts';
import { blocksOf } from '../store/packed.ts';
import type { Chosen } from '../store/protocol.ts';

/** What the journals of a corpus folder know, for texts in it. */
export interface Registry {
  /** The corpus folder; null where there is none around a path. */
  root: string | null;
  speakers: ReadonlyMap<string, Speaker>;
  targets: ReadonlyMap<string, Target>;
  /** Annotated articles by their path in the corpus. */
  bindings: ReadonlyMap<string, Article>;
  /** What people have chosen for the reading of files, by their path in the corpus. */
  chosen: Chosen;
  /** What is wrong with the journals, for the person. */
  notices: string[];
}

export const noRegistry: Registry = {
  root: null,
  speakers: new Map(),
  targets: new Map(),
  bindings: new Map(),
  chosen: { encodings: new Map(), columns: {} },
  notices: [],
};

export interface Reading {
  dataDir: string;
  workerFile: string;
  pool: Pool;
  signal: AbortSignal;
  onProgress(done: number, found: number): void;
}

/** The nearest corpus folder with journals that a real path is or lies in; null when there is none. */
export async function corpusAround(path: string, dataDir: string): Promise<string | null> {
  for (let folder = path; ; folder = dirname(folder)) {
    const inside = journalInside(folder);
    const places = [inside, ...otherPlaces(folder, null, dataDir, await readJournalPlaces(dataDir, folder), inside)];
    for (const place of places) if ((await stat(place).catch(() => null))?.isDirectory()) return folder;
    if (dirname(folder) === folder) return null;
  }
}

/** Reads the journals of a corpus folder; writes nothing. @throws Failure when the folder cannot be read */
export async function readRegistry(root: string, reading: Reading): Promise<Registry> {
  const { dataDir, workerFile, pool, signal } = reading;
  const project = await readProject({
    ...{ path: root, dataDir, workerFile, pool, signal },
    catalogue: 'ignore',
    onProgress() {},
  });
  try {
    const { records, invalid } = await project.journal.records();
    return {
      root: project.root,
      speakers: records.speaker,
      targets: records.target,
      bindings: new Map([...project.journal.articles().values()].map((article) => [article.path, article])),
      chosen: chosenIn(project.journal.sources().values()),
      notices: [
        ...project.journal.notices.map(({ message }) => message),
        ...invalid.map((what) => `The journal’s record of ${what} does not fit its schema.`),
      ],
    };
  } finally {
    await project.close();
  }
}

/** An article, or why a file gives none. */
export type FileArticle = { article: ArticleText } | { failure: string };

/**
 * The articles of a folder, as a scan of the app finds them, in the order of their paths, and before them the files that
 * cannot be read; paths are those in the folder. Further copies of a file are left out. Nothing is kept.
 * @param folder a real path
 * @throws Failure when the folder cannot be read, and `cancelled`
 */
export async function* readFolder(
  folder: string,
  { root, bindings, chosen }: Registry,
  { workerFile, pool, signal, onProgress }: Reading,
): AsyncGenerator<{ path: string } & FileArticle> {
  const prefix = root === null || root === folder ? '' : `${slashed(relative(root, folder))}/`;
  const own = [...bindings].filter(([path]) => path.startsWith(prefix));
  const corpus = openCorpus({
    root: folder,
    cacheDir: null,
    workerFile,
    pool,
    bindings: () => own.map(([path, article]) => ({ ...article, path: path.slice(prefix.length) })),
    chosen: () => ({
      encodings: new Map(
        [...chosen.encodings].flatMap(([path, name]) =>
          path.startsWith(prefix) ? [[path.slice(prefix.length), name]] : [],
        ),
      ),
      columns: chosen.columns,
    }),
    onProgress: ({ done, found }) => onProgress(done, found),
    onEntries() {},
  });
  const stop = () => void corpus.close();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    const { failed } = await corpus.scan();
    for (const { path, reason } of failed) yield { path, failure: reason };
    const entries = (await corpus.entries())
      .filter(({ failure, duplicateOf }) => failure === null && duplicateOf === null)
      .sort((a, b) => (a.path < b.path ? -1 : 1));
    const reads = inOrder(entries, pool.size * 2, async ({ id, path }): Promise<{ path: string } & FileArticle> => {
      try {
        return { path, article: await corpus.read(id) };
      } catch (error) {
        if (!(error instanceof Failure) || signal.aborted) throw error;
        return { path, failure: error.message };
      }
    });
    for await (const { result } of reads) yield result;
  } finally {
    signal.removeEventListener('abort', stop);
    await corpus.close();
  }
}

/** The articles of a file, and at the end why the rest of it cannot be read. @param file a real path */
export async function readArticleFile(
  file: string,
  { root, bindings, chosen }: Registry,
  pool: Pool,
): Promise<FileArticle[]> {
  const read: ReadArticle[] = [];
  const take = async (articles: readonly ReadArticle[]) => void read.push(...articles);
  const how = { encoding: chosen.encodings.get(pathIn(root, file)) ?? null, columns: chosen.columns };
  const job = { root: dirname(file), path: basename(file), known: null, how };
  const result = await pool.run(job, { onArticles: take });
  if (result.kind === 'failed') return [{ failure: result.message }];
  if (result.kind !== 'read') throw new Failure('internal', 'The text of the article was not read.');
  await take(result.articles);
  const articles = read.map(({ part, text, textSha256, sourceSha256, blocks, meta, notices }): FileArticle => {
    const path = part === null ? pathIn(root, file) : `${pathIn(root, file)}/${part}`;
    const id = bindings.get(path)?.id ?? idOfBytes(sourceSha256);
    return { article: { id, text, textSha256, sourceSha256, blocks: blocksOf(blocks), meta, notices: [...notices] } };
  });
  return result.failure === null ? articles : [...articles, { failure: result.failure.message }];
}

/** A file’s path in its corpus, `/` between the parts; its name when it is in none. */
export const pathIn = (root: string | null, file: string): string =>
  root === null ? basename(file) : slashed(relative(root, file));

const slashed = (path: string) => path.split(sep).join('/');
