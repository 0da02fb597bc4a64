import { expectedDisorder, type Labelled, observedDisorder } from './gamma.ts';
import type { MeasuredSpan } from './measured.ts';
import { defined, type Outcome, undefinedFor } from './outcome.ts';
import { percentileInterval } from './percentile.ts';
import { mixed, seeded } from './random.ts';
import { noSpans } from './span-f1.ts';

/** Gamma is taken of so many articles at most. */
export const mostArticles = 2000;

export interface PooledGamma {
  readonly outcome: Outcome;
  readonly interval: { low: number; high: number } | null;
  readonly spans: number;
  /** On how many articles, out of how many with spans. */
  readonly articles: number;
  readonly of: number;
}

/**
 * Gamma of two sides over articles: 1 − Σ δo/Σ δe, each article's disorders times the mean number of units that a side
 * has there, which is what they were divided by. Of more than 2000 articles, those are kept that the seed picks,
 * whatever order they come in.
 */
export class GammaSample {
  readonly #seed: number;
  #kept: { key: number; id: string; sides: Labelled[][] }[] = [];
  #below = Number.POSITIVE_INFINITY;
  #articles = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  add(id: string, sides: readonly (readonly MeasuredSpan[])[]): void {
    if (sides.every((spans) => spans.length === 0)) return;
    this.#articles++;
    const key = mixed(id, this.#seed);
    if (key >= this.#below) return;
    this.#kept.push({
      ...{ key, id },
      sides: sides.map((spans) => spans.map(({ start, end, layer }) => ({ start, end, layer }))),
    });
    if (this.#kept.length >= 2 * mostArticles) this.#cut();
  }

  pooled(samples: number, resamples: number): PooledGamma {
    this.#cut();
    const articles = this.#kept.length;
    const observed = new Float64Array(articles);
    const expected = new Float64Array(articles);
    let spans = 0;
    this.#kept.forEach(({ key, sides }, i) => {
      const units = sides.reduce((sum, each) => sum + each.length, 0);
      spans += units;
      observed[i] = (observedDisorder(sides) ?? 0) * (units / 2);
      expected[i] = expectedDisorder(sides, { seed: key ^ this.#seed, samples }) * (units / 2);
    });
    const of = this.#articles;
    if (articles === 0) return { outcome: undefinedFor(noSpans), interval: null, spans, articles, of };
    const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
    const [disorder, chance] = [sum(observed), sum(expected)];
    const outcome =
      disorder === 0
        ? defined(1)
        : chance === 0
          ? undefinedFor('chance brings no disorder')
          : defined(1 - disorder / chance);
    const random = seeded(this.#seed);
    const values = Float64Array.from({ length: resamples }, () => {
      let [drawnDisorder, drawnChance] = [0, 0];
      for (let i = 0; i < articles; i++) {
        const at = Math.floor(random() * articles);
        drawnDisorder += observed[at]!;
        drawnChance += expected[at]!;
      }
      return drawnDisorder === 0 ? 1 : drawnChance === 0 ? Number.NaN : 1 - drawnDisorder / drawnChance;
    });
    const interval = outcome.value === null || articles < 2 ? null : percentileInterval(values);
    return { outcome, interval, spans, articles, of };
  }

  /** Those with the least keys; sorted, so that sums do not depend on what came first. */
  #cut(): void {
    this.#kept.sort((a, b) => a.key - b.key || (a.id < b.id ? -1 : 1));
    if (this.#kept.length <= mostArticles) return;
    this.#kept.length = mostArticles;
    this.#below = this.#kept[mostArticles - 1]!.key + 1;
  }
}
