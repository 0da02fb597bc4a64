import { ipcRenderer } from 'electron';

// The page's side of the wall, in as few words as are used: `main` is compiled without the DOM's types.
declare const window: { postMessage(message: string, targetOrigin: string, transfer: unknown[]): void };
declare const location: { origin: string };

/*
 * All that crosses from main into the page is one port. Nothing is exposed on `window`, and this script knows no call:
 * what may be asked is decided by the contract at the port's other end.
 */
ipcRenderer.on('port', (event) => {
  window.postMessage('rapporteur:port', location.origin, [...event.ports]);
});
