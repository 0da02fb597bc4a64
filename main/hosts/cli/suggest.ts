import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import { canonicalCodebook } from '#shared/codebook/codebook.ts';
import { policyNews } from '#shared/codebook/policy-news.ts';
import { Failure } from '#shared/contract/failure.ts';
import { suggestedLine } from '#shared/formats/jsonl/suggested-line.ts';
import { type LineInput, toJsonLine } from '#shared/formats/jsonl/write.ts';
import type { Block } from '#shared/model/article.ts';
import { type SuggestOptions, suggestStatements } from '#shared/suggest/suggest.ts';
import { type OffsetUnit, offsetUnits } from '#shared/text/offsets.ts';
import { paragraphsOf } from '#shared/text/quotations.ts';
import {
  corpusAround,
  type FileArticle,
  noRegistry,
  pathIn,
  type Reading,
  type Registry,
  readArticleFile,
  readFolder,
  readRegistry,
} from '../../services/exchange/article-files.ts';
import { readJsonlArticles, SeenIds } from '../../services/exchange/jsonl-articles.ts';
import { openPool } from '../../services/extract/pool.ts';
import { systemCode } from '../../services/files/explain.ts';
import { sha256 } from '../../services/files/hash.ts';
import { diskFailure } from '../../services/journal/disk-failure.ts';
import { absolute, oneOf, readArguments, type Usage, WrongUse } from './arguments.ts';
import { count, type ExitCode, type Io } from './io.ts';

const options = {
  offsets: { type: 'string' },
  'min-confidence': { type: 'string' },
  'single-marks': { type: 'boolean' },
} as const;

export const usage: Usage<typeof options> = {
  name: 'suggest',
  synopsis: 'PATH… [--offsets U] [--min-confidence N] [--single-marks]',
  summary:
    'Writes what the app would mark in articles to standard output, one line of labelled JSONL an article (rapporteur.article/1), and stores nothing. PATH is an article file, a folder of them, a .jsonl or .ndjson file with {"id","text"} a line, or - for such lines on standard input. Where PATH is or lies in an annotated folder, its speakers and targets are used. Further copies of a file are left out. Exits with 1 when a file or a line cannot be read; each is named with its reason.',
  positionals: ['PATH…'],
  options,
  about: {
    offsets: `what offsets count: ${offsetUnits.join(', ')}; default codepoint`,
    'min-confidence': 'leaves out what is less sure, 0 to 1; below 0.5 it is likelier no statement; default 0',
    'single-marks': 'single quotation marks count too, not only inside double ones',
  },
};

export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const { positionals, values } = readArguments(usage, argv);
  const unit = oneOf('offsets', values.offsets ?? 'codepoint', offsetUnits);
  const minConfidence = Number(values['min-confidence'] ?? 0);
  if (values['min-confidence'] === '' || !(minConfidence >= 0 && minConfidence <= 1))
    throw new WrongUse(`--min-confidence is “${values['min-confidence']}”, but must be a number from 0 to 1.`);
  if (positionals.filter((path) => path === '-').length > 1)
    throw new WrongUse('Standard input (-) can be read only once.');
  const sources: Source[] = [];
  for (const path of positionals) sources.push(await sourceOf(path, io.cwd));

  const pool = io.pool ?? openPool({ workerFile: io.workerFile });
  try {
    const suggesting = new Suggesting(
      io,
      { unit, minConfidence, singleMarks: values['single-marks'] ?? false },
      {
        ...{ dataDir: io.dataDir, workerFile: io.workerFile, pool, signal: io.signal },
        onProgress: (done, found) => io.progress(`Reading ${done} of ${found}`),
      },
    );
    for (const source of sources) await suggesting.take(source);
    io.progress('');
    const { articles, spans, copies, findings } = suggesting;
    io.err(`Suggested ${count(spans, 'span')} in ${count(articles, 'article')}.\n`);
    if (copies > 0)
      io.err(`${count(copies, 'article')} came up again and ${copies === 1 ? 'was' : 'were'} left out.\n`);
    return findings > 0 ? 1 : 0;
  } finally {
    if (!io.pool) await pool.close();
  }
}

/** Something to read, and the words that named it. */
interface Source {
  kind: 'folder' | 'file' | 'jsonl' | 'stdin';
  given: string;
  real: string;
}

/** @throws Failure for a path that leads nowhere */
async function sourceOf(given: string, cwd: string): Promise<Source> {
  if (given === '-') return { kind: 'stdin', given, real: '' };
  const path = absolute(cwd, given);
  try {
    const info = await stat(path);
    // Of a pipe there is no real path.
    if (!info.isDirectory() && !info.isFile()) return { kind: 'jsonl', given, real: path };
    const real = await realpath(path);
    return { kind: info.isDirectory() ? 'folder' : /\.(?:jsonl|ndjson)$/i.test(path) ? 'jsonl' : 'file', given, real };
  } catch (error) {
    if (systemCode(error) === 'ENOENT') throw new Failure('not-found', `There is no file or folder ${path}.`);
    throw diskFailure(error, `${path} cannot be read`);
  }
}

