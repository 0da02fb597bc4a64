import { expect, type Locator, type Page } from '@playwright/test';
import type { TestApp } from '../fixtures/app.ts';

/** The dialog that makes a review report. */
export class Report {
  readonly dialog: Locator;

  constructor(
    readonly page: Page,
    readonly app: TestApp,
  ) {
    this.dialog = page.getByRole('dialog', { name: 'Review report' });
  }

  /** Makes a report: to a path typed on the web host, given to the system's dialog (answered here) in Electron. */
  async make(file: string, choose?: (dialog: Locator) => Promise<void>): Promise<void> {
    if (this.app.host === 'desktop') {
      await this.app.electron.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
      }, file);
    }
    await this.page.keyboard.press('Control+p');
    await expect(this.dialog).toBeVisible();
    await choose?.(this.dialog);
    if (this.app.host === 'web') {
      const box = this.dialog.getByRole('textbox', { name: 'File' });
      await expect(box).not.toHaveValue('');
      await box.fill(file);
    }
    await this.dialog.getByRole('button', { name: /^Make the report/ }).click();
    await expect(this.dialog.getByRole('status')).toContainText('Wrote the report');
  }
}
