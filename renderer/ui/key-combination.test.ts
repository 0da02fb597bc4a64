import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type KeyPress, keyCombination } from './key-combination.ts';

const press = (code: string, key: string, held = ''): KeyPress => ({
  key,
  code,
  ctrlKey: held.includes('Ctrl'),
  metaKey: held.includes('Meta'),
  altKey: held.split(' ').includes('Alt'),
  shiftKey: held.includes('Shift'),
  getModifierState: (name) => held.includes(name),
});
type Row = [what: string, code: string, key: string, held: string, wanted: string];

describe('on a PC', () => {
  const rows: Row[] = [
    ['US: a letter', 'KeyQ', 'q', '', 'Q'],
    ['US: with Caps Lock', 'KeyQ', 'Q', '', 'Q'],
    ['US: with Caps Lock and Shift', 'KeyJ', 'j', 'Shift', 'Shift+J'],
    ['US: with Shift', 'KeyJ', 'J', 'Shift', 'Shift+J'],
    ['US: with Ctrl', 'KeyK', 'k', 'Ctrl', 'Mod+K'],
    ['US: redo', 'KeyZ', 'Z', 'Ctrl Shift', 'Mod+Shift+Z'],
    ['US: ?', 'Slash', '?', 'Shift', '?'],
    ['US: /', 'Slash', '/', '', '/'],
    ['US: [', 'BracketLeft', '[', '', '['],
    ['US: {', 'BracketLeft', '{', 'Shift', '{'],
    ['US: "', 'Quote', '"', 'Shift', '"'],
    ['US: a digit', 'Digit1', '1', '', '1'],
    ['US: ! is not 1', 'Digit1', '!', 'Shift', '!'],
    ['US: a digit with Ctrl', 'Digit1', '1', 'Ctrl', 'Mod+1'],
    ['number pad', 'Numpad1', '1', '', '1'],
    ['arrow', 'ArrowDown', 'ArrowDown', '', 'ArrowDown'],
    ['arrow with Alt', 'ArrowDown', 'ArrowDown', 'Alt', 'Alt+ArrowDown'],
    ['arrow with Ctrl and Shift', 'ArrowUp', 'ArrowUp', 'Ctrl Shift', 'Mod+Shift+ArrowUp'],
    ['Enter with Shift', 'Enter', 'Enter', 'Shift', 'Shift+Enter'],
    ['F1', 'F1', 'F1', '', 'F1'],
    ['blank', 'Space', ' ', '', 'Space'],
    ['a key of the window manager is no letter', 'KeyD', 'd', 'Meta', 'Meta+D'],
    ['Alt and a letter', 'KeyQ', 'q', 'Alt', 'Alt+Q'],
    ['Dvorak: what is printed', 'KeyQ', "'", '', "'"],
    ['Dvorak: a letter where US has a mark', 'Quote', '-', '', '-'],
    ['Turkish: i beside ı', 'Quote', 'i', '', 'I'],
    ['BÉPO: é is no W', 'KeyW', 'é', '', 'é'],

    ['German: z', 'KeyY', 'z', '', 'Z'],
    ['German: undo', 'KeyY', 'z', 'Ctrl', 'Mod+Z'],
    ['German: redo', 'KeyY', 'Z', 'Ctrl Shift', 'Mod+Shift+Z'],
    ['German: ?', 'Minus', '?', 'Shift', '?'],
    ['German: /', 'Digit7', '/', 'Shift', '/'],
    ['German: "', 'Digit2', '"', 'Shift', '"'],
    ['German: ü is no bracket', 'BracketLeft', 'ü', '', 'ü'],
    ['German: [', 'Digit8', '[', 'AltGraph', '['],
    ['German: ]', 'Digit9', ']', 'AltGraph', ']'],
    ['German: {', 'Digit7', '{', 'AltGraph', '{'],
    ['German: }', 'Digit0', '}', 'AltGraph', '}'],
    ['Polish: ą is no A', 'KeyA', 'ą', 'AltGraph', 'ą'],
    ['AltGr that composes nothing', 'KeyQ', 'q', 'AltGraph', 'Q'],

    ['French: a', 'KeyQ', 'a', '', 'A'],
    ['French: select all is not Ctrl+Q', 'KeyQ', 'a', 'Ctrl', 'Mod+A'],
    ['French: the digit row', 'Digit1', '&', '', '1'],
    ['French: the digit row, a letter', 'Digit2', 'é', '', '2'],
    ['French: the digit row, quotation marks', 'Digit3', '"', '', '3'],
    ['French: the digit row with Shift', 'Digit1', '1', 'Shift', '1'],
    ['French: the digit row with Ctrl', 'Digit1', '&', 'Ctrl', 'Mod+1'],
    ['French: {', 'Digit4', '{', 'AltGraph', '{'],
    ['French: [', 'Digit5', '[', 'AltGraph', '['],
    ['French: a dead key with AltGr is no digit', 'Digit7', 'Dead', 'AltGraph', 'Dead'],
    ['French: a dead circumflex is no bracket', 'BracketLeft', 'Dead', '', 'Dead'],
    ['French: ?', 'KeyM', '?', 'Shift', '?'],
    ['Czech: the digit row', 'Digit4', 'č', '', '4'],

    ['Hangul', 'KeyQ', 'ㅂ', '', 'Q'],
    ['Hangul with Shift', 'KeyQ', 'ㅃ', 'Shift', 'Shift+Q'],
    ['Hangul: [', 'BracketLeft', '[', '', '['],
    ['Cyrillic', 'KeyJ', 'о', '', 'J'],
    ['Cyrillic with Shift', 'KeyJ', 'О', 'Shift', 'Shift+J'],
    ['Cyrillic: undo', 'KeyZ', 'я', 'Ctrl', 'Mod+Z'],
    ['Cyrillic: redo', 'KeyZ', 'Я', 'Ctrl Shift', 'Mod+Shift+Z'],
    ['Cyrillic: [', 'BracketLeft', 'х', '', '['],
    ['Cyrillic: {', 'BracketLeft', 'Х', 'Shift', '{'],
    ['Cyrillic: }', 'BracketRight', 'Ъ', 'Shift', '}'],
    ['Cyrillic: ?', 'Digit7', '?', 'Shift', '?'],
    ['Arabic digits', 'Digit3', '٣', '', '3'],
    ['Chinese brackets', 'BracketLeft', '【', '', '['],

    ['input method', 'KeyQ', 'Process', '', 'Q'],
    ['input method with Shift', 'KeyJ', 'Process', 'Shift', 'Shift+J'],
    ['input method: a digit', 'Digit2', 'Process', '', '2'],
    ['input method: {', 'BracketLeft', 'Process', 'Shift', '{'],
    ['input method: ?', 'Slash', 'Process', 'Shift', '?'],
    ['input method: a key that is nothing', 'Convert', 'Process', '', 'Process'],
  ];
  test.each(rows)('%s', (_, code, key, held, wanted) => {
    expect(keyCombination(press(code, key, held), false)).toBe(wanted);
  });
});

