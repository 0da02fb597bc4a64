import { relative, sep } from 'node:path';
import type { BundleResult } from '#shared/contract/contract.ts';
import { writeBundle } from '../../services/exchange/bundle/write-bundle.ts';
import { findSide } from '../../services/exchange/dataset.ts';
import { type ReadProject, readProject } from '../../services/project/read-project.ts';
import { absolute, readArguments, type Usage, WrongUse } from './arguments.ts';
import { count, type ExitCode, type Io } from './io.ts';

const options = {
  out: { type: 'string' },
  annotator: { type: 'string', multiple: true },
  article: { type: 'string', multiple: true },
  hashes: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

export const usage: Usage<typeof options> = {
  name: 'bundle',
  synopsis: 'FOLDER --out FILE.rapporteur [--annotator A]… [--article PATH|ID]… [--hashes]',
  summary:
    'Writes what a colleague needs to review: the articles, the codebook, the registry, and what was annotated, decided and said, as the journals in the folder have it. The written file is read again and checked before it takes its name. Exits with 1 when something had to be left out; each such thing is named with its reason. That it was sent is noted nowhere, so only the app can send what is new since the last time.',
  positionals: ['FOLDER'],
  options,
  about: {
    out: 'the file to write, by custom FILE.rapporteur',
    annotator: 'only this annotator’s work, or adjudicated: an id, initials or a name; can be given several times',
    article: 'only this article: its path in the folder, or its id; can be given several times',
    hashes: 'the articles’ hashes in place of their texts, for a colleague who has them',
    json: 'what was written, as JSON',
  },
};

export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const { positionals, values } = readArguments(usage, argv);
  if (values.out === undefined)
    throw new WrongUse(`--out is missing.\nUsage: rapporteur ${usage.name} ${usage.synopsis}`);
  const path = absolute(io.cwd, values.out);
  const project = await readProject({
    path: absolute(io.cwd, positionals[0] as string),
    dataDir: io.dataDir,
    workerFile: io.workerFile,
    pool: io.pool,
    catalogue: 'use',
    onProgress: (done, found) => io.progress(`Reading ${done} of ${found}`),
    signal: io.signal,
  });
  try {
    for (const { message } of project.journal.notices) io.err(`${message}\n`);
    const annotators = await chosenAnnotators(project, values.annotator);
    await project.scan();
    const articles = await meantArticles(project, values.article, io.cwd);
    const { result } = await writeBundle({
      request: { path, articles, annotators, sinceLast: false, texts: !values.hashes },
      ...{ journal: project.journal, corpus: project.corpus, root: project.root, by: null, app: io.version },
      now: Date.now,
      signal: io.signal,
      onProgress: ({ phase, done, total }) =>
        io.progress(`${phase === 'writing' ? 'Writing' : 'Checking'} ${done} of ${total}`),
    });
    io.progress('');
    for (const { what, reason } of result.left) io.err(`Left out: ${what}: ${reason}\n`);
    await io.out(values.json ? `${JSON.stringify(result, null, 2)}\n` : `${told(result)} ${path}\n`);
    return result.left.length > 0 || project.journal.notices.length > 0 ? 1 : 0;
  } finally {
    await project.close();
  }
}

const told = ({ changes, articles, records }: BundleResult) =>
  `Wrote ${count(changes, 'change')} with ${count(records.span ?? 0, 'span')}, and ${count(articles, 'article')}, read them again and checked them.`;

async function chosenAnnotators(project: ReadProject, meant: readonly string[] | undefined): Promise<string[] | null> {
  if (meant === undefined) return null;
  const { records } = await project.journal.records();
  const known = [...records.annotator.values()];
  return [...new Set(meant.map((one) => findSide(known, one)))];
}

async function meantArticles(project: ReadProject, meant: readonly string[] | undefined, cwd: string) {
  return meant === undefined ? null : Promise.all(meant.map((one) => articleMeant(project, one, cwd)));
}

/** The id of an article that a person means by its path, in the folder or from where they are, or by its id. */
async function articleMeant({ corpus, journal, root }: ReadProject, meant: string, cwd: string): Promise<string> {
  const entries = await corpus.entries();
  const fromHere = relative(root, absolute(cwd, meant)).split(sep).join('/');
  const bound = [...journal.articles().values()];
  const entry =
    entries.find(({ id, path }) => id === meant || path === meant) ?? entries.find((one) => one.path === fromHere);
  if (entry !== undefined)
    return entry.duplicateOf === null
      ? entry.id
      : (entries.find(({ path }) => path === entry.duplicateOf)?.id ?? entry.id);
  const gone = bound.find(({ id, path }) => id === meant || path === meant);
  if (gone !== undefined) return gone.id;
  throw new WrongUse(`There is no article “${meant}” in ${root}. Give its path in that folder, or its id.`);
}
