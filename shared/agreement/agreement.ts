import { AllSums, addPassages, Continua } from './all-sums.ts';
import {
  type Continuous,
  continuumFigures,
  type FigureSource,
  f1Figures,
  figureOf,
  oldFigure,
  opens,
  type ScopeSums,
  stanceFigures,
  uAlphaFigure,
  valueFigures,
} from './figures.ts';
import { GammaSample } from './gamma-sample.ts';
import type { AgreementOptions, MeasuredArticle, MeasuredSpan } from './measured.ts';
import { Codes } from './nominal-sums.ts';
import { type AllCodes, Pairing, PairSums } from './pair-sums.ts';
import { percentileInterval } from './percentile.ts';
import { mixed, seeded } from './random.ts';
import {
  type AgreementReport,
  type ConfusionMatrix,
  type Figure,
  type Measure,
  measures,
  type Scope,
} from './report.ts';
import { schemes } from './span-f1.ts';
import { bundles, Sums } from './sums.ts';

export type { AgreementOptions, MeasuredArticle, MeasuredSpan } from './measured.ts';

/** Takes articles one after the other, keeps sums of them, and reports how far the sides agree. */
export interface Agreement {
  /** Takes in an article; each once, in any order. */
  add(article: MeasuredArticle): void;
  /** The report of what was taken in so far. */
  report(): AgreementReport;
}

/**
 * Agreement of two or more sides over articles. An article counts for two sides when both have worked on it; then what
 * one of them did not mark, it found to be nothing. Spans come first; what they say is compared on matched pairs only.
 * Figures are pooled: sums over articles are taken first. Of three and more sides, measures of pairs are means over pairs
 * and all others are of all sides at once. Neither the order of articles and spans nor which side is first matters.
 * @throws RangeError for fewer than two sides, or one twice
 */
export function createAgreement(options: AgreementOptions): Agreement {
  return new Collected(options);
}

/** Articles in an interval, at least: fewer say nothing of how far figures spread. */
const fewest = 2;

class Collected implements Agreement {
  readonly #options: AgreementOptions;
  readonly #sums = new Sums();
  readonly #codes: AllCodes = { speaker: new Codes(), target: new Codes(), mode: new Codes(), layer: new Codes() };
  readonly #scale: ReadonlyMap<string, number>;
  readonly #pairing: Pairing;
  readonly #sideNumbers: ReadonlyMap<string, number>;
  readonly #pairsOf: readonly (readonly [number, number])[];
  readonly #all: ScopeSums;
  readonly #layers = new Map<string, ScopeSums>();
  readonly #continua: Continua;
  /** Means over articles of the F1 figures: sums of them, and of how many articles. */
  readonly #macro: number;
  readonly #gamma: GammaSample;
  readonly #spanFigures: readonly FigureSource[];
  readonly #byArticle: { key: number; scope: Scope }[] = [];
  #articles = 0;
  #alone = 0;
  #idle = 0;

