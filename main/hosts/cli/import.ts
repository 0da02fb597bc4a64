import type { ImportPreview, ImportResult } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import { annotatorSchema } from '#shared/model/annotator.ts';
import { findAnnotator } from '../../services/exchange/dataset.ts';
import { createImports, type Imports, type ImportTarget } from '../../services/exchange/import/imports.ts';
import { openProject } from '../../services/project/project.ts';
import { readProjectFile } from '../../services/project/project-file.ts';
import { type ReadProject, readProject } from '../../services/project/read-project.ts';
import { openSettings } from '../../services/settings/settings.ts';
import { absolute, readArguments, type Usage } from './arguments.ts';
import { count, type ExitCode, type Io } from './io.ts';

const options = {
  as: { type: 'string' },
  'dry-run': { type: 'boolean' },
  'no-texts': { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

export const usage: Usage<typeof options> = {
  name: 'import',
  synopsis: 'FOLDER FILE… [--as ANNOTATOR] [--dry-run] [--no-texts] [--json]',
  summary:
    'Takes in what colleagues sent: bundles, journals, or annotated articles as JSONL (rapporteur.article/1). Says how many records were added, known, changed and removed, how many spans stand elsewhere in this folder’s texts or have no place in them, and what failed, each with its reason. Twice changes nothing. Exits with 1 when something failed, has no place or was left out.',
  positionals: ['FOLDER', 'FILE…'],
  options,
  about: {
    as: 'whose spans they are where a file does not say: an id, initials or a name',
    'dry-run': 'only say what would be taken in; nothing is written',
    'no-texts': 'do not write articles that come along into the folder',
    json: 'the counts, and what is to be seen to, as JSON',
  },
};

export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const { positionals, values } = readArguments(usage, argv);
  const [folder, ...files] = positionals.map((path) => absolute(io.cwd, path));
  const reading = await readProject({
    path: folder as string,
    dataDir: io.dataDir,
    workerFile: io.workerFile,
    pool: io.pool,
    catalogue: 'use',
    onProgress: (done, found) => io.progress(`Reading ${done} of ${found}`),
    signal: io.signal,
  });
  const imports = createImports({
    now: Date.now,
    onProgress: ({ phase, done, total }) => io.progress(`${phases[phase]} ${done} of ${total}`),
    onWritten() {},
  });
  const stop = () => void imports.discard();
  io.signal.addEventListener('abort', stop);
  try {
    for (const { message } of reading.journal.notices) io.err(`${message}\n`);
    await reading.scan();
    const settings = await openSettings(io.dataDir, (line) => io.err(`${line}\n`));
    const target: ImportTarget = {
      ...{ root: reading.root, journal: reading.journal, source: reading.corpus, readOnly: true },
      corpusId: (await readProjectFile(reading.root)).id ?? '',
      annotator: settings.current.annotator,
      async scanned() {},
      scan() {},
    };
    const as = values.as === undefined ? null : await annotatorMeant(reading, values.as);
    const preview = await imports.preview(target, { paths: files, as });
    const result = values['dry-run'] ? null : await accept(imports, target, preview, !values['no-texts'], settings, io);
    io.progress('');
    await (values.json ? tellJson(preview, result, io) : tell(preview, result, !values['no-texts'], io));
    const { failed, orphaned } = (result ?? preview).counts;
    const notices = [...preview.files.flatMap((file) => file.notices ?? []), ...(preview.notices ?? [])];
    const isClean = failed === 0 && orphaned === 0 && notices.length === 0 && (result?.left.length ?? 0) === 0;
    return isClean && reading.journal.notices.length === 0 ? 0 : 1;
  } finally {
    io.signal.removeEventListener('abort', stop);
    await imports.discard();
    await reading.close();
  }
}

const phases = { reading: 'Reading', placing: 'Placing', saving: 'Writing', writing: 'Writing', checking: 'Checking' };

/** The folder is opened for writing only once it is known what there is to write. */
async function accept(
  imports: Imports,
  target: ImportTarget,
  preview: ImportPreview,
  texts: boolean,
  settings: Awaited<ReturnType<typeof openSettings>>,
  io: Io,
): Promise<ImportResult & { journal: string }> {
  const project = await openProject({
    ...{ root: target.root, settings, dataDir: io.dataDir, workerFile: io.workerFile, now: Date.now },
    ...(io.pool ? { pool: io.pool } : {}),
    writerEnding: '-cli',
    log: (line) => io.err(`${line}\n`),
  });
  try {
    const { readOnly, writer } = project.describe();
    const choice = { preview: preview.id, annotators: null, mapping: [], texts };
    const result = await imports.accept({ ...target, journal: project.journal, readOnly }, choice);
    return { ...result, journal: writer };
  } finally {
    await project.close();
  }
}

/** @throws Failure when a name could be anybody's, or nobody's and no id either */
async function annotatorMeant({ journal }: ReadProject, meant: string): Promise<string> {
  const { records } = await journal.records();
  try {
    return findAnnotator(records.annotator.values(), meant).id;
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'not-found') throw error;
    if (annotatorSchema.shape.id.safeParse(meant).success) return meant;
    throw new Failure(
      'not-found',
      `${error.message} For somebody new, give an id: lower-case letters, digits and hyphens.`,
    );
  }
}

