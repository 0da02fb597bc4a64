import { type BlockKind, noMeta } from '#shared/model/article.ts';
import type { MarkedPiece } from '../classify.ts';
import { findDate } from '../dates.ts';
import type { DatabaseArticle, DatabaseExport, MetaDraft, ToldPiece } from './found.ts';
import { copyright, momentOf, readLabel } from './labels.ts';
import { readField } from './lexis.ts';

/*
 * Nexis Uni (and Lexis Advance, Nexis News) opens a download with a cover that lists the articles, puts title, source
 * and day above each, labels, the word “Body”, and closes each with “End of Document”.
 */

const closing =
  /^(?:end of document|ende des dokuments?|fin du document|fin del documento|fine del documento|fim do documento|einde van (?:het )?document)$/i;
const bodyMark = /^(?:body|text|volltext|full text|corps|texte|cuerpo|texto|corpo|testo|hoofdtekst)$/i;
const tailMark =
  /^(?:classification|klassifizierung|klassifikation|clasificación|classificazione|classificação|classificatie|graphic|grafik|notes|notizen|correction)$/i;
const pdfLink = /^(?:link to pdf|link zum pdf-dokument|lien vers le pdf|pdf-datei dieses dokuments)/i;

/** Lines that begin something else, which a wrapped paragraph above must not swallow. */
export const nexisMark = (line: string): boolean =>
  closing.test(line) ||
  bodyMark.test(line) ||
  tailMark.test(line) ||
  /^(?:load-date|length|section|byline)[\s\u00a0]?:/i.test(line);

/** The articles among the pieces if at least one has several of the signs of Nexis Uni's; else null. */
export function findNexisUni(pieces: readonly MarkedPiece[]): DatabaseExport | null {
  const articles: DatabaseArticle[] = [];
  let from = 0;
  for (const [at, { words }] of pieces.entries()) {
    if (words.length > 40 || !closing.test(words)) continue;
    const article = articleOf(pieces.slice(from, at + 1));
    if (article === null) continue;
    articles.push(article);
    from = at + 1;
  }
  return articles.length === 0 ? null : { database: 'Nexis Uni', articles };
}

/** Lines above the first label that an article can have: title, source, day, edition, copyright, rights. */
const mostAbove = 10;

function articleOf(pieces: readonly MarkedPiece[]): DatabaseArticle | null {
  const labels = pieces.map(({ words }) => readLabel(words));
  const length = labels.findIndex((label) => label?.meaning === 'length' && /\d/.test(label.value));
  const mark = pieces.findIndex(
    ({ words }, at) => at > Math.max(length, 0) && words.length < 20 && bodyMark.test(words),
  );
  const loaded = labels.some((label) => label?.meaning === 'loaded');
  if (length < 0 || (mark < 0 && !loaded)) return null;

  let first = length;
  while (first > 0 && length - first < mostAbove && labels[first - 1] !== null && !/^\d/.test(pieces[first - 1]!.words))
    first--;
  const day = pieces.findLastIndex(
    ({ words }, at) =>
      at < first &&
      at >= first - mostAbove &&
      words.length <= 120 &&
      !copyright.test(words) &&
      findDate(words) !== null,
  );
  if (day < 1) return null;

  const meta: MetaDraft = { ...noMeta, published: momentOf(pieces[day]!.words), outlet: pieces[day - 1]!.words };
  const own: ToldPiece[] = [];
  const title = headlineAbove(pieces, day - 1);
  if (title >= 0) {
    meta.title = pieces[title]!.words.replace(/\s+/g, ' ');
    own.push({ piece: pieces[title]!, kind: 'headline' });
  }
  own.push({ piece: pieces[day - 1]!, kind: 'dateline' }, { piece: pieces[day]!, kind: 'dateline' });
  const body = mark >= 0 ? mark : lastHeadLabel(labels, length);
  let part: 'text' | 'graphic' | 'tail' = 'text';
  for (let at = day + 1; at < pieces.length; at++) {
    const piece = pieces[at]!;
    const { words } = piece;
    const label = labels[at];
    let kind: BlockKind | null = null;
    if (at <= body) {
      if (label) kind = readField(label.meaning, label.value, meta);
      else
        kind =
          copyright.test(words) || words.length > 60 || bodyMark.test(words) || pdfLink.test(words)
            ? 'boilerplate'
            : 'dateline';
    } else {
      const heading = words.length < 25 && tailMark.test(words);
      if (heading) part = /^gra/i.test(words) ? 'graphic' : 'tail';
      const furniture =
        label?.meaning === 'loaded' ||
        (part !== 'text' && (label?.meaning === 'furniture' || label?.meaning === 'language'));
      if (furniture) part = 'tail';
      if (furniture && label) kind = readField(label.meaning, label.value, meta);
      else if (heading || part === 'tail' || at === pieces.length - 1 || pdfLink.test(words)) kind = 'boilerplate';
      else if (part === 'graphic') kind = 'caption';
    }
    own.push({ piece, kind });
  }
  return { number: null, pieces: own, meta };
}

/** The piece above the source; what stands above a first article's title is the cover. */
function headlineAbove(pieces: readonly MarkedPiece[], source: number): number {
  for (let at = source - 1; at >= Math.max(0, source - 3); at--) {
    const { known } = pieces[at]!;
    if (known === 'headline' || known === 'subheading') return at;
  }
  return source - 1;
}

/** Without the word “Body” the text begins after the labels that follow the length. */
function lastHeadLabel(labels: readonly ReturnType<typeof readLabel>[], length: number): number {
  let last = length;
  while (labels[last + 1] && labels[last + 1]!.meaning !== 'loaded') last++;
  return last;
}
