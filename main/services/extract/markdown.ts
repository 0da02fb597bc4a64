import type { Meta } from '#shared/model/article.ts';
import { isBoilerplateLine } from './boilerplate-rules.ts';
import { type Classified, classify, type MarkedPiece, webAddress } from './classify.ts';
import { isoDate } from './dates.ts';
import { languageTag } from './language.ts';
import { type Piece, piecesOf } from './lines.ts';

const fields: Record<string, keyof Meta> = {
  title: 'title',
  headline: 'title',
  date: 'published',
  published: 'published',
  pubdate: 'published',
  publishdate: 'published',
  outlet: 'outlet',
  source: 'outlet',
  publication: 'outlet',
  newspaper: 'outlet',
  publisher: 'outlet',
  site: 'outlet',
  author: 'byline',
  authors: 'byline',
  byline: 'byline',
  by: 'byline',
  lang: 'language',
  language: 'language',
  url: 'url',
  link: 'url',
  canonical: 'url',
  canonical_url: 'url',
  page: 'page',
  section: 'section',
  category: 'section',
};

/**
 * Blocks and metadata of a Markdown text. The text itself stays as it is, signs and all: `#`, `>` and `-` belong to
 * their blocks. Front matter (YAML's or TOML's plain `key: value` lines) is read as metadata and is boilerplate.
 */
export function readMarkdown(text: string): Classified {
  const front = frontMatter(text);
  const pieces: MarkedPiece[] = [];
  if (front) pieces.push({ start: front.start, end: front.end, bullet: false, known: 'boilerplate', words: '' });
  let headed = false;
  let fenced = false;
  for (const piece of bodyPieces(text, front?.end ?? 0)) {
    const raw = text.slice(piece.start, piece.end);
    const fences = raw.match(/^ {0,3}(?:`{3}|~{3})/gm)?.length ?? 0;
    const marked = mark(raw, piece, fenced || /^(?:`{3}|~{3})/.test(raw), headed);
    if (fences % 2 === 1) fenced = !fenced;
    headed ||= marked.known === 'headline';
    pieces.push(marked);
  }
  const { blocks, meta } = classify(pieces);
  return { blocks, meta: { ...meta, ...front?.meta } };
}

function mark(raw: string, piece: Piece, code: boolean, headed: boolean): MarkedPiece {
  if (code) return { ...piece, known: 'paragraph', words: raw };
  const heading = /^(#{1,6})\s+(.*?)(?:\s+#+)?$/s.exec(raw);
  const underlined = /^([^\n]+)\n\s{0,3}(=+|-+)$/.exec(raw);
  if (heading || underlined) {
    const words = (heading?.[2] ?? underlined?.[1] ?? '').trim();
    const top = heading ? heading[1] === '#' : underlined?.[2]?.startsWith('=') === true;
    const known = words !== '' && isBoilerplateLine(words) ? 'boilerplate' : top && !headed ? 'headline' : 'subheading';
    return { ...piece, known, words: stripped(words) };
  }
  if (/^(?:(?:\s*[-*_]){3,}|<!--.*-->)$/s.test(raw)) return { ...piece, known: 'boilerplate', words: raw };
  if (/^\[[^\]]+\]:\s*\S+/.test(raw)) return { ...piece, known: 'boilerplate', words: raw };
  if (/^!\[[^\]]*\]\([^)]*\)$/.test(raw)) return { ...piece, known: 'caption', words: raw };
  if (/^[>|]/.test(raw)) return { ...piece, known: 'paragraph', words: raw.replace(/^>\s?/gm, '') };
  return { ...piece, known: null, words: stripped(raw) };
}

/** Words without the signs of emphasis and links, so that the rules for plain text fit. */
function stripped(raw: string): string {
  return raw
    .replace(/!?\[([^\]]*)\]\([^)\s]*(?:\s+"[^"]*")?\)/g, '$1')
    .replace(/(\*\*|__|\*|`)(?=\S)([^\n]*?\S)\1/g, '$2')
    .replace(/^_([^_\n]+)_$/, '$1');
}

/** Paragraphs as Markdown has them, except that short lines stay apart: a byline and a date one below the other are two. */
function bodyPieces(text: string, from: number): Piece[] {
  return piecesOf(text, from, text.length, { alone: /^#{1,6}\s/ }).flatMap((piece) => {
    const raw = text.slice(piece.start, piece.end);
    if (piece.bullet || raw.length > 1000 || !raw.includes('\n')) return [piece];
    if (/^(?:[>|<]|`{3}|~{3})/.test(raw) || /\n {0,3}(?:=+|-+)$/.test(raw)) return [piece];
    const short = raw.split('\n').every((line) => line.length < 80 && !/[.!?。”"]\s*$/.test(line));
    return short ? piecesOf(text, piece.start, piece.end) : [piece];
  });
}

function frontMatter(text: string): { start: number; end: number; meta: Partial<Meta> } | null {
  const found = /^(---|\+\+\+)[ \t]*\n([\s\S]{0,20000}?)\n(?:\1|\.\.\.)[ \t]*(?=\n|$)/.exec(text);
  if (!found) return null;
  const meta: { -readonly [K in keyof Meta]?: Meta[K] } = {};
  const lines = (found[2] ?? '').split('\n');
  // Two rules around a text are none.
  if (
    !lines.every((line) => /^(?:\s|#|-\s|$|[\w"'-]+\s*[:=]|[}\]])/.test(line)) ||
    !lines.some((line) => /[:=]/.test(line))
  )
    return null;
  for (const [index, line] of lines.entries()) {
    const pair = /^["']?([A-Za-z_-]+)["']?\s*[:=]\s*(.*?)\s*$/.exec(line);
    const key = pair && fields[(pair[1] ?? '').toLowerCase()];
    if (!pair || !key || meta[key]) continue;
    const value = scalar(pair[2] ?? '') || sequence(lines, index + 1);
    const read =
      key === 'published'
        ? isoDate(value)
        : key === 'language'
          ? languageTag(value)
          : key === 'url'
            ? webAddress(value)
            : value;
    if (read) meta[key] = read;
  }
  return { start: 0, end: found[0].trimEnd().length, meta };
}

function scalar(value: string): string {
  const list = /^\[(.*)\]$/.exec(value);
  if (list) return (list[1] ?? '').split(',').map(scalar).filter(Boolean).join(', ');
  const quoted = /^"((?:[^"\\]|\\.)*)"|^'((?:[^']|'')*)'/.exec(value);
  if (quoted) return (quoted[1]?.replace(/\\(.)/g, '$1') ?? quoted[2]?.replace(/''/g, "'") ?? '').trim();
  return /^(?:[|>][-+]?|null|~|\{.*)$/.test(value) ? '' : value.replace(/\s+#.*$/, '').trim();
}

/** The items of a list on the lines below its key. */
function sequence(lines: readonly string[], from: number): string {
  const items: string[] = [];
  for (const line of lines.slice(from, from + 50)) {
    const item = /^\s*-\s+(.*)$/.exec(line);
    if (!item) break;
    items.push(scalar((item[1] ?? '').trim()));
  }
  return items.filter(Boolean).join(', ');
}
