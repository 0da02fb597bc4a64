import { Failure } from '#shared/contract/failure.ts';
import type { Annotator } from '#shared/model/annotator.ts';
import type { Decision } from '#shared/model/decision.ts';
import { groupBy } from '#shared/model/groups.ts';
import type { Range } from '#shared/model/range.ts';
import { type Reading, type ReadingStatus, readingId } from '#shared/model/reading.ts';
import type { Span } from '#shared/model/span.ts';
import { adjudicated, sideOf } from '#shared/review/side.ts';
import { compareSpans } from '#shared/text/order.ts';
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