  constructor(options: AgreementOptions) {
    const { sides, layers, stances, seed } = options;
    this.#options = options;
    this.#sideNumbers = new Map(sides.map((side, i) => [side, i]));
    if (sides.length < 2 || this.#sideNumbers.size < sides.length)
      throw new RangeError('agreement is of two sides or more, each of them once');
    this.#scale = new Map(stances.map((stance, i) => [stance, i]));
    this.#pairing = new Pairing(this.#codes, this.#scale);
    this.#pairsOf = sides.flatMap((_, i) => sides.slice(i + 1).map((_, j) => [i, i + 1 + j] as const));
    this.#all = this.#newScope(true);
    this.#continua = new Continua(this.#sums);
    this.#macro = this.#sums.slots(schemes.length + 1);
    this.#gamma = new GammaSample(seed);
    this.#spanFigures = [...f1Figures(this.#all), uAlphaFigure(this.#continuous())];
    for (const layer of layers) this.#scopeOf(layer);
  }

  add({ id, spans, worked, length }: MeasuredArticle): void {
    const { sides, byArticle, seed } = this.#options;
    const here = sides.flatMap((side, i) => (worked.includes(side) ? [i] : []));
    if (here.length < 2) {
      if (here.length === 1) this.#alone++;
      return;
    }
    const ofSide: MeasuredSpan[][] = sides.map(() => []);
    for (const span of spans) {
      const side = this.#sideNumbers.get(span.side);
      if (side === undefined) continue;
      if (!here.includes(side)) {
        this.#idle++;
        continue;
      }
      ofSide[side]!.push(span);
      this.#all.all.spans[side]!++;
      this.#scopeOf(span.layer).all.spans[side]!++;
    }
    this.#articles++;
    for (const each of ofSide) each.sort((a, b) => a.start - b.start || a.end - b.end);

    const all = this.#all;
    const f1 = schemes.map(() => 0);
    let compared = 0;
    this.#pairsOf.forEach(([first, second], i) => {
      if (!here.includes(first) || !here.includes(second)) return;
      const [a, b] = [ofSide[first]!, ofSide[second]!];
      this.#pairing.add(a, b, all.pairs[i]!, (layer) => this.#scopeOf(layer).pairs[i]!);
      if (a.length + b.length === 0) return;
      compared++;
      schemes.forEach((scheme, at) => {
        f1[at]! += all.pairs[i]!.f1(this.#sums.current, scheme);
      });
    });
    if (compared > 0) {
      this.#sums.add(this.#macro + schemes.length, 1);
      f1.forEach((sum, at) => {
        this.#sums.add(this.#macro + at, sum / compared);
      });
    }
    const present = here.map((side) => ofSide[side]!);
    const layerSums = (layer: string) => this.#scopeOf(layer).all;
    this.#continua.add(present, length, (layer) => this.#codes.layer.of(layer), layerSums);
    if (sides.length === 2) this.#gamma.add(id, present);
    else addPassages(present.flat(), sides.length, all.all, layerSums, this.#codes, this.#scale);

    const key = mixed(id, seed);
    if (byArticle) this.#byArticle.push({ key, scope: this.#scopeOfArticle(id, ofSide) });
    this.#sums.end(key);
  }

  report(): AgreementReport {
    const { sides, seed, gammaSamples } = this.#options;
    const resamples = this.#sums.times(this.#options.resamples);
    const totals = this.#sums.totals();
    const layers = this.#layerIds();
    const scopes = [
      { layer: null, sums: this.#all, sources: this.#pooledSources() },
      ...layers.map((layer) => ({ layer, sums: this.#layers.get(layer)!, sources: this.#layerSources(layer) })),
    ];
    const macro = this.#macroSources();
    const intervals = this.#intervals([...scopes.flatMap(({ sources }) => sources), ...macro], resamples);
    const figure = (source: FigureSource): Figure => {
      const found = figureOf(source, totals);
      return found.value === null ? found : { ...found, interval: intervals.get(source) ?? null };
    };
    const [pooled, ...ofLayers] = scopes.map(({ layer, sums, sources }): Scope => {
      const figures = sources.map(figure);
      if (layer === null) figures.push(this.#gammaFigure(resamples));
      return {
        ...{ layer, article: null },
        spans: Object.fromEntries(sides.map((side, i) => [side, sums.all.spans[i]!])),
        matched: sums.pairs.reduce((sum, pair) => sum + pair.matched(totals), 0),
        figures: figures.sort((a, b) => measures.indexOf(a.measure) - measures.indexOf(b.measure)),
      };
    });
    return {
      sides,
      articles: this.#articles,
      left: this.#left(),
      pooled: pooled!,
      layers: ofLayers,
      byArticle: [...this.#byArticle]
        .sort((a, b) => compare(a.scope.article!, b.scope.article!))
        .map(({ scope }) => scope),
      macro: macro.map(figure),
      confusion: {
        stance: sides.length === 2 ? this.#stanceMatrix(totals) : null,
        layer: sides.length === 2 ? this.#layerMatrix(layers, totals) : null,
      },
      sampling: { seed, resamples, gammaSamples, ...(this.#sums.bundled ? { bundles } : {}) },
    };
  }

  #newScope(ofAllLayers: boolean): ScopeSums {
    return {
      pairs: this.#pairsOf.map(() => new PairSums(this.#sums, this.#scale.size, ofAllLayers)),
      all: new AllSums(this.#sums, this.#options.sides.length, this.#scale.size),
    };
  }

  #scopeOf(layer: string): ScopeSums {
    const known = this.#layers.get(layer);
    if (known) return known;
    const made = this.#newScope(false);
    this.#layers.set(layer, made);
    return made;
  }

  /** The codebook's order, then others by id. */
  #layerIds(): string[] {
    const { layers } = this.#options;
    const others = [...this.#layers.keys()].filter((layer) => !layers.includes(layer)).sort();
    return [...new Set([...layers, ...others])];
  }

  #continuous(layer?: string): Continuous {
    return {
      continua: this.#continua,
      layers: () =>
        (layer === undefined ? [...this.#layers.values()] : [this.#layers.get(layer)!]).map(({ all }) => all),
    };
  }

  #pooledSources(): FigureSource[] {
    const layer = valueFigures(this.#all, 'layer', this.#codes.layer, this.#options.sides.length);
    return [
      ...this.#sourcesOf(this.#all, this.#continuous()),
      ...continuumFigures(this.#continuous()),
      layer.kappa,
      layer.fleiss,
    ];
  }

  #layerSources(layer: string): FigureSource[] {
    return this.#sourcesOf(this.#layers.get(layer)!, this.#continuous(layer));
  }

  #sourcesOf(sums: ScopeSums, continuous: Continuous): FigureSource[] {
    const { sides, stances } = this.#options;
    const of = (attribute: 'speaker' | 'target' | 'mode') =>
      valueFigures(sums, attribute, this.#codes[attribute], sides.length);
    const [speaker, target] = [of('speaker'), of('target')];
    return [
      ...f1Figures(sums),
      uAlphaFigure(continuous),
      oldFigure(continuous),
      ...[speaker.kappa, speaker.alpha],
      ...stanceFigures(sums, stances, sides.length),
      ...[target.kappa, target.alpha, of('mode').kappa],
    ];
  }

  #macroSources(): FigureSource[] {
    const articles = this.#macro + schemes.length;
    return f1Figures(this.#all).map((source, at) => ({
      measure: source.measure,
      compute: (totals) => totals[this.#macro + at]! / totals[articles]!,
      about: (totals) => {
        const defined = totals[articles]!;
        const { detail: _, caution, ...rest } = source.about(totals);
        const mean = `Mean over the ${defined} of ${this.#articles} articles that have spans.`;
        return { ...rest, detail: { articles: defined }, caution: caution === null ? mean : `${mean} ${caution}` };
      },
    }));
  }

  #intervals(sources: readonly FigureSource[], resamples: number): Map<FigureSource, Figure['interval']> {
    const { seed } = this.#options;
    if (this.#sums.rows < fewest) return new Map();
    const values = sources.map(() => new Float64Array(resamples));
    this.#sums.resample(resamples, seeded(seed), (totals, round) => {
      for (let i = 0; i < sources.length; i++) values[i]![round] = sources[i]!.compute(totals);
    });
    return new Map(sources.map((source, i) => [source, percentileInterval(values[i]!)]));
  }

  #gammaFigure(resamples: number): Figure {
    const { sides, gammaSamples, seed } = this.#options;
    const measure: Measure = 'gamma';
    const none = { measure, value: null, interval: null, n: 0, of: 'spans' as const, caution: null };
    if (sides.length > 2)
      return { ...none, why: 'gamma is computed for exactly two sides', detail: {}, opens: opens.gamma };
    if (gammaSamples < 1) return { ...none, why: 'nobody asked for samples', detail: {}, opens: opens.gamma };
    const { outcome, interval, spans, articles, of } = this.#gamma.pooled(gammaSamples, resamples);
    const part = articles < of ? ` On ${articles} articles drawn from ${of}.` : '';
    return {
      ...{ measure, value: outcome.value, why: outcome.why, interval },
      ...{ n: spans, of: 'spans', detail: { articles, samples: gammaSamples, seed } },
      caution: `Chance is sampled: ${gammaSamples} texts for each article, seed ${seed}.${part}`,
      opens: opens.gamma,
    };
  }

  #scopeOfArticle(article: string, ofSide: readonly (readonly MeasuredSpan[])[]): Scope {
    const current = this.#sums.current;
    return {
      ...{ layer: null, article },
      spans: Object.fromEntries(this.#options.sides.map((side, i) => [side, ofSide[i]!.length])),
      matched: this.#all.pairs.reduce((sum, pair) => sum + pair.matched(current), 0),
      figures: this.#spanFigures.map((source) => figureOf(source, current)),
    };
  }

  #left(): { what: string; reason: string }[] {
    const left: { what: string; reason: string }[] = [];
    const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;
    if (this.#alone > 0)
      left.push({
        what: count(this.#alone, 'article', 'articles'),
        reason: 'only one of the sides has worked on it',
      });
    if (this.#idle > 0)
      left.push({
        what: count(this.#idle, 'span', 'spans'),
        reason: 'its side has not said that it worked on the article',
      });
    return left;
  }

  #stanceMatrix(totals: Float64Array): ConfusionMatrix | null {
    const { sides, stances } = this.#options;
    const table = this.#all.pairs[0]!.stance;
    if (table.count(totals) === 0) return null;
    return {
      sides: [sides[0]!, sides[1]!],
      values: stances,
      counts: stances.map((_, row) => table.row(totals, row)),
    };
  }

  #layerMatrix(layers: readonly string[], totals: Float64Array): ConfusionMatrix | null {
    const { sides } = this.#options;
    if (this.#all.pairs[0]!.matched(totals) === 0) return null;
    return {
      sides: [sides[0]!, sides[1]!],
      values: layers,
      counts: layers.map((row) => layers.map((column) => this.#pairing.layers(row, column))),
    };
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
