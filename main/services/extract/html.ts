import { Readability } from '@mozilla/readability';
import type { Block, BlockKind, Meta } from '#shared/model/article.ts';
import { bodyOf, type PageBlocks } from './article-body.ts';
import { isBoilerplateLine, opensComments, opensLinks } from './boilerplate-rules.ts';
import { readByline, readDateline, readTranslator, withoutTranslator } from './datelines.ts';
import { piecesOf, plainWords } from './lines.ts';
import { type PageDocument, type PageElement, parsePage } from './page-dom.ts';
import { readPageMeta } from './page-meta.ts';
import { type Run, readPage } from './page-text.ts';
import { flatten, tame } from './tags.ts';

export interface ReadHtml {
  readonly text: string;
  readonly blocks: Block[];
  readonly meta: Meta;
  readonly notices: string[];
}

/** A page of more elements and texts is no article but an archive, and finding the article in it takes too long. */
const mostNodes = 40_000;
/** Pages nest some thirty deep; a page of deeper nesting is an accident or an attack, and is read without it. */
const deepest = 400;
const mark = 'data-rapporteur-run';

const plainPage =
  'The page is too large or too deeply nested to tell the article from the rest; all of its text is shown.';

/**
 * The visible text of a saved page, with what belongs to the article and what does not told apart; offsets are those of
 * `text`. The text is the same whether or not the article was found. Nothing on the page is run or fetched.
 */
export function readHtml(source: string): ReadHtml {
  const { text, meta, feasible, ...page } = pageOf(source);
  const { kinds, meta: all } = kindsOf(page, meta);
  const blocks = page.runs.flatMap((run, index) => split(text, run, kinds[index] ?? 'paragraph'));
  return { text, blocks, meta: all, notices: feasible ? [] : [plainPage] };
}

interface Page extends PageBlocks {
  readonly text: string;
  readonly meta: Meta;
  /** Whether the page is small enough to look for the article in it. */
  readonly feasible: boolean;
}

/** A page's text and blocks, and all that tells which of them are the article; the model is trained on this. */
export function pageOf(source: string): Page {
  const tamed = tame(source);
  const nested = tamed.depth <= deepest;
  const document = parsePage(nested ? tamed.source : flatten(source));
  const { meta, description, articleText } = readPageMeta(document, source);
  const page = readPage(document.documentElement);
  const feasible = nested && page.nodes <= mostNodes;
  const article = feasible ? articleRuns(document, page.runs) : null;
  const runs = page.runs.flatMap((run) => apart(page.text, run));
  const kept = new Set([...runs.keys()].filter((index) => article?.has(runs[index]!.number)));
  const lines = runs.map((run) => page.text.slice(run.start, run.end));
  return { text: page.text, runs, lines, kept, title: meta.title, description, told: articleText, meta, feasible };
}

/** The visible text of a piece of markup that stands in another text, block by block, with what its markup says of it. */
export function readFragment(source: string): { words: string; within: ReadonlySet<string> }[] {
  const tamed = tame(source);
  const page = readPage(parsePage(tamed.depth <= deepest ? tamed.source : flatten(source)).documentElement);
  return page.runs.map(({ start, end, within }) => ({ words: page.text.slice(start, end), within }));
}

/** Old pages put headline, writer and date on lines of one block. */
function apart(text: string, run: Run): Run[] {
  const line = text.slice(run.start, run.end);
  if (run.within.has('PRE') || line.length > 400 || !line.includes('\n')) return [run];
  const pieces = piecesOf(text, run.start, run.end);
  const words = pieces.map(({ start, end }) => text.slice(start, end));
  if (!words.some((part) => readByline(part) !== null || readDateline(part) !== null)) return [run];
  return pieces.map(({ start, end }) => ({ ...run, start, end }));
}

/** Preformatted text may hold many paragraphs. */
function split(text: string, run: Run, kind: BlockKind): Block[] {
  if (!run.within.has('PRE')) return [{ start: run.start, end: run.end, kind }];
  return piecesOf(text, run.start, run.end).map(({ start, end }) => ({ start, end, kind }));
}

/** The runs that Readability takes for the article, or null when it finds none. Changes the document. */
function articleRuns(document: PageDocument, runs: readonly Run[]): Set<number> | null {
  for (const [index, run] of runs.entries())
    for (const node of run.nodes) {
      const span = document.createElement('span');
      span.setAttribute(mark, String(index));
      node.parentNode?.replaceChild(span, node);
      span.appendChild(node);
    }
  let content: PageElement | null | undefined;
  try {
    content = new Readability(document as never, { serializer: (node) => node as unknown, disableJSONLD: true }).parse()
      ?.content as PageElement | null | undefined;
  } catch {
    // It throws on pages without a body and other oddities; the markup then has to tell alone.
    return null;
  }
  if (!content) return null;
  const found = new Set<number>();
  for (const span of content.querySelectorAll(`[${mark}]`)) found.add(Number(span.getAttribute(mark)));
  return found;
}

