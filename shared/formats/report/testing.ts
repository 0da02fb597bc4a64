import { createAgreement } from '../../agreement/agreement.ts';
import { agreementOptions } from '../../agreement/options.ts';
import { stanceOf } from '../../codebook/codebook.ts';
import { policyNews } from '../../codebook/policy-news.ts';
import type { Comment } from '../../model/comment.ts';
import type { Decision } from '../../model/decision.ts';
import type { Span } from '../../model/span.ts';
import type { Speaker } from '../../model/speaker.ts';
import type { Target } from '../../model/target.ts';
import { casesOf } from '../../review/cases.ts';
import { statesOf } from '../../review/deciding.ts';
import { sidedSpans } from '../../review/placing.ts';
import { threadsOf } from '../../review/threads.ts';
import { articleSection } from './article.ts';
import { reportPage } from './page.ts';
import { reviewProgress } from './progress.ts';
import type { ReportedText, ReviewReport } from './review-report.ts';

/** What a page for tests is made of: one article, marked by several people. */
export interface TestReview {
  folder: string;
  title: string;
  path: string;
  text: ReportedText | null;
  /** By id, in their order. */
  people: Readonly<Record<string, string>>;
  spans: readonly Span[];
  speakers: readonly Speaker[];
  targets: readonly Target[];
  decisions: readonly Decision[];
  comments: readonly Comment[];
  blind: boolean;
  agreements: boolean;
}

/** The page of a review, by the same functions as in the app. */
export function pageOf(review: TestReview): string {
  const { people, spans, decisions } = review;
  const sides = Object.keys(people);
  const codebook = policyNews;
  const { sided } = sidedSpans(spans, null);
  const cases = casesOf({
    ...{ article: 'a_1', spans: sided, sides, worked: sides },
    scoreOf: (value) => stanceOf(codebook, value)?.score ?? null,
  });
  const speakers = new Map(review.speakers.map((speaker) => [speaker.id, speaker]));
  const targets = new Map(review.targets.map((target) => [target.id, target]));
  const states = statesOf(cases, decisions, { speakers, targets }, []);
  const agreement = createAgreement({ ...agreementOptions(codebook, sides, true), resamples: 0, gammaSamples: 0 });
  agreement.add({
    ...{ id: 'a_1', worked: sides },
    spans: sided.map(({ span: { layer, speaker, mode, stances }, side, start, end }) => ({
      ...{ side, start, end, layer, speaker, mode, stances },
    })),
  });
  const threads = threadsOf(review.comments);
  const report: ReviewReport = {
    folder: review.folder,
    madeAt: '2026-11-22T08:00:00.000Z',
    timeZone: 'Asia/Seoul',
    madeBy: review.blind ? null : (people[sides[0] ?? ''] ?? null),
    version: '0.1.0',
    names: {
      ...{ codebook, speakers, targets },
      sides: sides.map((id, i) => ({
        id,
        name: review.blind ? `Annotator ${i + 1}` : (people[id] ?? id),
        short: review.blind ? String(i + 1) : id,
        number: i + 1,
      })),
    },
    blind: review.blind,
    personOf: (id) => people[id] ?? id,
    only: null,
    agreements: review.agreements,
    agreement: agreement.report(),
    progress: reviewProgress(cases, states),
    articles: [
      {
        ...{ id: 'a_1', title: review.title, path: review.path, outlet: null, published: '2024-03-12', language: 'en' },
        worked: sides,
        readings: [],
        cases: cases.flatMap((one, i) =>
          review.agreements || one.differences.length > 0
            ? {
                ...{ case: one, state: states[i]!, stands: [] },
                comments: threads.ofCase(one).flatMap((thread) => thread.comments),
              }
            : [],
        ),
      },
    ],
    left: [],
  };
  const [article] = report.articles;
  return reportPage(
    report,
    article!.cases.length === 0
      ? []
      : [articleSection(report, article!, { place: 0, text: review.text, firstNumber: 1 })],
  );
}
