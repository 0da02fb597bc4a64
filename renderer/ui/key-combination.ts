/** What of a keyboard event tells which keys are down. */
export interface KeyPress {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  getModifierState?(key: 'AltGraph'): boolean;
}

/**
 * The combination of a key press in the form that actions use: `Mod+K`, `Shift+J`, `Q`, `?`, `ArrowDown`. Letters are
 * upper case; where the layout or an input method gives no Latin letter (Hangul, Cyrillic, Arabic), the letter, bracket
 * or `/` printed on that key of a US keyboard counts, so that single-key commands work on every layout. A key of the
 * digit row without Shift is its digit, though AZERTY gives digits with Shift only. What AltGr or Option composes
 * besides letters (`[` and `{` on many European keyboards) is what it gives.
 */
export function keyCombination(press: KeyPress, mac: boolean): string {
  const { code, ctrlKey, metaKey, altKey, shiftKey } = press;
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  // Firefox tells AltGraph of Option, too.
  const altGraph = !mac && (press.getModifierState?.('AltGraph') ?? false);
  const composedByOption = mac && altKey && !metaKey && !ctrlKey && /^[!-/:-@[-`{-~]$/.test(press.key);
  let key = press.key;
  if (altGraph || composedByOption) key = /^[a-z]$/.test(key) ? key.toUpperCase() : key;
  else if (key.length === 1 || key === 'Process' || key === 'Dead' || key === 'Unidentified') {
    const latin = /^[\x20-\x7e\p{Script=Latin}]$/u.test(key);
    // Option gives other letters (œ for Option+Q): the key itself is meant.
    if (letter && (!latin || altKey)) key = letter;
    else if (digit && (!latin || altKey || !shiftKey)) key = digit;
    else if (!latin && key !== 'Dead') key = marks[code]?.[shiftKey ? 1 : 0] ?? key;
    else if (/^[a-z]$/.test(key)) key = key.toUpperCase();
  }
  const parts = [];
  if (mac ? metaKey : ctrlKey) parts.push('Mod');
  if (mac && ctrlKey) parts.push('Ctrl');
  if (!mac && metaKey) parts.push('Meta');
  if (altKey && !composedByOption) parts.push('Alt');
  // Shift is part of `?` and `{` already.
  if (shiftKey && !composedByOption && (/^[A-Z]$/.test(key) || key.length > 1 || parts.length > 0)) parts.push('Shift');
  parts.push(key === ' ' ? 'Space' : key);
  return parts.join('+');
}

const marks: Record<string, string> = { BracketLeft: '[{', BracketRight: ']}', Slash: '/?', Quote: '\'"' };
