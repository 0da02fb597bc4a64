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

test('a click right of the end of a line is a click on no span', async () => {
  const onPick = vi.fn();
  const short = article('Short line.', 'Another one.');
  const view = await show({ ...short, onPick, spans: [{ id: 'a', start: 0, end: short.text.length, paint: 'frame' }] });
  const line = view.rectOf({ start: 0, end: 11 })!;
  const area = box().getBoundingClientRect();
  const click = (x: number) =>
    userEvent.click(box(), { position: { x: x - area.left, y: line.top + line.height / 2 - area.top } });
  await click(line.right - 3);
  expect(onPick.mock.lastCall?.[0]).toEqual(['a']);
  await click(line.right + 40);
  expect(onPick.mock.lastCall?.[0]).toEqual([]);
  expect(onPick).toHaveBeenCalledTimes(2);
});

test('selecting with the mouse is told once, when the button is let go, and picks nothing', async () => {
  const onSelection = vi.fn();
  const onPick = vi.fn();
  const view = await show({ ...sample, onSelection, onPick });
  const word = view.rectOf({ start: 6, end: 11 })!;
  const area = box().getBoundingClientRect();
  const y = word.top + word.height / 2 - area.top;
  await userEvent.dragAndDrop(box(), box(), {
    sourcePosition: { x: word.left - area.left + 1, y },
    targetPosition: { x: word.right - area.left - 1, y },
  });
  await settled();
  expect(view.selection()).toEqual({ start: 6, end: 11 });
  expect(onSelection.mock.calls).toEqual([[{ start: 6, end: 11 }, 'mouse']]);
  expect(onPick).not.toHaveBeenCalled();
});

test('what is selected by the app is selected natively and told like the rest', async () => {
  const onSelection = vi.fn();
  const view = await show({ ...sample, onSelection });
  const start = sample.text.indexOf('😀');
  view.setSelection({ start, end: start + 2 });
  expect(view.selection()).toEqual({ start, end: start + 2 });
  expect(getSelection()!.toString()).toBe('😀');
  expect(document.activeElement).toBe(box());
  await settled();
  expect(onSelection).toHaveBeenLastCalledWith({ start, end: start + 2 }, 'keyboard');
  // Across blocks: the white space between them belongs to no block.
  const second = sample.blocks[1]!;
  view.setSelection({ start: 0, end: second.start });
  await settled();
  expect(view.selection()).toEqual({ start: 0, end: sample.blocks[0]!.end });
  view.setCaret(second.start + 3);
  await settled();
  expect(view.caret()).toBe(second.start + 3);
  expect(onSelection).toHaveBeenLastCalledWith(null, 'keyboard');
});

test('keys for words, lines and the whole text move as in any text', async () => {
  const view = await show(sample);
  view.focus();
  await userEvent.keyboard('{Control>}{ArrowRight}{/Control}');
  await settled();
  expect(view.caret()).toBe(5);
  await userEvent.keyboard('{End}');
  await settled();
  expect(view.caret()).toBe(sample.blocks[0]!.end);
  await userEvent.keyboard('{Home}{Shift>}{End}{/Shift}');
  await settled();
  expect(view.selection()).toEqual({ start: 0, end: sample.blocks[0]!.end });
  await userEvent.keyboard('{Control>}{End}{/Control}');
  await settled();
  expect(view.caret()).toBe(sample.text.length);
  await userEvent.keyboard('{Control>}a{/Control}');
  await settled();
  expect(view.selection()).toEqual({ start: 0, end: sample.text.length });
});

test('one press of an arrow key passes a whole character', async () => {
  const emoji = article('a👩‍👩‍👧e\u0301日b');
  const view = await show(emoji);
  view.focus();
  const stops: (number | null)[] = [];
  for (let i = 0; i < 5; i++) {
    await userEvent.keyboard('{ArrowRight}');
    await settled();
    stops.push(view.caret());
  }
  expect(stops).toEqual([1, 9, 11, 12, 13]);
});

async function tryToChange(view: TextViewHandle) {
  view.focus();
  await userEvent.keyboard('abc{Enter}{Backspace}{Delete}{Control>}z{/Control} ');
  await userEvent.keyboard('{Control>}a{/Control}');
  await userEvent.cut();
  await userEvent.paste();
  await userEvent.keyboard('{ArrowRight}');
  for (const command of ['insertText', 'delete', 'insertParagraph', 'bold', 'insertHTML']) {
    document.execCommand(command, false, 'forced');
  }
  const carried = new DataTransfer();
  carried.setData('text/plain', 'dropped');
  box().dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: carried }));
  const session = cdp() as unknown as { send(method: string, params: unknown): Promise<unknown> };
  await session.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 });
  await settled();
  await session.send('Input.insertText', { text: '日本' });
  await settled();
}

