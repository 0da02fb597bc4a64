import type { RefObject } from 'react';
import { type Codebook, isAttributed } from '#shared/codebook/codebook.ts';
import type { ArticleText } from '#shared/contract/contract.ts';
import type { Range } from '#shared/model/range.ts';
import type { Suggestion } from '#shared/suggest/suggestion.ts';
import { samePassage } from '#shared/suggest/waiting.ts';
import { expand, snap } from '#shared/text/expand.ts';
import { nudged } from '../../editor/nudge.ts';
import type { TextViewHandle } from '../../editor/TextView.tsx';
import { type Action, useActions } from '../../ui/actions.ts';
import type { Reading } from './use-reading.ts';
import type { MarkEditing } from './use-span-editing.ts';

/** Everything that can be done in an open article, for the keyboard, the palette and the shortcut sheet alike. */
export function useReaderActions(options: {
  article: ArticleText;
  codebook: Codebook;
  reading: Reading;
  editing: MarkEditing;
  suggestion: Suggestion | undefined;
  goTo: (next: Range & { id: string }) => void;
  view: RefObject<TextViewHandle | null>;
  toggleFurniture: () => void;
  onOccurrences: (span: string) => void;
}): void {
  const { article, codebook, reading, editing, suggestion, view } = options;
  const { selected } = reading;

  /** What is selected, or where the caret is; before there is one, where the text that is read begins. */
  const here = (): Range => {
    const selection = view.current?.selection();
    const first = article.blocks.find((block) => block.kind !== 'boilerplate');
    const caret = view.current?.caret() ?? selected?.start ?? first?.start ?? 0;
    return selection ?? { start: caret, end: caret };
  };
  const grow = (to: 'word' | 'quotation' | 'sentence' | 'paragraph') => {
    const range = expand(article.text, article.blocks, here(), to);
    view.current?.setSelection(range);
    view.current?.reveal(range, { block: 'nearest' });
  };
  const mark = (layer: string) => {
    const range = here();
    const words = marking();
    if (suggestion && (words ? samePassage(words, suggestion) : covers(suggestion, range.start))) {
      editing.take({ layer, ...(words ? { range: words } : {}) });
      if (isAttributed(codebook, layer)) reading.askFor('speaker');
      return;
    }
    const chosen = range.end > range.start ? range : expand(article.text, article.blocks, range, 'quotation');
    const whole = chosen.end > chosen.start ? chosen : expand(article.text, article.blocks, range, 'sentence');
    const snapped = snap(article.text, whole);
    if (snapped.end > snapped.start) editing.mark(snapped, layer);
  };
  const step = (by: number) => {
    const { placed } = reading;
    if (placed.length === 0) return;
    const at = selected ? placed.findIndex((one) => one.span.id === selected.span.id) : -1;
    const caret = view.current?.caret() ?? 0;
    const after = placed.findIndex((one) => one.start >= caret);
    const from = at >= 0 ? at + by : by > 0 ? (after < 0 ? 0 : after) : (after < 0 ? placed.length : after) - 1;
    const next = placed[(from + placed.length) % placed.length];
    if (next) options.goTo({ id: next.span.id, start: next.start, end: next.end });
  };
  const nudge = (edge: 'start' | 'end', by: 1 | -1) => {
    editing.move((range) => nudged(article, range, edge, by));
  };
  const marking = (): Range | undefined => {
    const range = view.current?.selection();
    return range && range.end > range.start ? snap(article.text, range) : undefined;
  };
  const hasSelected = () => selected !== undefined;
  /** A suggestion that is changed is accepted with the change. */
  const canChange = () => selected !== undefined || suggestion !== undefined;
  const ifMarking = (use: (range: Range) => void) => () => {
    const range = marking();
    if (range) use(range);
  };

  const actions: Action[] = [
    ...codebook.layers.map(
      (layer): Action => ({
        id: `reader.mark.${layer.id}`,
        name: `Mark ${layer.name.toLowerCase()}`,
        group: 'Mark',
        keys: [layer.key.toUpperCase()],
        run: () => mark(layer.id),
      }),
    ),
    { id: 'reader.grow.word', name: 'Select the word', group: 'Select', keys: ['W'], run: () => grow('word') },
    {
      id: 'reader.grow.quotation',
      name: 'Select the quotation, then the one around it',
      group: 'Select',
      keys: ['E', '"', "'"],
      run: () => grow('quotation'),
    },
    {
      id: 'reader.grow.sentence',
      name: 'Select the sentence',
      group: 'Select',
      keys: ['S'],
      run: () => grow('sentence'),
    },
    {
      id: 'reader.grow.paragraph',
      name: 'Select the paragraph',
      group: 'Select',
      keys: ['P'],
      run: () => grow('paragraph'),
    },
    {
      id: 'reader.next',
      name: 'Next span',
      group: 'Walk',
      keys: ['J', 'Alt+ArrowDown'],
      repeats: true,
      run: () => step(1),
    },
    {
      id: 'reader.previous',
      name: 'Previous span',
      group: 'Walk',
      keys: ['K', 'Alt+ArrowUp'],
      repeats: true,
      run: () => step(-1),
    },
    {
      id: 'reader.deselect',
      name: 'Leave the span',
      group: 'Walk',
      keys: ['Escape'],
      enabled: () => reading.selectedId !== null,
      hidden: true,
      run: () => reading.select(null),
    },
    {
      id: 'reader.furniture',
      name: 'Show or fold page furniture',
      group: 'Walk',
      keys: ['V'],
      run: options.toggleFurniture,
    },
    {
      id: 'reader.speaker',
      name: 'Name the speaker',
      group: 'Statement',
      keys: ['Enter'],
      enabled: hasSelected,
      run: () => reading.askFor('speaker'),
    },
    {
      id: 'reader.mention',
      name: 'The selected words name the speaker',
      group: 'Statement',
      keys: ['M'],
      enabled: canChange,
      run: ifMarking(editing.setMention),
    },
    {
      id: 'reader.cue',
      name: 'The selected words are the cue (“said”)',
      group: 'Statement',
      keys: ['U'],
      enabled: canChange,
      run: ifMarking(editing.setCue),
    },
    ...codebook.stances.slice(0, 9).map(
      (stance, index): Action => ({
        id: `reader.stance.${stance.id}`,
        name: `Stance: ${stance.name.toLowerCase()}`,
        group: 'Statement',
        keys: [String(index + 1)],
        enabled: canChange,
        run: () => editing.setStance(reading.stanceIndex, stance.id),
      }),
    ),
    {
      id: 'reader.target',
      name: 'Add a stance toward another target',
      group: 'Statement',
      keys: ['T'],
      enabled: canChange,
      run: editing.addStance,
    },
    {
      id: 'reader.mode',
      name: 'Direct, mixed, indirect, paraphrase: the next one',
      group: 'Statement',
      keys: ['D'],
      enabled: canChange,
      run: editing.nextMode,
    },
    {
      id: 'reader.note',
      name: 'Write a note',
      group: 'Statement',
      keys: ['N'],
      enabled: canChange,
      run: () => {
        editing.take();
        reading.askFor('note');
      },
    },
    {
      id: 'reader.occurrences',
      name: 'All occurrences of the span’s words, or of its speaker…',
      group: 'Statement',
      keys: ['O'],
      enabled: hasSelected,
      run: () => selected && options.onOccurrences(selected.span.id),
    },
    {
      id: 'reader.copy',
      name: 'Mark a colleague’s span as mine too',
      group: 'Statement',
      keys: ['Y'],
      enabled: hasSelected,
      run: editing.copy,
    },
    {
      id: 'reader.remove',
      name: 'Remove the span',
      group: 'Statement',
      keys: ['Delete', 'Backspace'],
      enabled: hasSelected,
      run: editing.remove,
    },
    {
      id: 'reader.boundary',
      name: 'The span is the selected words',
      group: 'Boundaries',
      keys: ['B'],
      enabled: canChange,
      run: ifMarking((range) => editing.move(() => range)),
    },
    ...(
      [
        ['[', 'Begin a word earlier', 'start', -1],
        [']', 'Begin a word later', 'start', 1],
        ['{', 'End a word earlier', 'end', -1],
        ['}', 'End a word later', 'end', 1],
      ] as const
    ).map(
      ([key, name, edge, by]): Action => ({
        id: `reader.nudge.${edge}.${by}`,
        name,
        group: 'Boundaries',
        keys: [key],
        enabled: canChange,
        repeats: true,
        run: () => nudge(edge, by),
      }),
    ),
    {
      id: 'reader.done',
      name: 'Submit the article, or take it back',
      group: 'Article',
      keys: ['Shift+D'],
      run: editing.toggleDone,
    },
  ];
  useActions(actions);
}

const covers = ({ start, end }: Range, offset: number): boolean => start <= offset && offset <= end;
