import { groupBy } from '../../model/groups.ts';
import { fnv1a } from '../../text/hash.ts';
import { type Counts, count, noCounts, probabilities, scoresOf } from './bayes.ts';
import {
  type Label,
  mentionKey,
  pairFeature,
  partWeight,
  type StanceLabel,
  type StatementKnown,
  speakerFeatures,
  stanceFeatures,
  targetFeature,
} from './labels.ts';

/** What labels have taught: counts, from which stances and speakers are predicted. */
export interface Model {
  stances: Counts;
  /** For each way of naming a speaker, whom it meant. */
  speakers: Map<string, Counts>;
}

export const emptyModel = (): Model => ({ stances: noCounts(), speakers: new Map() });

/** Adds a label, in place. The order of learning does not matter. */
export function learn(model: Model, label: Label): void {
  if (label.about === 'stance') {
    count(model.stances, label.features, label.value, 1);
    return;
  }
  let counts = model.speakers.get(label.mention);
  if (counts === undefined) {
    counts = noCounts();
    model.speakers.set(label.mention, counts);
  }
  count(counts, label.features, label.speaker, 1);
}

/** Takes a label away that was learned, in place: the model is as if it had never been. */
export function unlearn(model: Model, label: Label): void {
  if (label.about === 'stance') {
    count(model.stances, label.features, label.value, -1);
    return;
  }
  const counts = model.speakers.get(label.mention);
  if (counts === undefined) return;
  count(counts, label.features, label.speaker, -1);
  if (counts.classes.size === 0) model.speakers.delete(label.mention);
}

/** What the classifier does with labels of articles that it has not learned from. */
export interface CrossValidation {
  labels: number;
  folds: number;
  articles: number;
  /** The share that it gets right: 0 … 1. */
  accuracy: number;
  /** The share that always saying the most frequent value gets right. */
  baseline: number;
  /** What scores are divided by to become probabilities. */
  temperature: number;
  /** By value, the most frequent first: how many labels, and how many of them it gets right. */
  values: { value: string; labels: number; right: number }[];
  /** For each label, in no order: how sure it is of its answer (0 … 1), and the share of it that is right. */
  answers: { sure: number; right: number }[];
}

/** Articles are dealt to so many parts, or to fewer where there are fewer articles. */
const foldsAtMost = 5;

/** After so many labels the work may be interrupted. */
const labelsASlice = 50;

/**
 * Checks the classifier by k-fold cross-validation with k = 5, or as many as there are articles. All labels of an article
 * are in the same fold: neighbouring statements resemble each other, and would tell. Where several answers are equally
 * good, each counts as the share that drawing lots would give it. The same labels and seed give the same result.
 * Null: the labels are of fewer than two articles.
 */
