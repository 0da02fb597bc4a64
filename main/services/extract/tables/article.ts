import { type Block, blockSchema, type Meta, metaSchema, noMeta } from '#shared/model/article.ts';
import type { Columns } from '#shared/model/source.ts';
import { classify, webAddress } from '../classify.ts';
import { languageNamed } from '../databases/labels.ts';
import { isoDate } from '../dates.ts';
import { readFragment } from '../html.ts';
import { layParts } from '../parts.ts';
import { withPlainLineEnds } from '../source.ts';
import { readText } from '../text.ts';

export interface RowArticle {
  readonly text: string;
  readonly blocks: Block[];
  readonly meta: Meta;
  readonly notices: readonly string[];
}

/** Which of day and month comes first in a table's dates such as 03/04/2018; null: no row tells. */
export type DayOrder = 'day' | 'month' | null;

/** The article of a row; null when its text is empty. */
export function articleOfRow(cells: ReadonlyMap<string, string>, columns: Columns, order: DayOrder): RowArticle | null {
  const cell = (head: string | null) => (head === null ? null : tidy(cells.get(head)));
  const words = plainText(cells.get(columns.text) ?? '');
  if (words.trim() === '') return null;
  const read = isMarkup(words) ? fromMarkup(words) : { text: words, ...readText(words), notices: [] };
  if (read.blocks.length === 0) return null;
  const published = cell(columns.published);
  const language = cell(columns.language);
  const url = cell(columns.url);
  const told: Meta = {
    ...noMeta,
    title: cell(columns.title),
    published: published === null ? null : dayOf(published, order),
    outlet: cell(columns.outlet),
    byline: cell(columns.byline),
    section: cell(columns.section),
    page: cell(columns.page),
    language: language === null ? null : languageNamed(language),
    url: webAddress(url),
  };
  const meta = { ...read.meta };
  for (const field of Object.keys(noMeta) as (keyof Meta)[]) meta[field] = told[field] ?? meta[field];
  return { text: read.text, blocks: read.blocks, meta, notices: read.notices };
}

/** A line that Rapporteur wrote: text, details and blocks are what it says; null for other lines, or where they do not fit. */
export function ownArticle(line: Record<string, unknown>): RowArticle | null {
  if (line.schema !== 'rapporteur.article/1' || typeof line.text !== 'string') return null;
  const text = plainText(line.text);
  if (text.trim() === '') return null;
  const meta = metaSchema.safeParse(typeof line.meta === 'object' ? { ...noMeta, ...line.meta } : noMeta);
  const blocks = text === line.text ? ownBlocks(text, line) : null;
  return { text, blocks: blocks ?? readText(text).blocks, meta: meta.data ?? noMeta, notices: [] };
}

/** Blocks in the text's own units; null when they are not as blocks must be. */
function ownBlocks(text: string, { blocks, offset_unit: unit }: Record<string, unknown>): Block[] | null {
  if (!Array.isArray(blocks) || blocks.length === 0) return null;
  const place = unit === 'codepoint' ? codePointPlaces(text) : null;
  const own: Block[] = [];
  let last = 0;
  for (const each of blocks) {
    const read = blockSchema.safeParse(each).data;
    if (read === undefined) return null;
    const start = place === null ? read.start : place[read.start];
    const end = place === null ? read.end : place[read.end];
    if (start === undefined || end === undefined || end <= start || end > text.length) return null;
    const words = text.slice(start, end);
    if (words.trim() !== words || text.slice(last, start).trim() !== '') return null;
    own.push({ start, end, kind: read.kind });
    last = end;
  }
  return text.slice(last).trim() === '' ? own : null;
}

/** Where each code point begins in UTF-16, and the end. */
function codePointPlaces(text: string): number[] {
  const places: number[] = [];
  for (let at = 0; at < text.length; at += text.codePointAt(at)! > 0xffff ? 2 : 1) places.push(at);
  places.push(text.length);
  return places;
}

/** What a canonical text may hold: `\n` for every line end, and nothing that UTF-8 cannot have. */
const plainText = (value: string) =>
  withPlainLineEnds(value)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replace(/[\0-\x08\x0b\x0e-\x1f]/g, '')
    .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD');

const tidy = (value: string | undefined) => value?.replace(/\s+/g, ' ').trim().slice(0, 2000) || null;

const tag =
  /<\/?(?:p|br|div|span|a|h[1-6]|ul|ol|li|img|figure|article|section|strong|em|b|i|table|tr|td|blockquote)\b[^<>]{0,2000}>/gi;

/** Scraped cells hold pages' markup; a sentence may hold a sign or two. */
const isMarkup = (words: string) =>
  words.includes('<') &&
  (/^\s*<(?:!doctype|html|p|div|article)\b/i.test(words) || (words.slice(0, 20_000).match(tag)?.length ?? 0) >= 2);

function fromMarkup(source: string): RowArticle {
  const parts = readFragment(source).map(({ words, within }) => ({
    words,
    known: within.has('FIGCAPTION')
      ? ('caption' as const)
      : ['H1', 'H2', 'H3', 'H4', 'H5', 'H6'].some((name) => within.has(name))
        ? ('subheading' as const)
        : null,
    bullet: within.has('LI'),
  }));
  const { text, pieces } = layParts(parts);
  return { text, ...classify(pieces), notices: ['The cell holds markup of a page: its visible text is shown.'] };
}

/** A day or moment as tables have it: written out, in figures in the table's own order, or counted from 1970 or 1900. */
function dayOf(value: string, order: DayOrder): string | null {
  const figures = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b/.exec(value);
  if (figures !== null && order !== null) {
    const [, a = '', b = '', year] = figures;
    const [day, month] = order === 'day' ? [a, b] : [b, a];
    return isoDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  }
  const seconds = /^1\d{9}(?:\.\d+)?$/.test(value)
    ? Number(value)
    : /^1\d{12}$/.test(value)
      ? Number(value) / 1000
      : null;
  if (seconds !== null) return new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
  // Spreadsheets count days from the end of 1899.
  if (/^[2-6]\d{4}(?:\.\d+)?$/.test(value))
    return new Date(Math.floor(Number(value) - 25_569) * 86_400_000).toISOString().slice(0, 10);
  return isoDate(value);
}

/** Looks for a row that tells day from month. */
export function dayOrderOf(values: readonly string[]): DayOrder {
  for (const value of values) {
    const found = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}\b/.exec(value);
    if (found === null) continue;
    if (Number(found[1]) > 12) return 'day';
    if (Number(found[2]) > 12) return 'month';
  }
  return null;
}
