import { suggestStatements } from '../../shared/suggest/suggest.ts';
import type { Suggestion } from '../../shared/suggest/suggestion.ts';
import { byCompromise, nearestName, reportingVerb } from './baselines.ts';
import type { FoundQuote, GoldArticle } from './gold.ts';
import { add, type Counts, type Figures, figures, interval, type Mistake, noCounts, score } from './score.ts';

export { readGold } from './gold.ts';

/** What of the suggestions counts as quotations: neither terms and titles nor what is reported without quotation marks. */
export const quotesOf = (suggestions: readonly Suggestion[]): FoundQuote[] =>
  suggestions
    .filter(({ mode }) => mode === 'direct' || mode === 'mixed')
    .map(({ start, end, mention }) => ({ start, end, speaker: mention }));

const systems = {
  rapporteur: (text: string) => quotesOf(suggestStatements(text)),
  'reporting verb': reportingVerb,
  'nearest name': nearestName,
  compromise: byCompromise,
};

/** How a way of finding quotations does on all of them, and on those wholly in quotation marks. */
export interface Result {
  name: string;
  /** Articles a second in the one pass. */
  rate: number;
  all: Figures & { interval: [number, number] };
  direct: Figures & { interval: [number, number] };
}

/** What ours is compared with. */
export const others = ['reporting verb', 'nearest name', 'compromise'] as const;

/** Ways of finding quotations on the same articles; the clock gives milliseconds. */
export function compare(
  articles: readonly GoldArticle[],
  names: readonly (keyof typeof systems)[],
  clock: () => number,
): Result[] {
  return names.map((name) => {
    const started = clock();
    const found = articles.map(({ text }) => systems[name](text));
    const rate = (1000 * articles.length) / (clock() - started);
    return { name, rate, all: evaluate(articles, found), direct: evaluate(articles, found, 'direct') };
  });
}

function evaluate(articles: readonly GoldArticle[], found: readonly FoundQuote[][], type?: string) {
  const counts = articles.map((article, i) => score(article, found[i]!, type === undefined ? {} : { type }).counts);
  const sum = counts.reduce<Counts>((total, each) => add(total, each), noCounts());
  return { ...figures(sum), interval: interval(counts) };
}

/** A mistake of ours with the words around it, and why the engine thought so. */
export interface Told extends Mistake {
  before: string;
  words: string;
  after: string;
  reasons: string[];
}

/** Our mistakes on all quotations, in the order of the articles. */
export function mistakes(articles: readonly GoldArticle[]): Told[] {
  return articles.flatMap((article) => {
    const suggestions = suggestStatements(article.text);
    const { text } = article;
    return score(article, quotesOf(suggestions)).mistakes.map((mistake) => ({
      ...mistake,
      before: text.slice(Math.max(0, mistake.start - 120), mistake.start),
      words: text.slice(mistake.start, mistake.end),
      after: text.slice(mistake.end, mistake.end + 120),
      // Also of what was found here without counting as a quotation: that is why it was missed.
      reasons: suggestions
        .filter(({ start, end }) => start < mistake.end && end > mistake.start)
        .flatMap(({ mode, reasons }) => [`${mode ?? 'no mode'}: ${reasons.join('; ')}`]),
    }));
  });
}

/** Articles in a pass at least, so that a few short ones are measured over more than a moment. */
const inPass = 300;

/** Milliseconds of the clock that our rules take for an article, in each of several passes over the texts once warm. */
export function passes(texts: readonly string[], rounds: number, clock: () => number): number[] {
  const repeats = Math.ceil(inPass / texts.length);
  const pass = () => {
    const started = clock();
    let found = 0;
    for (let i = 0; i < repeats; i++) for (const text of texts) found += suggestStatements(text).length;
    const took = clock() - started;
    if (found === 0) throw new Error('Nothing was found in any text.');
    return took / (repeats * texts.length);
  };
  // Until the engine has compiled what a corpus keeps running; a folder is thousands of articles.
  for (let warm = 0; warm < 4; warm++) pass();
  return Array.from({ length: rounds }, pass);
}
