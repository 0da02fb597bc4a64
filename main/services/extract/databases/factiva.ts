import { type BlockKind, noMeta } from '#shared/model/article.ts';
import type { MarkedPiece } from '../classify.ts';
import { webAddress } from '../classify.ts';
import { readByline } from '../datelines.ts';
import { findDate } from '../dates.ts';
import type { DatabaseArticle, DatabaseExport, MetaDraft, ToldPiece } from './found.ts';
import { copyright, languageNamed, momentOf, timeOf, wordCount, writer } from './labels.ts';

/*
 * Factiva ends every article with its accession number: eight characters for the source, the day, nine more. Before it
 * stand either fields under two-letter codes (“Full Article plus Indexing”) or the headline, the number of words, the
 * day, the source, its code, the language and the copyright on lines of their own (“Full Article/Report”).
 */

const accession = /^(?:AN\s+)?(?:\p{L}{2,12}\.?[\s\u00a0:：]+)?([A-Za-z][A-Za-z\d]{7}(?:19|20)\d{6}[A-Za-z\d]{9})$/u;

/** The fields in the order in which Factiva gives them. */
const codes = 'CLM SE HD BY CR WC PD ET SN SC ED PG VOL LA CY CX LP TD ART RF CT CO IN NS RE IPC IPD PUB AN'.split(' ');
const orderOf = new Map(codes.map((code, order) => [code, order]));
const lead = orderOf.get('LP')!;
const field = new RegExp(String.raw`^(${codes.join('|')})(?:$|(\t| {2,}|\n| |\u00a0+)\s*)`);
/** A code and what it is called, as subjects and places are listed. */
const coded = /^[a-z\d]{2,10}\s?:\s?\S/i;

/** Lines that begin something else, which a wrapped paragraph above must not swallow. */
export const factivaMark = (line: string): boolean =>
  wordCount.test(line) || accession.test(line) || /^(?:[A-Z]{2}|CLM|VOL|ART|IP[CD]|PUB)(?:$|\t| {2,})/.test(line);

/** The articles among the pieces if at least one has several of the signs of Factiva's; null otherwise. */
export function findFactiva(pieces: readonly MarkedPiece[]): DatabaseExport | null {
  const articles: DatabaseArticle[] = [];
  let from = 0;
  for (const [at, { words }] of pieces.entries()) {
    if (words.length > 60 || !accession.test(words)) continue;
    const own = pieces.slice(from, at + 1);
    const article = byFields(own) ?? byLines(own);
    if (article === null) continue;
    articles.push(article);
    from = at + 1;
  }
  return articles.length === 0 ? null : { database: 'Factiva', articles };
}

/** The article's fields where they have codes. */
function byFields(pieces: readonly MarkedPiece[]): DatabaseArticle | null {
  const meta: MetaDraft = { ...noMeta };
  const found: ToldPiece[] = [];
  const seen = new Set<string>();
  let current = '';
  let number: string | null = null;
  let time: string | null = null;
  for (const piece of pieces) {
    const mark = markOf(piece, current);
    if (mark !== null) {
      current = mark.code;
      seen.add(current);
      found.push({ piece: mark.label, kind: 'boilerplate' });
    } else if (current === '') continue;
    const value = mark === null ? piece : mark.value;
    if (value === null) continue;
    found.push({ piece: value, kind: kindOf(current) });
    const { words } = value;
    if (current === 'HD') meta.title = meta.title === null ? words : `${meta.title} ${words}`;
    else if (current === 'BY') meta.byline ??= writer(words);
    else if (current === 'PD') meta.published ??= findDate(words)?.iso ?? null;
    else if (current === 'ET') time ??= timeOf(words);
    else if (current === 'SN') meta.outlet ??= words;
    else if (current === 'PG') meta.page ??= words;
    else if (current === 'SE' || current === 'CLM') meta.section ??= words;
    else if (current === 'LA') meta.language ??= languageNamed(words);
    else if (current === 'AN') number ??= accession.exec(words)?.[1] ?? null;
  }
  if (meta.title !== null) meta.title = meta.title.replace(/\s+/g, ' ');
  if (meta.published !== null && time !== null) meta.published += `T${time}`;
  const signs = ['WC', 'PD', 'SN', 'SC', 'LA', 'LP', 'TD'].filter((code) => seen.has(code));
  if (!seen.has('HD') || !seen.has('AN') || signs.length < 3) return null;
  return { number, pieces: found, meta };
}

/** The code that a piece begins with, as a piece of its own, and what stands after it. */
function markOf(
  piece: MarkedPiece,
  current: string,
): { code: string; label: MarkedPiece; value: MarkedPiece | null } | null {
  const found = field.exec(piece.words);
  if (found === null) return null;
  const [whole, code = '', blank] = found;
  if ((orderOf.get(code) ?? 0) <= (orderOf.get(current) ?? -1)) return null;
  // “IN Berlin …” and “SE Asia …” begin sentences as well.
  const value = piece.words.slice(whole.length);
  if (
    blank === ' ' &&
    (orderOf.get(current) ?? -1) >= lead &&
    !coded.test(value) &&
    !(code === 'AN' && accession.test(value))
  )
    return null;
  const start = piece.start + whole.length;
  return {
    code,
    label: { ...piece, end: piece.start + code.length, words: code, bullet: false },
    value: value === '' ? null : { ...piece, start, words: value, bullet: false },
  };
}

function kindOf(code: string): BlockKind | null {
  if (code === 'HD') return 'headline';
  if (code === 'BY') return 'byline';
  if (code === 'SE' || code === 'CLM') return 'section';
  if (code === 'LP' || code === 'TD' || code === 'CX') return null;
  if (code === 'ART') return 'caption';
  return /^(?:PD|ET|SN|ED|PG)$/.test(code) ? 'dateline' : 'boilerplate';
}

