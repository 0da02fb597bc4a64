import { act, createRef, StrictMode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cdp, userEvent } from 'vitest/browser';
import type { Block } from '#shared/model/article.ts';
import { type PaintedSpan, TextView, type TextViewHandle, type TextViewProps } from './TextView.tsx';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

let host: HTMLElement;
let root: Root;

beforeEach(() => {
  host = document.createElement('div');
  host.style.cssText = 'position:fixed;inset:0;width:900px;height:600px';
  document.body.append(host);
  root = createRoot(host);
});

afterEach(async () => {
  await act(async () => root.unmount());
  host.remove();
  expect([...CSS.highlights.keys()]).toEqual([]);
});

/** A text with one block for each paragraph; those that start with `#` are boilerplate. */
function article(...paragraphs: string[]): { text: string; blocks: Block[] } {
  let text = '';
  const blocks: Block[] = [];
  for (const paragraph of paragraphs) {
    if (text) text += '\n\n';
    blocks.push({
      start: text.length,
      end: text.length + paragraph.length,
      kind: paragraph.startsWith('#') ? 'boilerplate' : 'paragraph',
    });
    text += paragraph;
  }
  return { text, blocks };
}

const defaults = {
  language: 'en',
  spans: [] as PaintedSpan[],
  selectedId: null,
  foldLabel: (lines: number) => `${lines} lines of page furniture`,
};

async function show(props: Partial<TextViewProps> & { text: string; blocks: Block[] }): Promise<TextViewHandle> {
  const handle = createRef<TextViewHandle>();
  await act(async () =>
    root.render(
      <StrictMode>
        <TextView {...defaults} {...props} handle={handle} />
      </StrictMode>,
    ),
  );
  return handle.current!;
}

const box = () => host.querySelector<HTMLElement>('.rp-text')!;
const drawnText = () => [...box().querySelectorAll('.rp-block')].map((block) => block.textContent);
const contentOf = ({ text, blocks }: { text: string; blocks: Block[] }) =>
  blocks.map(({ start, end }) => text.slice(start, end));
const settled = () =>
  new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));

function highlighted(): { name: string; text: string }[] {
  return [...CSS.highlights].flatMap(([name, highlight]) =>
    [...highlight].map((range) => {
      const live = document.createRange();
      live.setStart(range.startContainer, range.startOffset);
      live.setEnd(range.endContainer, range.endOffset);
      return { name, text: live.toString() };
    }),
  );
}

const sample = article(
  'Japan wants to work closely with the U.S. without being deceived.',
  '“The pressure goes on,” he said — 日本は圧力を続ける。 😀 café',
  'عربي: قال الوزير إن الضغط مستمر',
);

test('draws every block exactly and paints the spans over it', async () => {
  const start = sample.text.indexOf('work closely');
  await show({ ...sample, spans: [{ id: 'a', start, end: start + 12, paint: 'stance-1' }], selectedId: 'a' });
  expect(drawnText()).toEqual(contentOf(sample));
  expect(highlighted().map(({ text }) => text)).toEqual(['work closely', 'work closely']);
  expect(box().getAttribute('aria-readonly')).toBe('true');
  expect([...box().querySelectorAll('p')].map((block) => getComputedStyle(block).direction)).toEqual([
    'ltr',
    'ltr',
    'rtl',
  ]);
});

test('arrow keys move a caret, Shift selects, and what is selected is told in offsets', async () => {
  const onSelection = vi.fn();
  const view = await show({ ...sample, onSelection });
  view.focus();
  await userEvent.keyboard('{ArrowRight}{ArrowRight}');
  await settled();
  expect(view.caret()).toBe(2);
  await userEvent.keyboard('{Shift>}{ArrowRight}{ArrowRight}{ArrowRight}{/Shift}');
  await settled();
  expect(view.selection()).toEqual({ start: 2, end: 5 });
  expect(onSelection).toHaveBeenLastCalledWith({ start: 2, end: 5 }, 'keyboard');
  await userEvent.keyboard('{ArrowRight}');
  await settled();
  expect(onSelection).toHaveBeenLastCalledWith(null, 'keyboard');
  expect(view.caret()).toBe(5);
});

test('a click tells the spans under it, innermost first, and none beside the text', async () => {
  const onPick = vi.fn();
  const at = sample.text.indexOf('closely');
  const view = await show({
    ...sample,
    onPick,
    spans: [
      { id: 'outer', start: 0, end: at + 20, paint: 'stance-1' },
      { id: 'inner', start: at, end: at + 7, paint: 'stance--1' },
    ],
  });
  const word = view.rectOf({ start: at, end: at + 7 })!;
  const view0 = box().getBoundingClientRect();
  const click = (x: number, y: number) => userEvent.click(box(), { position: { x: x - view0.left, y: y - view0.top } });
  await click(word.left + word.width / 2, word.top + word.height / 2);
  expect(onPick.mock.lastCall?.[0]).toEqual(['inner', 'outer']);
  const japan = view.rectOf({ start: 0, end: 5 })!;
  await click(japan.left + 4, japan.top + 5);
  expect(onPick.mock.lastCall?.[0]).toEqual(['outer']);
});

test('typing, pasting, deleting, dropping and input methods leave the text alone', async () => {
  const view = await show(sample);
  view.focus();
  await userEvent.keyboard('abc{Enter}{Backspace}{Delete}{Control>}z{/Control} ');
  await userEvent.keyboard('{Control>}a{/Control}');
  await userEvent.cut();
  await userEvent.paste();
  const session = cdp() as unknown as { send(method: string, params: unknown): Promise<unknown> };
  await session.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 });
  await session.send('Input.insertText', { text: '日本' });
  await settled();
  expect(drawnText()).toEqual(contentOf(sample));
});
