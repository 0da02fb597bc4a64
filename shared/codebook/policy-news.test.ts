import { expect, test } from 'vitest';
import { modes } from '../model/mode.ts';
import { stancesByCue } from '../suggest/stance/cues.ts';
import { phraseFinder } from '../suggest/stance/phrases.ts';
import { phraseWordsOf } from '../suggest/stance/words.ts';
import { canonicalCodebook, codebookSchema, stanceOf, stanceValueSchema } from './codebook.ts';
import { policyNews } from './policy-news.ts';

test('fits the schema of codebooks', () => {
  expect(codebookSchema.parse(policyNews)).toEqual(policyNews);
});

test('has a scale from −2 to 2 in order, and every mode once', () => {
  expect(policyNews.stances.map(({ id, score, sign }) => [id, score, sign])).toEqual([
    ['strongly-oppose', -2, '−−'],
    ['oppose', -1, '−'],
    ['mixed', 0, '±'],
    ['support', 1, '+'],
    ['strongly-support', 2, '++'],
  ]);
  expect(policyNews.modes.map((mode) => mode.id)).toEqual([...modes]);
  expect(stanceOf(policyNews, 'oppose')?.verb).toBe('opposes');
  expect(stanceOf(policyNews, 'neutral')).toBeUndefined();
});

test('no two layers share an id or a key, and every code is shown by examples with a reason', () => {
  const { layers, stances, modes } = policyNews;
  expect(new Set(layers.map((layer) => layer.key)).size).toBe(layers.length);
  expect(new Set([...layers, ...stances].map((code) => code.id)).size).toBe(layers.length + stances.length);
  for (const code of [...layers, ...stances, ...modes]) {
    expect(code.definition.length, code.id).toBeGreaterThan(40);
    expect(code.examples.length, code.id).toBeGreaterThanOrEqual(2);
    for (const example of code.examples) expect(example.why, example.text).toBeTruthy();
  }
  const texts = [...layers, ...stances, ...modes].flatMap((code) => code.examples.map((example) => example.text));
  expect(new Set(texts).size).toBe(texts.length);
});

test('each stance has cue phrases, none of them twice, and every example takes just that stance by its phrase', () => {
  const phrases = policyNews.stances.flatMap(({ cues }) => cues.map(({ phrase }) => phrase));
  expect(new Set(phrases).size).toBe(phrases.length);
  const examples = policyNews.stances.flatMap(({ cues }) => cues.map(({ example }) => example));
  expect(new Set(examples).size).toBe(examples.length);
  for (const { id, cues } of policyNews.stances) {
    expect(cues.length, id).toBeGreaterThanOrEqual(10);
    for (const { phrase, example } of cues) {
      const finder = phraseFinder([{ phrase, means: phrase }]);
      const words = phraseWordsOf(example, { start: 0, end: example.length });
      const [seen, ...more] = finder.find(words);
      expect([seen !== undefined, more], `“${phrase}” in “${example}”`).toEqual([true, []]);
      const stances = stancesByCue({
        text: example,
        ...readIn(example, { start: words[seen!.at[0]!]!.start, end: words[seen!.at.at(-1)!]!.end }),
        codebook: policyNews,
        targets: [],
      });
      expect(
        stances.map(({ value }) => value),
        example,
      ).toEqual([id]);
    }
  }
});

/** A phrase in quoted words is the statement's own; any other one reports what comes after it. */
function readIn(example: string, phrase: { start: number; end: number }) {
  const quoted = { start: example.indexOf('“') + 1, end: example.lastIndexOf('”') };
  if (quoted.start > 0 && quoted.start <= phrase.start && phrase.end <= quoted.end) {
    return { statement: quoted, cue: null };
  }
  const cue = { ...phrase, text: example.slice(phrase.start, phrase.end) };
  return { statement: { start: phrase.end, end: example.length }, cue };
}

test('a codebook from before there were cue phrases is read as one without any', () => {
  const [first] = policyNews.stances;
  const { cues, ...older } = first!;
  expect(cues.length).toBeGreaterThan(0);
  expect(stanceValueSchema.parse(older)).toEqual({ ...older, cues: [] });
});

test('the canonical form does not depend on the order of keys', () => {
  const shuffled = JSON.parse(JSON.stringify(policyNews), (_, value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).reverse())
      : value,
  );
  expect(canonicalCodebook(shuffled)).toBe(canonicalCodebook(policyNews));
  expect(JSON.parse(canonicalCodebook(policyNews))).toEqual(policyNews);
});
