import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFinder, foldedWords, type Source } from './find.ts';

interface Thing {
  id: string;
  name: string;
  also?: string;
  detail?: string;
}
const thing = (name: string, fields: Partial<Thing> = {}): Thing => ({ id: name, name, ...fields });
const source = (items: readonly Thing[], name = 'Commands') =>
  ({
    name,
    items,
    wordsOf: ({ name, also, detail }) => foldedWords(name, also, detail),
    show: ({ id, name }) => ({ id, name, run: () => {} }),
  }) satisfies Source<Thing> as unknown as Source<never>;
const find = (sources: readonly Source<never>[], typed: string, most: number) => createFinder(sources)(typed, most);
const ids = (items: readonly Thing[], typed: string, most = 1000) =>
  find([source(items)], typed, most).flatMap(({ found }) => found.map(({ id }) => id));
const idsOf = (items: readonly Thing[]) => items.map(({ id }) => id);

describe('what is found', () => {
  const things = [
    thing('Open a folder…', { also: 'App' }),
    thing('Export JSONL…', { also: 'App' }),
    thing('Itsunori Onodera', { detail: 'minister of defence', also: '小野寺' }),
    thing('Água e açúcar', { detail: 'The Hill\n2018-02-27' }),
  ];
  test.each([
    ['', idsOf(things)],
    ['  ', idsOf(things)],
    ['OPEN', ['Open a folder…']],
    ['fold op', ['Open a folder…']],
    ['agua acucar', ['Água e açúcar']],
    ['A\u0301gua', ['Água e açúcar']],
    ['2018-02', ['Água e açúcar']],
    ['onodera defence', ['Itsunori Onodera']],
    ['小野寺', ['Itsunori Onodera']],
    ['onodera hill', []],
    ['zzz', []],
    ['folder...', ['Open a folder…']],
  ])('“%s”: %j', (typed, found) => {
    expect(ids(things, typed)).toEqual(found);
  });
});

describe('best first', () => {
  test('the beginning of the name, a word of it, its middle, another word, the middle of another word', () => {
    const ordered = [
      thing('Art of the deal'),
      thing('The art'),
      thing('Party'),
      thing('Alpha', { detail: 'art critic' }),
      thing('Beta', { also: 'departed' }),
    ];
    expect(ids([...ordered].reverse(), 'art')).toEqual(idsOf(ordered));
  });

  test('the words in the order typed at the beginning come before the same words elsewhere', () => {
    const things = [thing('Folder to open'), thing('Open folder')];
    expect(ids(things, 'open  fol')).toEqual(['Open folder', 'Folder to open']);
  });

  test('what fits alike stays in the order given', () => {
    const things = ['Talks 3', 'Talks 1', 'Talks 2'].map((name) => thing(name));
    expect(ids(things, 'tal')).toEqual(idsOf(things));
  });

  test('a word may begin after an apostrophe, a bracket or a stroke', () => {
    const things = [thing('xhara'), thing('O’Hara'), thing('(Hara)'), thing('A/Hara')];
    expect(ids(things, 'hara')).toEqual(['O’Hara', '(Hara)', 'A/Hara', 'xhara']);
  });
});

test('groups stand by the best they hold, with how many fit and the first few of them', () => {
  const articles = source([thing('A party'), thing('Partly'), thing('Party of five')], 'Articles');
  const commands = source([thing('Art mode')], 'Commands');
  expect(find([commands, articles], 'part', 2)).toMatchObject([
    { name: 'Articles', count: 3, found: [{ id: 'Partly' }, { id: 'Party of five' }] },
  ]);
  expect(find([articles, commands], 'art', 2).map(({ name }) => name)).toEqual(['Commands', 'Articles']);
  expect(find([articles, commands], '', 1).map(({ name, count }) => [name, count])).toEqual([
    ['Articles', 3],
    ['Commands', 1],
  ]);
});

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'C', 'é', '小', '-'), minLength: 1, maxLength: 4 });
const phrase = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
const someThings = fc
  .array(fc.tuple(phrase, phrase, fc.boolean()), { maxLength: 12 })
  .map((all) =>
    all.map(([name, more, also], at) => thing(name, { id: String(at), ...(also ? { also: more } : { detail: more }) })),
  );
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

test('exactly the things that hold every word are found, each once', () => {
  fc.assert(
    fc.property(someThings, phrase, (things, typed) => {
      const wanted = things.filter((one) =>
        plain(typed)
          .split(' ')
          .every((word) => [one.name, one.also, one.detail].some((text) => plain(text ?? '').includes(word))),
      );
      const found = ids(things, typed);
      expect(found).toHaveLength(wanted.length);
      expect(new Set(found)).toEqual(new Set(idsOf(wanted)));
    }),
  );
});

test('typed letter by letter or taken back, the same is found as at once', () => {
  fc.assert(
    fc.property(someThings, phrase, phrase, (things, first, second) => {
      const finder = createFinder([source(things)]);
      for (const typed of [...Array.from(first, (_, at) => first.slice(0, at + 1)), second, first, ''])
        expect(finder(typed, 5)).toMatchObject(
          find([source(things)], typed, 5).map(({ name, count, found }) => ({
            name,
            count,
            found: found.map(({ id }) => ({ id })),
          })),
        );
    }),
  );
});

test('whatever part of whichever word is typed, the thing is found; its whole name finds it before all that lack it', () => {
  fc.assert(
    fc.property(someThings, fc.nat(), (things, pick) => {
      fc.pre(things.length > 0);
      const one = things[pick % things.length]!;
      expect(ids(things, one.name.slice(1).trim())).toContain(one.id);
      const found = ids(things, one.name);
      for (const before of found.slice(0, found.indexOf(one.id))) {
        const other = things.find(({ id }) => id === before)!;
        expect(plain(other.name).startsWith(plain(one.name))).toBe(true);
      }
    }),
  );
});
