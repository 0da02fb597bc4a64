import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Find, find } from './find.ts';

const thing = (name: string, fields: Partial<Find> = {}): Find => ({
  id: name,
  group: 'Command',
  name,
  run: () => {},
  ...fields,
});
const names = (found: readonly Find[]) => found.map(({ name }) => name);

describe('what is found', () => {
  const things = [
    thing('Open a folder…', { also: 'App' }),
    thing('Export JSONL…', { also: 'App' }),
    thing('Itsunori Onodera', { group: 'Speaker', detail: 'minister of defence', also: '小野寺' }),
    thing('Água e açúcar', { group: 'Article', detail: 'The Hill|2018-02-27' }),
  ];
  test.each([
    ['', names(things)],
    ['  ', names(things)],
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
    expect(names(find(things, typed))).toEqual(found);
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
    expect(find([...ordered].reverse(), 'art')).toEqual(ordered);
  });

  test('the words in the order typed at the beginning come before the same words elsewhere', () => {
    const things = [thing('Folder to open'), thing('Open folder')];
    expect(names(find(things, 'open  fol'))).toEqual(['Open folder', 'Folder to open']);
  });

  test('what fits alike stays in the order given', () => {
    const things = ['Talks 3', 'Talks 1', 'Talks 2'].map((name) => thing(name));
    expect(find(things, 'tal')).toEqual(things);
  });

  test('a word may begin after an apostrophe, a bracket or a stroke', () => {
    const things = [thing('xhara'), thing('O’Hara'), thing('(Hara)'), thing('A/Hara')];
    expect(names(find(things, 'hara'))).toEqual(['O’Hara', '(Hara)', 'A/Hara', 'xhara']);
  });
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
      const found = find(things, typed);
      expect(found).toHaveLength(wanted.length);
      expect(new Set(found)).toEqual(new Set(wanted));
    }),
  );
});

test('whatever part of whichever word is typed, the thing is found; its whole name finds it before all that lack it', () => {
  fc.assert(
    fc.property(someThings, fc.nat(), (things, pick) => {
      fc.pre(things.length > 0);
      const one = things[pick % things.length]!;
      expect(find(things, one.name.slice(1).trim())).toContain(one);
      const before = find(things, one.name).slice(0, find(things, one.name).indexOf(one));
      for (const other of before) expect(plain(other.name).startsWith(plain(one.name))).toBe(true);
    }),
  );
});