async function tell(
  preview: ImportPreview,
  result: (ImportResult & { journal: string }) | null,
  texts: boolean,
  io: Io,
): Promise<void> {
  for (const { name, kind, by, at, notices } of preview.files) {
    const from = [by === null ? '' : ` by ${by}`, at === null ? '' : `, ${at.slice(0, 10)}`].join('');
    await io.out(`${name}: ${kindNames[kind]}${from}\n`);
    for (const notice of notices ?? []) io.err(`${notice}\n`);
  }
  for (const notice of preview.notices ?? []) io.err(`${notice}\n`);
  for (const { fate, kind, name, where, detail } of preview.items)
    if (toBeSeen.has(fate)) io.err(`${fate}: ${kind} “${name}”${where === null ? '' : ` in ${where}`}: ${detail}\n`);
  for (const { what, reason } of result?.left ?? []) io.err(`Left out: ${what}: ${reason}\n`);
  const waiting = preview.articles.filter(
    ({ state, spans }) => spans > 0 && (state === 'missing' || (state === 'brought' && !texts)),
  );
  const spans = waiting.reduce((sum, one) => sum + one.spans, 0);
  if (spans > 0)
    io.err(`Waiting for ${count(waiting.length, 'article')} that the folder has not got: ${count(spans, 'span')}.\n`);
  const { new: added, known, changed, removed, moved, orphaned, failed } = (result ?? preview).counts;
  await io.out(
    `${added} added, ${known} known, ${changed} changed, ${removed} removed; ${moved} moved, ${orphaned} orphaned, ${failed} failed\n`,
  );
  if (preview.conflicts > 0) await io.out(`${count(preview.conflicts, 'field')} changed here and there\n`);
  await io.out(
    result === null
      ? 'Nothing was written.\n'
      : `Wrote ${count(result.changes, 'change')} to ${result.journal}.jsonl and ${count(result.articles, 'article')}.\n`,
  );
}

const kindNames = { bundle: 'bundle', journal: 'journal', jsonl: 'annotated articles' };
const toBeSeen: ReadonlySet<string> = new Set(['failed', 'orphaned', 'moved']);

async function tellJson(
  { files, articles, annotators, items, itemsLeft, codebook, conflicts, notices, counts }: ImportPreview,
  result: (ImportResult & { journal: string }) | null,
  io: Io,
): Promise<void> {
  const { new: added, ...others } = (result ?? { counts }).counts;
  const told = {
    ...{ files, added, ...others, conflicts, written: result === null ? null : result.changes },
    ...{ journal: result?.journal ?? null, texts: result?.articles ?? 0, left: result?.left ?? [] },
    ...{ annotators, articles, codebook, items, itemsLeft, notices: notices ?? [] },
  };
  await io.out(`${JSON.stringify(told, null, 2)}\n`);
}
