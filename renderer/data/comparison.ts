import type { MeasuredArticle } from '#shared/agreement/measured.ts';
import { finished, measuredArticle, needText, workedOn } from '#shared/agreement/options.ts';
import { type Codebook, stanceOf } from '#shared/codebook/codebook.ts';
import type { Article } from '#shared/model/article.ts';
import type { Decision } from '#shared/model/decision.ts';
import type { Reading } from '#shared/model/reading.ts';
import type { Span } from '#shared/model/span.ts';
import type { Case, Sided } from '#shared/review/case.ts';
import { casesOf } from '#shared/review/cases.ts';
import { type CaseState, type Registered, statesOf } from '#shared/review/deciding.ts';
import { type CurrentText, sidedSpans, type Unplaced } from '#shared/review/placing.ts';
import { adjudicated, sideOf } from '#shared/review/side.ts';

/** What the sides have marked in one article, compared. */
export interface Compared {
  article: string;
  /** The sides that have worked on it, in the order of the sides. */
  worked: readonly string[];
  sided: readonly Sided[];
  cases: readonly Case[];
  /** The text that the cases' offsets are in. */
  textSha256: string | null;
  orphans: readonly Unplaced[];
}

/** All that a comparison of a corpus depends on. */
export interface ToCompare {
  codebook: Codebook;
  sides: readonly string[];
  /** Everybody's spans by article; the same array as long as they are the same. */
  spans: ReadonlyMap<string, readonly Span[]>;
  readings: readonly Reading[];
  /** The bindings of articles, which say how long their texts are. */
  records: ReadonlyMap<string, Article>;
  /** The text of an article in which spans of several texts are to be found; undefined: not read yet, null: not there. */
  textOf: (article: string) => CurrentText | null | undefined;
}

export interface Comparison {
  sides: readonly string[];
  articles: ReadonlyMap<string, Compared>;
  /**
   * The same articles, and those that only one of the sides has worked on, as the figures need them; made when they are
   * asked for, since the cases are looked at first.
   */
  measured(): ReadonlyMap<string, MeasuredArticle>;
}

/** An article as it was compared last, and what that depended on. */
interface Kept {
  compared: Compared | null;
  measure(): MeasuredArticle;
  measured?: MeasuredArticle;
  /** Everybody's spans in it, and those of the sides among them. */
  spans: readonly Span[];
  marked: readonly Span[];
  text: CurrentText | null | undefined;
  key: string;
}

/**
 * Compares article by article, and again only those in which something differs from the last time; the same comparison
 * as long as nothing does, as when the spans that a decision has made come to an article.
 */
export function createComparer(): (all: ToCompare) => Comparison {
  let before: ReadonlyMap<string, Kept> = new Map();
  let codebookBefore: Codebook | undefined;
  let comparison: Comparison | undefined;
  return ({ codebook, sides, spans, readings, records, textOf }) => {
    if (codebook !== codebookBefore) before = new Map();
    codebookBefore = codebook;
    const scoreOf = (value: string) => stanceOf(codebook, value)?.score ?? null;
    const read = finishedBy(readings);
    const now = new Map<string, Kept>();
    // An article that several have read to its end counts, even if none of them found anything to mark.
    for (const article of new Set([...spans.keys(), ...read.keys()])) {
      const all = spans.get(article) ?? none;
      const known = before.get(article);
      const record = records.get(article);
      const key = [...sides, '', ...(read.get(article) ?? []), '', record?.textSha256, record?.length].join(' ');
      let own = known?.spans === all && known.key === key ? null : all.filter((span) => isOf(sides, span));
      if (own !== null && known?.key === key && sameItems(own, known.marked)) {
        known.spans = all;
        own = null;
      }
      const text = (own === null ? known?.text !== undefined : needText(own)) ? textOf(article) : undefined;
      if (known && own === null && known.text === text) {
        now.set(article, known);
        continue;
      }
      const marked = own ?? all.filter((span) => isOf(sides, span));
      // Until its text is there, an article in which it is needed is as if nobody had worked on it.
      if (text === undefined && needText(marked)) continue;
      const worked = workedOn(sides, new Set(marked.map(sideOf)), read.get(article));
      if (worked.length === 0) continue;
      const base = { spans: all, marked, text, key };
      if (worked.length === 1) {
        now.set(article, { ...base, compared: null, measure: () => ({ id: article, spans: [], worked }) });
        continue;
      }
      const { sided, orphans, textSha256 } = sidedSpans(marked, text ?? null);
      const cases = casesOf({ article, spans: sided, sides, worked, scoreOf });
      const measure = () =>
        measuredArticle({ id: article, spans: marked, sides, read: read.get(article), record, text: text ?? null })
          .measured;
      now.set(article, { ...base, compared: { article, worked, sided, cases, textSha256, orphans }, measure });
    }
    const same = now.size === before.size && [...now].every(([id, one]) => before.get(id) === one);
    before = now;
    if (comparison !== undefined && same && sameItems(sides, comparison.sides)) return comparison;
    const kept = [...now];
    comparison = {
      sides,
      articles: new Map(kept.flatMap(([id, { compared }]) => (compared ? [[id, compared] as const] : []))),
      measured: () =>
        new Map(
          kept.map(([id, one]) => {
            one.measured ??= one.measure();
            return [id, one.measured];
          }),
        ),
    };
    return comparison;
  };
}

const sameItems = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((item, i) => item === b[i]);

const isOf = (sides: readonly string[], span: Span): boolean => sides.includes(sideOf(span) ?? '');

/** Who has read each article to its end. */
function finishedBy(readings: readonly Reading[]): ReadonlyMap<string, ReadonlySet<string>> {
  const people = new Map<string, Set<string>>();
  for (const { article, annotator, status } of readings) {
    if (!finished(status)) continue;
    const here = people.get(article);
    if (here) here.add(annotator);
    else people.set(article, new Set([annotator]));
  }
  return people;
}

/** Puts what was decided beside the cases, again only in articles in which something differs from the last time. */
export function createJudge(): (options: {
  comparison: Comparison;
  spans: ReadonlyMap<string, readonly Span[]>;
  decisions: ReadonlyMap<string, readonly Decision[]>;
  registered: Registered;
}) => ReadonlyMap<string, readonly CaseState[]> {
  let before = new Map<string, { made: CaseState[]; of: readonly unknown[] }>();
  return ({ comparison, spans, decisions, registered }) => {
    const now: typeof before = new Map();
    for (const [article, { cases }] of comparison.articles) {
      const own = decisions.get(article) ?? none;
      const all = spans.get(article) ?? none;
      const of = [cases, own, own.length === 0 ? none : all, registered.speakers, registered.targets];
      const known = before.get(article);
      const same = known?.of.every((part, i) => part === of[i]) ?? false;
      if (known && same) now.set(article, known);
      else {
        const settled = own.length === 0 ? [] : all.filter((span) => sideOf(span) === adjudicated);
        now.set(article, { made: statesOf(cases, own, registered, settled), of });
      }
    }
    before = now;
    return new Map([...now].map(([article, { made }]) => [article, made]));
  };
}

const none: readonly never[] = [];
