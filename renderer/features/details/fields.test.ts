import { describe, expect, test } from 'vitest';
import { stepWords } from './DetailsHistory.tsx';
import { readForm, shownValue, understand, valuesOf } from './fields.ts';
import { findLanguages, languageCode, languageName } from './languages.ts';

describe('what is typed into a field', () => {
  test('is understood and said back', () => {
    expect(understand('published', '27.2.2018')).toEqual({ value: '2018-02-27', words: 'Tuesday, 27 February 2018' });
    expect(understand('language', 'deutsch')).toEqual({ value: 'de', words: 'German' });
    expect(understand('url', 'example.org/a?b=1')).toEqual({ value: 'https://example.org/a?b=1' });
    expect(understand('title', '  A\n title ')).toEqual({ value: 'A title' });
    expect(understand('outlet', ' ')).toEqual({ value: '' });
  });

  test('is told in words what is wrong with it', () => {
    expect(understand('published', 'soon').fault).toMatch(/not understood as a date/);
    expect(understand('language', 'Klingonisch').fault).toMatch(/no language “Klingonisch”/);
    expect(understand('url', 'javascript:alert(1)').fault).toMatch(/no address/);
    expect(understand('url', 'two words').fault).toMatch(/no address/);
    expect(understand('title', 'x'.repeat(2001)).fault).toMatch(/2,000/);
  });

  test('shows what is kept so that it is understood as the same again', () => {
    for (const value of ['2018-02-27', '2018-02-27T14:30:00+09:00', '2018-02', '2018'])
      expect(understand('published', shownValue('published', value)).value).toBe(value);
    for (const code of ['de', 'ja', 'zh', 'sr', 'nb'])
      expect(understand('language', shownValue('language', code)).value).toBe(code);
  });
});

test('a form gives what was touched only; what is given back to the file is null', () => {
  expect(readForm({ title: 'New', outlet: null, byline: '' })).toEqual({
    details: { title: 'New', outlet: null, byline: '' },
    faults: {},
  });
  const faulty = readForm({ published: 'soon', title: 'New' });
  expect(Object.keys(faulty.faults)).toEqual(['published']);
  expect(faulty.details).toEqual({ title: 'New' });
});

test('languages are found by English name, own name and code', () => {
  expect(languageName('ko')).toBe('Korean');
  expect(findLanguages('日本')[0]?.code).toBe('ja');
  expect(findLanguages('fran')[0]?.code).toBe('fr');
  expect(languageCode('he')).toBe('he');
  expect(languageCode('xx')).toBeNull();
  expect(findLanguages('').length).toBeGreaterThan(100);
});

test('values of several articles are counted', () => {
  expect(valuesOf(['A', null, 'A'])).toEqual([
    { value: 'A', count: 2 },
    { value: null, count: 1 },
  ]);
});

test('a step of the history says what was corrected, said to be none, and given back to the file', () => {
  const before = { title: null, outlet: 'Mail', language: null, byline: 'Kim' };
  const after = { title: 'New', outlet: null, language: 'de', byline: '', updatedAt: '2026-01-01T00:00:00.000Z' };
  expect(stepWords({ edit: { kind: 'metadata', id: 'a_1', before, after } })).toBe(
    'Title: New; Outlet: as in the file; Byline: none; Language: German',
  );
});
