import {
  createContext,
  type ReactNode,
  type Ref,
  use,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { Block } from '#shared/model/article.ts';
import type { Range } from '#shared/model/range.ts';
import { createIntervals, type Intervals } from '#shared/text/intervals.ts';
import { BoundaryHandles } from './BoundaryHandles.tsx';
import { canPaint, createPainter, type Mark, type PaintedSpan, type Painter } from './highlights.ts';
import './highlights.css';
import { offsetUnder } from './hit-test.ts';
import { createLines, type Lines } from './lines.ts';
import { drawPicture, type Picture } from './picture.ts';
import { keepReadOnly } from './read-only.ts';
import './text-view.css';

export type { Mark, PaintedSpan } from './highlights.ts';

/** What the app can ask of and tell a text on screen. Offsets are UTF-16 code units into its text. */
export interface TextViewHandle {
  /** The element that scrolls; positions of lines are relative to its content. */
  readonly scroller: HTMLElement;
  focus(): void;
  /** Where the caret is, also when something is selected; null before the text was ever focused. */
  caret(): number | null;
  selection(): Range | null;
  /** Selects natively, as if by hand; the focus goes to the text. An empty range sets the caret. */
  setSelection(range: Range): void;
  setCaret(offset: number): void;
  /** Opens folds over the range and scrolls until it is in the middle of the screen, or just inside it. */
  reveal(range: Range, options?: { block?: 'center' | 'nearest' }): void;
  /**
   * The top of the offset's line in the scrolled content, in CSS pixels; of the fold's button when the line is folded away.
   * Null when no text is drawn. Blocks of a long text are not laid out while they are far from the screen: with `estimate`
   * a line in one is guessed, without it the block is laid out for the answer.
   */
  lineTop(offset: number, options?: { estimate?: boolean }): number | null;
  /** Guesses for many offsets at once, best in ascending order: off by no more than the height of their block. */
  lineTops(offsets: ArrayLike<number>): Float64Array;
  /** The box around the range in the window, or null when it is not drawn. */
  rectOf(range: Range): DOMRect | null;
  /** Opens or closes every fold; what is at the top of the screen stays there. */
  openFolds(open: boolean): void;
  /** What the fold holds whose button has the keyboard; null when none has. */
  focusedFold(): Range | null;
  /** Spans over the character after the offset, innermost first. */
  idsAt(offset: number): string[];
  /** Paints the selected span over another range without changing it, e.g. while keys move a boundary; null ends it. */
  setPreview(range: Range | null): void;
  /** Calls back after lines may have moved: the column's width, a fold, fonts, blocks that got their real height. */
  onLayout(listener: () => void): () => void;
}

export interface TextViewProps {
  /** The canonical text; drawn anew only when it or `blocks` is another object. */
  text: string;
  blocks: readonly Block[];
  /** ISO 639-1, for hyphenation, fonts and speech; null when unknown. */
  language: string | null;
  spans: readonly PaintedSpan[];
  selectedId: string | null;
  /** Words to mark besides the spans: usually the mention and cue of the selected span. */
  marks?: readonly Mark[];
  /** What is selected, trimmed to blocks; null when nothing is. With the mouse it is told when the button is let go. */
  onSelection?(range: Range | null, how: 'mouse' | 'keyboard'): void;
  onCaret?(offset: number): void;
  /** A click into the text: the spans under it, innermost first, empty when there is none. */
  onPick?(ids: string[], point: { x: number; y: number }): void;
  /** A boundary of the selected span was dropped elsewhere. Without it there are no handles. */
  onMove?(boundary: { id: string; start: number; end: number }): void;
  handle?: Ref<TextViewHandle>;
  /** Above the text, scrolling with it. */
  header?: ReactNode;
  /** Beside the text, scrolling with it: a `Margin`. */
  aside?: ReactNode;
  foldLabel(lines: number): string;
  /** The name that assistive technology gives the text. */
  label?: string;
  className?: string;
}

const ViewContext = createContext<TextViewHandle | null>(null);

/** The text view around a component that stands in its `header` or `aside`; null until the text is drawn. */
export const useTextView = (): TextViewHandle | null => use(ViewContext);

const nothing: readonly Mark[] = [];
const furniture = (lines: number) => `${lines} ${lines === 1 ? 'line' : 'lines'} of page furniture`;
/** From this length on, blocks far from the screen are not laid out. */
const long = 60_000;

/** Keys that move a caret or, with Control, select everything. */
const moves = /^(Arrow(Up|Down|Left|Right)|Home|End|Page(Up|Down)|a)$/i;

interface Drawn {
  picture: Picture;
  painter: Painter;
  lines: Lines;
  handle: TextViewHandle;
}

/**
 * An article's text with painted spans: a caret moves through it and selects, but nothing changes it.
 * It knows a text and spans, neither who speaks nor what a stance is.
 */
export function TextView(props: TextViewProps) {
  const { text, blocks, spans, selectedId, marks = nothing } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const root = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  const [drawn, setDrawn] = useState<Drawn | null>(null);

  useLayoutEffect(() => {
    latest.current = props;
  });

  useLayoutEffect(() => {
    const next = draw(scroller.current!, root.current!, text, blocks, latest);
    next.painter.setSpans(latest.current.spans);
    setDrawn(next);
    return () => {
      next.dispose();
      setDrawn(null);
    };
  }, [text, blocks]);

  useLayoutEffect(() => drawn?.painter.setSpans(spans), [drawn, spans]);
  useLayoutEffect(() => drawn?.painter.setSelected(selectedId), [drawn, selectedId]);
  useLayoutEffect(() => drawn?.painter.setMarks(marks), [drawn, marks]);
  useImperativeHandle(props.handle, () => drawn?.handle as TextViewHandle, [drawn]);

  const selected = selectedId === null ? undefined : spans.find((span) => span.id === selectedId);
  return (
    <div className={`rp-view ${props.className ?? ''}`} ref={scroller}>
      <ViewContext value={drawn?.handle ?? null}>
        <div className="rp-page">
          <div className="rp-column">
            {props.header}
            {canPaint() ? null : (
              <p className="rp-unpainted" role="status">
                This browser cannot paint spans over a text; they are listed beside it. Chrome or Edge 105, Safari 17.2
                and Firefox 140 or newer can.
              </p>
            )}
            {/* biome-ignore lint/a11y/useSemanticElements: a textarea has neither blocks nor highlights. */}
            <div
              aria-label={props.label ?? 'Article text'}
              aria-multiline="true"
              aria-readonly="true"
              autoCapitalize="off"
              autoCorrect="off"
              className="rp-text"
              contentEditable
              inputMode="none"
              lang={props.language ?? undefined}
              ref={root}
              role="textbox"
              spellCheck={false}
              suppressContentEditableWarning
              tabIndex={0}
              translate="no"
            />
          </div>
          {props.aside}
          {drawn && selected && props.onMove ? (
            <BoundaryHandles
              lines={drawn.lines}
              onMove={props.onMove}
              onPreview={drawn.painter.setPreview}
              picture={drawn.picture}
              scroller={drawn.handle.scroller}
              span={selected}
            />
          ) : null}
        </div>
      </ViewContext>
    </div>
  );
}

interface Latest {
  readonly current: TextViewProps;
}

function draw(
  scroller: HTMLElement,
  root: HTMLElement,
  text: string,
  blocks: readonly Block[],
  latest: Latest,
): Drawn & { dispose(): void } {
  const stop = new AbortController();
  const { signal } = stop;
  let selection: Range | null = null;
  let caret: number | null = null;
  let how: 'mouse' | 'keyboard' = 'keyboard';
  let pressed = false;
  let told: Range | null = null;

  const tell = () => {
    if (selection?.start === told?.start && selection?.end === told?.end) return;
    told = selection;
    latest.current.onSelection?.(selection, how);
  };

  const picture = drawPicture(root, {
    text,
    blocks,
    grouped: text.length >= long,
    foldLabel: (lines) => (latest.current.foldLabel ?? furniture)(lines),
    onSelected(selected) {
      if (!selected) return;
      const { anchor, focus } = selected;
      selection =
        anchor === focus ? null : picture.within({ start: Math.min(anchor, focus), end: Math.max(anchor, focus) });
      if (caret !== focus) {
        caret = focus;
        latest.current.onCaret?.(focus);
      }
      if (!pressed || selection === null) tell();
    },
    onRedrawn: () => painter.repaint(),
  });
  const painter = createPainter(picture);
  const lines = createLines(picture, scroller, signal);
  const lookAround = () => painter.setWindow(lines.near());
  lines.onLayout(lookAround);
  scroller.addEventListener('scroll', lookAround, { signal, passive: true });
  window.addEventListener('beforeprint', () => painter.setWindow(null), { signal });
  window.addEventListener('afterprint', lookAround, { signal });
  lookAround();
  keepReadOnly(picture, () => selection, signal);

  let indexed: readonly PaintedSpan[] | null = null;
  let intervals: Intervals<PaintedSpan> = createIntervals([]);
  const idsAt = (offset: number): string[] => {
    if (indexed !== latest.current.spans) {
      indexed = latest.current.spans;
      intervals = createIntervals(indexed);
    }
    return intervals
      .at(offset)
      .map((span) => span.id)
      .reverse();
  };

  // The button may come up anywhere, and the browser settles the selection after that.
  const listen = { signal, capture: true } as const;
  root.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0) return;
      how = 'mouse';
      pressed = true;
      // Pressing on selected words would drag them away instead of selecting others inside them.
      const now = getSelection();
      if (now && !now.isCollapsed && !event.shiftKey) now.collapseToStart();
    },
    listen,
  );
  const released = () => {
    if (!pressed) return;
    pressed = false;
    setTimeout(() => {
      if (!pressed && !signal.aborted) tell();
    });
  };
  window.addEventListener('pointerup', released, listen);
  window.addEventListener('pointercancel', released, listen);
  root.addEventListener(
    'keydown',
    (event) => {
      how = 'keyboard';
      if (moves.test(event.key)) lines.readyForKeys(caret ?? 0);
    },
    listen,
  );

  root.addEventListener(
    'click',
    (event) => {
      const button = event.target instanceof Element ? event.target.closest('.rp-fold-button') : null;
      if (button) {
        lines.toggleFold(button.parentElement!);
        return;
      }
      const selected = getSelection();
      if (event.button !== 0 || event.detail > 1 || (selected && !selected.isCollapsed)) return;
      const offset = offsetUnder(picture, event.clientX, event.clientY);
      latest.current.onPick?.(offset === null ? [] : idsAt(offset), { x: event.clientX, y: event.clientY });
    },
    { signal },
  );

  let pointer: { x: number; y: number } | null = null;
  root.addEventListener(
    'pointermove',
    (event) => {
      if (!pointer) {
        requestAnimationFrame(() => {
          if (pointer && !signal.aborted) {
            const offset = offsetUnder(picture, pointer.x, pointer.y);
            root.classList.toggle('rp-over-span', offset !== null && idsAt(offset).length > 0);
          }
          pointer = null;
        });
      }
      pointer = { x: event.clientX, y: event.clientY };
    },
    { signal },
  );

  const select = (anchor: number, focus: number) => {
    lines.openOver({ start: Math.min(anchor, focus), end: Math.max(anchor, focus) });
    const from = picture.pointAt(anchor, anchor <= focus ? 'start' : 'end');
    const to = picture.pointAt(focus, anchor < focus ? 'end' : 'start');
    if (!from || !to) return;
    root.focus({ preventScroll: true });
    getSelection()?.setBaseAndExtent(from.node, from.offset, to.node, to.offset);
    selection =
      anchor === focus ? null : picture.within({ start: Math.min(anchor, focus), end: Math.max(anchor, focus) });
    caret = focus;
  };

  /** The browser tells of a new selection in a later turn; a key that follows a click at once must see it all the same. */
  const readSelection = () => {
    const now = getSelection();
    if (!now?.anchorNode || !now.focusNode || !root.contains(now.anchorNode) || !root.contains(now.focusNode)) return;
    const anchor = picture.offsetAt(now.anchorNode, now.anchorOffset);
    const focus = picture.offsetAt(now.focusNode, now.focusOffset);
    if (anchor === null || focus === null) return;
    selection =
      anchor === focus ? null : picture.within({ start: Math.min(anchor, focus), end: Math.max(anchor, focus) });
    caret = focus;
  };

  const handle: TextViewHandle = {
    scroller,
    focus() {
      if (document.activeElement === root) return;
      // A text that gets the focus for the first time has its caret at its start, not nowhere.
      const first = blocks.find((block) => block.kind !== 'boilerplate') ?? blocks[0];
      const at = caret ?? first?.start ?? 0;
      if (selection) select(selection.start, selection.end);
      else select(at, at);
    },
    caret() {
      readSelection();
      return caret;
    },
    selection() {
      readSelection();
      return selection;
    },
    setSelection: ({ start, end }) => select(start, end),
    setCaret: (offset) => select(offset, offset),
    reveal: (range, options) => lines.reveal(range, options?.block ?? 'center'),
    lineTop: (offset, options) => lines.top(offset, options?.estimate ?? false),
    lineTops: (offsets) => lines.tops(offsets),
    rectOf: (range) => picture.liveRange(range)?.getBoundingClientRect() ?? null,
    openFolds: (open) => lines.openFolds(open),
    focusedFold() {
      const button = document.activeElement?.closest('.rp-fold-button');
      if (!button || !root.contains(button)) return null;
      const unit = picture.units[[...root.children].indexOf(button.parentElement!)];
      return unit ? { start: blocks[unit.first]!.start, end: blocks[unit.end - 1]!.end } : null;
    },
    idsAt,
    setPreview: painter.setPreview,
    onLayout: (listener) => lines.onLayout(listener),
  };

  return {
    picture,
    painter,
    lines,
    handle,
    dispose() {
      stop.abort();
      painter.dispose();
      picture.dispose();
    },
  };
}
