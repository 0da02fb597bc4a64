import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Block } from '../model/article.ts';
import type { Range } from '../model/range.ts';
import { anyRangeOf, anyText, blocksOf } from './arbitrary-text.ts';
import { leastTime } from './cpu-time.ts';
import { type ExpandTo, expand, snap } from './expand.ts';

/** Expands the words between | and | (or the caret at a single |) and gives the words that come back. */
function expanded(marked: string, to: ExpandTo, kind: Block['kind'] = 'paragraph'): string {
  const [before = '', within = '', after] = marked.split('|');
  const text = after === undefined ? before + within : before + within + after;
  const range = { start: before.length, end: before.length + (after === undefined ? 0 : within.length) };
  const blocks = blocksOf(text).map((block) => ({ ...block, kind }));
  const { start, end } = expand(text, blocks, range, to);
  return text.slice(start, end);
}

describe('word', () => {
  test.each([
    ['He sa|id so.', 'said'],
    ['He said| so.', 'said'],
    ['He |said so.', 'said'],
    ['He s|ai|d so.', 'said'],
    ['He s|aid s|o.', 'said so'],
    ['They do|n’t go.', 'don’t'],
    ["They do|n't go.", "don't"],
    ['The U|.S. said', 'U.S.'],
    ['The |U.S|. said', 'U.S.'],
    ['The U.S.| said', 'U.S.'],
    ['Well|, he|', ', he'],
    ['a |,| b', ','],
    ['x|,b|c', ',bc'],
    ['首相は平|和を守る', '平和'],
    ['الوز|ير قال', 'الوزير'],
    ['👨‍👩‍👧‍👦 cafe\u0301| x', 'cafe\u0301'],
    ['One en|d.\n\nTw|o more.', 'end.\n\nTwo'],
    ['One end.|\n\nTwo more.', ''],
    ['a  |  b', ''],
  ])('%s', (marked, words) => {
    expect(expanded(marked, 'word')).toBe(words);
  });
});

describe('sentence', () => {
  test.each([
    ['It is so. He sa|id it. Yes.', 'He said it.'],
    ['It is so. |He said it. Yes|.', 'He said it. Yes.'],
    ['He met U.S. Secretary Ti|llerson on Feb. 26. It rained.', 'He met U.S. Secretary Tillerson on Feb. 26.'],
    ['He lives in the U.S. The Nor|th does not.', 'The North does not.'],
    ['Mr. Kono and Dr. J. W. Sm|ith met. Then left.', 'Mr. Kono and Dr. J. W. Smith met.'],
    ['Acme Inc. Chairman L|ee spoke. He left.', 'Acme Inc. Chairman Lee spoke.'],
    ['It cost No. 5 a lot. He sa|id no. They left.', 'He said no.'],
    ['He came at 3 p.m. on Mon|day. Then left.', 'He came at 3 p.m. on Monday.'],
    ['“Stop!” he sa|id. Then left.', '“Stop!” he said.'],
    ['He said: “It is ov|er. We go.” They left.', 'He said: “It is over.'],
    ['It is o|ver.” They left.', 'It is over.”'],
    ['A line that is\nhard-wrap|ped goes on. Next.', 'A line that is\nhard-wrapped goes on.'],
    ['It ended.\nNext li|ne. End.', 'Next line.'],
    ['Head|line\n\nIt is so. Yes.', 'Headline'],
    ['First. Sec|ond one.\n\nThird o|ne. Fourth.', 'Second one.\n\nThird one.'],
    ['首相は述べた。「守る」と|言った。終わり。', '「守る」と言った。'],
    ['What a day … for a|ll. End.', 'What a day … for all.'],
    ['Did he? Ye|s! No.', 'Yes!'],
  ])('%s', (marked, words) => {
    expect(expanded(marked, 'sentence')).toBe(words);
  });

  test('a line of a list is a sentence of its own', () => {
    expect(expanded('Embassy\nUk|raine\nSanctions', 'sentence', 'list')).toBe('Ukraine');
    expect(expanded('Embassy\nUk|raine\nSanctions', 'sentence', 'paragraph')).toBe('Embassy\nUkraine\nSanctions');
  });
});

describe('paragraph', () => {
  test.each([
    ['One. Two.\n\nTh|ree. Four.', 'Three. Four.'],
    ['One. T|wo.\n\nThree.\n\nFo|ur. Five.', 'One. Two.\n\nThree.\n\nFour. Five.'],
    ['One.|\n\nTwo.', 'One.'],
  ])('%s', (marked, words) => {
    expect(expanded(marked, 'paragraph')).toBe(words);
  });
});