/** No more lines than this stand above the number of words, or between that and the text. */
const mostAbove = 5;
const mostBelow = 11;

/** The article's fields where they have places. */
function byLines(pieces: readonly MarkedPiece[]): DatabaseArticle | null {
  const number = accession.exec(pieces.at(-1)?.words ?? '')?.[1] ?? null;
  const count = pieces.findIndex(({ words }) => words.length < 40 && wordCount.test(words));
  if (count < 1) return null;
  const meta: MetaDraft = { ...noMeta };
  const below = headBelow(pieces.slice(count + 1, -1), number ?? '', meta);
  if (meta.published === null || meta.outlet === null) return null;

  const above = headAbove(pieces.slice(Math.max(0, count - mostAbove), count), meta);
  const found = [
    ...above,
    { piece: pieces[count]!, kind: 'boilerplate' as const },
    ...below,
    ...pieces.slice(count + 1 + below.length, -1).map((piece) => ({ piece, kind: null })),
    { piece: pieces.at(-1)!, kind: 'boilerplate' as const },
  ];
  return { number, pieces: found, meta };
}

/** Section, headline, writer and credit; what stands above them belongs to a cover or a list of contents. */
function headAbove(pieces: readonly MarkedPiece[], meta: MetaDraft): ToldPiece[] {
  const contents = pieces.findLastIndex(({ words }) =>
    /(?:\.{3,}|…|\t)\s*\d{1,4}$|^(?:page|seite) \d+ (?:of|von) \d+|^(?:table of )?contents$|^inhalt(?:sverzeichnis)?$|factiva/i.test(
      words,
    ),
  );
  const own = pieces.slice(contents + 1);
  const styled = own.findLastIndex(({ known }) => known === 'headline' || known === 'subheading');
  const named = own.findLastIndex(
    ({ words }, at) => at > 0 && (/^(?:by|von|par|por) /i.test(words) || readByline(words) !== null),
  );
  const last = own.length - 1;
  let headline = styled >= 0 ? styled : named > 0 ? named - 1 : last;
  // Two lines are a section and a headline, or a headline and a writer's name: the shorter tells which.
  if (
    styled < 0 &&
    named < 0 &&
    last >= 1 &&
    isName(own[last]!.words) &&
    own[last - 1]!.words.length > own[last]!.words.length
  )
    headline = last - 1;
  meta.title = own[headline]!.words.replace(/\s+/g, ' ');
  const sectioned = headline > 0 && own[headline - 1]!.words.length <= 60;
  if (sectioned) meta.section = own[headline - 1]!.words;
  if (headline < last) meta.byline = writer(own[headline + 1]!.words);
  return own.slice(sectioned ? headline - 1 : headline).map((piece, at) => {
    const place = at - (sectioned ? 1 : 0);
    const kind = place < 0 ? 'section' : place === 0 ? 'headline' : place === 1 ? 'byline' : 'boilerplate';
    return { piece, kind };
  });
}

const isName = (words: string) =>
  words.length <= 60 &&
  /^\p{Lu}[\p{L}\p{M}'’.-]*(?: (?:\p{Lu}[\p{L}\p{M}'’.-]*|de|van|von|der|al|bin|and|und|et|y)){1,5}$/u.test(words);

/** Day, time, source, its code, edition, page, language, copyright. */
function headBelow(pieces: readonly MarkedPiece[], number: string, meta: MetaDraft): ToldPiece[] {
  const near = pieces.slice(0, mostBelow);
  const language = near.findIndex(
    ({ words }) => words.length < 40 && /\p{L}{4}|語|语|文|어/u.test(words) && languageNamed(words) !== null,
  );
  const rights = near.findIndex(({ words }) => words.length < 400 && copyright.test(words));
  const last = Math.max(language, rights);
  // Of a source without either line the code ends the head.
  const code = near.findIndex(({ words }) => isCode(words, number));
  const told = near.slice(0, (last >= 0 ? last : code) + 1).map((piece, at): ToldPiece => {
    const { words } = piece;
    if (at === language) {
      meta.language = languageNamed(words);
      return { piece, kind: 'boilerplate' };
    }
    if (copyright.test(words) || isCode(words, number)) return { piece, kind: 'boilerplate' };
    if (meta.published === null && words.length <= 80 && findDate(words) !== null) {
      meta.published = momentOf(words);
      return { piece, kind: 'dateline' };
    }
    const time = /^\d{1,2}[:.]\d{2}/.test(words) && words.length <= 20 ? timeOf(words) : null;
    if (time !== null) {
      if (meta.published !== null && !meta.published.includes('T')) meta.published += `T${time}`;
    } else if (meta.outlet === null && meta.published !== null) meta.outlet = words;
    else if (meta.page === null && /^(?:[A-Z]{0,3}\d{1,4}(?:[-–,;/ ]+[A-Z]{0,3}\d{1,4})*)$/.test(words))
      meta.page = words;
    else if (webAddress(words) !== null) meta.url ??= webAddress(words);
    return { piece, kind: 'dateline' };
  });
  // “All rights reserved.” may be a line of its own.
  for (let at = told.length; last >= 0 && at < near.length && near[at]!.words.length < 200; at++) {
    if (!copyright.test(near[at]!.words)) break;
    told.push({ piece: near[at]!, kind: 'boilerplate' });
  }
  return told;
}

/** A source's code is what its accession numbers begin with. */
const isCode = (words: string, number: string) =>
  /^[A-Z\d]{2,8}$/i.test(words) && number.toLowerCase().startsWith(words.toLowerCase());
