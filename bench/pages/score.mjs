/*
 * How much of a body two texts share: sequences of four words, each as often as it stands. Scripts without blanks count
 * by the character. A text of fewer than four words is one sequence.
 */

const word =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}])[\p{L}\p{N}\p{M}_])+/gu;

export const wordsOf = (text) => text.toLowerCase().match(word) ?? [];

export function shingles(words, size = 4) {
  const found = new Map();
  const length = Math.min(size, words.length);
  for (let at = 0; length > 0 && at + length <= words.length; at++) {
    const key = words.slice(at, at + length).join(' ');
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  return found;
}

/** Precision, recall and F1 of a text against what people marked. */
export function compare(text, gold) {
  const [found, wanted] = [shingles(wordsOf(text)), shingles(wordsOf(gold))];
  let both = 0;
  for (const [key, times] of wanted) both += Math.min(times, found.get(key) ?? 0);
  const sum = (map) => [...map.values()].reduce((all, times) => all + times, 0);
  const precision = sum(found) > 0 ? both / sum(found) : 0;
  const recall = sum(wanted) > 0 ? both / sum(wanted) : 0;
  return { precision, recall, f1: f1(precision, recall) };
}

export const f1 = (precision, recall) => (precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0);

/** Over pages: the mean F1, and F1 of the mean precision and recall. */
export function overall(scores) {
  const mean = (field) => scores.reduce((sum, score) => sum + score[field], 0) / scores.length;
  const [precision, recall] = [mean('precision'), mean('recall')];
  return { precision, recall, f1: f1(precision, recall), meanF1: mean('f1') };
}
