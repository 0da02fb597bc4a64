import { Failure } from '#shared/contract/failure.ts';
import { candidateLines } from '../corpus/repeated-lines.ts';
import { decode } from './decode.ts';
import type { Extracted, Extractor } from './extracted.ts';
import { fileKind, longestFile } from './file-kind.ts';
import { readHtml } from './html.ts';
import { languageOf } from './language.ts';
import { readMarkdown } from './markdown.ts';
import { readText } from './text.ts';

/**
 * Reads one article out of a file's bytes; `path` says by its ending how. Depends on nothing but its arguments.
 * Throws a `Failure` whose message is for a person: `too-large`, or `unsupported` for what is empty or no text.
 */
export function extract(bytes: Uint8Array, path: string): Extracted {
  const source = readSource(bytes, path);
  const read = readArticle(source);
  const own = read.blocks.filter(({ kind }) => kind === 'paragraph' || kind === 'headline' || kind === 'list');
  const spoken = languageOf(sample(read.text, own.length > 0 ? own : read.blocks));
  return {
    text: read.text,
    blocks: read.blocks,
    meta: { ...read.meta, language: spoken ?? read.meta.language },
    notices: [...source.notices, ...read.notices],
    extractor: source.extractor,
    lines: candidateLines(read.text, read.blocks),
  };
}

/** A file's bytes as characters, `\n` for every line end and no byte order mark. */
export interface Source {
  readonly text: string;
  readonly extractor: Extractor;
  readonly notices: readonly string[];
}

/** The first half of `extract`, for who may not need the second. Throws as `extract` does. */
export function readSource(bytes: Uint8Array, path: string): Source {
  const extractor = fileKind(path);
  if (extractor === null) throw new Failure('unsupported', 'Rapporteur reads .txt, .md and .html files.');
  refuseSize(bytes.length);
  if (bytes.length === 0) throw new Failure('unsupported', 'The file is empty.');
  const decoded = decode(bytes, extractor === 'html/2' ? declaredEncoding : () => null);
  const text = decoded.text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  if (text.trim() === '') throw new Failure('unsupported', 'The file holds nothing but white space.');
  return { text, extractor, notices: decoded.notices };
}

/** The canonical text with its blocks and what it says of itself, as `extract` gives them but for the language. */
export function readArticle({ text, extractor }: Source): Pick<Extracted, 'text' | 'blocks' | 'meta' | 'notices'> {
  const read =
    extractor === 'html/2'
      ? readHtml(text)
      : extractor === 'markdown/2'
        ? readMarkdown(text)
        : { text, notices: [], ...readText(text) };
  if (read.blocks.length === 0)
    throw new Failure(
      'unsupported',
      extractor === 'html/2'
        ? 'The page shows no text of its own; it may need a program to draw it.'
        : 'The file holds no text besides its front matter, links and comments.',
    );
  return read;
}

/** Throws a `Failure` for a file of more than 10 MB (`bytes`), which is not read at all. */
export function refuseSize(bytes: number): void {
  if (bytes <= longestFile) return;
  const size = Math.max(11, Math.round(bytes / 1024 / 1024));
  throw new Failure(
    'too-large',
    `The file has ${size} MB; Rapporteur reads articles of up to 10 MB. Split it into one file for each article.`,
  );
}

/** What a page says of its own encoding, near its beginning. */
function declaredEncoding(head: string): string | null {
  const found =
    /<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head) ??
    /^\s*<\?xml[^>]+encoding\s*=\s*["']([\w.:-]+)/i.exec(head);
  return found?.[1] ?? null;
}

function sample(text: string, blocks: readonly { start: number; end: number }[]): string {
  let words = '';
  for (const { start, end } of blocks) {
    words += `${text.slice(start, Math.min(end, start + 2000))}\n`;
    if (words.length > 5000) break;
  }
  return words;
}
