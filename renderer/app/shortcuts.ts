import { useEffect } from 'react';
import { currentActions } from '../ui/actions.ts';
import { keyCombination } from '../ui/key-combination.ts';

const mac = /Mac|iPhone|iPad/.test(navigator.platform);

/**
 * Runs the action whose keys are pressed. Inside a field only combinations with Mod and function keys count, because
 * letters are being typed there; the article's text has a caret but takes no typing, so letters work in it. Nothing
 * runs under a modal dialog except what the dialog itself handles.
 */
export function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const keys = keyCombination(event, mac);
      // A list under a box gets copies of the box's keys; what counts is where the keyboard is.
      const field = isField(document.activeElement);
      if (field && event.isComposing) return;
      if (document.querySelector('[role="dialog"][aria-modal="true"], .react-aria-Modal, [data-rac][role="dialog"]'))
        return;
      if (!field && isPressing(keys) && document.activeElement?.matches(pressable)) return;
      for (const action of currentActions()) {
        if (!action.keys?.includes(keys)) continue;
        if (field && !action.whileTyping && !/^(Mod|F\d)/.test(keys)) continue;
        if (field && isEditingKey(keys)) continue;
        if (action.enabled && !action.enabled()) continue;
        event.preventDefault();
        event.stopPropagation();
        if (!event.repeat || action.repeats) action.run();
        return;
      }
    };
    window.addEventListener('keydown', onKeyDown, true);
    return () => window.removeEventListener('keydown', onKeyDown, true);
  }, []);
}

/** Undo and redo inside a field are the field's own. */
const isEditingKey = (keys: string) =>
  ['Mod+Z', 'Mod+Shift+Z', 'Mod+Y', 'Mod+A', 'Mod+C', 'Mod+X', 'Mod+V'].includes(keys);

/** On a button or a row of a list these keys are its own, and no command may take them. */
const isPressing = (keys: string) => ['Enter', 'Space', 'Delete', 'Backspace'].includes(keys);
const pressable = 'button, a, summary, [role="listbox"], [role="option"], [role="radio"], [role="menuitem"]';

const isField = (element: Element | null) => element?.matches('input, textarea, select') ?? false;
