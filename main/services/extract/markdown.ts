import type { FootnoteDefinition, Heading, List, Nodes, PhrasingContent, Root, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFootnoteFromMarkdown } from 'mdast-util-gfm-footnote';
import { gfmStrikethroughFromMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmFootnote } from 'micromark-extension-gfm-footnote';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';
import { gfmTable } from 'micromark-extension-gfm-table';
import type { Block, BlockKind, Meta } from '#shared/model/article.ts';
import { isBoilerplateLine } from './boilerplate-rules.ts';
import { classify, type MarkedPiece, webAddress } from './classify.ts';
import { readByline, readDateline } from './datelines.ts';
import { isoDate } from './dates.ts';
import { readFragment } from './html.ts';
import { languageTag } from './language.ts';
import { blocks as blockElements, dropped } from './page-text.ts';
import { readText } from './text.ts';

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

export interface ReadMarkdown {
  readonly text: string;
  readonly blocks: Block[];
  readonly meta: Meta;
  readonly notices: string[];
}

/** Some fifty thousand words, parsed in a second or two; what is longer is no article but an archive. */
const longest = 300_000;
/** The parser looks each footnote and each address of a link up among all of them. */
const mostLabels = 2000;
/** Quotes within quotes and lists within lists; people do with four. */
const deepest = 50;
/** The parser's time grows with the square of the marks in one paragraph: the sum of these squares, a second or so. */
const mostWork = 10_000_000;

const asSource =
  'The Markdown is too long, too deeply nested or too full of marks to be read as such; the text is shown as it stands in the file.';

/**
 * The text of a Markdown file as a person reads it, the marks left out, one block after the other with an empty line
 * between; offsets are those of `text`. White space is collapsed as in a page: a line end in a paragraph is a space, a
 * hard break a line end. List items are their words, images their alternative text, a table's rows lines with ` | `
 * between the cells, HTML its visible text, footnotes paragraphs at the end. A list of one numbered item is a paragraph
 * that begins with a number. Front matter (YAML's or TOML's plain `key: value` lines) is metadata and not in the text.
 * What would take too long to parse is read as plain text, with a notice.
 */
export function readMarkdown(source: string): ReadMarkdown {
  const front = frontMatter(source);
  const body = source.slice(front?.end ?? 0);
  const page = isFeasible(body) ? read(body) : null;
  const text = page ? page.text : body.trim();
  const { blocks, meta } = page ? classify(page.pieces) : readText(text);
  return { text, blocks, meta: { ...meta, ...front?.meta }, notices: page ? [] : [asSource] };
}

/** Whether the parser gets through in time that does not grow faster than the text. */
function isFeasible(source: string): boolean {
  if (source.length > longest || (source.match(/\[\^|\]:/g)?.length ?? 0) > mostLabels) return false;
  let work = 0;
  let signs = 0;
  let open = 0;
  for (const line of source.split('\n')) {
    if (/^\s*$|^ {0,3}([*_])(?:[ \t]*\1){2,}[ \t]*$/.test(line)) {
      signs = 0;
      open = 0;
      continue;
    }
    const lead = /^(?:[ \t]|>|[-*+](?=\s)|\d{1,9}[.)](?=\s))*/.exec(line)?.[0] ?? '';
    if ((lead.match(/>|[-*+]|\d+[.)]/g)?.length ?? 0) > deepest) return false;
    if (lead.length > deepest * 8 && /[>*+.)-]/.test(lead)) return false;
    const before = signs;
    for (let at = lead.length; at < line.length; at++) {
      const sign = line[at]!;
      if ('*_`~[<!&'.includes(sign)) signs++;
      if (sign === '[' && ++open > deepest) return false;
      if (sign === ']' && open > 0) open--;
    }
    work += signs * signs - before * before;
    if (work > mostWork) return false;
  }
  return true;
}

/** The words of one block and what its marks say it is; `lines` are blocks of their own. */
interface Part {
  readonly words: string;
  readonly known: BlockKind | null;
  readonly bullet: boolean;
  readonly code: boolean;
}

interface Page {
  readonly source: string;
  readonly parts: Part[];
  /** Labels that some link, image or footnote mark names. */
  readonly used: ReadonlySet<string>;
  headed: boolean;
}

/** The text and its pieces, or null when it is nested too deeply. */
function read(source: string): { text: string; pieces: MarkedPiece[] } | null {
  let root: Root;
  try {
    root = fromMarkdown(source, {
      extensions: [gfmTable(), gfmStrikethrough({ singleTilde: false }), gfmFootnote()],
      mdastExtensions: [gfmTableFromMarkdown(), gfmStrikethroughFromMarkdown(), gfmFootnoteFromMarkdown()],
    });
  } catch {
    // What the parser stumbles over is shown as it is, and the notice says so.
    return null;
  }
  const used = survey(root);
  if (!used) return null;
  const page: Page = { source, parts: [], used, headed: false };
  for (const node of root.children)
    if (node.type !== 'footnoteDefinition') readBlock(page, node, { item: false, kind: null });
  for (const note of footnotes(root)) readFootnote(page, note);
  return lay(page.parts);
}

