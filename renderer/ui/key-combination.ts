/** What of a keyboard event tells which keys are down. */
export interface KeyPress {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/**
 * The combination of a key press in the form that actions use: `Mod+K`, `Shift+J`, `Q`, `?`, `ArrowDown`. Letters are
 * upper case; where the layout or an input method gives no Latin letter (Hangul, Cyrillic, Arabic), the letter printed
 * on that key of a Latin keyboard counts, so that single-key commands work on every layout.
 */
export function keyCombination(press: KeyPress, mac: boolean): string {
  const letterOfCode = /^Key([A-Z])$/.exec(press.code)?.[1] ?? /^Digit(\d)$/.exec(press.code)?.[1];
  const ascii = /^[\x20-\x7e]$/.test(press.key);
  let key = press.key;
  if (key.length === 1 || key === 'Process' || key === 'Dead' || key === 'Unidentified') {
    // Alt composes other characters on some layouts (œ for Alt+Q on a Mac): the key itself is meant.
    if ((!ascii || press.altKey) && letterOfCode) key = letterOfCode;
    else if (/^[a-z]$/i.test(key)) key = key.toUpperCase();
  }
  const letter = /^[A-Z]$/.test(key) || key.length > 1;
  const parts = [];
  if (mac ? press.metaKey : press.ctrlKey) parts.push('Mod');
  if (mac && press.ctrlKey) parts.push('Ctrl');
  if (press.altKey) parts.push('Alt');
  // Shift is part of `?` and `{` already.
  if (press.shiftKey && (letter || parts.length > 0)) parts.push('Shift');
  parts.push(key === ' ' ? 'Space' : key);
  return parts.join('+');
}
