import type { Edit } from '#shared/changes/change.ts';
import { added, changed, removed } from '#shared/changes/edits.ts';
import type { ArticleText } from '#shared/contract/contract.ts';
import type { Article } from '#shared/model/article.ts';
import type { Decision, Verdict } from '#shared/model/decision.ts';
import type { Mention } from '#shared/model/range.ts';
import { type Reading, type ReadingStatus, readingId } from '#shared/model/reading.ts';
import type { Settlement } from '#shared/model/settlement.ts';
import type { Span } from '#shared/model/span.ts';
import type { Case, Sided } from '#shared/review/case.ts';
import { judgedOf } from '#shared/review/deciding.ts';
import { orphanMatter } from '#shared/review/matters.ts';
import { fieldsThatDiffer } from '#shared/review/same.ts';
import { quoteOf } from '#shared/text/quote.ts';
import { deleteSpan, mostAtOnce, moveSpan } from './gestures.ts';
import { newId } from './ids.ts';

/*
 * What a reviewer does, as edits of records, like `gestures.ts`. `at` is the time in ISO 8601; an empty list means that
 * nothing would change.
 */

/** What an adjudicator may make of a span; `start` and `end` are UTF-16 code units into the current text. */
export type Merged = Partial<
  Pick<
    Span,
    'start' | 'end' | 'layer' | 'speaker' | 'mention' | 'cue' | 'mode' | 'stances' | 'attributes' | 'labels' | 'note'
  >
>;

export interface DecideOptions {
  case: Pick<Case, 'article' | 'spans'>;
  verdict: Verdict;
  /** For `take`: the ids of the spans that stand; those that say the same stand with them. */
  taken?: readonly string[];
  /** For `merge`: in what the result differs from what the sides marked. */
  merged?: Merged;
  /** Why; must be given for `none`. */
  reason?: string | null;
  /** The annotator who decides. */
  adjudicator: string;
  at: string;
  /** The article's text as it is now; null: it is not there, and spans stand where they were marked. */
  text: ArticleText | null;
  /** The article's path and its binding as they are now; left out: the article is bound. */
  bound?: { path: string; binding: Article | null | undefined };
  /** The decision that held until now, and its adjudicated spans: what is decided anew does not stand twice. */
  earlier?: Decision | null | undefined;
  earlierSpans?: readonly Span[];
}

/**
 * Decides a case: the decision with what was judged, and the adjudicated spans that stand from now on; an earlier
 * decision goes with its spans. Nobody's own spans are touched.
 * @throws RangeError when nothing of the case is taken, nothing was said for `none`, or a place is not in the text
 */
export function decide(options: DecideOptions): { decision: Decision; spans: Span[]; edits: Edit[] } {
  const { verdict, adjudicator, at, text, bound, earlier, earlierSpans = [] } = options;
  const { article, spans: sided } = options.case;
  const reason = options.reason?.trim() || null;
  if (verdict === 'none' && reason === null) throw new RangeError('A decision for none of the marks needs a reason');
  const taken = verdict === 'take' ? takenOf(sided, options.taken ?? []) : [];
  const spans = (verdict === 'take' ? distinct(taken) : verdict === 'merge' ? [mergedOf(options)] : []).map((one) =>
    adjudicatedOf(one, options),
  );
  const decision: Decision = {
    id: newId('d'),
    article,
    verdict,
    judged: sided.map(judgedOf),
    taken: taken.map(({ span }) => span.id),
    spans: spans.map(({ id }) => id),
    reason,
    adjudicator,
    at,
  };
  return {
    decision,
    spans,
    edits: [
      ...(earlier ? [removed('decision', earlier), ...earlierSpans.map((span) => removed('span', span))] : []),
      ...(text !== null && bound !== undefined && spans.length > 0 ? bind(text, bound) : []),
      ...spans.map((span) => added('span', span)),
      added('decision', decision),
    ],
  };
}

/** Of cases that are decided at once each has two records, its decision and what stands: see `mostAtOnce`. */
export const casesAtOnce = mostAtOnce / 2;

/**
 * Takes cases in which all sides say the same, in portions that each are one change; to be committed in one gesture, so
 * that they are undone together. A case that was decided before must be decided by `decide`.
 */
export function decideAgreed(options: {
  cases: readonly Pick<Case, 'article' | 'spans'>[];
  adjudicator: string;
  at: string;
  /** The articles' texts as they are now, as far as they are there. */
  textOf: (article: string) => ArticleText | null;
}): Edit[][] {
  const { cases, adjudicator, at, textOf } = options;
  const portions: Edit[][] = [];
  for (let from = 0; from < cases.length; from += casesAtOnce) {
    portions.push(
      cases.slice(from, from + casesAtOnce).flatMap((one) => {
        const taken = one.spans.slice(0, 1).map(({ span }) => span.id);
        return decide({ case: one, verdict: 'take', taken, adjudicator, at, text: textOf(one.article) }).edits;
      }),
    );
  }
  return portions;
}

/** Takes a decision back: its case is open again. */
export const withdrawDecision = (decision: Decision, spans: readonly Span[]): Edit[] => [
  removed('decision', decision),
  ...spans.filter(({ id }) => decision.spans.includes(id)).map((span) => removed('span', span)),
];

