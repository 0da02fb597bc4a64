import type { AgreementReport } from '../../agreement/report.ts';
import type { Block } from '../../model/article.ts';
import type { Comment } from '../../model/comment.ts';
import type { Reading } from '../../model/reading.ts';
import type { Span } from '../../model/span.ts';
import type { Case } from '../../review/case.ts';
import type { CaseState, Progress } from '../../review/deciding.ts';
import type { Names } from '../../review/words.ts';

/** What the whole of a review report says; its articles are added one by one, see `articleSection`. */
export interface ReviewReport {
  /** The folder's name. */
  folder: string;
  /** ISO 8601. */
  madeAt: string;
  /** IANA name of the time zone in which instants are written. */
  timeZone: string;
  /** Null: not to be told. */
  madeBy: string | null;
  /** Of Rapporteur. */
  version: string;
  names: Names;
  /** Whether the names of the sides are hidden. */
  blind: boolean;
  /** What a person is called who is none of the sides. */
  personOf: (id: string) => string;
  /** The title of the one article that the report is of; null: of all that were compared. */
  only: string | null;
  /** Whether cases on which everybody agrees are printed too. */
  agreements: boolean;
  agreement: AgreementReport;
  /** How far the review has come, overall and by article. */
  progress: { overall: ReviewProgress; byArticle: ReadonlyMap<string, ReviewProgress> };
  /** The articles that were compared, in the order in which they are printed. */
  articles: readonly ReportedArticle[];
  /** What could not be compared, beside what the figures leave out. */
  left: readonly { what: string; reason: string }[];
}

/** An article that was compared, without its text. */
export interface ReportedArticle {
  id: string;
  title: string;
  path: string;
  outlet: string | null;
  published: string | null;
  language: string | null;
  /** The sides that have worked on it. */
  worked: readonly string[];
  /** How far they say that they have come. */
  readings: readonly Reading[];
  /** The cases to print, in text order. */
  cases: readonly ReportedCase[];
}

export interface ReportedCase {
  case: Case;
  state: CaseState;
  /** The adjudicated spans that the decision made. */
  stands: readonly Span[];
  /** What was said about it, in the order in which it was written. */
  comments: readonly Comment[];
}

/** An article's text, in which the offsets of its cases are. */
export interface ReportedText {
  text: string;
  blocks: readonly Block[];
}

/** How far a review has come; an agreement that was taken counts as decided, too, but is no disagreement. */
export interface ReviewProgress extends Progress {
  differing: number;
  /** Of those that differ, the decided ones. */
  differingDecided: number;
}
