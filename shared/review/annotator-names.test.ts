import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { annotatorNames } from './annotator-names.ts';

const kim = { id: 'k-3f2a', name: 'Kim', initials: 'K' };

it('leaves names alone that differ', () => {
  const names = annotatorNames([kim, { id: 'jw', name: 'Jonas Weber', initials: 'JW' }]);
  expect([names('k-3f2a'), names('jw').name]).toEqual([{ name: 'Kim', initials: 'K' }, 'Jonas Weber']);
});

it('adds initials where two have a name in common, whatever its capitals', () => {
  const names = annotatorNames([
    { ...kim, initials: 'MK' },
    { id: 'k-99zz', name: 'KIM', initials: 'SK' },
  ]);
  expect(names('k-3f2a')).toEqual({ name: 'Kim (MK)', initials: 'MK' });
  expect(names('k-99zz')).toEqual({ name: 'KIM (SK)', initials: 'SK' });
});

it('adds the end of the id where the initials are the same too', () => {
  const names = annotatorNames([kim, { ...kim, id: 'k-99zz' }]);
  expect(names('k-3f2a')).toEqual({ name: 'Kim (3f2a)', initials: 'K 3f2a' });
  expect(names('k-99zz')).toEqual({ name: 'Kim (99zz)', initials: 'K 99zz' });
});

it('adds the whole id where ends are the same', () => {
  const names = annotatorNames([kim, { ...kim, id: 'kk-3f2a' }]);
  expect(names('kk-3f2a').initials).toBe('K kk-3f2a');
});

it('calls the third layer by its name, and somebody unknown by the id', () => {
  const names = annotatorNames([kim]);
  expect([names('adjudicated').name, names('zz-1').name]).toEqual(['Adjudicated', 'zz-1']);
});

it('never calls two people the same', () => {
  const annotator = fc.record({
    id: fc.stringMatching(/^[ab]-[ab]{1,2}$/),
    name: fc.constantFrom('Kim', 'kim', 'Lee'),
    initials: fc.constantFrom('K', 'k', 'L'),
  });
  fc.assert(
    fc.property(fc.uniqueArray(annotator, { selector: ({ id }) => id, maxLength: 8 }), (annotators) => {
      const names = annotatorNames(annotators);
      expect(new Set(annotators.map(({ id }) => names(id).name.toLowerCase())).size).toBe(annotators.length);
      expect(new Set(annotators.map(({ id }) => names(id).initials.toLowerCase())).size).toBe(annotators.length);
    }),
  );
});
