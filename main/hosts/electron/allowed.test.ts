import { describe, expect, it } from 'vitest';
import { isOwnPage, mayGo, mayLoad, mayUse } from './allowed.ts';

const own = ['app://rapporteur/', 'app://rapporteur/index.html', 'app://rapporteur/assets/a.js', 'app://rapporteur/#x'];
const foreign = [
  'app://rapporteur.evil/',
  'app://evil/',
  'app://rapporteur:1/',
  'app://u:p@rapporteur/',
  'app:rapporteur',
  'APP:/rapporteur/',
  'http://rapporteur/',
  'https://example.org/',
  'ws://127.0.0.1/',
  'file:///etc/passwd',
  'ftp://example.org/',
  'chrome://version/',
  'about:blank',
  'javascript:alert(1)',
  'blob:https://example.org/1',
  'blob:app://rapporteur.evil/1',
  'filesystem:app://rapporteur/x',
  'view-source:app://rapporteur/',
  '',
  'nonsense',
];

describe('what a page may load and where it may go', () => {
  it.each(own)('%s is its own', (url) => {
    expect(isOwnPage(url)).toBe(true);
    expect(mayLoad(url)).toBe(true);
  });
  it.each(foreign)('%s is not', (url) => {
    expect(isOwnPage(url)).toBe(false);
    expect(mayLoad(url)).toBe(false);
    expect(mayGo(url)).toBe(false);
  });
  it('what it made itself may be loaded and not gone to', () => {
    for (const url of ['blob:app://rapporteur/4a-5b', 'data:image/png;base64,AA==']) {
      expect(mayLoad(url)).toBe(true);
      expect(mayGo(url)).toBe(false);
    }
  });
  it('of its own files it may go to the page alone', () => {
    expect(mayGo('app://rapporteur/')).toBe(true);
    expect(mayGo('app://rapporteur/index.html#x')).toBe(true);
    expect(mayGo('app://rapporteur/assets/a.js')).toBe(false);
  });
});

it('grants writing text to the clipboard and no other permission', () => {
  const permissions =
    'accessibility-events background-fetch background-sync clipboard-read clipboard-sanitized-write display-capture fileSystem fullscreen geolocation hid idle-detection keyboardLock media mediaKeySystem midi midiSysex notifications openExternal payment-handler pointerLock screen-wake-lock serial speaker-selection storage-access top-level-storage-access usb window-management unknown';
  expect(permissions.split(' ').filter(mayUse)).toEqual(['clipboard-sanitized-write']);
});
