import type { Edit } from '#shared/changes/change.ts';
import { added, changed } from '#shared/changes/edits.ts';
import type { ArticleText } from '#shared/contract/contract.ts';
import type { Article } from '#shared/model/article.ts';
import type { Range } from '#shared/model/range.ts';
import type { Reading } from '#shared/model/reading.ts';
import type { Span } from '#shared/model/span.ts';
import { anchor } from '#shared/text/anchoring.ts';
import { likelyPlace } from '#shared/text/likely-place.ts';
import { spanAt } from '#shared/text/place-span.ts';
import type { Stretch } from '#shared/text/word-diff.ts';
import { beginArticle, mostAtOnce } from './gestures.ts';
import { newId } from './ids.ts';

/*
 * What becomes of marks when the text under them changes, or when they are taken over to a text that is nearly the same:
 * found again, and confirmed by a person.
 */

/** A mark that a person should look at, and where its words stand in the text as it is now. */
export type ToLookAt = { readonly span: Span } & (
  | { readonly how: 'exact' | 'moved' | 'carried'; readonly place: Range }
  /** Its words are gone; `likely` is where they probably stand now. */
  | { readonly how: 'orphan'; readonly place: null; readonly likely: Range | null }
);

type Text = Pick<ArticleText, 'text' | 'textSha256'>;

/** Whether a person has yet to confirm where a mark stands in this text. */
export const isToLookAt = (span: Pick<Span, 'textSha256' | 'look'>, { textSha256 }: Text): boolean =>
  span.textSha256 !== textSha256 || (span.look ?? null) !== null;

/**
 * Of an annotator's marks in one article those that have to be looked at, in the order given. `diff` is what was done to
 * the text since; null: the earlier text is not known.
 */
export function marksToLookAt(spans: readonly Span[], article: Text, diff: readonly Stretch[] | null): ToLookAt[] {
  return spans.flatMap((span): ToLookAt[] => {
    if (!isToLookAt(span, article)) return [];
    const found = anchor(article.text, span);
    if (found.how === 'orphan')
      return [{ span, how: 'orphan', place: null, likely: likelyPlace(article.text, span, diff) }];
    const { start, end } = found;
    return [{ span, how: span.look ? 'carried' : found.how, place: { start, end } }];
  });
}

/** Confirms that a mark stands where its words were found, or at another place of this text; what it points to goes along. */
export function confirmMark(span: Span, article: Text, place: Range, at: string): Edit[] {
  const { start, end, quote, textSha256, mention, cue, suggested } = spanAt(
    span,
    article.text,
    article.textSha256,
    place,
  ).span;
  const fields = { start, end, quote, textSha256, mention, cue, ...(suggested ? { suggested } : {}), look: null };
  const edit = changed('span', span, { ...fields, updatedAt: at });
  return edit === undefined ? [] : [edit];
}

/** Confirms all marks whose words were found, in portions that each are one change. */
export function confirmFound(marks: readonly ToLookAt[], article: Text, at: string): Edit[][] {
  const found = marks.flatMap((one) => (one.place === null ? [] : confirmMark(one.span, article, one.place, at)));
  const portions: Edit[][] = [];
  for (let from = 0; from < found.length; from += mostAtOnce) portions.push(found.slice(from, from + mostAtOnce));
  return portions;
}

export interface CarryOptions {
  /** The marks of one annotator in another article. */
  spans: readonly Span[];
  /** The marks that the annotator has here already: what stands at the same words in the same layer is not carried twice. */
  there: readonly Span[];
  article: ArticleText;
  path: string;
  binding: Article | null | undefined;
  reading: Reading | null | undefined;
  annotator: string;
  at: string;
}

/**
 * Takes marks over to an article with nearly the same text, each to the words where it stands there, to be looked at;
 * those whose words are not there, or not clearly in one place, are left. The marks they were made from stay.
 */
export function carryMarks(options: CarryOptions): { edits: Edit[][]; carried: number; left: Span[] } {
  const { article, at, annotator } = options;
  const taken = new Set(options.there.map(({ layer, start, end }) => `${layer} ${start} ${end}`));
  const left: Span[] = [];
  const carried: Edit[] = [];
  for (const span of options.spans) {
    const found = anchor(article.text, span);
    if (found.how === 'orphan') {
      left.push(span);
      continue;
    }
    const key = `${span.layer} ${found.start} ${found.end}`;
    if (taken.has(key)) continue;
    taken.add(key);
    const { suggested: _, basedOn: __, ...copied } = spanAt(span, article.text, article.textSha256, found).span;
    carried.push(
      added('span', {
        ...copied,
        id: newId('s'),
        article: article.id,
        annotator,
        origin: 'manual',
        status: 'draft',
        look: 'carried',
        createdAt: at,
        updatedAt: at,
      }),
    );
  }
  if (carried.length === 0) return { edits: [], carried: 0, left };
  const { id, sourceSha256, textSha256, meta, text } = article;
  const bound = { id, path: options.path, sourceSha256, textSha256, length: text.length, title: meta.title };
  const portions: Edit[][] = [beginArticle(bound, options)];
  for (let from = 0; from < carried.length; from += mostAtOnce) portions.push(carried.slice(from, from + mostAtOnce));
  return { edits: portions.filter((edits) => edits.length > 0), carried: carried.length, left };
}