function kindsOf(page: PageBlocks, told: Meta): { kinds: BlockKind[]; meta: Meta } {
  const { runs, lines } = page;
  const meta: { -readonly [K in keyof Meta]: Meta[K] } = { ...told };
  const body = bodyOf(page);
  const article = body.size > 0 ? withCaptions(page, body) : new Set(byMarkup(runs, lines));
  const inside = runs.map((_, index) => article.has(index));
  const kinds: BlockKind[] = runs.map((run, index) =>
    inside[index] ? kindInArticle(run, lines[index]!) : 'boilerplate',
  );
  const start = kinds.findIndex((kind) => kind !== 'boilerplate');

  const headline = findHeadline(runs, lines, told.title, start);
  if (headline >= 0) {
    kinds[headline] = 'headline';
    meta.title = lines[headline]!;
  }
  const top = headline >= 0 ? headline : start;
  const firstProse = inside.findIndex(
    (is, index) => is && index > top && kinds[index] === 'paragraph' && lines[index]!.length > 160,
  );
  const topEnd = firstProse < 0 ? runs.length : firstProse;
  for (let index = Math.max(0, top); index < topEnd && index >= 0; index++) {
    if (index === headline || lines[index]!.length > 200) continue;
    const line = lines[index]!;
    const run = runs[index]!;
    if (isBoilerplateLine(line)) continue;
    const translator = readTranslator(line);
    const byline =
      readByline(line) ?? translator ?? (isByline(run, line, meta.byline) ? line.replace(/^by\s+/i, '') : null);
    const dateline = byline ? null : readDateline(line);
    if (byline && (inside[index] || index - top < 12)) {
      kinds[index] = 'byline';
      meta.translator ??= translator;
      meta.byline ??= withoutTranslator(line, byline);
    } else if (dateline && (inside[index] || index - top < 12)) {
      kinds[index] = 'dateline';
      meta.published ??= dateline.published;
      meta.page ??= dateline.page;
    } else if (run.within.has('FIGCAPTION')) kinds[index] = 'caption';
    else if (
      /\b(?:sub-?(?:title|head(?:line)?)|dek|deck|standfirst|summary|lead|vorspann|chapo)\b/.test(run.hints) &&
      !inside[index]
    )
      kinds[index] = /[.!?。]["”’]?$/.test(line) ? 'paragraph' : 'subheading';
  }
  for (let index = 0; index < (top >= 0 ? top : 0); index++)
    if (/\bbread-?crumbs?\b/.test(runs[index]!.hints)) {
      meta.section ??= crumbTrail(runs, lines, index);
      break;
    }
  fold(kinds, lines, inside, topEnd);
  for (let index = runs.length - 1, seen = 0; index > top && seen < 3; index--) {
    if (!inside[index] || kinds[index] === 'boilerplate') continue;
    seen++;
    const translator = readTranslator(lines[index]!);
    if (translator === null) continue;
    meta.translator ??= translator;
    kinds[index] = 'byline';
  }
  return { kinds, meta };
}

/**
 * What is said of pictures is no part of what people mark as an article's body, and a saved text does not show the
 * pictures: it is folded. A caption that quotes somebody stays, since it may be what an analyst looks for.
 */
function withCaptions({ runs, lines, kept }: PageBlocks, body: ReadonlySet<number>): Set<number> {
  const all = new Set(body);
  const [first, last] = [Math.min(...body), Math.max(...body)];
  for (let index = Math.max(0, first - 4); index <= last; index++) {
    const run = runs[index]!;
    if (!run.within.has('FIGCAPTION') || isAside(run) || run.linked > 0.5 || !quotes.test(lines[index]!)) continue;
    if (kept.has(index)) all.add(index);
  }
  return all;
}

const quotes = /["“”„«»「」『』]/;

/** What the markup says when no article was found: all that is neither menu, form, margin nor mostly links. */
function byMarkup(runs: readonly Run[], lines: readonly string[]): number[] {
  const named = runs.some(({ within }) => within.has('ARTICLE'));
  return [...runs.keys()].filter((index) => {
    const run = runs[index]!;
    return !isAside(run) && run.linked < 0.6 && (!named || run.within.has('ARTICLE')) && lines[index]!.length > 1;
  });
}

const asideHints =
  /\b(?:comments?|disqus|related|recommend(?:ed|ations?)?|share|sharing|social|newsletter|promo|advert(?:isement)?|cookie|consent|sidebar|most-?(?:read|popular)|breadcrumbs?|subscribe|paywall)\b/;

function isAside({ within, hints }: Run): boolean {
  return (
    within.has('NAV') ||
    within.has('FOOTER') ||
    within.has('ASIDE') ||
    within.has('FORM') ||
    within.has('BUTTON') ||
    within.has('LABEL') ||
    asideHints.test(hints)
  );
}

function kindInArticle(run: Run, line: string): BlockKind {
  if (line.length <= 600 && isBoilerplateLine(line)) return 'boilerplate';
  if (run.within.has('BUTTON') || run.within.has('LABEL') || run.within.has('NAV') || run.within.has('FORM'))
    return 'boilerplate';
  if (run.within.has('FIGCAPTION') || run.within.has('CAPTION')) return 'caption';
  for (const level of ['H1', 'H2', 'H3', 'H4', 'H5', 'H6']) if (run.within.has(level)) return 'subheading';
  if (line.length <= 200 && /^\(?(?:additional )?report(?:ing|ed) by\b/i.test(line)) return 'byline';
  if (run.linked > 0.9 && /^(?:read|related|more|see|watch|lire|voir|lesen|mehr)\b/i.test(line)) return 'boilerplate';
  return run.within.has('LI') || run.within.has('DD') ? 'list' : 'paragraph';
}

/** The heading that says what the page says its title is; else the first main heading above the text. */
function findHeadline(runs: readonly Run[], lines: readonly string[], title: string | null, start: number): number {
  const wanted = title === null ? '' : plainWords(title);
  const isHeading = (run: Run) =>
    run.within.has('H1') || run.within.has('H2') || /\b(?:headline|entry-title|article-title)\b/.test(run.hints);
  const candidates = [...runs.keys()].filter(
    (index) => isHeading(runs[index]!) && lines[index]!.length <= 300 && !isBoilerplateLine(lines[index]!),
  );
  if (wanted) {
    const same = candidates.filter((index) => plainWords(lines[index]!) === wanted);
    const above = same.filter((index) => start < 0 || index <= start + 2);
    const exact = above.at(-1) ?? same[0];
    if (exact !== undefined) return exact;
    const close = candidates.find((index) => {
      const line = plainWords(lines[index]!);
      return line.length >= 12 && (wanted.startsWith(line) || line.startsWith(wanted) || overlap(line, wanted) >= 0.75);
    });
    if (close !== undefined) return close;
    const elsewhere = lines.findIndex(
      (line, index) => line.length <= 300 && runs[index]!.linked < 0.5 && plainWords(line) === wanted,
    );
    if (elsewhere >= 0) return elsewhere;
  }
  const main = candidates.find(
    (index) => runs[index]!.within.has('H1') && !isAside(runs[index]!) && (start < 0 || index <= start + 2),
  );
  if (main !== undefined) return main;
  // Without headings, a short line right above the writer or the date.
  const below = [start + 1, start + 2].map((index) => lines[index] ?? '');
  const opens = start >= 0 && lines[start]!.length <= 150 && !/[.。]$/.test(lines[start]!);
  return opens && below.some((line) => readByline(line) !== null || readDateline(line) !== null) ? start : -1;
}

function overlap(a: string, b: string): number {
  const [left, right] = [new Set(a.split(' ')), new Set(b.split(' '))];
  let both = 0;
  for (const word of left) if (right.has(word)) both++;
  return both / Math.max(left.size, right.size);
}

function isByline(run: Run, line: string, author: string | null): boolean {
  if (line.length > 120) return false;
  if (author !== null && plainWords(line).replace(/^(?:by|von|par) /, '') === plainWords(author)) return true;
  return (
    /\b(?:byline|author(?:-name)?|article-author|writer)\b/.test(run.hints) &&
    line.split(/\s+/).length <= 10 &&
    !/[.!?。]$/.test(line) &&
    readDateline(line) === null
  );
}

function crumbTrail(runs: readonly Run[], lines: readonly string[], start: number): string | null {
  const parts: string[] = [];
  for (let index = start; index < runs.length && /\bbread-?crumbs?\b/.test(runs[index]!.hints); index++)
    parts.push(lines[index]!.replace(/^[>›»→/|\s]+|[>›»→/|\s]+$/g, ''));
  const trail = parts.filter(
    (part) => part && part.length <= 60 && !/^(?:home|startseite|accueil|홈|ホーム)$/i.test(part),
  );
  return trail.length > 0 && trail.length <= 8 ? trail.join(' > ') : null;
}

/** Links under "Related articles" inside the article, and comments after it. */
function fold(kinds: BlockKind[], lines: readonly string[], inside: readonly boolean[], from: number): void {
  let under = false;
  const last = inside.lastIndexOf(true);
  for (let index = from; index <= last; index++) {
    const line = lines[index]!;
    if (!inside[index] || kinds[index] === 'boilerplate') continue;
    if (line.length <= 80 && opensComments(line) && index > from + (last - from) / 2) {
      for (let rest = index; rest <= last; rest++) kinds[rest] = 'boilerplate';
      return;
    }
    if (line.length <= 80 && opensLinks(line)) {
      kinds[index] = 'boilerplate';
      under = true;
    } else if (under && (kinds[index] === 'list' || (line.length <= 150 && !/[.!?。]["”’»]?$/.test(line))))
      kinds[index] = 'boilerplate';
    else under = false;
  }
}
