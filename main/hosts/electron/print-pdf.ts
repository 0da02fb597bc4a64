import { randomUUID } from 'node:crypto';
import { app, session, WebContentsView } from 'electron';
import { Failure } from '#shared/contract/failure.ts';
import { pageHeaders } from '../page-headers.ts';
import { paperOf } from './paper.ts';

/** Where a page that is printed lives, in a session of its own. */
const address = 'app://rapporteur/report';

/**
 * Prints a page of HTML as PDF: in a view that nobody sees, without scripts, in a session that forgets everything and
 * loads nothing but the page. The view is gone when this returns.
 * @throws Failure `cancelled`, or `unsupported` when the page cannot be printed
 */
export async function printPdf(html: string, signal: AbortSignal): Promise<Uint8Array> {
  if (signal.aborted) throw cancelled();
  // Without “persist:” nothing of it is ever on the disk.
  const alone = session.fromPartition(`report-${randomUUID()}`);
  alone.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: url !== address }));
  alone.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  alone.setPermissionCheckHandler(() => false);
  alone.on('will-download', (event) => event.preventDefault());
  alone.protocol.handle('app', () => new Response(html, { headers }));
  // Not a window: the system's last window, and the one in front, stay what they are.
  const view = new WebContentsView({
    webPreferences: {
      session: alone,
      javascript: false,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      images: false,
      webgl: false,
      plugins: false,
      webviewTag: false,
      spellcheck: false,
      disableDialogs: true,
    },
  });
  const { webContents } = view;
  let stop: (failure: Failure) => void = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = reject;
  });
  stopped.catch(() => {});
  const onAbort = () => stop(cancelled());
  signal.addEventListener('abort', onAbort);
  webContents.on('render-process-gone', (_event, { reason }) => stop(unprintable(`its process is gone (${reason})`)));
  try {
    const print = async () => {
      await webContents.loadURL(address);
      return webContents.printToPDF({
        pageSize: paperOf(app.getLocaleCountryCode()),
        preferCSSPageSize: true,
        printBackground: true,
        generateTaggedPDF: true,
        generateDocumentOutline: true,
      });
    };
    const printing = print();
    printing.catch(() => {});
    return await Promise.race([printing, stopped]);
  } catch (error) {
    throw error instanceof Failure ? error : unprintable(error instanceof Error ? error.message : String(error));
  } finally {
    signal.removeEventListener('abort', onAbort);
    if (!webContents.isDestroyed()) webContents.close();
    alone.protocol.unhandle('app');
    await alone.clearStorageData().catch(() => {});
  }
}

const headers = {
  ...pageHeaders,
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
};

const cancelled = () => new Failure('cancelled', 'The report was not written.');
const unprintable = (why: string) =>
  new Failure('unsupported', `The PDF could not be made: ${why}. Save the report as HTML and print it from a browser.`);
