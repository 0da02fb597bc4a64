import { expect, type Locator, type Page } from '@playwright/test';
import type { TestApp } from '../fixtures/app.ts';

/** Bundles for colleagues, and taking theirs in. */
export class Exchange {
  readonly sending: Locator;
  /** The dialog that shows a colleague's files before anything is written, and what became of them. */
  readonly receiving: Locator;
  readonly items: Locator;

  constructor(
    readonly page: Page,
    readonly app: TestApp,
  ) {
    this.sending = page.getByRole('dialog', { name: 'Bundle for a colleague' });
    this.receiving = page.getByRole('dialog', { name: /^(Take in a colleague’s work|This cannot be taken in)$/ });
    this.items = this.receiving.getByRole('listbox', { name: 'What would be taken in' }).getByRole('option');
  }

  /** Makes a bundle: to a path typed on the web host, given to the system's dialog (answered here) in Electron. */
  async bundle(file: string, choose?: (dialog: Locator) => Promise<void>): Promise<void> {
    if (this.app.host === 'desktop') {
      await this.app.electron.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
      }, file);
    }
    await this.page.keyboard.press('Control+Shift+e');
    await choose?.(this.sending);
    if (this.app.host === 'web') {
      const box = this.sending.getByRole('textbox', { name: 'File' });
      await expect(box).not.toHaveValue('');
      await box.fill(file);
    }
    await this.sending.getByRole('button', { name: /^Write the bundle/ }).click();
    await expect(this.sending.getByRole('status')).toContainText('Wrote');
  }

  /** Opens a colleague's file: by its path in our own list on the web host, by the system's dialog in Electron. */
  async open(file: string): Promise<void> {
    if (this.app.host === 'desktop') {
      await this.app.electron.evaluate(({ dialog }, filePath) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] });
      }, file);
    }
    await this.page.keyboard.press('Control+i');
    if (this.app.host === 'web') {
      const picker = this.page.getByRole('dialog', { name: 'Open a colleague’s file' });
      const box = picker.getByRole('textbox', { name: 'File or folder' });
      await expect(box).not.toHaveValue('');
      await box.fill(file);
      await this.page.keyboard.press('Enter');
    }
    await expect(this.receiving).toBeVisible();
    await expect(this.receiving.getByRole('progressbar')).toHaveCount(0);
  }

  /** Spans, or all records, by their fate, as the row of the table says: `{ New: 2, Known: 1 }`. */
  async counts(row: string | RegExp): Promise<Record<string, number>> {
    const cellsOf = this.receiving.getByRole('row', { name: row }).getByRole('cell');
    await expect(cellsOf.first()).toBeVisible();
    const heads = await this.receiving.getByRole('columnheader').getByRole('button').allInnerTexts();
    const cells = await cellsOf.allInnerTexts();
    return Object.fromEntries(
      heads.flatMap((head, i) => (cells[i] === '—' ? [] : [[head.split('\n')[0] ?? '', Number(cells[i])]])),
    );
  }
}

/** The screen with what is to be settled. */
export class Matters {
  readonly rows: Locator;
  readonly detail: (name: string | RegExp) => Locator;

  constructor(readonly page: Page) {
    this.rows = page.getByRole('listbox', { name: 'Matters' }).getByRole('option');
    this.detail = (name) => page.getByRole('region', { name });
  }

  /** Opens it through the palette. */
  async show(): Promise<void> {
    await this.page.keyboard.press('Control+k');
    await this.page.keyboard.type('matters to settle');
    await this.page.keyboard.press('Enter');
    await expect(this.page.getByRole('heading', { name: 'Matters to settle' })).toBeVisible();
  }
}
