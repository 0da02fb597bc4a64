import { type Block, type BlockKind, type Meta, noMeta } from '#shared/model/article.ts';
import { isBoilerplateLine, opensComments, opensLinks } from './boilerplate-rules.ts';
import {
  type Dateline,
  isOutletName,
  readDateline,
  readTranslator,
  readWireOpening,
  readByline as readWriters,
  withoutTranslator,
} from './datelines.ts';
import { isoDate, isStamp } from './dates.ts';
import { languageTag } from './language.ts';
import { columnsOf, type Piece, plainWords } from './lines.ts';

/** A piece whose kind its markup has told already (`null`: to be found out). */
export interface MarkedPiece extends Piece {
  readonly known: BlockKind | null;
  /** Where its words begin and end, without the signs of markup; they stay in the text. */
  readonly words: string;
}

export interface Classified {
  readonly blocks: Block[];
  readonly meta: Meta;
}

type Draft = { -readonly [K in keyof Meta]: Meta[K] };

/** A piece with what its line reads as, which several rules ask for. */
class Item {
  readonly line: string;
  kind: BlockKind | null;
  private datelined: Dateline | null | undefined;
  private bylined: string | null | undefined;

  constructor(readonly piece: MarkedPiece) {
    this.line = piece.words;
    this.kind = piece.known;
  }

  get dateline(): Dateline | null {
    if (this.datelined === undefined) this.datelined = readDateline(this.line);
    return this.datelined;
  }

  /** Names of writers, or of the translator alone. */
  get byline(): string | null {
    if (this.bylined === undefined) this.bylined = readByline(this.line);
    return this.bylined;
  }
}

