import { Failure } from '#shared/contract/failure.ts';
import { fits } from '#shared/formats/jsonl/write.ts';
import type { Annotator } from '#shared/model/annotator.ts';
import type { Decision } from '#shared/model/decision.ts';
import { groupBy } from '#shared/model/groups.ts';
import type { Mention, Range } from '#shared/model/range.ts';
import { type Reading, type ReadingStatus, readingId } from '#shared/model/reading.ts';
import type { Span } from '#shared/model/span.ts';
import type { Suggested } from '#shared/model/suggested.ts';
import { adjudicated, sideOf } from '#shared/review/side.ts';
import { anchor } from '#shared/text/anchor.ts';
import { compareSpans } from '#shared/text/order.ts';
import { quoteOf } from '#shared/text/quote.ts';
import type { Records } from '../journal/fold.ts';

/**
 * The annotator that a person means by an id, initials or a name, whatever the case.
 * @throws Failure `not-found` with the known ones, or `bad-arguments` when several fit
 */
export function findAnnotator(annotators: Iterable<Annotator>, meant: string): Annotator {
  const all = [...annotators];
  const same = (a: string) => a.toLocaleLowerCase('en') === meant.trim().toLocaleLowerCase('en');
  const say = (some: readonly Annotator[]) => some.map(({ id, name }) => `${name} (${id})`).join(', ');
  for (const field of ['id', 'initials', 'name'] as const) {
    const found = all.filter((annotator) => same(annotator[field]));
    if (found.length === 1) return found[0] as Annotator;
    if (found.length > 1)
      throw new Failure('bad-arguments', `“${meant}” can be any of: ${say(found)}. Give the id, in the brackets.`);
  }
  throw new Failure(
    'not-found',
    all.length === 0
      ? 'Nobody has annotated this folder yet.'
      : `There is no annotator “${meant}” here. There are: ${say(all)}.`,
  );
}

/**
 * The side that a person means: `adjudicated`, or an annotator as `findAnnotator` finds one.
 * @throws Failure as that does
 */
export const findSide = (annotators: Iterable<Annotator>, meant: string): string =>
  meant.trim().toLowerCase() === adjudicated ? adjudicated : findAnnotator(annotators, meant).id;

/** A span as it stands in the text of today; `moved` when its offsets are not those it was marked with. */
export type Placed = { span: Span; moved: boolean; lost: string[] } | { orphan: string };

/**
 * Finds a span in its article's text, also when the text was changed since; the words that name the speaker, the cue and
 * what had been suggested go along, and those that are no longer there are named in `lost` and left out.
 */
export function placeSpan(span: Span, text: string, textSha256: string): Placed {
  const there = anchor(text, span);
  if (there.how === 'orphan')
    return {
      orphan: `The words “${excerpt(span.quote.exact)}” are not in the article any more, or in several places, so that it is not clear which is meant.`,
    };
  const inPlace =
    there.how === 'exact' && span.textSha256 === textSha256 && [span.mention, span.cue].every((m) => holds(text, m));
  if (inPlace && (span.suggested === undefined || fits(text, span.suggested))) return { span, moved: false, lost: [] };
  const lost: string[] = [];
  const follow = (mention: Mention | null, what: string): Mention | null => {
    if (mention === null) return null;
    const found = nearest(text, mention.text, mention.start + there.start - span.start);
    if (found === null) lost.push(`${what} “${excerpt(mention.text)}” is not in the article any more.`);
    return found;
  };
  const { start, end } = there;
  const { suggested, ...rest } = span;
  // What does not fit its own text was suggested for another one.
  const stale = suggested === undefined || (span.textSha256 === textSha256 && !fits(text, suggested));
  const followed = stale ? null : followSuggested(text, span, suggested, follow, start - span.start);
  if (suggested !== undefined && followed === null)
    lost.push('What had been suggested for it is not in the article any more.');
  return {
    moved: start !== span.start,
    lost,
    span: {
      ...rest,
      ...(followed === null ? {} : { suggested: followed }),
      start,
      end,
      textSha256,
      quote: quoteOf(text, { start, end }),
      mention: follow(span.mention, 'The name'),
      cue: follow(span.cue, 'The cue'),
    },
  };
}