test('typing, pasting, deleting, dropping and input methods leave the text alone', async () => {
  const view = await show(sample);
  await tryToChange(view);
  expect(drawnText()).toEqual(contentOf(sample));
});

test('in a browser without edit contexts the text is put back', async () => {
  const native = Object.getOwnPropertyDescriptor(globalThis, 'EditContext')!;
  Reflect.deleteProperty(globalThis, 'EditContext');
  try {
    const view = await show({ ...sample, spans: [{ id: 'a', start: 0, end: 5, paint: 'stance-0' }] });
    await tryToChange(view);
    expect(drawnText()).toEqual(contentOf(sample));
    expect(highlighted()).toEqual([{ name: 'rp-stance-0-0', text: 'Japan' }]);
  } finally {
    Object.defineProperty(globalThis, 'EditContext', native);
  }
});

test('copying gives the canonical text, with the white space between blocks', async () => {
  const view = await show(sample);
  const range = { start: 10, end: sample.blocks[1]!.start + 14 };
  view.setSelection(range);
  await settled();
  const clipboardData = new DataTransfer();
  const event = new ClipboardEvent('copy', { bubbles: true, cancelable: true, clipboardData });
  box().dispatchEvent(event);
  expect(event.defaultPrevented).toBe(true);
  let copied = '';
  host.addEventListener('copy', (real) => {
    copied = real.clipboardData!.getData('text/plain');
  });
  await userEvent.copy();
  expect(copied).toBe(sample.text.slice(range.start, range.end));
  expect(clipboardData.getData('text/plain')).toBe(sample.text.slice(range.start, range.end));
});

const furnished = article(
  '#print PRINT',
  'The headline of it all.',
  ...Array(30).fill('Words that fill a line or two of this text, and then some more of them to be sure.'),
  '#Share this',
);

test('page furniture is folded: arrows pass it, its button opens it, and what is read stays where it is', async () => {
  const view = await show({ ...furnished, header: <div style={{ height: 120 }}>Head</div> });
  const [first, last] = [...box().querySelectorAll('button')];
  expect(first!.textContent).toBe('1 lines of page furniture');
  view.focus();
  expect(view.caret()).toBe(furnished.blocks[1]!.start);
  await userEvent.keyboard('{ArrowUp}{ArrowLeft}');
  await settled();
  expect(view.caret()).toBe(furnished.blocks[1]!.start);

  view.reveal(furnished.blocks[20]!);
  await settled();
  const read = () => view.rectOf(furnished.blocks[20]!)!.top;
  const before = read();
  view.openFolds(true);
  expect(first!.getAttribute('aria-expanded')).toBe('true');
  expect(last!.getAttribute('aria-expanded')).toBe('true');
  expect(Math.abs(read() - before)).toBeLessThan(1.5);
  view.openFolds(false);
  await settled();
  expect(Math.abs(read() - before)).toBeLessThan(1.5);

  view.scroller.scrollTop = 0;
  const button = first!.getBoundingClientRect().top;
  await userEvent.click(first!);
  expect(first!.getAttribute('aria-expanded')).toBe('true');
  expect(first!.getBoundingClientRect().top).toBeCloseTo(button, 0);
  expect(view.rectOf(furnished.blocks[0]!)!.height).toBeGreaterThan(10);
});

test('a fold opens for what is revealed or selected in it; until then its lines are where its button is', async () => {
  const view = await show(furnished);
  const fold = box().querySelectorAll('.rp-fold')[1]!;
  const target = furnished.blocks.at(-1)!;
  const content =
    fold.getBoundingClientRect().top - view.scroller.getBoundingClientRect().top + view.scroller.scrollTop;
  expect(view.lineTop(target.start)).toBeCloseTo(content, 0);
  view.reveal({ start: target.start, end: target.start + 3 });
  await settled();
  expect(fold.querySelector('button')!.getAttribute('aria-expanded')).toBe('true');
  const rect = view.rectOf({ start: target.start, end: target.start + 3 })!;
  expect(rect.bottom).toBeLessThan(view.scroller.getBoundingClientRect().bottom);
  expect(rect.height).toBeGreaterThan(5);
});

