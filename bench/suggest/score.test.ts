import { describe, expect, test } from 'vitest';
import { byCompromise, nearestName, reportingVerb } from './baselines.ts';
import { type FoundQuote, type GoldArticle, type GoldQuote, readGold } from './gold.ts';
import { lastNames, sharesLastName } from './same-speaker.ts';
import { add, figures, interval, noCounts, piecesOf, score } from './score.ts';

const text = '“We shall wait,” said Anna Berg.\n\n“The dam is safe. The dam\n\n“is dry,” he said. It is a “term”.';
const at = (words: string) => ({ start: text.indexOf(words), end: text.indexOf(words) + words.length });
const words = (some: string) => ({ ...at(some), text: some });
const gold = (quote: string, speaker: string | null, type = 'direct'): GoldQuote => ({
  ...at(quote),
  speaker: speaker === null ? null : words(speaker),
  type,
});
const article = (quotes: GoldQuote[], ignore: GoldArticle['ignore'] = []): GoldArticle => ({
  ...{ id: 'one', text, quotes, ignore },
});
const wait = gold('We shall wait,', 'Anna Berg');
const dam = gold('The dam is safe. The dam\n\n“is dry,', 'he');
const found = (quote: string, speaker: string | null): FoundQuote => ({
  ...at(quote),
  speaker: speaker === null ? null : { text: speaker },
});

describe('the score', () => {
  test('does not mind marks, white space and a comma, nor how paragraphs of a quotation are joined', () => {
    const { counts, mistakes } = score(article([wait, dam]), [
      found('“We shall wait,” ', 'Berg'),
      found('“The dam is safe. The dam\n', 'he'),
      found('is dry', 'he'),
    ]);
    expect(counts).toMatchObject({ gold: 3, found: 3, exact: 3, overlap: 3, spoken: 3, lastName: 3, sameName: 2 });
    expect(counts).toMatchObject({ endToEnd: 3, endToEndName: 2, withoutSpeaker: 0, samePlace: 0 });
    expect(mistakes).toEqual([]);
  });

  test('says what was missed, what is none, and what somebody else says', () => {
    const { counts, mistakes } = score(article([wait, dam]), [found('shall wait,', 'Mr Vik'), found('term', 'he')]);
    expect(counts).toMatchObject({ gold: 3, found: 2, exact: 0, overlap: 0, endToEnd: 0 });
    expect(mistakes.map(({ what }) => what)).toEqual(['missed', 'spurious', 'missed', 'missed', 'spurious']);
    const wrong = score(article([wait]), [found('We shall wait', 'Mr Vik')]);
    expect(wrong.counts).toMatchObject({ overlap: 1, lastName: 0, endToEnd: 0 });
    expect(wrong.mistakes).toMatchObject([{ what: 'speaker', gold: 'Anna Berg', found: 'Mr Vik' }]);
  });

  test('takes four fifths in common for the same quotation, one for one', () => {
    const seven = found('The dam is safe. The', 'he');
    expect(score(article([gold('The dam is safe. The dam', 'he')]), [seven, seven]).counts).toMatchObject({
      ...{ gold: 1, found: 2, exact: 0, overlap: 1 },
    });
    expect(score(article([wait]), [found('shall wait', 'Berg')]).counts.overlap).toBe(0);
  });

  test('rightly leaves open who speaks where the article does not say', () => {
    const open = article([gold('We shall wait,', null)]);
    expect(score(open, [found('We shall wait,', null)]).counts).toMatchObject({ spoken: 0, endToEnd: 1 });
    expect(score(open, [found('We shall wait,', 'he')]).counts.endToEnd).toBe(0);
    expect(score(article([wait]), [found('We shall wait,', null)]).counts).toMatchObject({
      ...{ withoutSpeaker: 1, endToEnd: 0 },
    });
  });

  test('of one type does not count what is found at another, or where nothing was marked', () => {
    const mixed = gold('term', 'he', 'mixed');
    const both = article([wait, mixed]);
    const all = [found('We shall wait,', 'Berg'), found('term', 'he')];
    expect(score(both, all, { type: 'direct' }).counts).toMatchObject({ gold: 1, found: 1, ignored: 1, endToEnd: 1 });
    expect(score(both, all).counts).toMatchObject({ gold: 2, found: 2, ignored: 0, endToEnd: 2 });
    expect(score(article([wait], [at('It is a “term”')]), all).counts).toMatchObject({ found: 1, ignored: 1 });
  });

  test('refuses what is outside the text', () => {
    expect(() => score(article([wait]), [{ start: 3, end: 5000, speaker: null }])).toThrow('one: a quotation from 3');
  });

  test('a piece without letters is none', () => {
    expect(piecesOf('“…”\n“yes”', { start: 0, end: 9 })).toEqual([{ start: 5, end: 8 }]);
  });

  test('comes to precision, recall and F1', () => {
    const counts = { ...noCounts(), gold: 4, found: 5, overlap: 2, endToEnd: 1, spoken: 2, lastName: 1 };
    const { overlap, endToEnd, speaker } = figures(counts);
    expect(overlap).toEqual({ precision: 0.4, recall: 0.5, f1: 4 / 9 });
    expect(endToEnd.f1).toBe(2 / 9);
    expect(speaker.lastName).toBe(0.5);
    expect(figures(noCounts()).overlap).toEqual({ precision: 0, recall: 0, f1: 0 });
    expect(add({ ...counts }, counts)).toMatchObject({ gold: 8, found: 10 });
  });

  test('has an interval around it, the same each time, that is narrow where articles agree', () => {
    const good = { ...noCounts(), gold: 10, found: 10, endToEnd: 9 };
    const poor = { ...good, endToEnd: 3 };
    expect(interval([good, good, good])).toEqual([0.9, 0.9]);
    const [low, high] = interval([good, poor, good, poor, good, poor, good, poor]);
    expect([low, high]).toEqual(interval([good, poor, good, poor, good, poor, good, poor]));
    expect(low).toBeLessThan(0.5);
    expect(high).toBeGreaterThan(0.7);
  });
});

