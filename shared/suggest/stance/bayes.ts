/*
 * Naive Bayes over features, kept as counts, so that learning a label and forgetting it again are exact inverses
 * and the order of learning does not matter.
 */

export interface Counts {
  /** For each class, its labels, and how many features they have together. */
  classes: Map<string, { labels: number; features: number }>;
  /** For each feature, how many labels of each class have it; no count is ever zero. */
  features: Map<string, Map<string, number>>;
}

export const noCounts = (): Counts => ({ classes: new Map(), features: new Map() });

/** How well a class fits; only the differences between classes mean something. */
export interface Score {
  class: string;
  score: number;
}

/**
 * Adds a label to the counts, in place, or takes it away again.
 * @param features one that stands in it several times counts as often
 * @param by 1 adds it, −1 takes it away; what was never added must not be taken away
 */
export function count(counts: Counts, features: readonly string[], of: string, by: 1 | -1): void {
  const total = counts.classes.get(of) ?? { labels: 0, features: 0 };
  const next = { labels: total.labels + by, features: total.features + by * features.length };
  if (next.labels === 0) counts.classes.delete(of);
  else counts.classes.set(of, next);
  for (const feature of features) {
    let classes = counts.features.get(feature);
    if (classes === undefined) {
      classes = new Map();
      counts.features.set(feature, classes);
    }
    const number = (classes.get(of) ?? 0) + by;
    if (number !== 0) classes.set(of, number);
    else if (classes.delete(of) && classes.size === 0) counts.features.delete(feature);
  }
}

/** Added to each count, so that what has not been seen yet is not taken for impossible (Laplace). */
const smoothing = 1;

/**
 * How well each class fits the features, by what the labels of all other classes say (complement naive Bayes: Rennie,
 * Shih, Teevan & Karger 2003): −Σ log ((1 + n of the feature elsewhere) / (features + all n elsewhere)). Where one class
 * has most labels, as stances do, it finds the rare ones better than multinomial naive Bayes, which knows little of
 * them. Features that no label has are passed over.
 * @param classes those that are asked about; all that have labels, by name, when left out
 */
export function scoresOf(
  counts: Counts,
  features: readonly string[],
  classes: readonly string[] = [...counts.classes.keys()].sort(),
): Score[] {
  const vocabulary = smoothing * counts.features.size;
  let all = 0;
  for (const total of counts.classes.values()) all += total.features;
  const scores = new Float64Array(classes.length);
  const rest = classes.map((name) => Math.log(vocabulary + all - (counts.classes.get(name)?.features ?? 0)));
  for (const feature of features) {
    const seen = counts.features.get(feature);
    if (seen === undefined) continue;
    let total = smoothing;
    for (const number of seen.values()) total += number;
    for (let i = 0; i < classes.length; i++) scores[i]! += rest[i]! - Math.log(total - (seen.get(classes[i]!) ?? 0));
  }
  return classes.map((name, i) => ({ class: name, score: scores[i]! }));
}

/**
 * The probabilities of the classes, in the order of the scores. Naive Bayes is far too sure of itself, because it takes
 * words for independent: the scores are divided by a temperature that fits held-out labels (Guo et al. 2017).
 */
export function probabilities(scores: readonly Score[], temperature: number): number[] {
  const top = Math.max(...scores.map(({ score }) => score));
  const weights = scores.map(({ score }) => Math.exp((score - top) / temperature));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
