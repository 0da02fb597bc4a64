import { join } from 'node:path';
import { app, BrowserWindow, dialog, MessageChannelMain, nativeTheme, screen } from 'electron';
import type { App, Session } from '../../app.ts';
import { checkOpened } from '../folder-argument.ts';
import type { Log } from '../log-file.ts';
import { places } from '../places.ts';
import { isOwnPage } from './allowed.ts';
import { dialogCalls } from './dialogs.ts';
import type { HostAction } from './menu.ts';
import { portOf } from './port-of.ts';
import { origin } from './scheme.ts';
import { windowOptions } from './window-options.ts';
import { placeWindow, readWindowState, type WindowState, writeWindowState } from './window-state.ts';

/** A page that crashes again within this many milliseconds of its last crash is not loaded a third time unasked. */
const crashPause = 60_000;

export interface Windows {
  /** Opens one more, on the folder if there is one. */
  open(folder?: string): BrowserWindow;
  /** Brings the window used last to the front, opens one when there is none; shows the folder in it if there is one. */
  show(folder?: string): void;
  /**
   * Tells the page in front what a menu or a file that was opened asks for; without a window it opens one, which a menu’s
   * wish is not kept for.
   */
  send(action: HostAction, path?: string): void;
}

/** Makes the app's windows and connects each one's page to the services. */
export function createWindows(services: App, dataDir: string, log: Log): Windows {
  const stateFile = join(dataDir, 'window.json');
  const sessions = new Map<BrowserWindow, Session>();
  /** What each window was opened for. */
  const folders = new WeakMap<BrowserWindow, string>();
  /** A colleague's file for a page that has not yet asked what it was opened for. */
  const imports = new WeakMap<BrowserWindow, string>();
  const asked = new WeakSet<BrowserWindow>();

  function open(folder?: string): BrowserWindow {
    const saved = readWindowState(stateFile);
    const primary = screen.getPrimaryDisplay();
    const displays = [primary, ...screen.getAllDisplays().filter(({ id }) => id !== primary.id)];
    const place = placeWindow(
      saved,
      displays.map(({ workArea }) => workArea),
    );
    const step = 28 * BrowserWindow.getAllWindows().length;
    const beside = place.x === undefined || place.y === undefined ? {} : { x: place.x + step, y: place.y + step };
    const window = new BrowserWindow(
      windowOptions({ ...place, ...beside }, { dark: nativeTheme.shouldUseDarkColors, preload: places.preload, icon }),
    );
    if (folder !== undefined) folders.set(window, folder);
    keepState(window);
    if (saved?.maximized) window.maximize();
    window.once('ready-to-show', () => window.show());
    window.webContents.on('did-finish-load', () => connectPage(window));
    window.webContents.on('did-navigate', () => disconnectPage(window));
    window.webContents.ipc.on('dropped', ({ senderFrame }, path: unknown) => {
      if (typeof path !== 'string' || path === '' || senderFrame === null || !isOwnPage(senderFrame.url)) return;
      openDropped(window, path);
    });
    window.webContents.on('did-fail-load', (_event, code, description, url, isMainFrame) => {
      if (isMainFrame) log(`The page ${url} did not load: ${description} (${code})`);
    });
    window.on('closed', () => disconnectPage(window));
    watchForCrashes(window);
    loadPage(window);
    return window;
  }

  function loadPage(window: BrowserWindow): void {
    window.loadURL(`${origin}/`).catch((error: NodeJS.ErrnoException) => {
      // Another load took this one's place.
      if (error.code !== 'ERR_ABORTED') log(`The window stays empty: ${String(error)}`);
    });
  }

  function connectPage(window: BrowserWindow): void {
    disconnectPage(window);
    const { mainFrame } = window.webContents;
    if (!isOwnPage(mainFrame.url)) {
      // An empty page is the one place that Chromium goes to without asking.
      log(`No services for ${mainFrame.url.slice(0, 300)}`);
      loadPage(window);
      return;
    }
    const { port1, port2 } = new MessageChannelMain();
    const session = services.connect(
      portOf(port1),
      dialogCalls(window, {
        folder: () => folders.get(window),
        takeImport() {
          asked.add(window);
          const path = imports.get(window);
          imports.delete(window);
          return path;
        },
      }),
    );
    sessions.set(window, session);
    mainFrame.postMessage('port', null, [port2]);
  }

  function disconnectPage(window: BrowserWindow): void {
    sessions.get(window)?.close();
    sessions.delete(window);
    asked.delete(window);
  }

  /** A folder that was dropped on a window opens in it, a colleague's file is shown in it; the page takes in the rest. */
  function openDropped(window: BrowserWindow, path: string): void {
    const given = checkOpened(path);
    const session = sessions.get(window);
    if ('path' in given) session?.emit('host.action', { action: 'open-folder', path: services.allow(given.path) });
    else if ('file' in given) session?.emit('host.action', { action: 'import', path: services.allow(given.file) });
  }

  function keepState(window: BrowserWindow): void {
    let timer: NodeJS.Timeout | undefined;
    const stateOf = (): WindowState => ({ ...window.getNormalBounds(), maximized: window.isMaximized() });
    const write = (state: WindowState) =>
      writeWindowState(stateFile, state).catch((error) => log(`The window’s place is not kept: ${String(error)}`));
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void write(stateOf()), 500);
    };
    window.on('resize', later);
    window.on('move', later);
    window.on('maximize', later);
    window.on('unmaximize', later);
    window.on('close', () => {
      clearTimeout(timer);
      void write(stateOf());
    });
  }

  function watchForCrashes(window: BrowserWindow): void {
    let last = Number.NEGATIVE_INFINITY;
    window.webContents.on('render-process-gone', async (_event, { reason, exitCode }) => {
      if (reason === 'clean-exit' || window.isDestroyed()) return;
      log(`The page’s process is gone: ${reason} (${exitCode})`);
      disconnectPage(window);
      const again = Date.now() - last < crashPause;
      last = Date.now();
      if (again) {
        const { response } = await dialog.showMessageBox(window, {
          type: 'error',
          message: 'This window has stopped twice in a short time.',
          detail: `What you had marked is in the folder’s journal and comes back. (${reason})`,
          buttons: ['Load Again', 'Close Window'],
          defaultId: 0,
          cancelId: 1,
          noLink: true,
        });
        if (window.isDestroyed()) return;
        if (response === 1) return window.destroy();
      }
      window.webContents.reload();
    });
    window.on('unresponsive', () => log('The page does not respond.'));
    window.on('responsive', () => log('The page responds again.'));
  }

  const front = () => BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];

  const ask = (window: BrowserWindow, action: HostAction, path: string | undefined) => {
    if (action === 'import' && path !== undefined && !asked.has(window)) return void imports.set(window, path);
    sessions.get(window)?.emit('host.action', { action, path: path ?? null });
    // A page that is still being loaded, or is loaded again, asks what to open.
    if (action === 'open-folder' && path !== undefined) folders.set(window, path);
  };

  return {
    open,
    show(folder) {
      const window = front();
      if (!window) return void open(folder);
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
      if (folder !== undefined) ask(window, 'open-folder', folder);
    },
    send(action, path) {
      const window = front();
      if (window) return ask(window, action, path);
      if (action !== 'import') return open(path);
      const opened = open();
      if (path !== undefined) imports.set(opened, path);
    },
  };
}

/** Windows and macOS take the icon from the program; elsewhere the window carries it. */
const icon =
  process.platform === 'linux' && !app.isPackaged ? join(places.root, 'main/hosts/electron/icons/256x256.png') : null;