export function crossValidate(labels: readonly StanceLabel[], seed: number): CrossValidation | null {
  const work = crossValidating(labels, seed);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** The same, a slice of work for each `next()`. */
export function* crossValidating(
  labels: readonly StanceLabel[],
  seed: number,
): Generator<undefined, CrossValidation | null> {
  const byArticle = groupBy(labels, ({ article }) => article);
  if (byArticle.size < 2) return null;
  const folds = Math.min(foldsAtMost, byArticle.size);
  const dealt = [...byArticle.keys()]
    .map((article) => ({ article, place: fnv1a(`${seed} ${article}`) }))
    .sort((a, b) => a.place - b.place || (a.article < b.article ? -1 : 1));

  const counts = noCounts();
  let since = 0;
  const pause = () => ++since % labelsASlice === 0;
  for (const { features, value } of labels) {
    count(counts, features, value, 1);
    if (pause()) yield;
  }
  const held: Held[] = [];
  let baseline = 0;
  for (let fold = 0; fold < folds; fold++) {
    const heldOut = dealt.filter((_, i) => i % folds === fold).flatMap(({ article }) => byArticle.get(article) ?? []);
    for (const { features, value } of heldOut) {
      count(counts, features, value, -1);
      if (pause()) yield;
    }
    const majority = topOf([...counts.classes].map(([value, { labels }]) => ({ value, weight: labels })));
    for (const { features, value } of heldOut) {
      const scores = scoresOf(counts, features);
      held.push({
        value,
        scores: scores.map(({ score }) => score),
        place: scores.findIndex((one) => one.class === value),
      });
      baseline += majority.get(value) ?? 0;
      if (pause()) yield;
    }
    for (const { features, value } of heldOut) {
      count(counts, features, value, 1);
      if (pause()) yield;
    }
  }
  const temperature = yield* fitTemperature(held, pause);
  const values = new Map<string, { value: string; labels: number; right: number }>();
  const answers: CrossValidation['answers'] = [];
  for (const { value, scores, place } of held) {
    const chances = chancesOf(scores, temperature);
    const sure = Math.max(...chances);
    const ties = chances.filter((chance) => chance === sure).length;
    const right = place >= 0 && chances[place] === sure ? 1 / ties : 0;
    answers.push({ sure, right });
    const counted = values.get(value) ?? { value, labels: 0, right: 0 };
    values.set(value, { value, labels: counted.labels + 1, right: counted.right + right });
    if (pause()) yield;
  }
  const right = answers.reduce((sum, answer) => sum + answer.right, 0);
  return {
    labels: labels.length,
    folds,
    articles: byArticle.size,
    accuracy: right / labels.length,
    baseline: baseline / labels.length,
    temperature,
    values: [...values.values()].sort((a, b) => b.labels - a.labels || (a.value < b.value ? -1 : 1)),
    answers,
  };
}

/** A held-out label: its value, the scores of the values that were known then, and the place of its own among them. */
interface Held {
  value: string;
  scores: readonly number[];
  place: number;
}

/** The values with the greatest weight, each with the share that drawing lots would give it. */
function topOf(values: readonly { value: string; weight: number }[]): Map<string, number> {
  const top = Math.max(...values.map(({ weight }) => weight));
  const best = values.filter(({ weight }) => weight === top);
  return new Map(best.map(({ value }) => [value, 1 / best.length]));
}

/** The temperature under which the held-out values are the likeliest, of 28 from 0.25 to 200 on a logarithmic scale. */
function* fitTemperature(held: readonly Held[], pause: () => boolean): Generator<undefined, number> {
  let best = { temperature: 1, loss: Number.POSITIVE_INFINITY };
  for (let step = 0; step < 28; step++) {
    const temperature = 0.25 * 800 ** (step / 27);
    let loss = 0;
    for (const { scores, place } of held) {
      if (place >= 0) loss -= Math.log(Math.max(1e-12, chancesOf(scores, temperature)[place]!));
      if (pause()) yield;
    }
    if (loss < best.loss) best = { temperature, loss };
  }
  return best.temperature;
}

const chancesOf = (scores: readonly number[], temperature: number) =>
  probabilities(
    scores.map((score) => ({ class: '', score })),
    temperature,
  );

/** How many of the held-out labels it would have spoken on with this threshold, and how many of those answers were right. */
export function atThreshold({ answers }: CrossValidation, threshold: number): { spoken: number; right: number } {
  const spoken = answers.filter(({ sure }) => sure >= threshold);
  return { spoken: spoken.length, right: Math.round(spoken.reduce((sum, { right }) => sum + right, 0)) };
}

/** From fewer labels nothing is predicted. */
export const fewestLabels = 30;

/** A model with what is known of how good it is. */
export interface Learned {
  model: Model;
  check: CrossValidation | null;
}

/**
 * Whether stances are predicted: `good`; or why not: no labels, too few of them or of one article only, no better than
 * always saying the most frequent value.
 */
export type Standing = 'none' | 'few' | 'one-article' | 'no-better' | 'good';

export function standingOf({ model, check }: Learned): Standing {
  const labels = labelCount(model);
  if (labels === 0) return 'none';
  if (labels < fewestLabels) return 'few';
  if (check === null) return 'one-article';
  return check.accuracy > check.baseline ? 'good' : 'no-better';
}

/** How many stances a model has learned from. */
export function labelCount({ stances }: Model): number {
  let labels = 0;
  for (const total of stances.classes.values()) labels += total.labels;
  return labels;
}

export interface Prediction {
  /** A value on the codebook's stance scale. */
  value: string;
  /** 0 … 1, as held-out labels show it. */
  probability: number;
  /** What it is told from most plainly: labels of this speaker toward this target, or toward it, or all, and how many of them have the value. */
  from: { about: 'pair' | 'target' | 'all'; labels: number; agree: number };
}

/**
 * The stance that this annotator's labels make the likeliest; null where the model has not shown that it is any good
 * (`standingOf`), where two values are equally likely, or where it is less sure than the threshold.
 */
export function predict(
  learned: Learned,
  statement: StatementKnown & { speaker: string | null; target: string | null },
  threshold: number,
): Prediction | null {
  if (learned.check === null || standingOf(learned) !== 'good') return null;
  const { stances } = learned.model;
  const scores = scoresOf(stances, stanceFeatures(statement));
  const chances = probabilities(scores, learned.check.temperature);
  const probability = Math.max(...chances);
  const place = chances.indexOf(probability);
  if (probability < threshold || chances.lastIndexOf(probability) !== place) return null;
  const value = scores[place]!.class;
  return { value, probability, from: evidence(stances, statement, value) };
}

function evidence(
  stances: Counts,
  { speaker, target }: { speaker: string | null; target: string | null },
  value: string,
): Prediction['from'] {
  const seen = (feature: string) => {
    const values = stances.features.get(feature);
    if (values === undefined) return null;
    let labels = 0;
    for (const number of values.values()) labels += number / partWeight;
    return { labels, agree: (values.get(value) ?? 0) / partWeight };
  };
  const pair = speaker !== null && target !== null ? seen(pairFeature(speaker, target)) : null;
  if (pair !== null) return { about: 'pair', ...pair };
  const toward = target === null ? null : seen(targetFeature(target));
  if (toward !== null) return { about: 'target', ...toward };
  let labels = 0;
  for (const total of stances.classes.values()) labels += total.labels;
  return { about: 'all', labels, agree: stances.classes.get(value)?.labels ?? 0 };
}

/**
 * Candidates for a mention in the order in which this annotator is likely to mean them; those that they have never meant
 * by it come last, in the order given.
 */
export function preferred<T extends { id: string }>(
  { speakers }: Model,
  mention: string,
  statement: StatementKnown & { article: string },
  candidates: readonly T[],
): T[] {
  const counts = speakers.get(mentionKey(mention));
  const known = candidates.filter(({ id }) => counts?.classes.has(id));
  if (counts === undefined || known.length === 0) return [...candidates];
  const ids = [...counts.classes.keys()].sort();
  const scores = new Map(
    scoresOf(counts, speakerFeatures(statement), ids).map((one) => [
      one.class,
      one.score + Math.log(counts.classes.get(one.class)!.labels),
    ]),
  );
  const scoreOf = ({ id }: T) => scores.get(id) ?? Number.NEGATIVE_INFINITY;
  return [...known.sort((a, b) => scoreOf(b) - scoreOf(a)), ...candidates.filter(({ id }) => !counts.classes.has(id))];
}
