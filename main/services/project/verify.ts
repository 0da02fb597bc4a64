import { rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Failure } from '#shared/contract/failure.ts';
import type { Entry } from '#shared/model/article.ts';
import type { Kind } from '#shared/model/kinds.ts';
import { excerpt, placeSpan } from '#shared/text/place-span.ts';
import { spansByArticle } from '../exchange/dataset.ts';
import type { FileReport } from '../journal/all-journals.ts';
import { diskFailure } from '../journal/disk-failure.ts';
import { nodeJournalFs } from '../journal/journal-fs.ts';
import { systemProcesses, takeLock } from '../journal/lock.ts';
import { cutTornTail } from '../journal/torn-tail.ts';
import { readKept } from '../store/read-kept.ts';
import { findDangling } from './check-references.ts';
import { readProjectFile } from './project-file.ts';
import { type ReadOptions, readProject } from './read-project.ts';

/** Something that does not agree: what it is about, and what is wrong with it. */
export interface Finding {
  area: 'journal' | 'record' | 'anchor' | 'catalogue' | 'file';
  what: string;
  message: string;
}

export interface Verification {
  folder: string;
  journals: Pick<FileReport, 'path' | 'writer' | 'lines' | 'changes' | 'damage'>[];
  records: Record<string, number>;
  /** Of all spans: at their place, at another place of a changed text, without a place, without an article to read. */
  anchors: { exact: number; moved: number; orphan: number; unread: number };
  catalogue: { kept: number; onDisk: number; differ: number };
  findings: Finding[];
  /** What was put right. */
  repaired: string[];
}

/**
 * Checks a folder's annotations through and through: every journal's chain, every record against its schema and for
 * what it points at, every span's words in its article, and the catalogue against the files. With `repair`, incomplete
 * last lines are cut off (and kept beside the journal) and the catalogue is made anew, before the check.
 * @throws Failure when the folder cannot be read, and `cancelled`
 */
export async function verifyProject(options: Omit<ReadOptions, 'catalogue'>, repair: boolean): Promise<Verification> {
  const repaired = repair ? await repairProject(options) : [];
  const project = await readProject({ ...options, catalogue: 'ignore' });
  try {
    const findings: Finding[] = [];
    const { journal, corpus, root, cacheDir } = project;
    for (const { code, message } of journal.notices)
      if (!journal.files.some(({ damage }) => damage === message))
        findings.push({ area: 'journal', what: code, message });
    for (const { path, damage } of journal.files)
      if (damage !== null) findings.push({ area: 'journal', what: basename(path), message: damage });

    const summary = await project.scan();
    for (const { path, reason } of summary.failed) findings.push({ area: 'file', what: path, message: reason });
    const catalogue = await checkCatalogue(options.workerFile, root, cacheDir, await corpus.entries(), findings);

    const { records, invalid } = await journal.records();
    for (const what of invalid) findings.push({ area: 'record', what: what.split(':')[0] ?? what, message: what });
    const wasThere = async (kind: Kind, id: string) => (await journal.historyOf(kind, id)).length > 0;
    for (const { kind, id, message } of await findDangling(records, wasThere))
      findings.push({ area: 'record', what: `${kind} ${id}`, message });

    const anchors = { exact: 0, moved: 0, orphan: 0, unread: 0 };
    const byId = new Map((await corpus.entries()).map((entry) => [entry.id, entry]));
    for (const [id, spans] of spansByArticle(records, null)) {
      if (options.signal.aborted) throw new Failure('cancelled', 'The check was stopped.');
      const entry = byId.get(id);
      const path = entry?.path ?? records.article.get(id)?.path ?? id;
      const article = entry === undefined || entry.failure !== null ? null : await corpus.read(id).catch(onlyFailures);
      if (article === null || article instanceof Failure) {
        anchors.unread += spans.length;
        const reason = article?.message ?? entry?.failure?.message ?? 'The file is not in the folder any more.';
        findings.push({
          area: 'anchor',
          what: path,
          message: `${spans.length} of its spans cannot be checked. ${reason}`,
        });
        continue;
      }
      for (const span of spans) {
        const placed = placeSpan(span, article.text, article.textSha256);
        if ('orphan' in placed) {
          anchors.orphan++;
          findings.push({ area: 'anchor', what: `${path}, span ${span.id}`, message: placed.orphan });
          continue;
        }
        anchors[placed.moved ? 'moved' : 'exact']++;
        for (const message of placed.lost)
          findings.push({ area: 'anchor', what: `${path}, “${excerpt(span.quote.exact)}”`, message });
      }
    }
    return {
      folder: root,
      journals: journal.files.map(({ path, writer, lines, changes, damage }) => ({
        path,
        writer,
        lines,
        changes,
        damage,
      })),
      records: Object.fromEntries(Object.entries(records).map(([kind, map]) => [kind, map.size])),
      anchors,
      catalogue,
      findings,
      repaired,
    };
  } finally {
    await project.close();
  }
}

