import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyRangeOf, anyWellFormedText, blocksOf } from '../../text/arbitrary-text.ts';
import { splitsPair } from '../../text/offsets.ts';
import { type Marked, type Piece, passageOf } from './passage.ts';

const textOf = (words: string) => ({ text: words, blocks: blocksOf(words) });
const shown = (pieces: readonly Piece[]) =>
  pieces
    .map((piece) => {
      if (piece.kind === 'words') return piece.text;
      return {
        cut: '…',
        paragraph: '¶',
        open: `${'side' in piece && piece.side}[`,
        close: `]${'side' in piece && piece.side}`,
      }[piece.kind];
    })
    .join('');
const mark = (text: string, side: string, words: string): Marked => {
  const start = text.indexOf(words);
  return { side, start, end: start + words.length };
};

const news =
  'The talks went on all night, as they had done in the spring before, in the old harbour hall by the river, where nobody had met for thirty years, and no door was opened before dawn came. Ms Bell was tired. “It snows, and we stay,” said Ms Bell on Monday. Nobody answered her. The hall was cold, and the delegates of both towns sat in their coats without a word until somebody brought tea, bread, soup, blankets and a newspaper of the day before.\n\nThe next day they left.';

test('the sentence around the marks, and short ones beside it; brackets stand where marks begin and end', () => {
  const marks = [mark(news, 'A', 'It snows, and we stay'), mark(news, 'B', 'we stay,” said Ms Bell')];
  expect(shown(passageOf(textOf(news), marks))).toBe(
    '…Ms Bell was tired. “A[It snows, and B[we stay]A,” said Ms Bell]B on Monday. Nobody answered her.…',
  );
});

test('a sentence that is too long is cut between words; a mark across paragraphs keeps them apart', () => {
  const far = [mark(news, 'A', 'dawn came.')];
  expect(shown(passageOf(textOf(news), far))).toMatch(/^…\w+ .{100,150} before A\[dawn came\.\]A Ms Bell was tired\./u);
  const start = news.indexOf('the day before');
  const across = [{ side: 'A', start, end: news.length - ' they left.'.length }];
  expect(shown(passageOf(textOf(news), across))).toContain('A[the day before.\n\n¶The next day]A they left.');
});

test('long marks are cut in the middle', () => {
  const long = `${'Word '.repeat(400)}end.`;
  const pieces = passageOf(textOf(long), [{ side: 'A', start: 0, end: long.length }]);
  expect(shown(pieces)).toMatch(/^A\[(Word ){80,85}Word….{150,210}end\.\]A$/u);
});

test('what is shown stands in the text as it is, each side’s words between its brackets, and no character is halved', () => {
  const cases = anyWellFormedText
    .filter((text) => text.length > 0)
    .chain((text) => fc.tuple(fc.constant(text), fc.array(anyRangeOf(text), { minLength: 1, maxLength: 4 })));
  fc.assert(
    fc.property(cases, ([text, ranges]) => {
      const marks = ranges.map((range, i) => ({ ...range, side: 'ABCD'[i]! }));
      const pieces = passageOf(textOf(text), marks);
      const open = new Set<string>();
      const words = new Map<string, string>();
      let all = '';
      for (const piece of pieces) {
        if (piece.kind === 'open') open.add(piece.side);
        if (piece.kind === 'close') expect(open.delete(piece.side)).toBe(true);
        if (piece.kind !== 'words') continue;
        expect([...piece.sides]).toEqual(marks.map(({ side }) => side).filter((side) => open.has(side)));
        for (const side of piece.sides) words.set(side, (words.get(side) ?? '') + piece.text);
        all += piece.text;
      }
      expect(open.size).toBe(0);
      expect(pieces.filter(({ kind }) => kind === 'open')).toHaveLength(marks.length);
      const whole = pieces.slice(1, -1).every(({ kind }) => kind !== 'cut');
      if (whole) {
        expect(text).toContain(all);
        for (const { side, start, end } of marks) expect(words.get(side) ?? '').toBe(text.slice(start, end));
      }
      const from = whole ? text.indexOf(all) : -1;
      const edges = new Set(ranges.flatMap(({ start, end }) => [start, end]));
      if (from >= 0 && text.indexOf(all, from + 1) < 0)
        for (const at of [from, from + all.length]) expect(splitsPair(text, at) && !edges.has(at)).toBe(false);
    }),
    { numRuns: 300 },
  );
});
