import { act, createRef, StrictMode, useState } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Block } from '#shared/model/article.ts';
import { Margin, type MarginItem } from './Margin.tsx';
import { TextView, type TextViewHandle } from './TextView.tsx';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

let host: HTMLElement;
let root: Root;

beforeEach(() => {
  host = document.createElement('div');
  host.style.cssText = 'position:fixed;inset:0;width:1100px;height:600px';
  document.body.append(host);
  root = createRoot(host);
});

afterEach(async () => {
  await act(async () => root.unmount());
  host.remove();
});

function longText(paragraphs: number): { text: string; blocks: Block[] } {
  const words =
    'The minister said that pressure on the North would go on until it changes course, and that talks are open. ';
  let text = '';
  const blocks: Block[] = [];
  for (let i = 0; i < paragraphs; i++) {
    if (text) text += '\n\n';
    const paragraph = words.repeat(3).trim();
    blocks.push({ start: text.length, end: text.length + paragraph.length, kind: 'paragraph' });
    text += paragraph;
  }
  return { text, blocks };
}

interface Shown {
  handle: React.RefObject<TextViewHandle | null>;
  select(id: string | null): Promise<void>;
}

async function show(paragraphs: number, items: MarginItem[], height = 60): Promise<Shown> {
  const handle = createRef<TextViewHandle>();
  const article = longText(paragraphs);
  let select: (id: string | null) => void = () => {};
  function Page() {
    const [selected, setSelected] = useState<string | null>(null);
    select = setSelected;
    return (
      <TextView
        {...article}
        aside={
          <Margin
            items={items}
            renderCard={(id, { compact }) => (
              <div style={{ height: id === selected ? height * 3 : compact ? 24 : height }}>{id}</div>
            )}
            selectedId={selected}
          />
        }
        foldLabel={String}
        handle={handle}
        language="en"
        selectedId={selected}
        spans={[]}
      />
    );
  }
  await act(async () =>
    root.render(
      <StrictMode>
        <Page />
      </StrictMode>,
    ),
  );
  await settled();
  return { handle, select: (id) => act(async () => select(id)) };
}

const settled = () =>
  act(async () => {
    for (let i = 0; i < 4; i++) await new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));
  });
const mounted = () => [...host.querySelectorAll<HTMLElement>('.rp-card')];
/** Where the card is or is moving to: transitions are not waited for. */
const topOf = (card: HTMLElement) => Number(/translateY\(([-\d.]+)px\)/.exec(card.style.transform)?.[1]);
const card = (id: string) => mounted().find((one) => one.dataset.id === id)!;

function expectApart() {
  const cards = mounted();
  expect(cards.length).toBeGreaterThan(0);
  for (const [i, one] of cards.entries()) {
    const next = cards[i + 1];
    if (next) expect(topOf(next)).toBeGreaterThanOrEqual(topOf(one) + one.offsetHeight + 8 - 0.01);
  }
}

test('cards stand at their lines, apart and in the order of the text', async () => {
  const { text } = longText(5);
  const anchors = [0, 20, 30, 400, 900, 905, 1200, text.length - 30];
  const items = anchors.map((anchor, i) => ({ id: `c${i}`, anchor })).reverse();
  const { handle, select } = await show(5, items);
  expect(mounted().map((one) => one.dataset.id)).toEqual(anchors.map((_, i) => `c${i}`));
  expectApart();
  expect(topOf(card('c3'))).toBeCloseTo(handle.current!.lineTop(400)!, 0);
  await select('c5');
  await settled();
  expectApart();
  expect(topOf(card('c5'))).toBeCloseTo(handle.current!.lineTop(905)!, 0);
  expect(card('c5').dataset.selected).toBe('');
});

test('of thousands of cards only those near the screen are mounted, and scrolling leaves them at their lines', async () => {
  const { blocks } = longText(1200);
  const items = blocks.flatMap((block, i) => [0, 120].map((at, k) => ({ id: `c${i}-${k}`, anchor: block.start + at })));
  const { handle, select } = await show(1200, items);
  const view = handle.current!;
  expect(mounted().length).toBeLessThan(80);
  for (const share of [0.3, 0.8, 0.5]) {
    view.scroller.scrollTop = view.scroller.scrollHeight * share;
    await settled();
    await settled();
    expectApart();
    expect(mounted().length).toBeLessThan(80);
    const middle = view.scroller.getBoundingClientRect().top + 300;
    const near = mounted().filter((one) => Math.abs(one.getBoundingClientRect().top - middle) < 300);
    expect(near.length).toBeGreaterThan(2);
    for (const one of near) {
      const item = items.find(({ id }) => id === one.dataset.id)!;
      expect(Math.abs(topOf(one) - view.lineTop(item.anchor)!)).toBeLessThan(200);
    }
    expect(near[0]!.getAttribute('aria-setsize')).toBe('2400');
  }
  await select('c3-0');
  await settled();
  // The selected card stays in the document wherever the screen is.
  expect(topOf(card('c3-0'))).toBeCloseTo(view.lineTop(blocks[3]!.start)!, 0);
});

test('where cards would be far from their lines they are asked to be compact', async () => {
  const items = Array.from({ length: 150 }, (_, i) => ({ id: `c${i}`, anchor: i * 40 }));
  await show(40, items, 76);
  expectApart();
  expect(mounted().filter((one) => one.dataset.compact !== undefined).length).toBeGreaterThan(10);
});

test('a card that grows pushes the others before it is painted', async () => {
  const items = [10, 60, 130, 700].map((anchor, i) => ({ id: `c${i}`, anchor }));
  await show(6, items);
  const grown = card('c1').firstElementChild as HTMLElement;
  grown.style.height = '220px';
  await settled();
  expectApart();
});