test('overlapping spans have lines of their own, and every span is painted once', async () => {
  const spans: PaintedSpan[] = [
    { id: 'a', start: 0, end: 30, paint: 'stance-1' },
    { id: 'b', start: 6, end: 20, paint: 'stance-1' },
    { id: 'c', start: 8, end: 12, paint: 'stance-1', emphasis: 'dashed' },
    { id: 'd', start: 40, end: 50, paint: 'stance-1', emphasis: 'quiet' },
  ];
  await show({
    ...sample,
    spans,
    marks: [
      { start: 0, end: 5, kind: 'mention' },
      { start: 6, end: 11, kind: 'cue' },
    ],
  });
  expect(
    highlighted()
      .map(({ name }) => name)
      .sort(),
  ).toEqual(
    ['rp-cue', 'rp-mention', 'rp-stance-1-0', 'rp-stance-1-0-quiet', 'rp-stance-1-1', 'rp-stance-1-2-dashed'].sort(),
  );
  await show({ ...sample, spans: spans.slice(1), selectedId: 'b' });
  expect(
    highlighted()
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['rp-stance-1-0', 'rp-stance-1-0-quiet', 'rp-stance-1-0-selected', 'rp-stance-1-1-dashed'].sort());
});

test('a highlight is drawn in the colours of its paint', async () => {
  host.style.setProperty('--mark-1', 'rgb(217, 238, 230)');
  host.style.setProperty('--stance-1', 'rgb(63, 143, 122)');
  await show({ ...sample, spans: [{ id: 'a', start: 0, end: 5, paint: 'stance-1' }] });
  const text = box().querySelector('.rp-block span')!;
  const drawn = getComputedStyle(text, '::highlight(rp-stance-1-0)');
  expect(drawn.backgroundColor).toBe('rgb(217, 238, 230)');
  expect(drawn.textDecorationColor).toBe('rgb(63, 143, 122)');
  expect(drawn.textDecorationLine).toBe('underline');
});

test('two texts on one page paint without touching each other', async () => {
  const one = createRef<TextViewHandle>();
  const two = (second: boolean) => (
    <StrictMode>
      <TextView {...defaults} {...sample} handle={one} spans={[{ id: 'same', start: 0, end: 5, paint: 'stance-1' }]} />
      {second ? (
        <TextView
          {...defaults}
          {...furnished}
          spans={[{ id: 'same', start: 14, end: 17, paint: 'stance-1' }]}
          selectedId="same"
        />
      ) : null}
    </StrictMode>
  );
  await act(async () => root.render(two(true)));
  expect(
    highlighted()
      .map(({ text }) => text)
      .sort(),
  ).toEqual(['Japan', 'The', 'The'].sort());
  await act(async () => root.render(two(false)));
  expect(highlighted()).toEqual([{ name: 'rp-stance-1-0', text: 'Japan' }]);
});

test('another text takes the place of the one before, with its spans', async () => {
  await show({ ...sample, spans: [{ id: 'a', start: 0, end: 5, paint: 'stance-1' }] });
  await show({ ...furnished, spans: [{ id: 'a', start: 14, end: 17, paint: 'stance-1' }] });
  expect(drawnText()).toEqual(contentOf(furnished));
  expect(highlighted()).toEqual([{ name: 'rp-stance-1-0', text: furnished.text.slice(14, 17) }]);
});

const paragraph = 'The minister said that the pressure would go on until there are steps that can be seen. '
  .repeat(4)
  .trim();
const huge = article(...Array<string>(1500).fill(paragraph));

test('of 10,000 spans in a long text those near the screen are painted, and one more costs one range', async () => {
  const spans: PaintedSpan[] = Array.from({ length: 10_000 }, (_, i) => {
    const start = huge.blocks[Math.floor((i * 1500) / 10_000)]!.start + (i % 7) * 45;
    return { id: `s${i}`, start, end: start + 40, paint: `stance-${(i % 5) - 2}` };
  });
  const view = await show({ ...huge, spans });
  await settled();
  const near = highlighted();
  expect(near.length).toBeGreaterThan(20);
  expect(near.length).toBeLessThan(2000);
  const names = () => {
    const blockOf = new Map([...box().querySelectorAll('.rp-block')].map((block, i) => [block, huge.blocks[i]!]));
    const ranges = [...CSS.highlights.values()].flatMap((highlight) => [...highlight]);
    return new Set(
      ranges.map(
        (range) => blockOf.get(range.startContainer.parentElement!.closest('.rp-block')!)!.start + range.startOffset,
      ),
    );
  };
  const first = names();
  for (const span of spans.slice(0, 30)) expect(first.has(span.start)).toBe(true);

  const add = vi.spyOn(Highlight.prototype, 'add');
  const remove = vi.spyOn(Highlight.prototype, 'delete');
  await show({ ...huge, spans: spans.toSpliced(8, 0, { id: 'new', start: 90, end: 100, paint: 'stance-2' }) });
  // The new one, and the few that overlap it and stand on another level now.
  expect(add.mock.calls.length).toBeLessThan(5);
  expect(remove.mock.calls.length).toBeLessThan(5);
  add.mockRestore();
  remove.mockRestore();

  view.reveal(spans[7000]!);
  for (let i = 0; i < 6; i++) await settled();
  const there = names();
  const screen = view.scroller.getBoundingClientRect();
  const onScreen = spans.slice(6900, 7100).filter((span) => {
    const { top, bottom } = view.rectOf(span)!;
    return bottom > screen.top && top < screen.bottom;
  });
  expect(onScreen.length).toBeGreaterThan(5);
  for (const span of onScreen) expect(there.has(span.start)).toBe(true);
  const rect = view.rectOf(spans[7000]!)!;
  expect(Math.abs((rect.top + rect.bottom) / 2 - (screen.top + screen.bottom) / 2)).toBeLessThan(60);
  expect(view.lineTop(spans[7000]!.start)).toBeCloseTo(rect.top - screen.top + view.scroller.scrollTop, 0);
});

