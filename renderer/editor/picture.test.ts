import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Block } from '#shared/model/article.ts';
import { drawPicture, type Picture, type Selected } from './picture.ts';

let root: HTMLElement;
let picture: Picture | undefined;
let selected: Selected | null = null;
let redrawn = 0;

beforeEach(() => {
  root = document.createElement('div');
  root.contentEditable = 'true';
  root.style.width = '500px';
  document.body.append(root);
});

afterEach(() => {
  picture?.dispose();
  picture = undefined;
  root.remove();
});

function draw(text: string, blocks: Block[], grouped = false): Picture {
  picture?.dispose();
  selected = null;
  redrawn = 0;
  picture = drawPicture(root, {
    text,
    blocks,
    grouped,
    foldLabel: (lines) => `${lines} lines`,
    onSelected: (now) => {
      selected = now;
    },
    onRedrawn: () => redrawn++,
  });
  return picture;
}

const pieces = [
  'word',
  ' ',
  '  ',
  '\u00a0',
  '\n',
  '😀',
  '👩‍👩‍👧',
  'e\u0301',
  '日本',
  '한국',
  'عربي',
  'שלום',
  '“quote”',
  '«»',
  '\t',
  '🇯🇵',
  '.',
];
const content = fc
  .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 12 })
  .map((parts) => `a${parts.join('')}z`);
const articles = fc
  .array(
    fc.tuple(
      content,
      fc.constantFrom('paragraph', 'headline', 'list', 'boilerplate'),
      fc.constantFrom('\n', '\n\n', ' \n'),
    ),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .map((parts) => {
    let text = '\n';
    const blocks: Block[] = [];
    for (const [part, kind, gap] of parts) {
      blocks.push({ start: text.length, end: text.length + part.length, kind: kind as Block['kind'] });
      text += part + gap;
    }
    return { text, blocks };
  });

const nextSelection = () =>
  new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('no selectionchange')), 2000);
    document.addEventListener(
      'selectionchange',
      () => {
        clearTimeout(late);
        // Lexical tells what it made of it in a microtask of the same event.
        setTimeout(resolve);
      },
      { once: true },
    );
  });

describe('offsets and the DOM', () => {
  test('the DOM holds exactly the blocks, and each offset in a block goes there and back', () => {
    fc.assert(
      fc.property(articles, fc.boolean(), ({ text, blocks }, grouped) => {
        const drawn = draw(text, blocks, grouped);
        for (const [i, { start, end }] of blocks.entries()) {
          expect(drawn.element(i).textContent).toBe(text.slice(start, end));
          for (let offset = start; offset <= end; offset++) {
            const point = drawn.pointAt(offset, 'start')!;
            expect(drawn.offsetAt(point.node, point.offset)).toBe(offset);
            expect(point.node).toBe(drawn.textNode(i));
          }
          expect(drawn.offsetAt(drawn.element(i), 0)).toBe(start);
          expect(drawn.offsetAt(drawn.element(i), 1)).toBe(end);
        }
        expect(drawn.offsetAt(root, 0)).toBe(blocks[0]!.start);
        expect(drawn.offsetAt(root, root.childNodes.length)).toBe(blocks.at(-1)!.end);
        expect(drawn.offsetAt(document.body, 0)).toBe(null);
      }),
      { numRuns: 60 },
    );
  });

  test('a range is trimmed to blocks and loses nothing inside them', () => {
    fc.assert(
      fc.property(articles, fc.nat(), fc.nat(), ({ text, blocks }, one, two) => {
        const drawn = draw(text, blocks);
        const from = one % (text.length + 1);
        const to = two % (text.length + 1);
        const range = { start: Math.min(from, to), end: Math.max(from, to) };
        const inside = drawn.within(range);
        const covered = blocks.some((block) => Math.max(block.start, range.start) < Math.min(block.end, range.end));
        expect(inside !== null).toBe(covered);
        if (!inside) return;
        expect(text.slice(range.start, inside.start).trim() + text.slice(inside.end, range.end).trim()).toBe('');
        expect(blocks.some(({ start, end }) => inside.start >= start && inside.start < end)).toBe(true);
        expect(blocks.some(({ start, end }) => inside.end > start && inside.end <= end)).toBe(true);
        const live = drawn.liveRange(range)!;
        const words = blocks
          .map(({ start, end }) =>
            text.slice(Math.max(start, inside.start), Math.max(start, Math.min(end, inside.end))),
          )
          .join('');
        // What the range holds besides is the labels of folds it passes over.
        const holder = document.createElement('div');
        holder.append(live.cloneContents());
        for (const button of holder.querySelectorAll('button')) button.remove();
        expect(holder.textContent).toBe(words);
      }),
      { numRuns: 80 },
    );
  });

  test('what is selected natively, forwards or backwards, comes out in offsets', async () => {
    await fc.assert(
      fc.asyncProperty(articles, fc.nat(), fc.nat(), async ({ text, blocks }, one, two) => {
        const drawn = draw(
          text,
          blocks.map((block) => ({ ...block, kind: 'paragraph' as const })),
        );
        getSelection()!.removeAllRanges();
        await new Promise((resolve) => setTimeout(resolve));
        const block = (n: number) => blocks[n % blocks.length]!;
        const anchor = block(one).start + (one % (block(one).end - block(one).start + 1));
        const focus = block(two).start + (two % (block(two).end - block(two).start + 1));
        const from = drawn.pointAt(anchor, 'start')!;
        const to = drawn.pointAt(focus, 'start')!;
        const told = nextSelection();
        getSelection()!.setBaseAndExtent(from.node, from.offset, to.node, to.offset);
        await told;
        expect(selected).toEqual({ anchor, focus });
      }),
      { numRuns: 25 },
    );
  });
});

