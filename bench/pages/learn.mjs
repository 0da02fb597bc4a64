import { shingles, wordsOf } from './score.mjs';

/*
 * Logistic regression on blocks, with L2 and Adam, the same for the same pages. A block is body when more than half of
 * its sequences of four words are in what people marked; it counts by its words. The second look learns from first
 * looks at pages that the first had not seen (four folds).
 */
const penalty = 1;
const folds = 4;

/** The weights of both looks, from pages with their `html` and `gold`. */
export function learn({ pageOf, firstTraits, secondTraits, scoresOf }, pages) {
  const known = pages
    .map(({ html, gold }) => {
      const page = pageOf(html);
      const words = wordsOf(gold);
      const wanted = shingles(words);
      const paragraphs = new Set(gold.split(/\n+/).map((line) => wordsOf(line).join(' ')));
      const lines = page.lines.map(wordsOf);
      const body = lines.map((line) => {
        if (line.length < 4) return paragraphs.has(line.join(' '));
        const own = [...shingles(line).keys()];
        return own.filter((key) => wanted.has(key)).length > own.length / 2;
      });
      const found = lines.reduce((sum, line, index) => sum + (body[index] ? line.length : 0), 0);
      return { page, lines, body, size: words.length, found, traits: firstTraits(page) };
    })
    // A page that does not show what people marked teaches nothing.
    .filter(({ found, size }) => found >= size * 0.6);
  const rows = ({ page, lines, body, size }, traits) =>
    traits.map((names, index) => ({
      names,
      column: page.kept.has(index) ? 0 : 1,
      body: body[index],
      weight: 0.02 + (Math.min(lines[index].length, 120) / Math.max(150, size)) * 10,
    }));
  const second = [];
  for (let fold = 0; fold < folds; fold++) {
    const others = known.filter((_, index) => index % folds !== fold);
    const weights = weightsFor(
      others.flatMap((one) => rows(one, one.traits)),
      150,
    );
    for (const one of known.filter((_, index) => index % folds === fold))
      second.push(...rows(one, secondTraits(one.page, scoresOf(one.traits, one.page.kept, weights))));
  }
  return {
    first: weightsFor(
      known.flatMap((one) => rows(one, one.traits)),
      250,
    ),
    second: weightsFor(second, 250),
  };
}

function weightsFor(rows, rounds) {
  const numbers = new Map();
  const inputs = rows.map(({ names, column }) =>
    names.map((name) => {
      const key = `${name}|${column}`;
      if (!numbers.has(key)) numbers.set(key, numbers.size);
      return numbers.get(key);
    }),
  );
  const [weights, slope, mean, spread] = Array.from({ length: 4 }, () => new Float64Array(numbers.size));
  const total = rows.reduce((sum, { weight }) => sum + weight, 0);
  for (let round = 1; round <= rounds; round++) {
    slope.fill(0);
    for (const [index, input] of inputs.entries()) {
      let score = 0;
      for (const at of input) score += weights[at];
      const error = (1 / (1 + Math.exp(-score)) - (rows[index].body ? 1 : 0)) * rows[index].weight;
      for (const at of input) slope[at] += error;
    }
    const rate = 0.15 * Math.min(1, 3 * (1 - round / rounds) + 0.05);
    for (let at = 0; at < weights.length; at++) {
      const value = ((slope[at] + penalty * weights[at]) / total) * 1000;
      mean[at] = 0.9 * mean[at] + 0.1 * value;
      spread[at] = 0.99 * spread[at] + 0.01 * value * value;
      weights[at] -= (rate * (mean[at] / (1 - 0.9 ** round))) / (Math.sqrt(spread[at] / (1 - 0.99 ** round)) + 1e-8);
    }
  }
  const named = {};
  for (const [key, at] of numbers) {
    const cut = key.lastIndexOf('|');
    named[key.slice(0, cut)] ??= [0, 0];
    named[key.slice(0, cut)][Number(key.slice(cut + 1))] = Math.round(weights[at] * 100) / 100;
  }
  return named;
}

/** The module that the extractor imports. */
export function printed({ first, second }) {
  const constant = (name, weights) =>
    `export const ${name}: Weights = {\n${Object.entries(weights)
      .filter(([, [kept, left]]) => kept !== 0 || left !== 0)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([trait, [kept, left]]) => `  ${/^[a-z]+$/i.test(trait) ? trait : `'${trait}'`}: [${kept}, ${left}],`)
      .join('\n')}\n};\n`;
  return `/** By the name of a trait: its weight for a block that Readability kept, and for one that it left. */
export type Weights = Readonly<Record<string, readonly [number, number]>>;

${constant('firstWeights', first)}
${constant('secondWeights', second)}`;
}
