import { useState } from 'react';

/** What was typed and not sent, by what it is for: kept while the window is open. */
const drafts = new Map<string, string>();

/**
 * Words that are being written, kept where the box is closed before they are sent.
 * @param key what they are for; null: they are not kept
 */
export function useDraft(key: string | null, first = ''): [words: string, write: (words: string) => void] {
  const [words, setWords] = useState(() => (key === null ? undefined : drafts.get(key)) ?? first);
  const write = (next: string) => {
    setWords(next);
    if (key !== null && next.trim() !== '' && next !== first) drafts.set(key, next);
    else if (key !== null) drafts.delete(key);
  };
  return [words, write];
}

/** What was being written has been sent. */
export const forgetDraft = (key: string): void => void drafts.delete(key);