/** The labels that are referred to, or null for a tree too deep to be walked by recursion. */
function survey(root: Root): Set<string> | null {
  const used = new Set<string>();
  let level: Nodes[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest * 8) return null;
    const below: Nodes[] = [];
    for (const node of level) {
      if (node.type === 'linkReference' || node.type === 'imageReference') used.add(node.identifier);
      if ('children' in node) for (const child of node.children) below.push(child);
    }
    level = below;
  }
  return used;
}

function footnotes(root: Root): FootnoteDefinition[] {
  const found: FootnoteDefinition[] = [];
  const look = (nodes: readonly RootContent[]) => {
    for (const node of nodes) {
      if (node.type === 'footnoteDefinition') found.push(node);
      if (
        node.type === 'footnoteDefinition' ||
        node.type === 'blockquote' ||
        node.type === 'list' ||
        node.type === 'listItem'
      )
        look(node.children);
    }
  };
  look(root.children);
  return found;
}

function readFootnote(page: Page, note: FootnoteDefinition): void {
  const first = page.parts.length;
  for (const node of note.children)
    if (node.type !== 'footnoteDefinition') readBlock(page, node, { item: false, kind: 'paragraph' });
  const opening = page.parts[first];
  const mark = `[${note.label ?? note.identifier}]`;
  if (opening) page.parts[first] = { ...opening, words: `${mark} ${opening.words}` };
}

/** Where a block stands: in a list, and the kind that what holds it gives its paragraphs. */
interface Place {
  readonly item: boolean;
  readonly kind: BlockKind | null;
}

function readBlock(page: Page, node: RootContent, place: Place): void {
  switch (node.type) {
    case 'heading':
      readHeading(page, node);
      break;
    case 'paragraph':
      readParagraph(page, node.children, place);
      break;
    case 'blockquote':
      for (const child of node.children) readBlock(page, child, { item: false, kind: 'paragraph' });
      break;
    case 'list':
      readList(page, node, place);
      break;
    case 'code':
      put(page, node.value.replace(/\r\n?/g, '\n').replace(/^(?:[ \t]*\n)+/, ''), 'paragraph', false, true);
      break;
    case 'table':
      for (const row of node.children) {
        const cells = row.children.map(({ children }) => wordsOf(children, ' ').replace(/\n+/g, ' '));
        if (cells.some((cell) => cell !== '')) put(page, cells.join(' | '), 'paragraph');
      }
      break;
    case 'html':
      for (const { words, within } of readFragment(node.value))
        put(page, words, kindOfHtml(page, within), within.has('LI'));
      break;
    case 'definition':
      // "[Smith]: No." is somebody's words, although it looks like a link's address.
      if (!page.used.has(node.identifier) && !isAddress(node.url)) put(page, sourceOf(page, node), null);
      break;
    case 'footnoteDefinition':
    case 'thematicBreak':
      break;
    default:
      readParagraph(page, [node as PhrasingContent], place);
  }
}

const isAddress = (url: string) => url === '' || /[/#@?=]|^[a-z][a-z\d+.-]*:|\.[a-z\d]{2,}/i.test(url);

const sourceOf = (page: Page, { position }: Nodes) =>
  page.source.slice(position?.start.offset ?? 0, position?.end.offset ?? 0);

function readHeading(page: Page, node: Heading): void {
  const words = wordsOf(node.children, ' ').replace(/\n+/g, '\n');
  // A rule right below a paragraph makes a heading of all of it, which nobody meant.
  const meant = words.length <= 300 || sourceOf(page, node).trimStart().startsWith('#');
  if (!meant) put(page, words, null);
  else if (words !== '' && isBoilerplateLine(words)) put(page, words, 'boilerplate');
  else if (words !== '') put(page, words, headingKind(page, node.depth === 1));
}

function headingKind(page: Page, top: boolean): BlockKind {
  if (!top || page.headed) return 'subheading';
  page.headed = true;
  return 'headline';
}

function kindOfHtml(page: Page, within: ReadonlySet<string>): BlockKind | null {
  if (within.has('FIGCAPTION') || within.has('CAPTION')) return 'caption';
  if (within.has('H1')) return headingKind(page, true);
  if (['H2', 'H3', 'H4', 'H5', 'H6'].some((name) => within.has(name))) return 'subheading';
  return within.has('BLOCKQUOTE') || within.has('PRE') || within.has('TABLE') ? 'paragraph' : null;
}

function readList(page: Page, list: List, { kind }: Place): void {
  for (const item of list.children) {
    const number = list.ordered && list.children.length === 1 ? /^\d+[.)]/.exec(sourceOf(page, item))?.[0] : undefined;
    const first = page.parts.length;
    for (const child of item.children) readBlock(page, child, { item: number === undefined, kind });
    if (number === undefined) continue;
    // "4. Oktober 2024" is no list.
    const opening = page.parts[first];
    if (opening) page.parts[first] = { ...opening, words: `${number} ${opening.words}` };
    else put(page, number, null);
  }
}