function takenOf(sided: readonly Sided[], ids: readonly string[]): Sided[] {
  const chosen = sided.filter(({ span }) => ids.includes(span.id));
  if (chosen.length === 0 || chosen.length < new Set(ids).size)
    throw new RangeError('A mark that is taken must be of the case');
  return sided.filter(({ span }) => chosen.some((one) => fieldsThatDiffer(one.span, span).length === 0));
}

const distinct = (sided: readonly Sided[]): Sided[] =>
  sided.filter(({ span }, i) => sided.findIndex((other) => fieldsThatDiffer(other.span, span).length === 0) === i);

/** A span to stand, at its place in the text that the case was compared in. */
type Standing = Pick<Sided, 'span' | 'start' | 'end'>;

/**
 * What the sides marked, with the adjudicator's changes. Whatever is not compared comes from the first side that named
 * the same speaker, because it belongs to the speaker: the words that name them and those that introduce the statement.
 */
function mergedOf({ case: { spans: sided }, merged = {}, text }: DecideOptions): Standing {
  const { start, end, ...fields } = merged;
  const like = sided.find(({ span }) => span.speaker === merged.speaker) ?? sided[0]!;
  const named = merged.speaker === undefined || like.span.speaker === merged.speaker;
  const span: Span = {
    ...like.span,
    ...(named ? {} : { mention: null, cue: null }),
    note: null,
    confidence: null,
    ...fields,
  };
  const place = { start: start ?? like.start, end: end ?? like.end };
  if (place.start === like.start && place.end === like.end) return { span, ...place };
  if (text === null) throw new RangeError('Boundaries can only be changed in a text that is there');
  if (place.end <= place.start) throw new RangeError('A mark needs at least one character');
  const moved = { ...placedIn(text, like), ...place, quote: quoteOf(text.text, place), textSha256: text.textSha256 };
  return { span: { ...span, ...moved, ...fields }, ...place };
}

function adjudicatedOf(one: Standing, { case: { spans: sided }, adjudicator, at, text }: DecideOptions): Span {
  const { suggested: _, ...copied } = one.span;
  return {
    ...copied,
    ...(text === null ? {} : placedIn(text, one)),
    id: newId('s'),
    annotator: adjudicator,
    origin: 'adjudicated',
    basedOn: sided.map(({ span }) => span.id),
    status: 'done',
    createdAt: at,
    updatedAt: at,
  };
}

/** The fields of a span that say where it stands, for the current text; none where its words are not at that place. */
function placedIn({ text, textSha256 }: ArticleText, { span, start, end }: Standing): Partial<Span> {
  if (text.slice(start, end) !== span.quote.exact || span.textSha256 === textSha256) return {};
  const shift = start - span.start;
  const follow = (mention: Mention | null): Mention | null =>
    mention !== null && text.slice(mention.start + shift, mention.end + shift) === mention.text
      ? { ...mention, start: mention.start + shift, end: mention.end + shift }
      : null;
  return {
    start,
    end,
    quote: quoteOf(text, { start, end }),
    textSha256,
    mention: follow(span.mention),
    cue: follow(span.cue),
  };
}

function bind(text: ArticleText, { path, binding }: NonNullable<DecideOptions['bound']>): Edit[] {
  if (binding) return [];
  const { id, sourceSha256, textSha256, meta } = text;
  const { length } = text.text;
  return [added('article', { id, path, sourceSha256, textSha256, length, title: meta.title })];
}

/**
 * Answers a colleague's article: `changes-requested` or `accepted`, or `done` to take the answer back. Who answers is
 * kept with it. The annotator submits by `setReadingStatus`.
 */
export function setReviewStatus(
  reading: Reading | null | undefined,
  to: { article: string; annotator: string; status: ReadingStatus; by: string; at: string },
): Edit[] {
  const { article, annotator, status, by, at } = to;
  if (!reading)
    return [added('reading', { id: readingId(article, annotator), article, annotator, status, by, updatedAt: at })];
  const edit = reading.status === status ? undefined : changed('reading', reading, { status, by, updatedAt: at });
  return edit === undefined ? [] : [edit];
}

/** Notes what somebody chose in a matter, instead of what was chosen before. */
export function settle(settlement: Settlement, before?: Settlement | null): Edit[] {
  if (!before) return [added('settlement', settlement)];
  const edit = changed('settlement', before, settlement);
  return edit === undefined ? [] : [edit];
}

/**
 * Removes a span that has no place in the text, and notes why, so that no later import brings it back.
 * @throws RangeError without a reason
 */
export function dropOrphan(
  span: Span,
  by: { reason: string; annotator: string; at: string; before?: Settlement | null | undefined },
): Edit[] {
  const { reason, annotator, at, before } = by;
  if (reason.trim() === '') throw new RangeError('Dropping a mark needs a reason');
  const settlement: Settlement = {
    id: orphanMatter(span.id),
    matter: 'orphan',
    choice: 'dropped',
    reason: reason.trim(),
    annotator,
    at,
  };
  return [...deleteSpan(span), ...settle(settlement, before)];
}

/** Gives a span that has no place in the text the place that a person shows. RangeError as `moveSpan`. */
export const placeOrphan = moveSpan;
