import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyRangeOf, anyWellFormedText } from './arbitrary-text.ts';
import { followRange, wordDiff } from './word-diff.ts';

const shown = (before: string, after: string) =>
  wordDiff(before, after).map(({ kind, before: b, after: a }) =>
    kind === 'added'
      ? `+${after.slice(a.start, a.end)}`
      : `${kind === 'same' ? ' ' : '-'}${before.slice(b.start, b.end)}`,
  );

/** A text and what an editor made of it. */
const anyEdit = fc
  .tuple(anyWellFormedText, anyWellFormedText, anyWellFormedText, anyWellFormedText)
  .map(([head, cut, put, tail]) => ({ before: head + cut + tail, after: head + put + tail }));

test('the stretches make up both texts, in order, and what is the same is the same', () => {
  fc.assert(
    fc.property(
      fc.oneof(anyEdit, fc.record({ before: anyWellFormedText, after: anyWellFormedText })),
      ({ before, after }) => {
        let [b, a] = [0, 0];
        for (const stretch of wordDiff(before, after)) {
          expect([stretch.before.start, stretch.after.start]).toEqual([b, a]);
          [b, a] = [stretch.before.end, stretch.after.end];
          const [gone, come] = [before.slice(stretch.before.start, b), after.slice(stretch.after.start, a)];
          if (stretch.kind === 'same') expect(come).toBe(gone);
          else expect((stretch.kind === 'removed' ? come : gone) === '').toBe(true);
          expect(gone + come).not.toBe('');
        }
        expect([b, a]).toEqual([before.length, after.length]);
      },
    ),
  );
});

test('a text is the same as itself', () => {
  fc.assert(fc.property(anyWellFormedText, (text) => wordDiff(text, text).every(({ kind }) => kind === 'same')));
});

test('words are told, not letters, and not whole paragraphs', () => {
  expect(shown('The minister said no.\n\nHe left.\n', 'The minister said yes.\n\nHe left.\n')).toEqual([
    ' The minister said ',
    '-no',
    '+yes',
    ' .\n\nHe left.\n',
  ]);
  expect(shown('外相は反対した。', '外相は賛成した。').join('|')).toContain('-反対');
});

test('a paragraph that came between two others changes neither', () => {
  expect(shown('First.\n\nSecond.\n', 'First.\n\nBetween.\n\nSecond.\n')).toEqual([
    ' First.\n\n',
    '+Between.\n\n',
    ' Second.\n',
  ]);
});

test('a range is followed to its own characters', () => {
  fc.assert(
    fc.property(
      anyEdit.chain(({ before, after }) =>
        fc.record({ before: fc.constant(before), after: fc.constant(after), range: anyRangeOf(before) }),
      ),
      ({ before, after, range }) => {
        const found = followRange(wordDiff(before, after), range);
        if (found === null) return;
        expect(found.start >= 0 && found.start <= found.end && found.end <= after.length).toBe(true);
        if (found.whole) expect(after.slice(found.start, found.end)).toBe(before.slice(range.start, range.end));
      },
    ),
  );
  const before = 'He said the talks had failed, and left.';
  const diff = wordDiff(before, 'Yesterday he said the long talks had failed, and left.');
  const start = before.indexOf('the talks');
  const found = followRange(diff, { start, end: start + 'the talks had failed'.length });
  expect(found).toMatchObject({ whole: false });
});

test('two long texts that share nothing are told apart soon', () => {
  const words = (of: string) => Array.from({ length: 3000 }, (_, i) => `${of}${i}`).join(' ');
  expect(wordDiff(words('a'), words('b')).map(({ kind }) => kind)).toContain('removed');
});
