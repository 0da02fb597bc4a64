import { basename, join } from 'node:path';
import { app, type BrowserWindow, dialog, shell } from 'electron';
import { Failure } from '#shared/contract/failure.ts';
import type { HostCalls } from '../../app.ts';
import { externalLink } from './external-link.ts';
import { printPdf } from './print-pdf.ts';

/** What a window was opened for. */
export interface OpenedFor {
  folder(): string | undefined;
  /** A colleague's file; told once. */
  takeImport(): string | undefined;
}

/** What the contract asks of the host, with the system's own dialogs over the window. */
export function dialogCalls(window: BrowserWindow, openedFor: OpenedFor): HostCalls {
  return {
    name: 'electron',
    printPdf,
    get open() {
      return openedFor.folder();
    },
    takeImport: openedFor.takeImport,
    async 'host.pickFolder'({ title }) {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title,
        buttonLabel: 'Open',
        properties: ['openDirectory', 'createDirectory'],
      });
      return canceled ? null : (filePaths[0] ?? null);
    },
    async 'host.listFolder'() {
      throw new Failure('unsupported', 'The system’s own dialog chooses folders here.');
    },
    async 'host.pickFiles'({ title, name, endings }) {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title,
        filters: [{ name, extensions: endings.map((ending) => ending.replace(/^\./, '')) }],
        properties: ['openFile', 'multiSelections'],
      });
      return canceled ? null : filePaths;
    },
    async 'host.pickSave'({ name, path }) {
      const extension = /\.(\w+)$/.exec(name)?.[1];
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        defaultPath: path ?? join(app.getPath('documents'), basename(name)),
        filters: extension ? [{ name: extension.toUpperCase(), extensions: [extension] }] : [],
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      });
      return canceled || !filePath ? null : filePath;
    },
    async 'host.reveal'({ path }) {
      shell.showItemInFolder(path);
    },
    async 'host.openExternal'({ url }) {
      const link = externalLink(url);
      const mail = link.url.startsWith('mailto:');
      const { response } = await dialog.showMessageBox(window, {
        type: 'question',
        message: mail ? `Write to ${link.shown}?` : `Open ${link.shown} in your browser?`,
        detail: link.url.length > 300 ? `${link.url.slice(0, 300)}…` : link.url,
        buttons: [mail ? 'Write' : 'Open', 'Cancel'],
        defaultId: 1,
        cancelId: 1,
        noLink: true,
      });
      if (response === 0) await shell.openExternal(link.url);
    },
  };
}