/** What had been suggested keeps no words of its own: they are taken from those of the span and around it. */
function followSuggested(
  text: string,
  { quote, start }: Span,
  suggested: Suggested,
  follow: (mention: Mention | null, what: string) => Mention | null,
  by: number,
): Suggested | null {
  const from = start - quote.prefix.length;
  const known = quote.prefix + quote.exact + quote.suffix;
  if (suggested.start < from || suggested.end > from + known.length) return null;
  const found = nearest(text, known.slice(suggested.start - from, suggested.end - from), suggested.start + by);
  if (found === null) return null;
  return {
    ...suggested,
    start: found.start,
    end: found.end,
    cue: follow(suggested.cue, 'The suggested cue'),
    mention: follow(suggested.mention, 'The suggested name'),
  };
}

const holds = (text: string, mention: Mention | null) =>
  mention === null || (text.slice(mention.start, mention.end) === mention.text && mention.text !== '');

/** The place of `words` that is nearest to an offset, no further than a screenful of text away. */
function nearest(text: string, words: string, expected: number): Mention | null {
  if (words === '') return null;
  const before = text.lastIndexOf(words, Math.max(0, expected));
  const after = text.indexOf(words, Math.max(0, expected));
  const [start] = [before, after]
    .filter((at) => at !== -1 && Math.abs(at - expected) <= 2000)
    .sort((a, b) => Math.abs(a - expected) - Math.abs(b - expected));
  return start === undefined ? null : { start, end: start + words.length, text: words };
}

export function excerpt(words: string): string {
  const characters = Array.from(words.replaceAll(/\s+/g, ' '));
  return characters.length <= 60 ? characters.join('') : `${characters.slice(0, 59).join('')}…`;
}

/** Whose work an export takes in, by side: annotators' ids and `adjudicated`; null is everybody's. */
export type Chosen = ReadonlySet<string> | null;

/** Whose a span is. */
type Whose = Pick<Span, 'annotator' | 'origin'>;

const isChosen = (span: Whose, chosen: Chosen): boolean =>
  chosen === null || chosen.has(sideOf(span) ?? span.annotator);

/** The chosen sides' spans among those of an article, in the order of exports. */
export const chosenSpans = <S extends Whose & Range & { id: string }>(spans: readonly S[], chosen: Chosen): S[] =>
  spans.filter((span) => isChosen(span, chosen)).sort(compareSpans);

/** The chosen sides' spans by article, each article's in the order of exports. */
export function spansByArticle(records: Records, chosen: Chosen): Map<string, Span[]> {
  const groups = groupBy(
    [...records.span.values()].filter((span) => isChosen(span, chosen)),
    ({ article }) => article,
  );
  for (const group of groups.values()) group.sort(compareSpans);
  return groups;
}

/**
 * How far an article has come. With one annotator chosen: their own status. With several, what holds of all who began
 * with it: somebody who has spans, or a status. `accepted` when a reviewer has accepted all of it, `changes-requested`
 * when anybody was asked for changes, `done` when nobody is at it any more, else `in-progress`; `unread` when nobody
 * began. What a review has settled on is nobody's own work: for it alone, everybody's status counts.
 * @param readings those of this article, and `spans` the chosen ones in it
 */
export function statusOf(readings: readonly Reading[], spans: readonly Whose[], chosen: Chosen): ReadingStatus {
  const people = chosen === null || chosen.has(adjudicated) ? null : chosen;
  const began = new Map<string, ReadingStatus>();
  for (const span of spans) if (sideOf(span) !== adjudicated) began.set(span.annotator, 'in-progress');
  for (const { id, article, annotator, status } of readings) {
    if (status === 'unread' || people?.has(annotator) === false || id !== readingId(article, annotator)) continue;
    began.set(annotator, status);
  }
  const statuses = [...began.values()];
  const all = (...some: ReadingStatus[]) => statuses.every((status) => some.includes(status));
  if (statuses.length === 0) return spans.length > 0 ? 'in-progress' : 'unread';
  if (statuses.includes('changes-requested')) return 'changes-requested';
  if (all('accepted')) return 'accepted';
  return all('accepted', 'done') ? 'done' : 'in-progress';
}

/**
 * Whether it means something that a chosen side has no spans in an article: when the chosen annotators have submitted it,
 * whatever a reviewer answered, and for `adjudicated` when something was decided in it.
 * @param readings those of this article, as are `decisions`
 */
export function isFinished(readings: readonly Reading[], decisions: readonly Decision[], chosen: Chosen): boolean {
  if (chosen?.has(adjudicated) && decisions.some(({ verdict }) => verdict !== 'later')) return true;
  const people = chosen === null ? null : new Set([...chosen].filter((side) => side !== adjudicated));
  return !['unread', 'in-progress'].includes(statusOf(readings, [], people));
}
