import type { Range } from '#shared/model/range.ts';
import { createNesting } from './nesting.ts';

/**
 * A span as the text shows it. `paint` names its colours, `--paint-<paint>-ground` and `--paint-<paint>-line`, and where
 * colour is not to carry it alone the line's style and width: `--paint-<paint>-style` and `--paint-<paint>-width`.
 */
export interface PaintedSpan extends Range {
  readonly id: string;
  readonly paint: string;
  /** `quiet`: a thin line and no ground; `dashed`: a dashed line and no ground. */
  readonly emphasis?: 'quiet' | 'dashed';
}

/** Words that belong to a span without being one: who is named, the verb that says they spoke, the clause around them. */
export interface Mark extends Range {
  readonly kind: 'mention' | 'cue' | 'clause';
}

/** Whether this browser can paint spans over a text at all. */
export const canPaint = (): boolean => typeof CSS !== 'undefined' && 'highlights' in CSS;

/** Which text is painted: how ranges become places in the DOM. */
export interface Canvas {
  staticRange(range: Range): StaticRange | null;
}

/** Paints the spans of one text. Several painters share the page's highlights without knowing of each other. */
export interface Painter {
  /** Paints these spans and no others. What did not change since the last call (same id, range and look) costs a lookup. */
  setSpans(spans: readonly PaintedSpan[]): void;
  setMarks(marks: readonly Mark[]): void;
  /** Paints one span stronger; null or an unknown id: none. */
  setSelected(id: string | null): void;
  /** Paints the selected span over another range while its boundary is dragged; null: where it is. */
  setPreview(range: Range | null): void;
  /**
   * Paints only spans that share a part with the range, where they are near the screen; null: all. A browser looks at every
   * painted range for every change, so thousands of them far away would make each change slow.
   */
  setWindow(range: Range | null): void;
  /** Makes every range anew: the text's DOM nodes are others. */
  repaint(): void;
  /** Takes everything this painter painted off the page. */
  dispose(): void;
}

interface Painted {
  span: PaintedSpan;
  name: string;
  range: StaticRange | null;
}

const prefix = 'rp-';
const everything: Range = { start: 0, end: Number.POSITIVE_INFINITY };
const lineOffsets = ['0.2em', '0.39em', '0.58em', '0.77em'];

export function createPainter(canvas: Canvas): Painter {
  let painted = new Map<string, Painted>();
  let nesting = createNesting<PaintedSpan>();
  let current: readonly PaintedSpan[] = [];
  let marks: readonly Mark[] = [];
  let markRanges: { name: string; range: StaticRange }[] = [];
  let selected: string | null = null;
  let preview: Range | null = null;
  let window: Range | null = null;
  let strong: { name: string; range: StaticRange } | null = null;

  const isNear = (span: Range) => window === null || (span.start < window.end && span.end > window.start);

  const show = (span: PaintedSpan) => {
    const name = spanHighlight(span.paint, nesting.level(span.id), span.emphasis ?? 'plain');
    const before = painted.get(span.id);
    const near = isNear(span);
    if (before?.span === span && before.name === name && (before.range !== null) === near) return;
    if (before?.range) drop(before.name, before.range);
    const keeps = before?.range && before.span.start === span.start && before.span.end === span.end;
    const range = !near ? null : keeps ? before.range : canvas.staticRange(span);
    if (range) put(name, range);
    painted.set(span.id, { span, name, range });
  };

  const showSelected = () => {
    if (strong) drop(strong.name, strong.range);
    strong = null;
    const span = selected === null ? undefined : painted.get(selected)?.span;
    const range = span && canvas.staticRange(preview ?? span);
    if (!span || !range) return;
    const emphasis = span.emphasis === 'dashed' ? 'dashed-selected' : 'selected';
    strong = { name: spanHighlight(span.paint, nesting.level(span.id), emphasis), range };
    put(strong.name, range);
  };

  const showMarks = () => {
    for (const { name, range } of markRanges) drop(name, range);
    markRanges = [];
    for (const mark of marks) {
      const range = canvas.staticRange(mark);
      const name = markHighlight(mark.kind);
      if (!range) continue;
      put(name, range);
      markRanges.push({ name, range });
    }
  };

  const clear = () => {
    for (const { name, range } of painted.values()) if (range) drop(name, range);
    painted = new Map();
    nesting = createNesting();
    for (const { name, range } of markRanges) drop(name, range);
    markRanges = [];
    if (strong) drop(strong.name, strong.range);
    strong = null;
  };

  const setSpans = (spans: readonly PaintedSpan[]) => {
    if (spans === current) return;
    // Most calls change little: what is the same object at either end is not even looked up.
    let head = 0;
    const most = Math.min(spans.length, current.length);
    while (head < most && spans[head] === current[head]) head++;
    let tail = 0;
    while (tail < most - head && spans.at(-1 - tail) === current.at(-1 - tail)) tail++;
    const old = new Map<string, PaintedSpan>();
    for (let i = head; i < current.length - tail; i++) old.set(current[i]!.id, current[i]!);
    const moved: PaintedSpan[] = [];
    const fresh: PaintedSpan[] = [];
    const restyled: PaintedSpan[] = [];
    for (let i = head; i < spans.length - tail; i++) {
      const span = spans[i]!;
      const before = painted.get(span.id)?.span;
      const known = old.delete(span.id);
      if (before === undefined) {
        fresh.push(span);
        // A second span with the same id is not painted.
        painted.set(span.id, { span, name: '', range: null });
      } else if (known && before !== span) {
        if (before.start !== span.start || before.end !== span.end) {
          moved.push(before);
          fresh.push(span);
        } else if (before.paint !== span.paint || before.emphasis !== span.emphasis) restyled.push(span);
      }
    }
    current = spans;
    const gone = [...old.values()];
    if (fresh.length + restyled.length + gone.length === 0) return;
    const relevelled = nesting.remove([...gone, ...moved]);
    for (const { id } of gone) {
      const { name, range } = painted.get(id)!;
      if (range) drop(name, range);
      painted.delete(id);
    }
    relevelled.push(...nesting.add(fresh));
    for (const span of fresh) show(span);
    for (const span of restyled) show(span);
    for (const { id } of relevelled) {
      const known = painted.get(id);
      if (known) show(known.span);
    }
    if (selected !== null) showSelected();
  };

  let live = canPaint();
  return {
    setSpans: (spans) => {
      if (live) setSpans(spans);
    },
    setMarks(next) {
      if (!live || next === marks) return;
      marks = next;
      showMarks();
    },
    setSelected(id) {
      if (!live || id === selected) return;
      selected = id;
      preview = null;
      showSelected();
    },
    setPreview(range) {
      if (!live || range === preview) return;
      preview = range;
      showSelected();
    },
    setWindow(range) {
      if (!live || (range?.start === window?.start && range?.end === window?.end)) return;
      const before = window;
      window = range;
      if (before) for (const span of nesting.within(before)) if (!isNear(span)) show(painted.get(span.id)!.span);
      for (const span of nesting.within(range ?? everything)) show(painted.get(span.id)!.span);
      if (!before && range) for (const { span } of painted.values()) if (!isNear(span)) show(span);
    },
    repaint() {
      if (!live) return;
      const spans = current;
      clear();
      current = [];
      setSpans(spans);
      showMarks();
      showSelected();
    },
    dispose() {
      if (live) clear();
      // Effects that still hold this painter paint nothing any more.
      live = false;
    },
  };
}