describe('two mentions', () => {
  test.each([
    ['Anna Berg', 'Berg'],
    ['the minister', 'Minister'],
    ['Berg’s', "Berg's"],
    ['Anna Berg, the minister of harbours,', 'Ms. Berg'],
    ['Max Orban Jr.', 'Orban'],
    ['Lars Bue and Ole Vik', 'Vik'],
    ['the spokeswoman for Anna Berg', 'Berg'],
    ['the mayor, Ole Vik', 'Vik'],
    ['Rep. Ole Vik (N-Bodø)', 'Ole Vik'],
  ])('%s and %s share a last name', (a, b) => {
    expect(sharesLastName(a, b)).toBe(true);
    expect(sharesLastName(b, a)).toBe(true);
  });

  test.each([
    ['Anna Berg', 'Anna Vik'],
    ['he', 'she'],
    ['a resident of Berg who saw it', 'Berg'],
    ['the mayor, who was tired', 'tired'],
  ])('%s and %s do not', (a, b) => {
    expect(sharesLastName(a, b)).toBe(false);
  });

  test('an initial is a name only where there is no other', () => {
    expect([...lastNames('Anna B.')]).toEqual([]);
    expect([...lastNames('B.')]).toEqual(['b']);
  });
});

describe('gold', () => {
  test.each([
    ['{', 'is no JSON'],
    ['{"id":"a"}', 'has no id, text or quotes'],
    [
      '{"id":"a","text":"abc","quotes":[{"start":1,"end":9,"speaker":null}]}',
      'has a quotation outside its text: 1 to 9',
    ],
    [
      '{"id":"a","text":"abc","quotes":[{"start":1,"end":2,"speaker":{"start":0,"end":1,"text":"b"}}]}',
      'does not have “b” at 0',
    ],
  ])('%s is refused with its line', (line, message) => {
    expect(() => readGold(`{"id":"x","text":"","quotes":[]}\n${line}\n`)).toThrow(`Line 2 of the gold file ${message}`);
  });

  test('without an article is refused', () => {
    expect(() => readGold('\n')).toThrow('no articles');
  });
});

describe('simple means', () => {
  const told = 'The harbour is closed. Anna Berg left.\n\n“We shall wait for it,” said John Miller, who was tired.';
  test.each([
    ['nearest name', nearestName],
    ['reporting verb', reportingVerb],
    ['compromise', byCompromise],
  ])('%s finds what is plain', (_, find) => {
    const [quote, ...more] = find(told);
    expect(told.slice(quote!.start, quote!.end)).toContain('We shall wait for it,');
    expect(quote!.speaker?.text).toMatch(/^John Miller,?$/);
    expect(more).toEqual([]);
  });

  test('a name is looked for in paragraphs before, a verb’s subject before it first', () => {
    expect(nearestName('Anna Berg left.\n\n“We shall wait for it.”')[0]?.speaker?.text).toBe('Anna Berg');
    expect(reportingVerb('“We wait,” the tired mayor said on Monday.')[0]?.speaker?.text).toBe('the tired mayor');
    expect(reportingVerb('They call it the “Butter Boat”.')).toEqual([]);
  });
});
