import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { anchor } from '#shared/text/anchoring.ts';
import { quoteOf } from '#shared/text/quote.ts';
import { extract } from './extract/extract-one.ts';
import { fileKind } from './extract/file-kind.ts';
import { walk } from './files/walk.ts';

/*
 * What editors do to articles after they were annotated, a thousand times over the sample articles: each character of the
 * text after knows where it came from, so that it is known where every span went.
 */

const samples = fileURLToPath(new URL('../../samples', import.meta.url));
const texts: string[] = [];
beforeAll(async () => {
  // The list of the annotations is a table to the extractors, but no article.
  for (const found of [...walk(samples, (name) => fileKind(name) !== null && !name.endsWith('.json'))].flat())
    if (found.kind === 'file') texts.push(extract(await readFile(join(samples, found.path)), found.path).text);
});

/** A text whose characters know their place in the text before; −1: it was written new. */
interface Edited {
  text: string;
  from: number[];
}

/** Numbers from 0 to below `n`, the same in every run (a linear congruential generator). */
function dice(seed: number): (n: number) => number {
  let state = seed >>> 0;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

const put = ({ text, from }: Edited, start: number, end: number, words: string): Edited => ({
  text: text.slice(0, start) + words + text.slice(end),
  from: from.slice(0, start).concat(Array<number>(words.length).fill(-1), from.slice(end)),
});

const places = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map((one) => ({ start: one.index, end: one.index + one[0].length }));

type Edit = (edited: Edited, roll: (n: number) => number) => Edited;
const atOne =
  (pattern: RegExp, words: (found: string, text: string, roll: (n: number) => number) => string): Edit =>
  (edited, roll) => {
    const all = places(edited.text, pattern);
    const one = all[roll(all.length)];
    if (one === undefined) return edited;
    return put(edited, one.start, one.end, words(edited.text.slice(one.start, one.end), edited.text, roll));
  };
const word = /[\p{L}\p{M}]{2,}/gu;
const sentence = /[^.!?。\n]+[.!?。]+["”’)」]*\s?/gu;
const paragraph = /[^\n]+\n+/g;
const oneOf = (text: string, pattern: RegExp, roll: (n: number) => number) => {
  const all = places(text, pattern);
  const one = all[roll(all.length)];
  return one === undefined ? '' : text.slice(one.start, one.end);
};

const edits: Edit[] = [
  atOne(word, (found) => found.slice(1)),
  atOne(word, () => 'officials'),
  atOne(word, () => ''),
  atOne(word, (found, text, roll) => `${oneOf(text, word, roll)} ${found}`),
  atOne(sentence, () => ''),
  atOne(sentence, (found, text, roll) => oneOf(text, sentence, roll) + found),
  atOne(sentence, (found) => `${found} The ministry did not respond to a request for comment. `),
  atOne(paragraph, () => ''),
  atOne(paragraph, (found) => found + found),
  atOne(/\d+/g, (found) => String(Number(found.slice(0, 9)) + 1)),
  (edited) => put(edited, 0, 0, 'CORRECTION: An earlier version of this article misstated a date.\n\n'),
  (edited) => put(edited, edited.text.length, edited.text.length, '\nThis article was updated at 18:00.\n'),
  (edited) => {
    const blanks = places(edited.text, / {2,}/g).reverse();
    return blanks.reduce((next, { start, end }) => put(next, start + 1, end, ''), edited);
  },
  (edited) =>
    places(edited.text, /[“”]/g)
      .reverse()
      .reduce((next, { start, end }) => put(next, start, end, '"'), edited),
  // A paragraph goes elsewhere, with all that stands in it.
  ({ text, from }, roll) => {
    const all = places(text, paragraph);
    const [one, other] = [all[roll(all.length)], all[roll(all.length)]];
    if (!one || !other || other.start <= one.start) return { text, from };
    const order: [number, number][] = [
      [0, one.start],
      [one.end, other.start],
      [one.start, one.end],
      [other.start, text.length],
    ];
    return {
      text: order.map(([a, b]) => text.slice(a, b)).join(''),
      from: order.flatMap(([a, b]) => from.slice(a, b)),
    };
  },
];

it('99 in 100 spans whose words survive a thousand edits are found where they went, and none is taken for unmoved that moved', () => {
  const count = { survived: 0, found: 0, unsaid: 0 };
  for (let round = 0; round < 1000; round++) {
    const roll = dice(round);
    const text = texts[round % texts.length]!.slice(0, 6000);
    let edited: Edited = { text, from: Array.from({ length: text.length }, (_, i) => i) };
    for (let n = 1 + roll(8); n > 0; n--) edited = edits[roll(edits.length)]!(edited, roll);
    const words = places(text, word);
    for (let n = 0; n < 10; n++) {
      const first = roll(words.length);
      const start = words[first]!.start;
      const end = words[Math.min(words.length - 1, first + [0, 1, 2, 5, 12, 30][roll(6)]!)]!.end;
      // Where it was put twice, the later one is the one that stood there: what is repeated is put in before.
      const at = edited.from.lastIndexOf(start);
      const survives = at >= 0 && edited.from.slice(at, at + end - start).every((from, i) => from === start + i);
      const found = anchor(edited.text, { start, end, quote: quoteOf(text, { start, end }) });
      if (found.how !== 'orphan') expect(edited.text.slice(found.start, found.end)).toBe(text.slice(start, end));
      if (!survives) continue;
      count.survived++;
      if (found.how === 'orphan') continue;
      if (found.start === at) count.found++;
      else if (found.how === 'exact') count.unsaid++;
    }
  }
  expect(count.survived).toBeGreaterThan(7000);
  expect(count.found / count.survived).toBeGreaterThanOrEqual(0.99);
  expect(count.unsaid).toBe(0);
});