type Emphasis = 'plain' | 'quiet' | 'dashed' | 'selected' | 'dashed-selected';

/** The highlight of spans of one look; its rule is written when it is first needed. */
function spanHighlight(paint: string, level: number, emphasis: Emphasis): string {
  const name = `${prefix}${paint}-${level}${emphasis === 'plain' ? '' : `-${emphasis}`}`;
  if (known.has(name)) return name;
  const line = `var(--paint-${CSS.escape(paint)}-line, var(--line-strong, currentColor))`;
  const ground = `var(--paint-${CSS.escape(paint)}-ground, var(--mark-none, transparent))`;
  const style = `var(--paint-${CSS.escape(paint)}-style, solid)`;
  const width = `var(--paint-${CSS.escape(paint)}-width, 2px)`;
  const looks: Record<Emphasis, string> = {
    plain: `background-color: ${ground}; text-decoration: underline ${style} ${width} ${line};`,
    quiet: `text-decoration: underline solid 1px ${line};`,
    dashed: `text-decoration: underline dashed 1.5px ${line};`,
    selected: `background-color: var(--mark-selected, ${ground}); text-decoration: underline solid 4px ${line};`,
    'dashed-selected': `background-color: var(--mark-selected, ${ground}); text-decoration: underline dashed 2.5px ${line};`,
  };
  define(
    name,
    `${looks[emphasis]} text-underline-offset: ${lineOffsets[level]};`,
    level + (emphasis.endsWith('selected') ? 20 : 0),
  );
  return name;
}

function markHighlight(kind: Mark['kind']): string {
  const name = `${prefix}${kind}`;
  if (known.has(name)) return name;
  const looks = {
    mention: 'text-decoration: underline dotted 2px var(--ink-3, currentColor); text-underline-offset: 0.2em;',
    cue: 'text-decoration: underline solid 1px var(--line-strong, currentColor); text-underline-offset: 0.2em;',
    clause: 'background-color: color-mix(in srgb, var(--mark-selected, transparent) 40%, transparent);',
  };
  define(name, looks[kind], 10);
  return name;
}

// One page has one set of highlights: painters add their own ranges to shared ones and take only those away.
const known = new Map<string, number>();
let sheet: CSSStyleSheet | null = null;

function define(name: string, declarations: string, priority: number): void {
  known.set(name, priority);
  if (!sheet) {
    // A constructed sheet: allowed under a policy that forbids inline styles, and a codebook's own values get rules too.
    sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }
  sheet.insertRule(`::highlight(${CSS.escape(name)}) { ${declarations} }`, sheet.cssRules.length);
}

function put(name: string, range: StaticRange): void {
  let highlight = CSS.highlights.get(name);
  if (!highlight) {
    highlight = new Highlight();
    highlight.priority = known.get(name) ?? 0;
    CSS.highlights.set(name, highlight);
  }
  highlight.add(range);
}

function drop(name: string, range: StaticRange): void {
  const highlight = CSS.highlights.get(name);
  highlight?.delete(range);
  if (highlight?.size === 0) CSS.highlights.delete(name);
}
