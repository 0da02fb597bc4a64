import { basename } from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';

/** What a menu item does: something here in main, or a named action that the focused window's page runs. */
export interface MenuActions {
  newWindow(): void;
  /** Sends `host.action` to the focused window, or to a new one when there is none. */
  send(action: HostAction, path?: string): void;
  openLogs(): void;
}

/** The actions that pages get from menus and from outside; `path` goes with `open-folder` and `import` when it is known. */
export type HostAction =
  | 'open-folder'
  | 'open-samples'
  | 'export'
  | 'bundle'
  | 'import'
  | 'search'
  | 'undo'
  | 'redo'
  | 'theme-system'
  | 'theme-light'
  | 'theme-dark'
  | 'shortcuts';

export interface MenuState {
  mac: boolean;
  /** The folders opened last, newest first. */
  recent: readonly { path: string; name: string }[];
  theme: 'system' | 'light' | 'dark';
  samples: boolean;
  /** Whether the developer tools are offered: in a checkout, not in a release. */
  developer: boolean;
}

const separator: MenuItemConstructorOptions = { type: 'separator' };

/** The application's menus, as a template. Keys that the page handles itself are shown and not taken from it. */
export function menuTemplate(
  { mac, recent, theme, samples, developer }: MenuState,
  { newWindow, send, openLogs }: MenuActions,
): MenuItemConstructorOptions[] {
  const page = (label: string, action: HostAction, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => send(action),
    ...(accelerator ? { accelerator, registerAccelerator: false } : {}),
  });
  const themeItem = (label: string, value: MenuState['theme']): MenuItemConstructorOptions => ({
    label,
    type: 'radio',
    checked: theme === value,
    click: () => send(`theme-${value}`),
  });
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        { label: 'Open Folder…', accelerator: 'CmdOrCtrl+O', click: () => send('open-folder') },
        {
          label: 'Open Recent',
          enabled: recent.length > 0,
          submenu: recent.map(({ path, name }) => ({
            label: recent.some((other) => other.path !== path && other.name === name)
              ? `${labelOf(name)} (${labelOf(path)})`
              : labelOf(name || basename(path)),
            toolTip: path,
            click: () => send('open-folder', path),
          })),
        },
        { label: 'New Window', accelerator: 'CmdOrCtrl+Shift+N', click: newWindow },
        separator,
        page('Export…', 'export', 'CmdOrCtrl+E'),
        page('Bundle for a Colleague…', 'bundle', 'CmdOrCtrl+Shift+E'),
        page('Open a Colleague’s File…', 'import', 'CmdOrCtrl+I'),
        separator,
        { role: 'close' },
        ...(mac ? [] : [{ role: 'quit' } as const]),
      ],
    },
    {
      label: '&Edit',
      submenu: [
        page('Undo', 'undo', 'CmdOrCtrl+Z'),
        page('Redo', 'redo', 'CmdOrCtrl+Shift+Z'),
        separator,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
        separator,
        page('Search All Texts…', 'search', 'CmdOrCtrl+Shift+F'),
      ],
    },
    {
      label: '&View',
      submenu: [
        {
          label: 'Appearance',
          submenu: [themeItem('As the System', 'system'), themeItem('Light', 'light'), themeItem('Dark', 'dark')],
        },
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
        ...(developer ? [separator, { role: 'reload' } as const, { role: 'toggleDevTools' } as const] : []),
      ],
    },
    ...(mac ? [{ role: 'windowMenu' } as const] : []),
    {
      role: 'help',
      label: '&Help',
      submenu: [
        page('Keyboard Shortcuts', 'shortcuts'),
        { label: 'Open the Sample Articles', enabled: samples, click: () => send('open-samples') },
        separator,
        { label: 'Show the Log', click: openLogs },
        ...(mac ? [] : [{ role: 'about' } as const]),
      ],
    },
  ];
}

/** A menu takes `&` as the mark of the next letter's shortcut. */
function labelOf(label: string): string {
  return label.replaceAll('&', '&&');
}
