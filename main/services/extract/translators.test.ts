import { describe, expect, test } from 'vitest';
import { readByline, readTranslator, withoutTranslator } from './datelines.ts';
import { extract } from './extract-one.ts';

describe('the translator', () => {
  test.each([
    ['Translated by Maria Olsen', 'Maria Olsen'],
    ['(Translated from the Japanese by K. Abe)', 'K. Abe'],
    ['Translation: Jane O’Neil and Tom Parr', 'Jane O’Neil and Tom Parr'],
    ['Übersetzt von Karl Weiß', 'Karl Weiß'],
    ['Aus dem Englischen von Anna Groß', 'Anna Groß'],
    ['Übersetzung: Jens Maurer', 'Jens Maurer'],
    ['Traduit de l’anglais par Luc Féval', 'Luc Féval'],
    ['Traduit par Luc Féval', 'Luc Féval'],
    ['Traducido por Inés Calvo', 'Inés Calvo'],
    ['Traduzione di Piero Landi', 'Piero Landi'],
    ['(訳：山本葉子)', '山本葉子'],
    ['（翻訳＝山本葉子）', '山本葉子'],
    ['번역 김하나', '김하나'],
    ['TPD Translation', 'TPD Translation'],
  ])('%s', (line, name) => {
    expect(readTranslator(line)).toBe(name);
  });

  test.each([
    'The book was translated by a friend of hers in a single summer.',
    'Translated into votes, that means nothing.',
    'Lost in translation',
    'By Maria Olsen',
    '訳が分からない、と彼は言った。',
  ])('%s: names none', (line) => {
    expect(readTranslator(line)).toBeNull();
  });

  test('writer and translator on one line are told apart', () => {
    const line = 'By Omar Said, translated by Ines Calder';
    expect(readTranslator(line)).toBe('Ines Calder');
    expect(withoutTranslator(line, readByline(line)!)).toBe('Omar Said');
    expect(withoutTranslator('Übersetzt von Karl Weiß', 'Karl Weiß')).toBeNull();
  });

  test('in plain text and in pages', () => {
    const prose = 'The ferry left the harbour at noon, and nobody on the pier waved to those who were on it.';
    const text = `The ferry leaves at noon\nBy Omar Said\nTranslated by Ines Calder\n\n${prose}\n\n${prose} Twice.`;
    expect(extract(Buffer.from(text), 'a.txt').meta).toMatchObject({ byline: 'Omar Said', translator: 'Ines Calder' });
    const page = `<html lang=en><title>The ferry leaves at noon</title><body><article><h1>The ferry leaves at noon</h1><p>By Omar Said</p><p>${prose}</p><p>${prose} Twice.</p><p>${prose} And again.</p><p>(Translated by Ines Calder)</p></article>`;
    expect(extract(Buffer.from(page), 'a.html').meta).toMatchObject({ byline: 'Omar Said', translator: 'Ines Calder' });
  });
});

describe('the day of a page', () => {
  const day = (head: string, body = '') =>
    extract(
      Buffer.from(`<html><head>${head}</head><body><article><h1>A ferry</h1>${body}<p>It left.</p></article>`),
      'a.html',
    ).meta.published;

  test.each([
    [
      '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2018-02-27T05:00:00Z"}</script>',
      '2018-02-27T05:00:00Z',
    ],
    ['<meta property="article:published_time" content="2018-02-27T14:00:00+09:00">', '2018-02-27T14:00:00+09:00'],
    ['<meta name="date" content="27. Februar 2018">', '2018-02-27'],
    ['<meta name="pubdate" content="2018年2月27日">', '2018-02-27'],
    ['<link rel="canonical" href="https://gazette.example/world/2018/02/27/a-ferry">', '2018-02-27'],
  ])('%s', (head, expected) => {
    expect(day(head)).toBe(expected);
  });

  test('a time element of the article tells it, a date in a sentence does not', () => {
    expect(day('', '<time datetime="2018-02-27">27 Feb</time>')).toBe('2018-02-27');
    expect(
      day('', '<p>The ferry was built on 27 February 1998 and has sailed ever since without a break.</p>'),
    ).toBeNull();
  });
});
