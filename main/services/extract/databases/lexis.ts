import { type BlockKind, noMeta } from '#shared/model/article.ts';
import type { MarkedPiece } from '../classify.ts';
import { webAddress } from '../classify.ts';
import { findDate } from '../dates.ts';
import type { DatabaseArticle, DatabaseExport, MetaDraft } from './found.ts';
import { copyright, type LabelMeaning, languageNamed, momentOf, readLabel, sectionAndPage, writer } from './labels.ts';

/*
 * LexisNexis Academic numbers its articles (`3 of 250 DOCUMENTS`) and puts labels in capitals around their text. The
 * copyright stands above the source in older exports, below the text in newer ones.
 */

const opening =
  /^(?:(\d{1,6}) (?:of|von|de|di|van|sur) (\d{1,6}) (?:documents?|dokumente?n?|documentos?|documenti)|(?:document|dokument|documento|documento n°) (\d{1,6}) (?:of|von|de|di|van|sur) (\d{1,6}))$/i;

const capitals = /^[\p{Lu}\s-]{2,25}[\s\u00a0]?[:：]/u;
/** Lines that begin something else, which a wrapped paragraph above must not swallow. */
export const lexisMark = (line: string): boolean =>
  opening.test(line) || (capitals.test(line) && readLabel(line) !== null) || /^copyright \d{4}\b/i.test(line);

/** The articles among the pieces if they are counted as LexisNexis does and at least one has its labels; else null. */
export function findLexis(text: string, pieces: readonly MarkedPiece[]): DatabaseExport | null {
  const starts = [...pieces.keys()].filter((at) => pieces[at]!.words.length < 60 && opening.test(pieces[at]!.words));
  const counted = inOneCount(starts, pieces);
  const articles = counted.flatMap((start, index) => {
    const article = articleOf(text, pieces.slice(start, counted[index + 1] ?? pieces.length));
    return article === null ? [] : [article];
  });
  return articles.length === 0 ? null : { database: 'LexisNexis', articles };
}

/** Openings whose numbers rise; an article that quotes such a line does not count on. */
function inOneCount(starts: readonly number[], pieces: readonly MarkedPiece[]): number[] {
  let before = 0;
  return starts.filter((at) => {
    const [, k, n, l, m] = opening.exec(pieces[at]!.words) ?? [];
    const [number, all] = [Number(k ?? l), Number(n ?? m)];
    if (number < 1 || number > all || number <= before) return false;
    before = number;
    return true;
  });
}

const tail = new Set<LabelMeaning>(['language', 'loaded', 'graphic', 'furniture', 'url']);

function articleOf(text: string, pieces: readonly MarkedPiece[]): DatabaseArticle | null {
  const labels = pieces.map(({ words }) => (capitals.test(words) ? readLabel(words) : null));
  const length = labels.findIndex((label) => label?.meaning === 'length');
  const ends = pieces.some(({ words }, at) => {
    const label = labels[at];
    return (
      label?.meaning === 'loaded' ||
      label?.meaning === 'language' ||
      copyright.test(words) ||
      /^PUBLICATION-TYPE/.test(words)
    );
  });
  if (length < 0 || !ends) return null;

  const meta: MetaDraft = { ...noMeta };
  const kinds: (BlockKind | null)[] = pieces.map(() => null);
  kinds[0] = 'boilerplate';
  /** The text begins after the last label of those that stand together around the length. */
  let body = length + 1;
  for (let at = body; at < Math.min(pieces.length, length + 8); at++) {
    const meaning = labels[at]?.meaning;
    if (meaning === undefined) continue;
    if (tail.has(meaning)) break;
    body = at + 1;
  }
  const firstLabel = labels.findIndex((label, at) => at > 0 && label !== null);
  readHead(text, pieces.slice(1, firstLabel), kinds, meta);
  let ending = false;
  for (const [at, piece] of pieces.entries()) {
    const label = labels[at];
    if (label && (at < body || tail.has(label.meaning))) {
      ending ||= at >= body;
      kinds[at] = readField(label.meaning, label.value, meta);
    } else if (at >= body && copyright.test(piece.words) && piece.words.length < 400) {
      kinds[at] = 'boilerplate';
      ending = true;
    } else if (at > 0 && ending) kinds[at] = 'boilerplate';
    else if (at > length && at < body) kinds[at] = null;
  }
  return { number: null, pieces: pieces.map((piece, at) => ({ piece, kind: kinds[at] ?? null })), meta };
}

/** What stands between the count and the first label: source, day, edition, headline, sometimes the copyright first. */
function readHead(text: string, head: readonly MarkedPiece[], kinds: (BlockKind | null)[], meta: MetaDraft): void {
  let dated = false;
  let rest = false;
  for (const [index, piece] of head.entries()) {
    const { words } = piece;
    const at = index + 1;
    if (copyright.test(words)) kinds[at] = 'boilerplate';
    else if (!dated && words.length <= 80 && findDate(words) !== null && meta.outlet !== null) {
      meta.published = momentOf(words);
      dated = true;
      kinds[at] = 'dateline';
    } else if (!dated) {
      meta.outlet ??= words.replace(/\s+/g, ' ');
      kinds[at] = 'dateline';
    } else if (meta.title === null && isEdition(text, piece, rest)) {
      kinds[at] = 'dateline';
      rest = words.endsWith(';');
    } else {
      kinds[at] = meta.title === null ? 'headline' : 'subheading';
      meta.title ??= words.replace(/\s+/g, ' ');
    }
  }
}

/** An edition stands in the middle of its line as source and day do, or calls itself one. */
function isEdition(text: string, { words, start }: MarkedPiece, goesOn: boolean): boolean {
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const indented = line.trim() === '' && line.length >= 12;
  return (
    indented ||
    goesOn ||
    (words.length <= 60 && (words.endsWith(';') || /\b(?:edition|édition|edición|edizione)\b|ausgabe\b/iu.test(words)))
  );
}

/** Takes in what a label tells, and answers what its line is. */
export function readField(meaning: LabelMeaning, value: string, meta: MetaDraft): BlockKind {
  switch (meaning) {
    case 'byline':
      meta.byline ??= writer(value);
      return 'byline';
    case 'headline':
      meta.title ??= value.replace(/\s+/g, ' ') || null;
      return 'headline';
    case 'section': {
      const { section, page } = sectionAndPage(value);
      meta.section ??= section;
      meta.page ??= page;
      return 'section';
    }
    case 'page':
      meta.page ??= value || null;
      return 'dateline';
    case 'outlet':
      meta.outlet ??= value || null;
      return 'dateline';
    case 'published':
      meta.published ??= momentOf(value);
      return 'dateline';
    case 'language':
      meta.language ??= languageNamed(value.replace(/\s*;.*$/, ''));
      return 'boilerplate';
    case 'url':
      meta.url ??= webAddress(value);
      return 'boilerplate';
    case 'dateline':
      return 'dateline';
    case 'highlight':
      return 'subheading';
    case 'graphic':
      return 'caption';
    default:
      return 'boilerplate';
  }
}