test('in a long text of which little is laid out, the caret, selection and search still reach everything', async () => {
  const end = `${paragraph} The very last words.`;
  const long = article(...Array<string>(600).fill(paragraph), end);
  const view = await show(long);
  view.focus();
  await userEvent.keyboard('{Control>}{End}{/Control}');
  await settled();
  expect(view.caret()).toBe(long.text.length);
  await userEvent.keyboard('{Shift>}{Control>}{Home}{/Control}{/Shift}');
  await settled();
  expect(view.selection()).toEqual({ start: 0, end: long.text.length });
  view.setCaret(0);
  await settled();
  const find = (window as unknown as { find(text: string): boolean }).find('very last words');
  expect(find).toBe(true);
  await settled();
  expect(long.text.slice(view.selection()!.start, view.selection()!.end)).toBe('very last words');
});

test('a boundary is dragged with its preview painted, told once at the drop, and never crosses the other', async () => {
  const onMove = vi.fn();
  const span = { id: 'a', start: 6, end: 11, paint: 'stance-1' };
  const view = await show({ ...sample, spans: [span], selectedId: 'a', onMove });
  const handles = () => [...host.querySelectorAll<HTMLElement>('.rp-handle')];
  expect(handles().length).toBe(2);
  const drag = async (side: number, to: { x: number; y: number }) => {
    const area = box().getBoundingClientRect();
    const grip = handles()[side]!.getBoundingClientRect();
    await act(async () => {
      await userEvent.dragAndDrop(handles()[side]!, box(), {
        sourcePosition: { x: grip.width / 2, y: grip.height / 2 },
        targetPosition: { x: to.x - area.left, y: to.y - area.top },
      });
      await settled();
    });
  };
  const after = view.rectOf({ start: 14, end: 15 })!;
  await drag(1, { x: after.right, y: after.top + after.height / 2 });
  expect(onMove.mock.calls).toEqual([[{ id: 'a', start: 6, end: 15 }]]);
  // Dragged beyond its own start, the end stays one character after it.
  const first = view.rectOf({ start: 0, end: 1 })!;
  await drag(1, { x: first.left + 1, y: first.top + first.height / 2 });
  expect(onMove.mock.lastCall).toEqual([{ id: 'a', start: 6, end: 7 }]);
  await drag(0, { x: after.right, y: after.top + after.height / 2 });
  expect(onMove.mock.lastCall).toEqual([{ id: 'a', start: 10, end: 11 }]);
  expect(highlighted().map(({ text }) => text)).toEqual(['wants', 'wants']);
});

test('a preview moves the strong ground and nothing else', async () => {
  const view = await show({ ...sample, spans: [{ id: 'a', start: 0, end: 5, paint: 'stance-1' }], selectedId: 'a' });
  view.setPreview({ start: 0, end: 11 });
  expect(highlighted()).toEqual([
    { name: 'rp-stance-1-0', text: 'Japan' },
    { name: 'rp-stance-1-0-selected', text: 'Japan wants' },
  ]);
  view.setPreview(null);
  expect(highlighted().map(({ text }) => text)).toEqual(['Japan', 'Japan']);
});

test('a browser without highlights says so and still shows the text', async () => {
  const native = Object.getOwnPropertyDescriptor(CSS, 'highlights')!;
  Reflect.deleteProperty(CSS, 'highlights');
  try {
    await show({ ...sample, spans: [{ id: 'a', start: 0, end: 5, paint: 'stance-1' }], selectedId: 'a' });
    expect(host.querySelector('[role=status]')!.textContent).toContain('cannot paint spans');
    expect(drawnText()).toEqual(contentOf(sample));
    await act(async () => root.unmount());
    root = createRoot(host);
  } finally {
    Object.defineProperty(CSS, 'highlights', native);
  }
});
