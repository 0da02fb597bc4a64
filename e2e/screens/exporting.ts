import { expect, type Page } from '@playwright/test';
import type { TestApp } from '../fixtures/app.ts';

/** The export dialog. */
export class Exporting {
  constructor(
    readonly page: Page,
    readonly app: TestApp,
  ) {}

  /** Writes a file: through the path box on the web host, through the system's dialog (answered here) in Electron. */
  async write(choice: {
    per: 'Article' | 'Statement';
    offsets?: 'Code points' | 'UTF-16 units' | 'UTF-8 bytes';
    file: string;
  }) {
    if (this.app.host === 'desktop') {
      await this.app.electron.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
      }, choice.file);
    }
    await this.page.keyboard.press('Control+e');
    const dialog = this.page.getByRole('dialog', { name: 'Export JSONL' });
    await dialog.getByText(choice.per, { exact: true }).click();
    if (choice.offsets) await dialog.getByText(choice.offsets, { exact: true }).click();
    if (this.app.host === 'web') {
      const box = dialog.getByRole('textbox', { name: 'File' });
      await expect(box).not.toHaveValue('');
      await box.fill(choice.file);
    }
    await dialog.getByRole('button', { name: /^Export/ }).click();
  }
}