/** A short line is at most this long, in columns; a headline or a crumb never longer. */
const shortLine = 150;
const terminal = /[.!?…。！？؟۔।:：;；](?:["”’'»)\]）」』】›*_]|\s)*$/;
const initials = /(?:^|[\s(])(?:\p{Lu}\.){1,}["”’)]*$/u;
/** Said much quicker, and of few lines. */
const mayBeInitials = /[^a-z]\.["”’)]*$/;
const fiveWords = /^\s*(?:\S+\s+){4}\S/;
const question = /[?!？！؟]["”’'»)\]）」』]*$/;
const opensQuote = /^["“„«‹「『‘'–—]/;
const crumbs =
  /^(?:[^>›»→|/]{1,40}\s?[>›»→]\s?){1,6}[^>›»→|/]{1,60}$|^(?:[^\s|/]{2,20}(?: [^\s|/]{1,20})?\s[|/]\s){1,5}[^\s|/]{2,20}(?: [^\s|/]{1,20})?$/;
const captionStart =
  /^(?:\(?(?:photo|picture|image|file photo|caption|foto|bild|legende|cr[ée]dit(?: photo)?|photo credit|사진|그림|写真|画像|撮影|図)\)?\s*[:：=／/|]|\[(?:photo|사진|写真|foto)\b|▲|▼|↑|【写真)/i;
const credit =
  /[([（［](?:(?:AP|AFP|Reuters|Yonhap|EPA|Getty Images?|Kyodo|dpa|Jiji|Xinhua|NEWSIS|News1|Bloomberg|imago|picture alliance)\b[^)\]）］]{0,60}|[^()[\]]{0,50}(?:\/|photo|file|courtesy of)[^()[\]]{0,50}|(?:연합뉴스|뉴시스|뉴스1|共同|時事)[^)\]）］]{0,30})[)\]）］]\.?$/i;
const sections =
  /^(?:politics|world|international|national|nation|opinion|editorials?|op-?ed|columns?|business|economy|analysis|commentary|diplomacy|defen[cs]e|security|asia|europe|americas|middle east|africa|society|culture|science|technology|sports?|interview|letters?|politik|ausland|inland|wirtschaft|meinung|kommentar|leitartikel|gesellschaft|politique|monde|économie|idées|éditorial|tribune|정치|국제|경제|사회|사설|칼럼|오피니언|북한|외교|국방|정치일반|国際|政治|経済|社会|社説|オピニオン|論説|コラム|外交|時政|国际)$/i;
const editions =
  /^(?:(?:late|early|first|second|third|final|city|national|international|morning|evening|weekend|online|print|us|uk|asia|europe)\s+){1,3}editions?\b.{0,30}$/i;
const labelled =
  /^(title|headline|head|byline|by|author|authors|writer|translator|translated by|source|publication|publication name|newspaper|outlet|date|published|publication date|pubdate|section|page|pages|url|link|web|language|lang|dateline|copyright|load-date|length|graphic|type|document-type|publication-type|subject|body|text|titel|überschrift|autor|quelle|datum|seite|ressort|titre|auteur|date de publication|제목|기자|출처|날짜|일자|見出し|日付|記者|出典|媒体)\s*[:：]\s*(\S.*)?$/i;
const labelMeaning: readonly [RegExp, keyof Meta | 'copyright' | 'body'][] = [
  [/^(?:title|headline|head|titel|überschrift|titre|제목|見出し)$/i, 'title'],
  [/^(?:byline|by|authors?|writer|autor|auteur|기자|記者)$/i, 'byline'],
  [/^(?:translator|translated by)$/i, 'translator'],
  [/^(?:source|publication|publication name|newspaper|outlet|quelle|출처|出典|媒体)$/i, 'outlet'],
  [/^(?:date|published|publication date|pubdate|datum|date de publication|날짜|일자|日付)$/i, 'published'],
  [/^(?:section|ressort)$/i, 'section'],
  [/^(?:pages?|seite)$/i, 'page'],
  [/^(?:url|link|web)$/i, 'url'],
  [/^(?:language|lang)$/i, 'language'],
  [/^(?:dateline|copyright|load-date|length|graphic|type|document-type|publication-type|subject)$/i, 'copyright'],
  [/^(?:body|text)$/i, 'body'],
];
const kindOfLabel: Partial<Record<keyof Meta | 'copyright' | 'body', BlockKind>> = {
  title: 'headline',
  byline: 'byline',
  translator: 'byline',
  outlet: 'dateline',
  published: 'dateline',
  page: 'dateline',
  section: 'section',
};

/**
 * Says of each piece what it is, and reads what the lines around the text tell of the article. `title` is the
 * headline if something better than the text's looks has told it. Linear in the text's length.
 */
export function classify(pieces: readonly MarkedPiece[], title: string | null = null): Classified {
  const items = pieces.map((piece) => new Item(piece));
  for (const item of items) if (item.kind === null && isNoise(item)) item.kind = 'boilerplate';
  foldLinks(items);

  const meta: Draft = { ...noMeta };
  const { first, last } = body(items);
  head(items, first, meta, title);
  items.slice(first, last + 1).forEach((item, index) => {
    if (item.kind === null) item.kind = inBody(item, index, meta);
  });
  subheadings(items, first, last);
  tail(items, last, meta);
  wire(items, meta);

  return {
    blocks: items.map(({ piece, kind }) => ({ start: piece.start, end: piece.end, kind: kind ?? 'paragraph' })),
    meta: { ...meta },
  };
}

/** Beyond this no line is a button, a prompt or a footer, and rules would cost more than they find. */
const isNoise = ({ line, piece }: Item) => line.length <= 600 && !piece.bullet && isBoilerplateLine(line);

/** Links under "Related articles" and all that follows "12 comments" in the second half. */
function foldLinks(items: Item[]): void {
  let under = false;
  for (let index = 0; index < items.length; index++) {
    const item = items[index]!;
    if (item.kind === 'boilerplate') continue;
    if (item.kind === null && item.line.length <= 80) {
      if (opensComments(item.line) && index > items.length / 2 && index > 2) {
        for (const rest of items.slice(index)) rest.kind = 'boilerplate';
        return;
      }
      if (opensLinks(item.line)) {
        item.kind = 'boilerplate';
        under = true;
        continue;
      }
    }
    if (under && item.kind !== 'headline' && item.kind !== 'subheading' && isLinkLike(item) && !item.byline)
      item.kind = 'boilerplate';
    else under = false;
  }
}

const isLinkLike = ({ line, piece }: Item) =>
  columnsOf(line, shortLine + 1) <= shortLine && (piece.bullet || !isEnded(line)) && !opensQuote.test(line);

/** Where the article's own sentences begin and end: indices of the first and the last piece of prose. */
function body(items: readonly Item[]): { first: number; last: number } {
  const found = items.findIndex((item, index) => item.kind === null && isProse(item) && !isHeadlike(items, index));
  const first = found < 0 ? items.length : found;
  const last = items.findLastIndex((item, index) => index >= first && item.kind === null && isProse(item));
  return { first, last: Math.max(last, first - 1) };
}

function isProse(item: Item): boolean {
  const { line, piece } = item;
  const columns = columnsOf(line, 400);
  if (piece.bullet) return false;
  if (labelled.test(line.slice(0, 60)) && columns < 300) return false;
  if (columns < 300 && (item.dateline || item.byline || captionStart.test(line))) return false;
  if (columns >= 200) return true;
  if (!isEnded(line)) return false;
  return columns > line.length ? columns >= 24 : fiveWords.test(line);
}

/** Whether a full stop or the like ends a line; that of an abbreviation (U.S.) does not. */
function isEnded(line: string): boolean {
  const end = line.slice(-60);
  return terminal.test(end) && !(mayBeInitials.test(end) && initials.test(end));
}

/** A first line that asks or exclaims is a headline when more follows; a caption above the text is no text. */
function isHeadlike(items: readonly Item[], index: number): boolean {
  const item = items[index];
  if (!item) return false;
  const earlier = items
    .slice(0, index)
    .some((other) => other.kind === null && !other.piece.bullet && looksLikeHeadline(other.line));
  if (question.test(item.line) && !earlier && columnsOf(item.line, shortLine + 1) <= shortLine)
    return index < items.length - 1;
  return (
    item.line.length <= 300 &&
    credit.test(item.line) &&
    items.slice(index + 1).some((next) => next.kind === null && isProse(next))
  );
}

function looksLikeHeadline(line: string): boolean {
  const start = line.slice(0, 250);
  if (!/[a-z].*[a-z]/i.test(start) && !/\p{L}.*\p{L}/u.test(start)) return false;
  const columns = columnsOf(line, 251);
  if (columns < 8 || columns > 250 || crumbs.test(line) || labelled.test(line) || captionStart.test(line)) return false;
  if (isEnded(line) && !question.test(line)) return false;
  return columns > line.length * 1.3 || /\S\s+\S/.test(line);
}

function head(items: Item[], first: number, meta: Draft, title: string | null): void {
  const zone = items.slice(0, first);
  for (const item of zone) {
    if (item.kind !== null) continue;
    const label = labelled.exec(item.line);
    const { dateline } = item;
    const byline = dateline ? null : item.byline;
    if (label) readLabel(item, label, meta);
    else if (dateline) {
      item.kind = 'dateline';
      takeDateline(dateline, meta);
    } else if (byline) {
      item.kind = 'byline';
      takeByline(item.line, byline, meta);
    } else if (!item.piece.bullet && columnsOf(item.line, shortLine + 1) <= shortLine && crumbs.test(item.line)) {
      item.kind = 'section';
      meta.section ??= withoutHome(item.line);
    } else if (editions.test(item.line)) item.kind = 'dateline';
    else if (captionStart.test(item.line) || credit.test(item.line.slice(-200))) item.kind = 'caption';
  }
  const headline = findHeadline(zone, title);
  if (headline) {
    headline.kind = 'headline';
    meta.title ??= headline.line;
  }
  const place = headline ? zone.indexOf(headline) : zone.length;
  const dated = zone.some(({ kind }) => kind === 'dateline' || kind === 'section');
  for (let index = 0; index < zone.length; index++) {
    const item = zone[index]!;
    if (item.kind !== null) continue;
    if (headline && sameLine(item.line, headline.line)) item.kind = 'boilerplate';
    else if (index < place && meta.outlet === null && isOutletName(item.line)) {
      item.kind = 'dateline';
      meta.outlet = item.line;
    } else if (item.piece.bullet) item.kind = index < place && dated ? 'boilerplate' : 'list';
    else if (sections.test(item.line) && meta.section === null) {
      item.kind = 'section';
      meta.section = item.line;
    } else if (isEnded(item.line)) item.kind = 'paragraph';
    else if (index > place) item.kind = 'subheading';
    else item.kind = headline && isNavigation(item.line) ? 'boilerplate' : headline ? 'subheading' : 'paragraph';
  }
}

/** Above a headline one or two bare words are the page's: an outlet's name, a tab. */
const isNavigation = (line: string) => columnsOf(line, 41) <= 40 && line.split(/\s+/).length <= 3;

/** The last of equal lines is the headline, since pages repeat it as their title above the crumbs. */
function findHeadline(zone: readonly Item[], title: string | null): Item | null {
  const known = zone.find(({ kind }) => kind === 'headline');
  if (known) return known;
  const candidates = zone.filter((item) => item.kind === null && !item.piece.bullet && looksLikeHeadline(item.line));
  const told = title === null ? undefined : candidates.findLast(({ line }) => sameLine(line, title));
  if (told) return told;
  const lines = candidates.length > 1 ? candidates.map(({ line }) => plainWords(line)) : [];
  const times = new Map<string, number>();
  for (const line of lines) times.set(line, (times.get(line) ?? 0) + 1);
  const repeated = candidates.findLast((_, at) => (times.get(lines[at] ?? '') ?? 0) > 1);
  if (repeated) return repeated;
  const crumb = zone.findLastIndex(({ kind }) => kind === 'section');
  const underCrumb = new Set(zone.slice(crumb + 1));
  const below = candidates.filter((item) => underCrumb.has(item));
  const telling = (below.length > 0 ? below : candidates).filter(({ line }) => !sections.test(line));
  return telling.find(({ line }) => !isNavigation(line) || columnsOf(line) > line.length * 1.3) ?? telling[0] ?? null;
}

const sameLine = (a: string, b: string) => plainWords(a) === plainWords(b);

function withoutHome(line: string): string {
  return line.replace(/^(?:home|startseite|accueil|inicio|홈|ホーム|トップ|top|首页)\s*[>›»→|/]\s*/i, '');
}

function readLabel(item: Item, [, label = '', value = '']: RegExpExecArray, meta: Draft): void {
  const meaning = labelMeaning.find(([form]) => form.test(label))?.[1] ?? 'copyright';
  item.kind = kindOfLabel[meaning] ?? 'boilerplate';
  if (meaning === 'copyright' || meaning === 'body' || value === '') return;
  if (meaning === 'published') meta.published ??= isoDate(value);
  else if (meaning === 'language') meta.language ??= languageTag(value);
  else if (meaning === 'url') meta.url ??= webAddress(value);
  else if (meaning === 'page') meta.page ??= value.replace(/^(?:pages?|pp?\.|pg\.)\s*/i, '');
  else if (meaning === 'byline') meta.byline ??= value.replace(/^by\s+/i, '');
  else if (meaning === 'section') {
    const [section = '', page] = value.split(/;\s*(?=p(?:g|p)?\.|page)/i);
    meta.section ??= section;
    meta.page ??= page?.replace(/^(?:pages?|pp?\.|pg\.)\s*/i, '') ?? null;
  } else meta[meaning] ??= value;
}

/** An address that can be opened, or null. */
export function webAddress(value: string | null | undefined): string | null {
  const trimmed = value?.trim() ?? '';
  return /^https?:\/\/[^\s<>"]+$/i.test(trimmed) && URL.canParse(trimmed) ? trimmed : null;
}

/** Names whom a line gives as writers, or null; a line that names the translator alone counts too. */
const readByline = (line: string) => readWriters(line) ?? readTranslator(line);

function takeByline(line: string, byline: string, meta: Draft): void {
  meta.translator ??= readTranslator(line);
  meta.byline ??= withoutTranslator(line, byline);
}

function takeDateline(dateline: Dateline, meta: Draft): void {
  meta.published ??= dateline.published;
  meta.outlet ??= dateline.outlet;
  meta.page ??= dateline.page;
}

/** How many pieces below a standfirst of whole sentences the writer's name and the date may stand. */
const belowStandfirst = 4;

function inBody(item: Item, index: number, meta: Draft): BlockKind {
  const { line } = item;
  if (index > 0 && index <= belowStandfirst && !isEnded(line)) {
    const { dateline } = item;
    const byline = dateline ? null : item.byline;
    if (dateline) takeDateline(dateline, meta);
    if (byline) takeByline(line, byline, meta);
    if (dateline || byline) return dateline ? 'dateline' : 'byline';
  }
  if (item.piece.bullet) return 'list';
  if (captionStart.test(line) && line.length <= 300) return 'caption';
  return 'paragraph';
}

/** Short lines between paragraphs that no full stop ends and no quotation opens. */
function subheadings(items: Item[], first: number, last: number): void {
  for (let index = first + 1; index < last; index++) {
    const item = items[index]!;
    if (item.kind !== 'paragraph' || item.piece.known !== null) continue;
    const { line } = item;
    const columns = columnsOf(line, 101);
    if (columns > 100 || isEnded(line) || opensQuote.test(line) || /^\p{Ll}/u.test(line)) continue;
    if (isStamp(line)) item.kind = 'boilerplate';
    else if (credit.test(line)) item.kind = 'caption';
    else if (item.byline) item.kind = 'byline';
    else if (line.split(/\s+/).length <= 14 && !alone(items, index)) item.kind = 'subheading';
  }
}

/** Several short lines in a row are verse, a table or an address, not headings. */
function alone(items: readonly Item[], index: number): boolean {
  const short = (item: Item | undefined) =>
    item !== undefined && item.kind !== 'boilerplate' && columnsOf(item.line, 101) <= 100 && !isEnded(item.line);
  return short(items[index - 1]) || short(items[index + 1]);
}

/** After the last sentence: bylines, tags, and, once something is no part of the article, short lines like it. */
function tail(items: Item[], last: number, meta: Draft): void {
  const zone = items.slice(last + 1);
  if (last < 0) return;
  const introducesList = /[:：]\s*$/.test(items[last]?.line ?? '');
  const bullets = zone.filter(({ piece }) => piece.bullet);
  const headed = zone.slice(0, zone.indexOf(bullets[0]!)).some(({ piece }) => piece.known === 'subheading');
  const tags = !introducesList && !headed && bullets.every(({ line }) => isTag(line));
  let noise = false;
  for (const item of zone) {
    if (item.kind === 'boilerplate') {
      // A rule between two parts of a Markdown text is no sign of where it ends.
      noise ||= item.piece.known === null;
      continue;
    }
    if (item.kind !== null) continue;
    const { line } = item;
    const { byline, dateline } = item;
    const label = labelled.exec(line);
    if (label && line.length <= 300) {
      readLabel(item, label, meta);
      if (item.kind === 'headline') item.kind = 'paragraph';
    } else if (byline) {
      item.kind = 'byline';
      takeByline(line, byline, meta);
    } else if (dateline) {
      item.kind = 'dateline';
      takeDateline(dateline, meta);
    } else if (item.piece.bullet) item.kind = tags || (noise && isTag(line)) ? 'boilerplate' : 'list';
    else if (captionStart.test(line)) item.kind = 'caption';
    else if (noise && columnsOf(line, shortLine + 1) <= shortLine && !opensQuote.test(line) && !isEnded(line))
      item.kind = 'boilerplate';
    else item.kind = 'paragraph';
  }
}

function isTag(line: string): boolean {
  const words = line.replace(/^(?:[•‣⁃▪▫◦●○■□◆◇▶►·・※*+-]|\(?\d{1,2}[.)])\s*/, '').trim();
  return columnsOf(words, 41) <= 40 && words.split(/\s+/).length <= 4 && !isEnded(words) && !opensQuote.test(words);
}

function wire(items: readonly Item[], meta: Draft): void {
  const opening = items.find(({ kind }) => kind === 'paragraph');
  const told = opening && readWireOpening(opening.line);
  if (told) takeDateline(told, meta);
}
