import { newId } from './ids.ts';

/** Changes made while one gesture is open are undone together, e.g. all from marking to closing the span's card. */
export interface GestureInProgress {
  /** The open gesture's id; null when none is open. */
  current(): string | null;
  /** Opens a new gesture, ending the one before; answers its id. */
  begin(): string;
  end(): void;
  /** Opens the gesture again that ended last, e.g. when its span is selected again right after marking. */
  resume(): void;
}

export function createGestureInProgress(): GestureInProgress & {
  /** Ends the open gesture for good: nothing is left to resume. */
  forget(): void;
} {
  let open: string | null = null;
  let last: string | null = null;
  return {
    current: () => open,
    begin() {
      open = newId('g');
      last = open;
      return open;
    },
    end() {
      open = null;
    },
    resume() {
      open = last;
    },
    forget() {
      open = null;
      last = null;
    },
  };
}