function readParagraph(page: Page, children: readonly PhrasingContent[], { item, kind }: Place): void {
  const rest = [...children];
  for (let image = rest[0]; image && isImage(image); image = rest[0]) {
    const after = rest[1];
    const ends = !after || after.type === 'break' || (after.type === 'text' && /^[ \t]*\n/.test(after.value));
    if (!ends && after.type !== 'text' && !isImage(after)) break;
    if (!ends && after.type === 'text' && after.value.trim() !== '') break;
    put(page, wordsOf([image], ' '), 'caption');
    rest.shift();
  }
  const words = wordsOf(rest, ' ');
  const lines = wordsOf(rest, '\n').split('\n');
  for (const part of areApart(lines) ? lines : words.split(/\n{2,}/)) put(page, part, kind, item);
}

/** A byline and a date on lines of their own are two, although Markdown would have them on one. */
function areApart(lines: readonly string[]): boolean {
  if (lines.length < 2 || lines.length > 12) return false;
  if (lines.some((line) => line.length >= 80 || /[.!?。”"]$/.test(line))) return false;
  return lines.some((line) => readByline(line) !== null || readDateline(line) !== null);
}

function isImage(node: PhrasingContent): boolean {
  if (node.type === 'link' || node.type === 'linkReference')
    return node.children.length > 0 && node.children.every(isImage);
  return node.type === 'image' || node.type === 'imageReference';
}

/** The words of a paragraph's content with `soft` for its line ends and a line end for its breaks. */
function wordsOf(nodes: readonly PhrasingContent[], soft: ' ' | '\n'): string {
  const written: string[] = [];
  write(nodes, soft, written, { quotes: 0 });
  return written
    .join('')
    .replace(/ {2,}/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim();
}

function write(nodes: readonly PhrasingContent[], soft: string, written: string[], marks: { quotes: number }): void {
  const collapsed = (words: string) =>
    words.replace(/[ \t\f\r\n]+/g, (white) => (soft === '\n' && white.includes('\n') ? '\n' : ' '));
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at]!;
    if (node.type === 'text' || node.type === 'inlineCode') written.push(collapsed(node.value));
    else if (node.type === 'image' || node.type === 'imageReference') written.push(collapsed(node.alt ?? ''));
    else if (node.type === 'footnoteReference') written.push(`[${collapsed(node.label ?? node.identifier)}]`);
    else if (node.type === 'break') written.push('\n');
    else if (node.type === 'html') {
      const [, closing, name = ''] = /^<(\/?)([a-z][a-z\d]*)/i.exec(node.value) ?? [];
      const element = name.toUpperCase();
      if (element === 'BR' || blockElements.has(element)) written.push('\n');
      else if (element === 'Q' && closing) written.push(--marks.quotes % 2 === 0 ? '”' : '’');
      else if (element === 'Q') written.push(marks.quotes++ % 2 === 0 ? '“' : '‘');
      else if (dropped.has(element) && !closing) at = endOf(nodes, at, element);
    } else if ('children' in node) write(node.children, soft, written, marks);
  }
}

/** The index of the tag that closes what nobody sees; the opening tag's when there is none. */
function endOf(nodes: readonly PhrasingContent[], from: number, element: string): number {
  const end = nodes.findIndex(
    (node, index) =>
      index > from && node.type === 'html' && node.value.slice(0, element.length + 2).toUpperCase() === `</${element}`,
  );
  return end < 0 ? from : end;
}

function put(page: Page, words: string, known: BlockKind | null, bullet = false, code = false): void {
  const kept = code ? words.trimEnd() : words.trim();
  if (kept.trim() !== '') page.parts.push({ words: kept, known, bullet, code });
}

/** Puts the parts below each other; code stays one text, of which each paragraph is a piece. */
function lay(parts: readonly Part[]): { text: string; pieces: MarkedPiece[] } {
  const pieces: MarkedPiece[] = [];
  let length = 0;
  for (const { words, known, bullet, code } of parts) {
    if (length > 0) length += 2;
    let at = 0;
    for (const chunk of code ? words.split(/(\n(?:[^\S\n]*\n)+)/) : [words]) {
      const start = length + at + chunk.length - chunk.trimStart().length;
      const trimmed = chunk.trim();
      if (trimmed !== '') pieces.push({ start, end: start + trimmed.length, bullet, known, words: trimmed });
      at += chunk.length;
    }
    length += words.length;
  }
  return { text: parts.map(({ words }) => words).join('\n\n'), pieces };
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
