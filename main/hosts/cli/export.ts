import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExportResult } from '#shared/contract/contract.ts';
import { offsetUnits } from '#shared/text/offsets.ts';
import { findSide } from '../../services/exchange/dataset.ts';
import { exportDataset } from '../../services/exchange/export.ts';
import { type ReadProject, readProject } from '../../services/project/read-project.ts';
import { absolute, oneOf, readArguments, type Usage } from './arguments.ts';
import { count, type ExitCode, type Io, tellJournals } from './io.ts';

const options = {
  format: { type: 'string' },
  out: { type: 'string' },
  annotator: { type: 'string', multiple: true },
  offsets: { type: 'string' },
  per: { type: 'string' },
  unannotated: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

export const usage: Usage<typeof options> = {
  name: 'export',
  synopsis: 'FOLDER --format jsonl [--out FILE] [--annotator A]… [--offsets U] [--per article|statement]',
  summary:
    'Writes the annotated dataset, as the journals in the folder have it, to FILE or to standard output. The written file is read again and checked line by line before it takes its name. Exits with 1 when something had to be left out; each such thing is named with its reason.',
  positionals: ['FOLDER'],
  options,
  about: {
    format: 'jsonl, the default',
    out: 'the file to write; without it the lines go to standard output',
    annotator: 'only this annotator’s spans, or adjudicated: an id, initials or a name; can be given several times',
    offsets: `what offsets count: ${offsetUnits.join(', ')}; default codepoint`,
    per: 'article (default) or statement: what a line is',
    unannotated: 'also the articles that nobody has annotated (with --per article)',
    json: 'what was written, as JSON (with --out)',
  },
};

export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const { positionals, values } = readArguments(usage, argv);
  const request = {
    format: oneOf('format', values.format ?? 'jsonl', ['jsonl']),
    per: oneOf('per', values.per ?? 'article', ['article', 'statement']),
    offsets: oneOf('offsets', values.offsets ?? 'codepoint', offsetUnits),
    unannotated: values.unannotated ?? false,
    articles: null,
  };
  const project = await readProject({
    path: absolute(io.cwd, positionals[0] as string),
    dataDir: io.dataDir,
    workerFile: io.workerFile,
    recordsWorkerFile: io.recordsWorkerFile,
    pool: io.pool,
    catalogue: 'use',
    onProgress: (done, found) => io.progress(`Reading ${done} of ${found}`),
    onJournals: tellJournals(io),
    signal: io.signal,
  });
  const aside = values.out === undefined ? await mkdtemp(join(tmpdir(), 'rapporteur-export-')) : null;
  try {
    for (const { message } of project.journal.notices) io.err(`${message}\n`);
    const annotators = await chosen(project, values.annotator);
    await project.scan();
    const path = aside === null ? absolute(io.cwd, values.out as string) : join(aside, 'export.jsonl');
    const result = await exportDataset({
      request: { ...request, annotators, path },
      records: project.records,
      checkWorkerFile: io.checkWorkerFile,
      corpus: project.corpus,
      signal: io.signal,
      onProgress: ({ phase, done, total }) =>
        io.progress(`${phase === 'writing' ? 'Writing' : 'Checking'} ${done} of ${total}`),
    });
    io.progress('');
    for (const { what, reason } of result.left) io.err(`Left out: ${what}: ${reason}\n`);
    if (aside !== null) {
      for await (const part of createReadStream(path, 'utf8')) await io.out(part as string);
      io.err(`${told(result)}\n`);
    } else await io.out(values.json ? `${JSON.stringify(result, null, 2)}\n` : `${told(result)} ${path}\n`);
    return result.left.length > 0 || project.journal.notices.length > 0 ? 1 : 0;
  } finally {
    await project.close();
    if (aside !== null) await rm(aside, { recursive: true, force: true });
  }
}

const told = ({ lines, articles, spans, checked }: ExportResult) =>
  `Wrote ${count(lines, 'line')} with ${count(articles, 'article')} and ${count(spans, 'span')}, read them again and checked ${count(checked.articles, 'article')} and ${count(checked.spans, 'span')}.`;

async function chosen(project: ReadProject, meant: readonly string[] | undefined): Promise<string[] | null> {
  if (meant === undefined) return null;
  const reader = await project.records.read();
  const known = reader.all('annotator');
  reader.close();
  return [...new Set(meant.map((one) => findSide(known, one)))];
}
