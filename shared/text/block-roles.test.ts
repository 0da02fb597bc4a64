import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BlockRole } from '../model/block-role.ts';
import type { Range } from '../model/range.ts';
import { anyWellFormedText, blocksOf } from './arbitrary-text.ts';
import { blockOfRole, longestTaught, normalisedLine, type Role, taughtLines, withRoles } from './block-roles.ts';
import { quoteOf } from './quote.ts';

let made = 0;
const roleOn = (text: string, range: Range, role: Role, fields: Partial<BlockRole> = {}): BlockRole => ({
  id: `b_${made++}`,
  article: 'a_1',
  start: range.start,
  end: range.end,
  quote: quoteOf(text, range),
  role,
  line: normalisedLine(text.slice(range.start, range.end)),
  annotator: 'mk',
  updatedAt: new Date(Date.UTC(2026, 0, 1) + made * 1000).toISOString(),
  ...fields,
});
const kindsOf = (text: string, ofArticle: readonly BlockRole[], all: readonly BlockRole[] = []) =>
  withRoles(text, blocksOf(text), ofArticle, taughtLines(all)).map(({ kind }) => kind);

const page = 'Harbour plan divides the council\n\nRead 12 comments\n\nThe mayor spoke.\n\nFollow us';
const blocks = blocksOf(page);
const prompt = blocks[1]!;

describe('a person’s word on a block', () => {
  test('folds it, and brings back what was read as boilerplate', () => {
    expect(kindsOf(page, [roleOn(page, prompt, 'boilerplate')])).toEqual([
      'paragraph',
      'boilerplate',
      'paragraph',
      'paragraph',
    ]);
    const folded = blocks.map((block) => (block === prompt ? { ...block, kind: 'boilerplate' as const } : block));
    expect(withRoles(page, folded, [roleOn(page, prompt, 'body')], new Map())[1]?.kind).toBe('paragraph');
  });

  test('leaves a headline that is the article’s own a headline', () => {
    const headed = [{ ...blocks[0]!, kind: 'headline' as const }, ...blocks.slice(1)];
    expect(withRoles(page, headed, [roleOn(page, blocks[0]!, 'body')], new Map())).toBe(headed);
  });

  test('teaches the folder: the same line with other case, figures and blanks follows', () => {
    const said = roleOn(page, prompt, 'boilerplate');
    const alike = 'Another story\n\nREAD  1,204\u00a0comments\n\nIt rained.';
    expect(kindsOf(alike, [], [said])).toEqual(['paragraph', 'boilerplate', 'paragraph']);
    const other = 'Another story\n\nRead 12 comments on it\n\nIt rained.';
    expect(kindsOf(other, [], [said])).toEqual(['paragraph', 'paragraph', 'paragraph']);
  });

  test('of the article itself comes before what the folder was taught, of two the latest holds', () => {
    const own = roleOn(page, prompt, 'body', { line: null });
    const taught = roleOn(page, prompt, 'boilerplate', { article: 'a_2' });
    expect(kindsOf(page, [own], [own, taught])[1]).toBe('paragraph');
    const after = roleOn(page, prompt, 'boilerplate');
    expect(kindsOf(page, [after, own], [own, taught])[1]).toBe('boilerplate');
    const back = roleOn(page, prompt, 'body', { article: 'a_3' });
    expect(kindsOf(page, [], [back, taught])[1]).toBe('paragraph');
  });

  test('stays with its words where the text has changed, and is gone with them', () => {
    const said = roleOn(page, prompt, 'boilerplate', { line: null });
    const later = `Corrected on Tuesday\n\n${page}`;
    expect(kindsOf(later, [said])).toEqual(['paragraph', 'paragraph', 'boilerplate', 'paragraph', 'paragraph']);
    expect(blockOfRole(later, blocksOf(later), said)?.start).toBe(later.indexOf('Read 12'));
    const without = page.replace('Read 12 comments', 'A wholly new line');
    expect(kindsOf(without, [said])).toEqual(['paragraph', 'paragraph', 'paragraph', 'paragraph']);
    expect(blockOfRole(without, blocksOf(without), said)).toBeNull();
  });

  test('about a long paragraph is for its article only', () => {
    const long = 'word '.repeat(150).trim();
    expect(long.length).toBeGreaterThan(longestTaught);
    expect(normalisedLine(long)).toBeNull();
    expect(kindsOf(long, [roleOn(long, { start: 0, end: long.length }, 'boilerplate')])).toEqual(['boilerplate']);
  });

  test('a block of a long line of ligatures that grows when they are taken apart is not taught', () => {
    expect(normalisedLine('ﷺ'.repeat(100))).toBeNull();
  });
});

/** A text with words on some of its blocks. */
const anySaid = anyWellFormedText.chain((text) => {
  const all = blocksOf(text);
  return fc
    .array(
      fc.record({ at: fc.nat({ max: Math.max(0, all.length - 1) }), role: fc.constantFrom('body', 'boilerplate') }),
      {
        maxLength: all.length === 0 ? 0 : 4,
      },
    )
    .map((said) => ({ text, all, said: said.map(({ at, role }) => roleOn(text, all[at]!, role as Role)) }));
});

test('offsets never change, nothing changes twice, and the order in which words are given does not matter', () => {
  fc.assert(
    fc.property(anySaid, fc.boolean(), ({ text, all, said }, folded) => {
      const read = folded ? all.map((block) => ({ ...block, kind: 'boilerplate' as const })) : all;
      const taught = taughtLines(said);
      const once = withRoles(text, read, said, taught);
      expect(once.map(({ start, end }) => ({ start, end }))).toEqual(read.map(({ start, end }) => ({ start, end })));
      expect(withRoles(text, once, said, taught)).toEqual(once);
      expect(withRoles(text, read, [...said].reverse(), taughtLines([...said].reverse()))).toEqual(once);
      expect(withRoles(text, read, [], new Map())).toBe(read);
      for (const [i, block] of once.entries()) if (block.kind === read[i]!.kind) expect(block).toBe(read[i]);
    }),
  );
});

test('the latest word on a block is what it comes to, also in a text that something was put before', () => {
  fc.assert(
    fc.property(anySaid, ({ text, all, said }) => {
      const last = said.at(-1);
      fc.pre(last !== undefined);
      const at = all.findIndex(({ start }) => start === last.start);
      expect(withRoles(text, all, said, new Map())[at]?.kind === 'boilerplate').toBe(last.role === 'boilerplate');
      const moved = `Corrected since it was printed.\n\n${text}`;
      const block = blockOfRole(moved, blocksOf(moved), last);
      // Where the same words stand twice it may not be clear which is meant; it is never another block's words.
      if (block) expect(moved.slice(block.start, block.end)).toContain(last.quote.exact.slice(0, 1));
      if (text.split(last.quote.exact).length === 2 && last.quote.exact.length > 8 && /^\s/.test(text) === false)
        expect(block).not.toBeNull();
    }),
  );
});

test('a line is the same whatever its case, figures and blanks', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('Share', 'ÉTÉ', '日本', 'naïve', '7', '1984', '٣'), { minLength: 1 }),
      (words) => {
        const plain = words.join(' ');
        fc.pre(plain.length <= longestTaught);
        const other = words.map((word) => word.toUpperCase().replace(/\p{Nd}+/gu, '40')).join(' \n\t\u00a0');
        if (other.length <= longestTaught) expect(normalisedLine(other)).toBe(normalisedLine(plain));
      },
    ),
  );
});
