import type { Block, BlockKind } from '#shared/model/article.ts';
import { classify, type MarkedPiece } from '../classify.ts';
import type { Piece } from '../format.ts';
import { piecesOf } from '../lines.ts';
import { factivaMark, findFactiva } from './factiva.ts';
import type { DatabaseArticle, DatabaseExport, ToldPiece } from './found.ts';
import { findLexis, lexisMark } from './lexis.ts';
import { findNexisUni, nexisMark } from './nexis-uni.ts';

/** What every sign has in it, found much quicker: nearly all texts have none of it. */
const someWord = /do[ck]ument|(?:19|20)\d{6}[a-z\d]{9}/i;
/** What no text without any of it is taken for an export; a look that costs little. */
const anySign =
  /(?:end of document|ende des dokuments?|fin du document|fin del documento|fine del documento|fim do documento|einde van (?:het )?document)\s*$|\d (?:of|von|de|di|van|sur) \d+ do[ck]ument|do[ck]umento? \d+ (?:of|von|de|di|van|sur) \d|[a-z\d]{8}(?:19|20)\d{6}[a-z\d]{9}\s*$/im;

/**
 * The articles of a text that a news database exported (Factiva, LexisNexis, Nexis Uni), one after the other with their
 * fields; null for any other text. Several signs must come together, since articles may quote one. `pieces` gives the
 * text's paragraphs; `wrapped` says that they are guessed from its lines. Each article's text is the export's own from its first line to its last, with nothing taken out.
 */
export function readDatabase(
  text: string,
  pieces: () => readonly MarkedPiece[],
  notices: readonly string[],
  wrapped = false,
): Generator<Piece> | null {
  if (!someWord.test(text) || !anySign.test(text)) return null;
  const apart = pieces().flatMap((piece) => atMarks(text, piece));
  const found = [findFactiva(apart), findLexis(text, apart), findNexisUni(apart)]
    .filter((each) => each !== null)
    .sort((a, b) => b.articles.length - a.articles.length)[0];
  if (found === undefined) return null;
  return give(text, apart, wrapped ? joined(text, found) : found, notices);
}

function* give(
  text: string,
  pieces: readonly MarkedPiece[],
  { database, articles }: DatabaseExport,
  notices: readonly string[],
): Generator<Piece> {
  const first = articles[0]!.pieces[0]!.piece.start;
  const last = articles.at(-1)!.pieces.at(-1)!.piece.end;
  const many = articles.length > 1;
  const around = [
    `The file is an export of ${database}${many ? ` with ${articles.length.toLocaleString('en')} articles` : ''}.`,
    ...leftOut(pieces.filter(({ start }) => start < first).length, 'before the first article'),
    ...leftOut(pieces.filter(({ start }) => start >= last).length, 'after the last article'),
  ];
  const names = new Set<string>();
  for (const [index, article] of articles.entries()) {
    const own = read(text, article);
    yield {
      ...own,
      part: many ? nameOf(article, index, names) : null,
      source: many ? own.text : null,
      notices: index === 0 ? [...notices, ...around] : notices,
    };
  }
}

function leftOut(paragraphs: number, where: string): string[] {
  if (paragraphs === 0) return [];
  return [
    `What stands ${where} is left out: ${paragraphs === 1 ? 'a paragraph' : `${paragraphs.toLocaleString('en')} paragraphs`} of the export’s own.`,
  ];
}

/** The database's number for the article; a second one of the same is told by its place. */
function nameOf({ number }: DatabaseArticle, index: number, names: Set<string>): string {
  const name = number !== null && !names.has(number) ? number : String(index + 1);
  names.add(name);
  return name;
}

function read(text: string, { pieces, meta }: DatabaseArticle): Omit<Piece, 'part' | 'source' | 'notices'> {
  const start = pieces[0]!.piece.start;
  const own = text.slice(start, pieces.at(-1)!.piece.end);
  const kinds = kindsOf(pieces);
  const blocks = pieces.map(
    ({ piece }, at): Block => ({ start: piece.start - start, end: piece.end - start, kind: kinds.kinds[at]! }),
  );
  return { text: own, blocks, meta: { ...meta, byline: meta.byline ?? kinds.byline } };
}

/** Paragraphs of the text itself are told apart by their looks, as in any article, under the headline that is known. */
function kindsOf(pieces: DatabaseArticle['pieces']): { kinds: BlockKind[]; byline: string | null } {
  const open = pieces.filter(({ kind }) => kind === null);
  const headline = pieces.find(({ kind }) => kind === 'headline');
  const marked = [...(headline ? [headline] : []), ...open].map(({ piece, kind }) => ({ ...piece, known: kind }));
  const { blocks, meta } = classify(marked);
  const rest = blocks.slice(headline ? 1 : 0).map(({ kind }) => kind);
  const kinds = pieces.map(({ kind }) => kind ?? rest.shift() ?? 'paragraph');
  return { kinds, byline: meta.byline };
}

/**
 * The articles with their lines put together to paragraphs anew: at what width they were wrapped is told by those of the
 * texts alone, among which no labels stand.
 */
function joined(text: string, { database, articles }: DatabaseExport): DatabaseExport {
  const open = articles.flatMap(({ pieces }) => pieces.filter(({ kind }) => kind === null).map(({ piece }) => piece));
  const kept: string[] = [];
  let at = 0;
  const blank = (until: number) => kept.push(text.slice(at, until).replace(/[^\n]/g, ' '));
  for (const { start, end } of open) {
    blank(start);
    kept.push(text.slice(start, end));
    at = end;
  }
  blank(text.length);
  const paragraphs = piecesOf(kept.join(''));
  let next = 0;
  return {
    database,
    articles: articles.map((article) => ({
      ...article,
      pieces: article.pieces.flatMap(({ piece, kind }): ToldPiece[] => {
        if (kind !== null) return [{ piece, kind }];
        const own: ToldPiece[] = [];
        for (; next < paragraphs.length && paragraphs[next]!.start < piece.end; next++) {
          const { start, end, bullet } = paragraphs[next]!;
          own.push({ piece: { start, end, bullet, known: null, words: text.slice(start, end) }, kind: null });
        }
        return own;
      }),
    })),
  };
}

const isMark = (line: string) => line.length < 400 && (factivaMark(line) || lexisMark(line) || nexisMark(line));

/** A piece in parts where a line in it begins something else: what wraps lines need not part them by empty ones. */
function atMarks(text: string, piece: MarkedPiece): MarkedPiece[] {
  if (!piece.words.includes('\n')) return [piece];
  const cuts: number[] = [];
  let afterMark = false;
  for (const line of text.slice(piece.start, piece.end).matchAll(/[^\n]+/g)) {
    const words = line[0].trim();
    if (words === '') continue;
    const mark = isMark(words);
    if (mark || afterMark) cuts.push(piece.start + line.index);
    // A label's value may go on below it; a count, a day's or an end mark's line may not.
    afterMark = mark && words.length < 40;
  }
  return [piece.start, ...cuts.filter((at) => at > piece.start), piece.end].flatMap((start, index, edges) => {
    const end = edges[index + 1];
    if (end === undefined) return [];
    const raw = text.slice(start, end);
    const words = raw.trim();
    if (words === '') return [];
    const from = start + raw.length - raw.trimStart().length;
    return [{ ...piece, start: from, end: from + words.length, words }];
  });
}