describe('what others do to the DOM', () => {
  const text = 'First words here.\n\nSecond 日本 words.';
  const blocks: Block[] = [
    { start: 0, end: 17, kind: 'paragraph' },
    { start: 19, end: text.length, kind: 'paragraph' },
  ];
  const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 30));
  const expectRestored = (drawn: Picture) => {
    expect([...root.querySelectorAll('.rp-block')].map((block) => block.textContent)).toEqual(
      blocks.map(({ start, end }) => text.slice(start, end)),
    );
    for (const [i] of blocks.entries()) expect(root.contains(drawn.textNode(i))).toBe(true);
  };

  test('text put into a text node is taken out again, and the caret stays', async () => {
    const drawn = draw(text, blocks);
    const node = drawn.textNode(1);
    getSelection()!.setBaseAndExtent(node, 3, node, 3);
    node.insertData(3, 'にほん');
    await settled();
    expectRestored(drawn);
    expect(getSelection()!.anchorNode).toBe(drawn.textNode(1));
    expect(getSelection()!.anchorOffset).toBeLessThanOrEqual(6);
  });

  test.each([
    ['a removed text node', (drawn: Picture) => drawn.textNode(0).remove()],
    ['a removed block', (drawn: Picture) => drawn.element(1).remove()],
    ['a removed span', (drawn: Picture) => drawn.textNode(1).parentElement!.remove()],
    ['an emptied text', () => root.replaceChildren()],
    ['a foreign element', (drawn: Picture) => drawn.element(0).append(document.createElement('font'))],
    ['a split text node', (drawn: Picture) => void drawn.textNode(0).splitText(5)],
  ])('%s is put back', async (_, damage) => {
    const drawn = draw(text, blocks);
    damage(drawn);
    await settled();
    expectRestored(drawn);
  });

  test('folds are told with their lines of text', () => {
    const furniture = 'print PRINT\n\nHome > News\nShare';
    draw(`${furniture}\n\nText`, [
      { start: 0, end: 11, kind: 'boilerplate' },
      { start: 13, end: furniture.length, kind: 'boilerplate' },
      { start: furniture.length + 2, end: furniture.length + 6, kind: 'paragraph' },
    ]);
    expect([...root.querySelectorAll('button')].map((button) => button.textContent)).toEqual(['3 lines']);
    expect(root.querySelectorAll('.rp-fold .rp-block').length).toBe(2);
    expect(redrawn).toBe(0);
  });
});
