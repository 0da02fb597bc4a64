import type { Codebook } from '../codebook/codebook.ts';
import type { Article } from '../model/article.ts';
import type { ReadingStatus } from '../model/reading.ts';
import type { Span } from '../model/span.ts';
import { type CurrentText, sidedSpans, type Unplaced } from '../review/placing.ts';
import { sideOf } from '../review/side.ts';
import type { AgreementOptions, MeasuredArticle } from './measured.ts';

/*
 * What goes into the figures, for everybody who computes them: the window, the command line and the report show the same
 * ones because they ask here. Articles are added in the order of their ids, so that not even the last digit differs.
 */

/** How the figures of a corpus are computed; `sides` in the order of the report. */
export function agreementOptions(codebook: Codebook, sides: readonly string[], byArticle: boolean): AgreementOptions {
  return {
    sides,
    stances: codebook.stances.map(({ id }) => id),
    layers: codebook.layers.map(({ id }) => id),
    seed: 1,
    resamples: 1000,
    gammaSamples: 30,
    byArticle,
  };
}

/** Whether somebody who marked nothing has all the same read an article to its end. */
export const finished = (status: ReadingStatus): boolean => status !== 'unread' && status !== 'in-progress';

/**
 * The sides that have worked on an article, in their order: they have spans there, or have read it to its end. It is
 * compared when they are two or more.
 * @param marked the sides that have spans in the article
 * @param read the annotators who have `finished` it
 */
export const workedOn = (
  sides: readonly string[],
  marked: ReadonlySet<string | null>,
  read: ReadonlySet<string> | undefined,
): string[] => sides.filter((side) => marked.has(side) || read?.has(side));

export interface ArticleToMeasure {
  readonly id: string;
  /** Everybody's. */
  readonly spans: readonly Span[];
  readonly sides: readonly string[];
  /** The annotators who have `finished` the article. */
  readonly read: ReadonlySet<string> | undefined;
  /** What the journals say of its text: without its length the text is taken to end with its last span. */
  readonly record: Pick<Article, 'textSha256' | 'length'> | undefined;
  /** Its text now; asked for only where spans were marked in several texts. Null: it is not there. */
  readonly text: CurrentText | null;
}

/** An article as measures see it, whoever has worked on it. Spans that have no place in the text are left out and named. */
export function measuredArticle({ id, spans, sides, read, record, text }: ArticleToMeasure): {
  measured: MeasuredArticle;
  orphans: Unplaced[];
} {
  const own = spans.filter((span) => sides.includes(sideOf(span) ?? ''));
  const { sided, orphans, textSha256 } = sidedSpans(own, text);
  const worked = workedOn(sides, new Set(own.map(sideOf)), read);
  return {
    measured: {
      id,
      worked,
      length: textSha256 !== null && textSha256 === text?.textSha256 ? text.text.length : lengthOf(record, textSha256),
      spans: sided.map(({ span: { layer, speaker, mode, stances }, side, start, end }) => ({
        ...{ side, start, end, layer, speaker, mode, stances },
      })),
    },
    orphans,
  };
}

/**
 * The length, in UTF-16 code units, of the text in which an article's spans stand, as far as its record says: it may be
 * of another version. Null: there are no spans, and any version will do.
 */
export const lengthOf = (record: ArticleToMeasure['record'], textSha256: string | null): number | undefined =>
  textSha256 === null || record?.textSha256 === textSha256 ? (record?.length ?? undefined) : undefined;

/** Whether spans were marked in several texts, so that the article's text is needed. */
export const needText = (spans: readonly Pick<Span, 'textSha256'>[]): boolean =>
  spans.some(({ textSha256 }) => textSha256 !== spans[0]!.textSha256);
