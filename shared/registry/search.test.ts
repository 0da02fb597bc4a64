import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { speakerWith as speaker } from '../model/testing.ts';
import { searchNames, searchSpeakers } from './search.ts';

const registry = [
  speaker('Antony Blinken', { aliases: ['Tony Blinken'], role: 'Secretary of State', country: 'US' }),
  speaker('Gōsuke Ōta', { role: 'Foreign Minister', country: 'JP' }),
  speaker('İbrahim Kalın', { country: 'TR' }),
  speaker('Jean-Noël Barrot', { affiliation: 'French Foreign Ministry', country: 'FR' }),
  speaker('Mao Ning', { aliases: ['毛宁', 'foreign ministry spokeswoman'] }),
  speaker('한덕수', { aliases: ['Han Duck-soo'], role: '국무총리' }),
  speaker('Søren Østergård'),
  speaker('United Nations', { kind: 'organisation', aliases: ['UN'] }),
  speaker('Unilever', { kind: 'organisation' }),
];
const found = (typed: string, recent?: string[]) =>
  searchSpeakers(registry, typed, recent && new Set(recent)).map(({ name }) => name);

describe('finding speakers by what is typed', () => {
  test.each([
    ['blin', 'Antony Blinken'],
    ['tony', 'Antony Blinken'],
    ['BLINKEN ANT', 'Antony Blinken'],
    ['ab', 'Antony Blinken'],
    ['secretary', 'Antony Blinken'],
    ['gosuke', 'Gōsuke Ōta'],
    ['ota', 'Gōsuke Ōta'],
    ['foreign min jp', 'Gōsuke Ōta'],
    ['kalin', 'İbrahim Kalın'],
    ['noel', 'Jean-Noël Barrot'],
    ['jnb', 'Jean-Noël Barrot'],
    ['jean-n', 'Jean-Noël Barrot'],
    ['毛', 'Mao Ning'],
    ['덕수', '한덕수'],
    ['han d', '한덕수'],
    ['soren ost', 'Søren Østergård'],
    ['blnkn', 'Antony Blinken'],
  ])('%s', (typed, name) => {
    expect(found(typed)[0]).toBe(name);
  });

  test('the name itself and an alias itself come before longer names', () => {
    expect(found('un')).toEqual(['United Nations', 'Unilever']);
  });

  test('recent ones come first among equals, and all of them when nothing is typed', () => {
    expect(found('uni')).toEqual(['Unilever', 'United Nations']);
    expect(found('uni', ['p_United Nations'])).toEqual(['United Nations', 'Unilever']);
    expect(found('', ['p_Mao Ning', 'p_Unilever']).slice(0, 3)).toEqual(['Mao Ning', 'Unilever', 'Antony Blinken']);
    expect(found(' ')).toHaveLength(registry.length);
  });

  test('what nobody is called finds nobody', () => {
    expect(found('xyz')).toEqual([]);
    expect(found('blinken ota')).toEqual([]);
  });
});

test('everybody is found by the full name, however it is typed', () => {
  const names = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((name) => name.trim() !== '');
  const typing = fc.constantFrom<(name: string) => string>(
    (name) => name,
    (name) => name.toLocaleUpperCase('en'),
    (name) => ` ${name} `,
    (name) => name.normalize('NFD'),
  );
  fc.assert(
    fc.property(fc.uniqueArray(names, { minLength: 1, maxLength: 8 }), fc.nat(), typing, (all, pick, type) => {
      const entries = all.map((name, i) => ({ id: `p_${i}`, name, aliases: [] }));
      const wanted = entries[pick % entries.length]!;
      expect(searchNames(entries, type(wanted.name))).toContain(wanted);
    }),
  );
});