function onlyFailures(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
}

/** What the catalogue says against what was just read from the files. */
async function checkCatalogue(
  workerFile: string,
  root: string,
  cacheDir: string,
  entries: readonly Entry[],
  findings: Finding[],
) {
  const { entries: rows, notice } = await readKept(workerFile, root, cacheDir);
  if (notice !== null) findings.push({ area: 'catalogue', what: cacheDir, message: notice });
  const now = new Map(entries.map((entry) => [entry.path, entry]));
  const differing = (what: string, message: string) => findings.push({ area: 'catalogue', what, message });
  let differ = 0;
  for (const entry of rows) {
    const there = now.get(entry.path);
    now.delete(entry.path);
    const message =
      there === undefined
        ? 'It is in the catalogue, but not in the folder any more.'
        : there.sourceSha256 !== entry.sourceSha256
          ? 'The file is not what it was when the catalogue was made.'
          : there.textSha256 !== entry.textSha256 || there.length !== entry.length || there.id !== entry.id
            ? 'The catalogue has another text of it than is read from the file now.'
            : null;
    if (message === null) continue;
    differ++;
    differing(entry.path, message);
  }
  if (rows.length > 0)
    for (const path of now.keys()) {
      differ++;
      differing(path, 'It is in the folder, but not in the catalogue yet.');
    }
  return { kept: rows.length, onDisk: entries.length, differ };
}

async function repairProject(options: Omit<ReadOptions, 'catalogue'>): Promise<string[]> {
  const repaired: string[] = [];
  const torn = await readProject({ ...options, catalogue: 'ignore' });
  const { journal, cacheDir, root } = torn;
  const files = journal.files.filter((file) => file.torn);
  await torn.close();
  if ((await readProjectFile(root)).state === 'newer')
    throw new Failure(
      'newer-format',
      `A newer version of Rapporteur has worked on ${root}: use it to repair the folder.`,
    );
  for (const { path, writer, goodBytes } of files) {
    const folder = dirname(path);
    try {
      const lock = await takeLock(nodeJournalFs, join(folder, `${writer}.lock`), systemProcesses);
      if (lock === null) continue;
      try {
        const aside = await cutTornTail(nodeJournalFs, folder, { file: basename(path), goodBytes }, writer, new Date());
        repaired.push(`Cut the incomplete last line of ${basename(path)}; it is kept in ${aside}.`);
      } finally {
        await lock.release();
      }
    } catch (error) {
      throw diskFailure(error, `${path} cannot be repaired`);
    }
  }
  await rm(cacheDir, { recursive: true, force: true }).catch((error) => {
    throw diskFailure(error, `The catalogue in ${cacheDir} cannot be removed`);
  });
  const fresh = await readProject({ ...options, path: root, catalogue: 'keep' });
  try {
    const { articles, failed } = await fresh.scan();
    repaired.push(
      `Made the catalogue anew: ${articles} articles${failed.length > 0 ? `, ${failed.length} unreadable files` : ''}.`,
    );
  } finally {
    await fresh.close();
  }
  return repaired;
}
