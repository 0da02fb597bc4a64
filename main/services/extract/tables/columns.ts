import { createHash } from 'node:crypto';
import type { Columns } from '#shared/model/source.ts';
import { findDate } from '../dates.ts';

/** What a column can be for an article. */
export type Use = keyof Columns;

/** What people and programs call a column, without case, blanks and signs; the more telling names first. */
const names: Readonly<Record<Use, string>> = {
  text: 'articletext articlebody maintext fulltext bodytext rawtext cleantext textcontent text body content contents story volltext artikeltext inhalt texte corps contenu texto cuerpo contenido testo corpo tekst 본문 내용 기사본문 本文 正文 内容 記事本文 全文 النص bodyplain plaintext paragraphs',
  title:
    'headline title articletitle newstitle hl head subject überschrift titel schlagzeile titre título titulo titular titolo 제목 見出し タイトル 标题 標題 العنوان',
  published:
    'datepublished publishedat publisheddate publicationdate publishdate pubdate published publication date datetime time timestamp day datum erscheinungsdatum veröffentlicht datedepublication fecha data 날짜 일자 작성일 日付 掲載日 发布时间 日期 التاريخ created createdat',
  outlet:
    'outlet newspaper publication publicationname publicationtitle sourcename source medium media publisher publishername journal site sitename domain zeitung quelle organ journalname médium média source periódico diario fuente medio giornale testata fonte 언론사 매체 신문 媒体 新聞 出典 メディア 来源 المصدر',
  byline:
    'byline author authors authorname writer reporter creator autor autoren verfasser auteur auteurs autores autore 기자 저자 記者 著者 作者 الكاتب',
  section:
    'section sectionname category rubric desk ressort rubrik rubrique sección seccion sezione 섹션 분류 面名 カテゴリ 栏目 القسم',
  page: 'page pages pagenumber seite página pagina 면 지면 ページ 版面',
  language: 'language lang languagecode sprache langue idioma lingua 언어 言語 语言 اللغة',
  url: 'url link href weburl permalink canonical canonicalurl articleurl uri adresse lien enlace 링크 주소 リンク 链接',
  id: 'id articleid documentid docid uid uuid guid identifier accession accessionnumber accessionno an key kennung nummer nr number 번호 아이디 文書id 编号',
};

const uses = Object.keys(names) as Use[];
const ranks = new Map(uses.map((use) => [use, new Map(names[use].split(' ').map((name, rank) => [name, rank]))]));

const plain = (head: string) =>
  head
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');

/** `article.body` by its last part, `source.name` by both. */
function rankOf(use: Use, head: string): number {
  const parts = head.split('.');
  const known = ranks.get(use);
  const last = known?.get(plain(parts.at(-1) ?? '')) ?? Number.POSITIVE_INFINITY;
  return Math.min(last, known?.get(plain(parts.slice(-2).join(''))) ?? Number.POSITIVE_INFINITY);
}

/** Whether a column's name is one that texts have; the weaker of two signs of a table of articles. */
export const namesText = (head: string): boolean => rankOf('text', head) < Number.POSITIVE_INFINITY;

/** Whether a name is one that some part of an article has: a first row of such names is no row. */
export const namesAny = (head: string): boolean => uses.some((use) => rankOf(use, head) < Number.POSITIVE_INFINITY);

/** So long, on average, is the text of an article whose column has no telling name, in characters. */
const longText = 150;

/**
 * What is what in a table, by the names of its columns and by what stands in them; null when no column is like a text.
 * `rows` are a few of its rows, a cell for each head. Pure: the same for the same.
 */
export function guessColumns(heads: readonly string[], rows: readonly (readonly string[])[]): Columns | null {
  const columns = heads.map((head, at) => ({
    head,
    cells: rows.map((row) => row[at] ?? '').filter((cell) => cell.trim() !== ''),
  }));
  const text = textColumn(columns);
  if (text === null) return null;
  const taken = new Set([text]);
  const take = (use: Use, fits: (cells: readonly string[]) => boolean): string | null => {
    const found = columns
      .filter(({ head, cells }) => !taken.has(head) && rankOf(use, head) < Number.POSITIVE_INFINITY && fits(cells))
      .sort((a, b) => rankOf(use, a.head) - rankOf(use, b.head))[0];
    if (found !== undefined) taken.add(found.head);
    return found?.head ?? null;
  };
  const short = (cells: readonly string[]) => average(cells) <= 400;
  const url = take('url', (cells) => cells.length === 0 || mostly(cells, isAddress));
  const published =
    take('published', (cells) => cells.length === 0 || mostly(cells, (cell) => isMoment(cell) || isDayCount(cell))) ??
    byValue(columns, taken, isMoment);
  const id = take('id', (cells) => new Set(cells).size === cells.length && average(cells) <= 200);
  return {
    text,
    title: take('title', short),
    published,
    outlet: take('outlet', (cells) => average(cells) <= 80),
    byline: take('byline', short),
    section: take('section', short),
    page: take('page', (cells) => average(cells) <= 20),
    language: take('language', (cells) => average(cells) <= 30),
    url: url ?? byValue(columns, taken, isAddress),
    id,
  };
}

interface Column {
  readonly head: string;
  readonly cells: readonly string[];
}

function textColumn(columns: readonly Column[]): string | null {
  const named = columns
    .filter(
      ({ head, cells }) =>
        rankOf('text', head) < Number.POSITIVE_INFINITY && cells.length > 0 && !mostly(cells, isAddress),
    )
    .sort((a, b) => average(b.cells) - average(a.cells) || rankOf('text', a.head) - rankOf('text', b.head))[0];
  const longest = columns
    .filter(({ cells }) => cells.length > 0 && mostly(cells, isProse) && average(cells) >= longText)
    .sort((a, b) => average(b.cells) - average(a.cells))[0];
  // A column may be called “content” and hold a kind; then the one that reads like an article is the text.
  if (named !== undefined && (longest === undefined || average(named.cells) * 4 >= average(longest.cells)))
    return named.head;
  return longest?.head ?? null;
}

function byValue(columns: readonly Column[], taken: Set<string>, fits: (cell: string) => boolean): string | null {
  const found = columns.find(({ head, cells }) => !taken.has(head) && cells.length > 0 && mostly(cells, fits));
  if (found !== undefined) taken.add(found.head);
  return found?.head ?? null;
}

const average = (cells: readonly string[]) =>
  cells.reduce((sum, cell) => sum + cell.length, 0) / Math.max(1, cells.length);
const mostly = (cells: readonly string[], fits: (cell: string) => boolean) =>
  cells.filter(fits).length >= Math.max(1, cells.length * 0.8);
const isAddress = (cell: string) => /^(?:https?:\/\/|www\.)\S+$/i.test(cell.trim());
const isMoment = (cell: string) =>
  cell.length <= 60 &&
  (findDate(cell) !== null ||
    /^\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b/.test(cell.trim()) ||
    /^1\d{9}(?:\d{3})?$/.test(cell.trim()));
/** As spreadsheets count days. */
const isDayCount = (cell: string) => /^[2-6]\d{4}(?:\.\d+)?$/.test(cell.trim());
const isProse = (cell: string) =>
  !isAddress(cell) && (/\s/.test(cell.trim()) || /[\u3040-\u30ff\u4e00-\u9fff]/.test(cell));

/** The same for all tables with these heads, in whatever order. */
export const signature = (heads: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([...heads].sort()))
    .digest('hex')
    .slice(0, 32);
