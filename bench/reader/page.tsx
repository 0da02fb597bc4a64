import { createTextAnnotator, type TextAnnotation } from '@recogito/text-annotator';
import '@recogito/text-annotator/text-annotator.css';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { Margin } from '../../renderer/editor/Margin.tsx';
import { type PaintedSpan, TextView } from '../../renderer/editor/TextView.tsx';
import './page.css';
import { type Material, materialOf } from './texts.ts';

/** What one run of one contender took; milliseconds. */
export interface Measured {
  /** From the click until its script is done. */
  script: number;
  /** From the click until the frame that shows text and spans is done. */
  onScreen: number;
  /** Adding one span: script, and until the frame that shows it is done; medians. */
  addScript: number;
  addPainted: number;
  /** Frames while scrolling 120 pixels a frame, as a wheel does. */
  wheelMedian: number;
  wheel95: number;
  /** Frames while leaping from the top to the end in 40 steps, as when the scroll bar is dragged. */
  leapMedian: number;
  leap95: number;
  elements: number;
}

interface Contender {
  /** Puts the text and its spans on the stage. */
  open(material: Material): void;
  add(span: PaintedSpan): void;
  /** Whether spans are really on screen by now. */
  isShown(): boolean;
  scroller(): HTMLElement;
  close(): void;
}

const stage = document.getElementById('stage')!;

/** The frame after now has been painted: its tasks run before this one. */
const painted = () =>
  new Promise<void>((resolve) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve();
      channel.port2.postMessage(null);
    }),
  );

function rapporteur(): Contender {
  let root: ReturnType<typeof createRoot>;
  let expected = 0;
  let addSpan: (span: PaintedSpan) => void;
  function Reader({ text, blocks, spans: initial }: Material) {
    const [spans, setSpans] = useState<readonly PaintedSpan[]>(initial);
    addSpan = (span) =>
      setSpans((before) => {
        const place = before.findIndex(({ start }) => start > span.start);
        return before.toSpliced(place < 0 ? before.length : place, 0, span);
      });
    const items = spans.map(({ id, start }) => ({ id, anchor: start }));
    return (
      <TextView
        aside={
          <Margin
            items={items}
            renderCard={(id, { compact }) => <div className={compact ? 'card small' : 'card'}>{id}</div>}
            selectedId={null}
          />
        }
        blocks={blocks}
        foldLabel={(lines) => `${lines} lines`}
        language="en"
        selectedId={null}
        spans={spans}
        text={text}
      />
    );
  }
  return {
    open(material) {
      root = createRoot(stage);
      // More than fit on the first screen; those far away are painted when they come near.
      expected = material.spans.filter((span) => span.start < 4000).length;
      flushSync(() => root.render(<Reader {...material} />));
    },
    add(span) {
      flushSync(() => addSpan(span));
    },
    isShown() {
      let ranges = 0;
      for (const [, highlight] of CSS.highlights) ranges += highlight.size;
      return ranges >= expected && stage.querySelector('.rp-card') !== null;
    },
    scroller: () => stage.querySelector<HTMLElement>('.rp-view')!,
    close: () => root.unmount(),
  };
}

