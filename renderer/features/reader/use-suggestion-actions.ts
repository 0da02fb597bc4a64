import type { RefObject } from 'react';
import type { Suggestion } from '#shared/suggest/suggestion.ts';
import type { TextViewHandle } from '../../editor/TextView.tsx';
import { step } from '../../suggest/walk.ts';
import { type Action, useActions } from '../../ui/actions.ts';
import type { Reading } from './use-reading.ts';
import type { SuggestionEditing } from './use-suggestion-editing.ts';
import type { Suggestions } from './use-suggestions.ts';

const group = 'Suggestions';

/** What can be done about suggestions, for the keyboard, the palette and the shortcut sheet; inner keys win over the reader's. */
export function useSuggestionActions(options: {
  reading: Reading;
  suggestions: Suggestions;
  deciding: SuggestionEditing;
  /** Takes the clause that the selected suggestion's words are part of. */
  takeClause: () => void;
  view: RefObject<TextViewHandle | null>;
  goTo: (next: Suggestion | undefined) => void;
}): void {
  const { reading, suggestions, deciding, takeClause, view, goTo } = options;
  const { waiting, selected, state } = suggestions;
  const any = () => waiting.length > 0;
  const hasSelected = () => selected !== undefined;
  /** Tab belongs to the page outside of the text; `/` and the palette lead out of the text. */
  const inText = () => {
    const at = document.activeElement;
    return any() && (at === null || at === document.body || at.closest('.rp-text, .rp-margin') !== null);
  };
  const walk = (by: 1 | -1) => {
    const caret = view.current?.caret() ?? reading.selected?.start ?? 0;
    goTo(step(waiting, { selected: selected?.id, caret }, by));
  };

  const actions: Action[] = [
    {
      id: 'reader.suggestion.next',
      name: 'Next suggestion',
      group,
      keys: ['Tab'],
      enabled: inText,
      repeats: true,
      run: () => walk(1),
    },
    {
      id: 'reader.suggestion.previous',
      name: 'Previous suggestion',
      group,
      keys: ['Shift+Tab'],
      enabled: inText,
      repeats: true,
      run: () => walk(-1),
    },
    {
      id: 'reader.suggestion.accept',
      name: 'Accept the suggestion',
      group,
      keys: ['Enter'],
      enabled: hasSelected,
      run: deciding.accept,
    },
    {
      id: 'reader.suggestion.clause',
      name: 'Take the whole clause that the quoted words are part of',
      group,
      keys: ['X'],
      enabled: () => selected?.clause !== undefined,
      run: takeClause,
    },
    {
      id: 'reader.suggestion.speaker',
      name: 'Accept with another speaker',
      group,
      keys: ['A'],
      enabled: hasSelected,
      run: () => reading.askFor('speaker'),
    },
    {
      id: 'reader.suggestion.reject',
      name: 'Reject the suggestion',
      group,
      keys: ['Backspace', 'Delete'],
      enabled: hasSelected,
      run: deciding.reject,
    },
    {
      id: 'reader.suggestion.accept-all',
      name: 'Accept all suggestions in the article that are sure',
      group,
      keys: ['Shift+Enter'],
      enabled: any,
      run: deciding.acceptAll,
    },
    {
      id: 'reader.suggestion.reject-all',
      name: 'Reject all suggestions that are left in the article',
      group,
      keys: ['Shift+Backspace'],
      enabled: any,
      run: deciding.rejectAll,
    },
    {
      id: 'reader.suggestion.single-marks',
      name: 'Count single marks as quotation marks in this folder',
      group,
      enabled: () => suggestions.quotesInSingleMarks,
      run: deciding.countSingleMarks,
    },
  ];
  useActions([
    ...(state === 'on' ? actions : []),
    ...(state === 'on' || state === 'off'
      ? [
          {
            id: 'reader.suggestion.switch',
            name: state === 'on' ? 'Switch suggestions off' : 'Switch suggestions on',
            group,
            keys: ['G'],
            run: () => deciding.setOn(state !== 'on'),
          },
        ]
      : []),
  ]);
}