interface Settings {
  unit: OffsetUnit;
  minConfidence: number;
  singleMarks: boolean;
}

const codebook = {
  name: policyNews.name,
  version: policyNews.version,
  sha256: sha256(canonicalCodebook(policyNews)),
};

class Suggesting {
  articles = 0;
  spans = 0;
  copies = 0;
  findings = 0;
  private readonly seen = new SeenIds();
  private readonly registries = new Map<string, Registry>();
  private readonly engineOptions = new Map<Registry, SuggestOptions>();

  constructor(
    private readonly io: Io,
    private readonly settings: Settings,
    private readonly reading: Reading,
  ) {}

  async take(source: Source): Promise<void> {
    this.checkGoing();
    const { kind, given, real } = source;
    if (kind === 'stdin') return this.jsonl(this.io.stdin(), given, given, noRegistry);
    const registry = await this.registryFor(real);
    if (kind === 'jsonl') return this.jsonl(createReadStream(real), given, pathIn(registry.root, real), registry);
    if (kind === 'file') {
      for (const article of await readArticleFile(real, registry, this.reading.pool))
        await this.file(article, given, pathIn(registry.root, real), registry);
      return;
    }
    for await (const each of readFolder(real, registry, this.reading)) {
      this.checkGoing();
      const path = registry.root === null ? each.path : pathIn(registry.root, join(real, each.path));
      await this.file(each, `${given.replace(/\/+$/, '')}/${each.path}`, path, registry);
    }
  }

  private checkGoing(): void {
    if (this.io.signal.aborted) throw new Failure('cancelled', 'It was stopped.');
  }

  private async registryFor(path: string): Promise<Registry> {
    const root = await corpusAround(path, this.reading.dataDir);
    if (root === null) return noRegistry;
    const known = this.registries.get(root);
    if (known) return known;
    const registry = await readRegistry(root, this.reading);
    this.registries.set(root, registry);
    for (const notice of registry.notices) this.find(notice);
    return registry;
  }

  /** The same object for all articles of a registry, so that what the engine makes of it is made once. */
  private optionsFor(registry: Registry): SuggestOptions {
    const known = this.engineOptions.get(registry);
    if (known) return known;
    const options = {
      speakers: [...registry.speakers.values()],
      targets: [...registry.targets.values()],
      codebook: policyNews,
      singleMarks: this.settings.singleMarks,
    };
    this.engineOptions.set(registry, options);
    return options;
  }

  private async file(found: FileArticle, given: string, path: string, registry: Registry): Promise<void> {
    if ('failure' in found) return this.find(`${given}: ${found.failure}`);
    const { id, text, textSha256, sourceSha256, blocks, meta } = found.article;
    // Another PATH may have had it.
    if (!this.seen.add(id)) this.copies++;
    else await this.give({ id, text, textSha256, sourceSha256, meta, blocks, path }, registry);
  }

  private async jsonl(source: Readable, given: string, path: string, registry: Registry): Promise<void> {
    try {
      for await (const each of readJsonlArticles(addAbortSignal(this.io.signal, source))) {
        this.checkGoing();
        const where = `${given}:${each.line}`;
        if ('fault' in each) this.find(`${where}: ${each.fault}`);
        else if (!this.seen.add(each.article.id))
          this.find(`${where}: The id ${JSON.stringify(each.article.id)} was used before; the line is left out.`);
        else {
          const { text } = each.article;
          const hash = sha256(text);
          const blocks = paragraphsOf(text).map((range): Block => ({ ...range, kind: 'paragraph' }));
          const hashes = { textSha256: hash, sourceSha256: hash };
          await this.give({ ...each.article, ...hashes, blocks, path: `${path}:${each.line}` }, registry);
        }
        if (each.line % 100 === 0) this.io.progress(`Line ${each.line}`);
      }
    } catch (error) {
      this.checkGoing();
      if (systemCode(error) === null) throw error;
      this.find(diskFailure(error, `${given} cannot be read`).message);
    }
  }

  private async give(
    article: Pick<LineInput, 'id' | 'path' | 'sourceSha256' | 'textSha256' | 'meta' | 'text' | 'blocks'>,
    registry: Registry,
  ): Promise<void> {
    const { unit, minConfidence } = this.settings;
    const { speakers, targets } = registry;
    // Page furniture says nothing.
    const paragraphs = article.blocks.filter(({ kind }) => kind !== 'boilerplate');
    const suggestions = suggestStatements(article.text, paragraphs, this.optionsFor(registry)).filter(
      ({ confidence }) => confidence >= minConfidence,
    );
    this.articles++;
    this.spans += suggestions.length;
    const input = { ...article, speakers, targets, codebook, codebookScale: policyNews, unit };
    await this.io.out(toJsonLine(suggestedLine(input, suggestions)));
  }

  private find(message: string): void {
    this.findings++;
    this.io.progress('');
    this.io.err(`${message}\n`);
  }
}
