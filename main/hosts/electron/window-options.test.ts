import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { windowOptions } from './window-options.ts';

const hosts = join(import.meta.dirname, '..');
const sources = new Map(
  readdirSync(hosts, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => [name.replaceAll('\\', '/'), readFileSync(join(hosts, name), 'utf8')]),
);
const filesWith = (pattern: RegExp) => [...sources].filter(([, text]) => pattern.test(text)).map(([name]) => name);

describe('every window', () => {
  it('is sandboxed, isolated and without Node, whatever the theme', () => {
    for (const dark of [true, false]) {
      const { webPreferences } = windowOptions({ width: 1, height: 1 }, { dark, preload: '/p.cjs', icon: null });
      expect(webPreferences).toEqual({
        preload: '/p.cjs',
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        webviewTag: false,
        experimentalFeatures: false,
        navigateOnDragDrop: false,
        spellcheck: false,
      });
    }
  });

  it('has the theme’s colour before its page has painted', () => {
    const colour = (dark: boolean) =>
      windowOptions({ width: 1, height: 1 }, { dark, preload: '', icon: null }).backgroundColor;
    expect(colour(true)).not.toBe(colour(false));
  });

  it('is made in one place, with these options', () => {
    expect(filesWith(/new (BrowserWindow|BaseWindow|BrowserView)\b/)).toEqual(['electron/windows.ts']);
    const made = sources.get('electron/windows.ts')?.match(/new BrowserWindow\(\s*(\w+)\(/g);
    expect(made).toHaveLength(1);
    expect(made?.[0]).toContain('windowOptions(');
  });

  it('has beside it only the view that prints, in which nothing runs and nothing is kept', () => {
    expect(filesWith(/new WebContentsView\b/)).toEqual(['electron/print-pdf.ts']);
    const source = sources.get('electron/print-pdf.ts');
    for (const option of ['javascript: false', 'sandbox: true', 'contextIsolation: true', 'nodeIntegration: false'])
      expect(source).toContain(option);
    expect(source).not.toMatch(/fromPartition\(['"`]persist:/);
  });
});

describe('the hosts’ code', () => {
  it('hands addresses to the system in one place, after the check', () => {
    expect(filesWith(/openExternal\(/)).toEqual(['electron/dialogs.ts']);
    expect(sources.get('electron/dialogs.ts')).toMatch(/shell\.openExternal\(link\.url\)/);
    expect(filesWith(/shell\.openPath|child_process/)).toEqual(['start.ts']);
  });

  it('exposes nothing to the page but the port', () => {
    expect(filesWith(/contextBridge|ipcMain|exposeInMainWorld/)).toEqual([]);
    expect(filesWith(/ipcRenderer/)).toEqual(['electron/preload.ts']);
    expect(sources.get('electron/preload.ts')?.match(/ipcRenderer\.\w+/g)).toEqual([
      'ipcRenderer.on',
      'ipcRenderer.send',
    ]);
  });

  it('weakens nothing that Electron protects', () => {
    expect(
      filesWith(
        /bypassCSP|corsEnabled|allowServiceWorkers|disable-web-security|webSecurity: false|setCertificateVerifyProc|registerFileProtocol/,
      ),
    ).toEqual([]);
    expect(filesWith(/registerSchemesAsPrivileged\(/)).toEqual(['electron/scheme.ts']);
  });
});
