import type { Range } from '#shared/model/range.ts';
import type { Picture } from './picture.ts';

interface EditContextLike extends EventTarget {
  readonly text: string;
  updateText(start: number, end: number, text: string): void;
}
type Editable = HTMLElement & { editContext?: EditContextLike | null };

/**
 * Lets a caret move through the picture and select, and nothing change it: no typing, pasting, cutting, dropping,
 * deleting, undoing. Input methods write into an edit context that is thrown away; where browsers have none, what they
 * write is refused or put back by the picture. Copying gives the canonical text of the selection.
 */
export function keepReadOnly(picture: Picture, selection: () => Range | null, signal: AbortSignal): void {
  const root: Editable = picture.root;
  const Context = (globalThis as { EditContext?: new () => EditContextLike }).EditContext;
  if (Context && 'editContext' in root) {
    const sink = new Context();
    sink.addEventListener('textupdate', () => sink.updateText(0, sink.text.length, ''), { signal });
    root.editContext = sink;
    signal.addEventListener('abort', () => {
      root.editContext = null;
    });
  }

  const refuse = (event: Event) => event.preventDefault();
  const early = { signal, capture: true } as const;
  root.addEventListener('beforeinput', refuse, early);
  root.addEventListener('paste', refuse, early);
  root.addEventListener('drop', refuse, early);
  root.addEventListener(
    'dragover',
    (event) => {
      // Without this, dropping a file on the text would leave the page for the file.
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'none';
    },
    early,
  );

  const give = (data: DataTransfer | null) => {
    const range = selection();
    if (!range || !data) return false;
    data.clearData();
    data.setData('text/plain', picture.text.slice(range.start, range.end));
    return true;
  };
  const copy = (event: ClipboardEvent) => {
    if (give(event.clipboardData)) event.preventDefault();
  };
  root.addEventListener('copy', copy, early);
  root.addEventListener(
    'cut',
    (event) => {
      give(event.clipboardData);
      event.preventDefault();
    },
    early,
  );
  root.addEventListener(
    'dragstart',
    (event) => {
      if (give(event.dataTransfer) && event.dataTransfer) event.dataTransfer.effectAllowed = 'copy';
    },
    early,
  );
}