describe('on a Mac', () => {
  const rows: Row[] = [
    ['Command', 'KeyK', 'k', 'Meta', 'Mod+K'],
    ['redo', 'KeyZ', 'z', 'Meta Shift', 'Mod+Shift+Z'],
    ['Control is not Command', 'KeyK', 'k', 'Ctrl', 'Ctrl+K'],
    ['Option composes a letter', 'KeyQ', 'œ', 'Alt', 'Alt+Q'],
    ['Option and Shift', 'KeyQ', 'Œ', 'Alt Shift', 'Alt+Shift+Q'],
    ['a dead key', 'KeyE', 'Dead', 'Alt', 'Alt+E'],
    ['Option composes a digit', 'Digit2', '™', 'Alt', 'Alt+2'],
    ['Option and an arrow', 'ArrowDown', 'ArrowDown', 'Alt', 'Alt+ArrowDown'],
    ['US: Option and a bracket', 'BracketLeft', '“', 'Alt', 'Alt+['],
    ['German: [', 'Digit5', '[', 'Alt', '['],
    ['German: }', 'Digit9', '}', 'Alt', '}'],
    ['French: {', 'Digit5', '{', 'Alt', '{'],
    ['French: ]', 'Minus', ']', 'Alt Shift', ']'],
    ['Firefox calls Option AltGraph, too', 'KeyQ', 'œ', 'Alt AltGraph', 'Alt+Q'],
    ['Cyrillic', 'KeyK', 'л', 'Meta', 'Mod+K'],
    ['?', 'Slash', '?', 'Shift', '?'],
  ];
  test.each(rows)('%s', (_, code, key, held, wanted) => {
    expect(keyCombination(press(code, key, held), true)).toBe(wanted);
  });
});

test('every letter key gives its letter on every script, whatever is held, and no two ways of holding are confused', () => {
  const held = fc.subarray(['Ctrl', 'Meta', 'Alt', 'Shift']);
  const key = fc.oneof(
    fc.constant('Process'),
    fc.integer({ min: 0x400, max: 0x4ff }).map((code) => String.fromCharCode(code)),
    fc.integer({ min: 0x3131, max: 0x318e }).map((code) => String.fromCharCode(code)),
  );
  fc.assert(
    fc.property(fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'), key, held, fc.boolean(), (letter, key, held, mac) => {
      const combination = keyCombination(press(`Key${letter}`, key, held.join(' ')), mac);
      const names = held.map((name) => (name === (mac ? 'Meta' : 'Ctrl') ? 'Mod' : name));
      expect(combination.split('+').at(-1)).toBe(letter);
      expect(new Set(combination.split('+').slice(0, -1))).toEqual(new Set(names));
      expect(combination).toMatch(/^(Mod\+)?(Ctrl\+|Meta\+)?(Alt\+)?(Shift\+)?[A-Z]$/);
    }),
  );
});

test('reads the keyboard events of the browser', () => {
  const event = new KeyboardEvent('keydown', { key: '[', code: 'Digit8', modifierAltGraph: true });
  expect(keyCombination(event, false)).toBe('[');
  expect(keyCombination(new KeyboardEvent('keydown', { key: 'K', code: 'KeyK', shiftKey: true }), false)).toBe(
    'Shift+K',
  );
});