describe('quotation', () => {
  test.each([
    ['He said, “We g|o.” Then.', 'We go.'],
    ['He said, |“We go|.” Then.', 'We go.'],
    ['“He told me ‘nev|er again’ twice,” she said.', 'never again'],
    ['“He told me ‘|never again|’ twice,” she said.', 'He told me ‘never again’ twice,'],
    ['“He told me |‘never again’| twice,” she said.', 'He told me ‘never again’ twice,'],
    ['“|He told me ‘never again’ twice,|” she said.', 'He told me ‘never again’ twice,'],
    ['Nobody sa|id so.', ''],
    ['|Nobody| said so.', 'Nobody'],
    ['“We si|gn,” he said, “once they a|re in.”', 'We sign,” he said, “once they are in.'],
    ['He |said, “We| go.” Then.', 'said, “We go.'],
    ['“One is lo|ng.\n\n“Two is longer,” he said.', 'One is long.\n\n“Two is longer,'],
  ])('%s', (marked, words) => {
    expect(expanded(marked, 'quotation')).toBe(words);
  });

  test('climbs to the outermost and stays there', () => {
    const text = '「a『b「c」d』e」';
    let range: Range = { start: 5, end: 6 };
    const seen = [];
    for (let i = 0; i < 5; i++) {
      range = expand(text, blocksOf(text), range, 'quotation');
      seen.push(text.slice(range.start, range.end));
    }
    expect(seen).toEqual(['b「c」d', 'a『b「c」d』e', 'a『b「c」d』e', 'a『b「c」d』e', 'a『b「c」d』e']);
  });
});

describe('whatever the text', { timeout: 30_000 }, () => {
  const textAndRange = anyText.chain((text) => fc.tuple(fc.constant(text), anyRangeOf(text)));
  const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
  const boundaries = (text: string) =>
    new Set([...[...graphemes.segment(text)].map((segment) => segment.index), text.length]);

  test('snapping gives whole graphemes with no blank at either end, once and for all', () => {
    fc.assert(
      fc.property(textAndRange, ([text, range]) => {
        const snapped = snap(text, range);
        const edges = boundaries(text);
        expect(edges.has(snapped.start)).toBe(true);
        expect(edges.has(snapped.end)).toBe(true);
        expect(snap(text, snapped)).toEqual(snapped);
        const words = text.slice(range.start, range.end).trim();
        expect(text.slice(snapped.start, snapped.end)).toContain(words.replace(/^\u200b+|\u200b+$/g, '').trim());
      }),
      { numRuns: 400 },
    );
  });

  test.each(['word', 'sentence', 'paragraph'] as const)('%s: holds the range, stays in its blocks, is stable', (to) => {
    fc.assert(
      fc.property(textAndRange, ([text, range]) => {
        const blocks = blocksOf(text);
        const snapped = snap(text, range);
        const once = expand(text, blocks, range, to);
        // A caret on a blank takes the unit beside it.
        expect(text.slice(snapped.start, once.start).trim()).toBe('');
        expect(text.slice(once.end, snapped.end).trim()).toBe('');
        if (snapped.start < snapped.end) {
          expect(once.start).toBeLessThanOrEqual(snapped.start);
          expect(once.end).toBeGreaterThanOrEqual(snapped.end);
        }
        expect(expand(text, blocks, once, to)).toEqual(once);
        for (const { start, end } of blocks) {
          if (end < snapped.start || snapped.end < start) {
            expect(once.end <= start || end <= once.start).toBe(true);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  test('a sentence of words is part of its paragraph and no smaller than its words', () => {
    fc.assert(
      fc.property(textAndRange, ([text, range]) => {
        const blocks = blocksOf(text);
        const word = expand(text, blocks, range, 'word');
        const sentence = expand(text, blocks, word, 'sentence');
        const paragraph = expand(text, blocks, sentence, 'paragraph');
        expect(sentence.start).toBeLessThanOrEqual(word.start);
        expect(sentence.end).toBeGreaterThanOrEqual(word.end);
        expect(paragraph.start).toBeLessThanOrEqual(sentence.start);
        expect(paragraph.end).toBeGreaterThanOrEqual(sentence.end);
      }),
    );
  });
});

test('one paragraph of a megabyte, or one of nothing but initials, keeps nobody waiting', { timeout: 30_000 }, () => {
  const taken = leastTime(3000, () => {
    for (const piece of ['The minister said so. ', 'A. ', 'a\u0301', 'word ']) {
      const text = piece.repeat(Math.ceil(400_000 / piece.length)).trimEnd();
      const blocks: Block[] = [{ start: 0, end: text.length, kind: 'paragraph' }];
      for (const to of ['word', 'sentence', 'paragraph', 'quotation'] as const)
        expand(text, blocks, { start: 200_000, end: 200_010 }, to);
    }
  });
  expect(taken).toBeLessThan(3000);
});