/** The peer lays out the whole text: with `content-visibility` on its paragraphs it opens later still. */
function recogito(renderer: 'CSS_HIGHLIGHTS' | 'SPANS'): Contender {
  let annotator: ReturnType<typeof createTextAnnotator<TextAnnotation, TextAnnotation>>;
  let text = '';
  // The peer's offsets count the characters of the DOM, where nothing stands between paragraphs.
  let shift: (offset: number) => number;
  const annotationOf = (span: PaintedSpan): TextAnnotation =>
    ({
      id: span.id,
      bodies: [],
      target: {
        annotation: span.id,
        selector: [{ start: shift(span.start), end: shift(span.end), quote: text.slice(span.start, span.end) }],
      },
    }) as unknown as TextAnnotation;
  let prepared: TextAnnotation[] = [];
  return {
    open(material) {
      const { blocks } = material;
      text = material.text;
      shift = (offset) => {
        let low = 0;
        let high = blocks.length;
        while (low < high) {
          const middle = (low + high) >> 1;
          if (blocks[middle]!.start <= offset) low = middle + 1;
          else high = middle;
        }
        return offset - 2 * (low - 1);
      };
      const scroller = document.createElement('div');
      scroller.className = 'peer';
      const container = document.createElement('div');
      container.className = 'peer-text';
      for (const { start, end } of blocks) {
        const paragraph = document.createElement('p');
        paragraph.textContent = text.slice(start, end);
        container.append(paragraph);
      }
      scroller.append(container);
      stage.replaceChildren(scroller);
      prepared = material.spans.map(annotationOf);
      annotator = createTextAnnotator<TextAnnotation, TextAnnotation>(container, { renderer });
      // Its own bulk call for stored offsets. `setAnnotations` of 4.1.1 leaves them without DOM ranges, so that its
      // highlights never appear, unless each is added singly, which is slower for many.
      annotator.state.store.bulkAddAnnotations(prepared, true);
    },
    add: (span) => annotator.addAnnotation(annotationOf(span)),
    isShown: () => (renderer === 'SPANS' ? stage.querySelector('.r6o-annotation') !== null : CSS.highlights.size > 0),
    scroller: () => stage.querySelector<HTMLElement>('.peer')!,
    close() {
      annotator.destroy();
      stage.replaceChildren();
    },
  };
}

const contenders: Record<string, () => Contender> = {
  rapporteur,
  'recogito-css': () => recogito('CSS_HIGHLIGHTS'),
  'recogito-spans': () => recogito('SPANS'),
};

const middle = (numbers: number[], share = 0.5) =>
  [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))]!;

async function measure(name: string, characters: number, spans: number, full: boolean): Promise<Measured> {
  const material = materialOf(characters, spans);
  const contender = contenders[name]!();
  await painted();
  await painted();

  const clicked = performance.now();
  contender.open(material);
  const script = performance.now() - clicked;
  await painted();
  while (!contender.isShown()) {
    if (performance.now() - clicked > 300_000) throw new Error(`${name}: no spans on screen after five minutes`);
    await painted();
  }
  const onScreen = performance.now() - clicked;

  const scripts: number[] = [];
  const shown: number[] = [];
  for (let i = 0; i < (full ? 20 : 3); i++) {
    const like = material.spans[(i * 37) % material.spans.length]!;
    const started = performance.now();
    contender.add({ ...like, id: `n${i}`, start: like.start + 1 });
    scripts.push(performance.now() - started);
    await painted();
    shown.push(performance.now() - started);
  }

  const scroller = contender.scroller();
  const scroll = async (steps: number, to: (step: number) => number) => {
    const frames: number[] = [];
    let last = performance.now();
    for (let i = 1; i <= steps; i++) {
      scroller.scrollTop = to(i);
      await painted();
      const now = performance.now();
      frames.push(now - last);
      last = now;
    }
    return frames;
  };
  const wheel = await scroll(full ? 60 : 5, (step) => step * 120);
  const steps = full ? 40 : 5;
  const leap = await scroll(steps, (step) => ((scroller.scrollHeight - scroller.clientHeight) * step) / steps);
  const elements = stage.querySelectorAll('*').length;
  const content = stage.querySelector('.rp-text, .peer-text')!.textContent!.length;
  if (content < characters * 0.98)
    throw new Error(`${name}: only ${content} of ${characters} characters are in the document`);
  contender.close();
  await painted();
  return {
    script,
    onScreen,
    addScript: middle(scripts),
    addPainted: middle(shown),
    wheelMedian: middle(wheel),
    wheel95: middle(wheel, 0.95),
    leapMedian: middle(leap),
    leap95: middle(leap, 0.95),
    elements,
  };
}

Object.assign(globalThis, { measure });
