import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCorpus, repository, threeArticles } from '../corpora/corpus.ts';
import { findElectron } from '../electron.mjs';
import { expect, test } from '../fixtures/app.ts';

test.use({ source: threeArticles });

test.describe('Electron', { tag: '@desktop-only' }, () => {
  test('has one instance: a second start hands its folder over and ends', async ({ app }) => {
    const page = await app.start();
    await expect(page.getByText('Harbour plan divides the council').first()).toBeVisible();
    const other = join(app.corpus, '..', 'other');
    makeCorpus(other, { 'late.txt': 'Late news from the north\n\n“It snows,” said Ms Bell.\n' });
    const electron = findElectron();
    if ('why' in electron) throw new Error(electron.why);
    const second = spawn(
      electron.program,
      [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), `--user-data-dir=${app.dataDir}`, repository, other],
      { stdio: 'ignore', env: { ...process.env, RAPPORTEUR_DATA: app.dataDir } },
    );
    expect(await new Promise((resolve) => second.once('exit', resolve))).toBe(0);
    await expect(page.getByText('Late news from the north').first()).toBeVisible();
    expect(app.electron.windows()).toHaveLength(1);
  });

  test('comes back at the size that it had', async ({ app }) => {
    await app.start();
    const bounds = { x: 40, y: 50, width: 980, height: 700 };
    await app.electron.evaluate(
      ({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]?.setBounds(wanted),
      bounds,
    );
    await expect
      .poll(() => {
        try {
          return JSON.parse(readFileSync(join(app.dataDir, 'window.json'), 'utf8')).width;
        } catch {
          return null;
        }
      })
      .toBe(bounds.width);
    await app.restart();
    const { width, height } = await app.electron.evaluate(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds() ?? { width: 0, height: 0 },
    );
    expect({ width, height }).toEqual({ width: bounds.width, height: bounds.height });
  });

  test('loads a page that has crashed again, and its services with it', async ({ app }) => {
    app.allowErrors(/The page crashed/);
    const page = await app.start();
    await expect(page.getByText('Harbour plan divides the council').first()).toBeVisible();
    const before = await app.electron.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const id = contents?.getOSProcessId();
      contents?.forcefullyCrashRenderer();
      return id;
    });
    await expect
      .poll(
        () =>
          app.electron.evaluate(({ BrowserWindow }, dead) => {
            const contents = BrowserWindow.getAllWindows()[0]?.webContents;
            // Asked too early, the dead process would be waited for without end.
            if (!contents || contents.isCrashed() || contents.isLoading() || contents.getOSProcessId() === dead)
              return '';
            // And one that goes on loading answers nobody: it is asked again.
            const later = new Promise<string>((resolve) => setTimeout(resolve, 2000, ''));
            return Promise.race([contents.executeJavaScript('document.body.innerText') as Promise<string>, later]);
          }, before),
        { timeout: 30_000 },
      )
      .toContain('Harbour plan divides the council');
  });

  test('opens a second window that works by itself', async ({ app }) => {
    const first = await app.start();
    await expect(first.getByText('Harbour plan divides the council').first()).toBeVisible();
    const opened = app.electron.waitForEvent('window');
    await app.electron.evaluate(({ Menu }) => {
      const file = Menu.getApplicationMenu()?.items.find(({ label }) => label === '&File');
      file?.submenu?.items.find(({ label }) => label === 'New Window')?.click();
    });
    const second = await opened;
    await expect(second.getByText('Harbour plan divides the council').first()).toBeVisible();
    await second.close();
    await expect(first.getByText('Harbour plan divides the council').first()).toBeVisible();
  });

  test('asks the system’s dialog for a folder, and the page opens what was chosen', async ({ app }) => {
    const page = await app.start();
    await expect(page.getByText('Harbour plan divides the council').first()).toBeVisible();
    const other = join(app.corpus, '..', 'chosen');
    makeCorpus(other, { 'chosen.txt': 'A chosen article\n\n“Yes,” said Mr Chen.\n' });
    await app.electron.evaluate(({ dialog, Menu }, path) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path], bookmarks: [] });
      const file = Menu.getApplicationMenu()?.items.find(({ label }) => label === '&File');
      file?.submenu?.items.find(({ label }) => label === 'Open Folder…')?.click();
    }, other);
    await expect(page.getByText('A chosen article').first()).toBeVisible();
    await expect
      .poll(() =>
        app.electron.evaluate(({ Menu }) => {
          const file = Menu.getApplicationMenu()?.items.find(({ label }) => label === '&File');
          const recent = file?.submenu?.items.find(({ label }) => label === 'Open Recent');
          return recent?.submenu?.items.map(({ label }) => label);
        }),
      )
      .toEqual(['chosen', 'corpus']);
  });

  test('follows the theme with its native parts, and shows no white before the page', async ({ app }) => {
    const page = await app.start();
    await expect(page.getByText('Harbour plan divides the council').first()).toBeVisible();
    await app.electron.evaluate(({ Menu }) => {
      const view = Menu.getApplicationMenu()?.items.find(({ label }) => label === '&View');
      const appearance = view?.submenu?.items.find(({ label }) => label === 'Appearance');
      appearance?.submenu?.items.find(({ label }) => label === 'Dark')?.click();
    });
    await expect.poll(() => app.electron.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark');
    await app.restart();
    const colour = await app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getBackgroundColor().toLowerCase(),
    );
    expect(colour).toBe('#16181c');
  });

  test('opens web and mail links after asking, and nothing else', async ({ app }) => {
    const page = await app.start();
    await app.electron.evaluate(({ shell, dialog }) => {
      const asked: string[] = [];
      Object.assign(globalThis, { asked });
      shell.openExternal = async (url) => void asked.push(`opened ${url}`);
      dialog.showMessageBox = (async (_window: unknown, { message }: { message: string }) => {
        asked.push(message);
        return { response: 0, checkboxChecked: false };
      }) as unknown as typeof dialog.showMessageBox;
    });
    await expect(page.getByText('Harbour plan divides the council').first()).toBeVisible();
    // The page's port is caught before the app has it, to ask for what its screens would not.
    await page.addInitScript(() => {
      addEventListener('message', (event) => {
        if (event.data !== 'rapporteur:port') return;
        event.stopImmediatePropagation();
        Object.assign(window, { caught: event.ports[0] });
      });
    });
    await page.reload();
    await page.waitForFunction(() => 'caught' in window);
    const ask = (url: string) =>
      page.evaluate(
        (address) =>
          new Promise((resolve) => {
            const { caught } = window as unknown as { caught: MessagePort };
            caught.onmessage = (event) => resolve(event.data.failure?.code ?? 'done');
            caught.postMessage({ id: 1, call: 'host.openExternal', args: { url: address } });
          }),
        url,
      );
    expect(await ask('https://example.org/a')).toBe('done');
    expect(await ask('mailto:desk@example.org?cc=spy@example.org')).toBe('done');
    for (const url of ['file:///etc/passwd', 'javascript:1', 'smb://server/share', 'https://a:b@example.org/'])
      expect(await ask(url), url).toBe('bad-arguments');
    expect(await app.electron.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)).toEqual([
      'Open example.org in your browser?',
      'opened https://example.org/a',
      'Write to desk@example.org?',
      'opened mailto:desk@example.org',
    ]);
  });
});
