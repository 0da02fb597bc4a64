import { ipcRenderer, webUtils } from 'electron';

// The page's side of the wall, in as few words as are used: `main` is compiled without the DOM's types.
declare const window: {
  postMessage(message: string, targetOrigin: string, transfer: unknown[]): void;
  addEventListener(type: 'drop', listener: (event: Drop) => void, capture: true): void;
};
type File = Parameters<typeof webUtils.getPathForFile>[0];
interface Drop {
  isTrusted: boolean;
  dataTransfer: { files: ArrayLike<File> } | null;
}
declare const location: { origin: string };

/*
 * All that crosses from main into the page is one port. Nothing is exposed on `window`, and this script knows no call:
 * what may be asked is decided by the contract at the port's other end. A page is not told where a dropped file is; main
 * is, and only of what a person's own hand has dropped.
 */
ipcRenderer.on('port', (event) => {
  window.postMessage('rapporteur:port', location.origin, [...event.ports]);
});

window.addEventListener(
  'drop',
  (event) => {
    const { files } = event.dataTransfer ?? { files: [] };
    const [only] = Array.from(files);
    if (event.isTrusted && only !== undefined && files.length === 1)
      ipcRenderer.send('dropped', webUtils.getPathForFile(only));
  },
  true,
);
